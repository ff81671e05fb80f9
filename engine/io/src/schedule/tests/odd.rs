//! What real tables get wrong.

use super::*;

#[test]
fn separators_blank_rows_and_quoted_line_ends() {
    let comma = read_text(
        "id,name,start,finish\nA,\"two\nlines\",2027-01-01,2027-01-02\n\n,,,\nB,b,2027-01-03,2027-01-03\n",
    );
    assert!(comma.1.is_empty(), "{:?}", comma.1);
    assert_eq!((comma.0.tasks[0].name.as_str(), comma.0.tasks[1].place.as_str()), ("two\nlines", "line 6"));
    for text in [
        "sep=;\nID;Task Name;Start Date;End Date\nA;\"two\nlines\";2027/1/1;2.1.2027\nB;b;3.1.2027;3.1.2027",
        "编号\t任务名称\t计划开始\t计划完成\r\nA\t\"two\nlines\"\t2027年1月1日\t46389\r\nB\tb\t20270103\t20270103\r\n",
    ] {
        let (mut schedule, problems) = read_text(text);
        assert!(problems.is_empty(), "{problems:?}");
        for (task, wanted) in schedule.tasks.iter_mut().zip(&comma.0.tasks) {
            task.place.clone_from(&wanted.place);
        }
        assert_eq!(schedule.tasks, comma.0.tasks);
    }
}

#[test]
fn each_mistake_has_its_code_and_the_rest_is_read() {
    for (rows, wanted) in [
        ("A,,,,,,,,,\nA,,,,,,,,,", "CIM-SC-010"),
        (",nameless,,,,,,,,", "CIM-SC-011"),
        ("A,,nobody,,,,,,,", "CIM-SC-012"),
        ("A,,B,,,,,,,\nB,,A,,,,,,,", "CIM-SC-013"),
        ("A,,B,,,,,,,\nB,,,,,,,,,", "CIM-SC-015"),
        ("A,,,2027-02-30,2027-03-01,,,,,", "CIM-SC-020"),
        ("A,,,03/04/2027,2027-05-01,,,,,", "CIM-SC-021"),
        ("A,,,2027-03-02,2027-03-01,,,,,", "CIM-SC-022"),
        ("A,,,,,2027-03-02,2027-03-01,,,", "CIM-SC-022"),
        ("A,,,2027-03-02,,,,,,", "CIM-SC-023"),
        ("A,,,,,,2027-03-01,,,", "CIM-SC-024"),
        ("A,,,,,2027-05-01,,,,", "CIM-SC-025"),
        ("A,,,,,,,half,,", "CIM-SC-030"),
        ("A,,,,,,,101%,,", "CIM-SC-031"),
        ("A,,,,,,,-1,,", "CIM-SC-031"),
        ("A,,,,,,,,key:,", "CIM-SC-034"),
        ("A,,,,,,,,,\"\"\"A", "CIM-SC-040"),
        ("A,,,,,,,,,BFS", "CIM-SC-041"),
        ("A,,,,,,,,,AFS", "CIM-SC-042"),
        ("B,,,,,,,,,\nA,,,,,,,,,BFS+50%", "CIM-SC-043"),
        ("A,,", "CIM-SC-051"),
    ] {
        let header = "id,name,parent,start,finish,actual_start,actual_finish,done_pct,elements,after";
        let text = format!("# data_date: 2027-04-01\n{header}\n{rows}\n");
        let (schedule, problems) = read_text(&text);
        assert!(problems.contains(&wanted), "{rows}: {problems:?}");
        assert_eq!(schedule.tasks.len(), rows.lines().count(), "{rows}");
    }
}

#[test]
fn what_is_wrong_is_left_out_not_guessed() {
    let (schedule, _) = read_text(
        "id,name,start,finish,done,storeys,work\nA,x,2027-03-02,2027-03-01,101,0-3,dance\nA,y,,,,,\n",
    );
    let [first, second] = schedule.tasks.as_slice() else { panic!("two tasks") };
    assert_eq!(
        (first.planned, first.done_pct, first.storeys, first.work),
        (None, None, None, linli_model::Work::Build)
    );
    assert_eq!((first.id.as_str(), second.id.as_str(), second.name.as_str()), ("A", "A (2)", "y"));
}

#[test]
fn an_open_quotation_mark_loses_no_row() {
    let (schedule, problems) = read_text("id,name\nA,\"pit\nB,wall\nC,roof\n");
    assert_eq!((schedule.tasks.len(), problems), (3, vec!["CIM-SC-053"]));
}

#[test]
fn data_dates_come_from_comments_or_a_column() {
    let date = |text: &str| {
        let (schedule, problems) = read_text(text);
        (schedule.data_date.map(|day| day.to_string()).unwrap_or_default(), problems)
    };
    assert_eq!(date("# data_date: 2027-03-01,,\nid,name\nA,a\n").0, "2027-03-01");
    assert_eq!(date("\"# 数据日期：2027年3月1日\",\nid,name\nA,a\n").0, "2027-03-01");
    assert_eq!(date("id,name,数据日期\nA,a,2027-03-01\nB,b,2027-03-01\n"), ("2027-03-01".into(), vec![]));
    assert_eq!(
        date("id,name,data_date\nA,a,2027-03-01\nB,b,2027-03-02\n"),
        ("2027-03-02".into(), vec!["CIM-SC-026"])
    );
    assert_eq!(date("id,name,colour\nA,a,red\n"), (String::new(), vec!["CIM-SC-050"]));
}

#[test]
fn hundred_thousand_levels_are_drawn_up() {
    let mut text = "id,name,parent\n0,a,\n".to_owned();
    for i in 1..100_000 {
        text.push_str(&format!("{i},a,{}\n", i - 1));
    }
    let (schedule, problems) = read_text(&text);
    assert_eq!((schedule.tasks.len(), problems), (100_000, vec!["CIM-SC-014"]));
    assert_eq!(schedule.tasks[99_999].parent.as_deref(), Some("62"));
}

#[test]
fn long_ids_are_cut() {
    let long = "x".repeat(10_000);
    let (schedule, problems) = read_text(&format!("id,name,parent\n{long},a,\nB,b,{long}\n"));
    assert_eq!((schedule.tasks[0].id.len(), problems), (200, vec!["CIM-SC-016"]));
    assert_eq!(schedule.tasks[1].parent, Some(schedule.tasks[0].id.clone()));
}

#[test]
fn the_better_name_of_two_columns_counts() {
    let (schedule, problems) = read_text(
        "序号,编号,名称,开始时间,计划开始,计划完成,,\n1,A,a,2020-01-01,2027-01-01,2027-01-02,,,,\n",
    );
    assert_eq!((schedule.tasks[0].id.as_str(), problems), ("A", vec!["CIM-SC-050"]));
    assert_eq!(schedule.tasks[0].planned.unwrap().days(), 2);
}

#[test]
fn long_fields_take_no_long_time() {
    let field = "-1".repeat(200_000);
    let (schedule, problems) = read_text(&format!("id,name,after,elements\nA,a,{field},{field}\n"));
    assert_eq!((schedule.tasks.len(), problems), (1, vec!["CIM-SC-041"]));
}
