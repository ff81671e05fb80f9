//! One schedule in four formats.

use encoding_rs::{GB18030, UTF_16LE, WINDOWS_1252};

use super::*;
use crate::report::Language;

/// A schedule without what the formats name in their own way: ids become names, places go.
fn by_name(schedule: &Schedule) -> Vec<Task> {
    let name = |id: &String| task(schedule, id).name.clone();
    let mut tasks: Vec<Task> = schedule.tasks.clone();
    for task in &mut tasks {
        task.parent = task.parent.as_ref().map(name).filter(|name| name != "Tower");
        for dependency in &mut task.after {
            dependency.predecessor = name(&dependency.predecessor);
        }
        task.id.clear();
        task.place.clear();
    }
    tasks.retain(|task| task.name != "Tower");
    tasks.sort_by(|a, b| a.name.cmp(&b.name));
    tasks
}

#[test]
fn four_formats_tell_the_same() {
    let (table, report) = read("tower.csv", CSV).unwrap();
    assert!(report.messages.is_empty(), "{:?}", report.messages);
    assert_eq!(
        (report.objects["tasks"], report.objects["summaries"], report.objects["dependencies"]),
        (4, 2, 3)
    );
    assert_eq!(table.data_date.unwrap().to_string(), "2027-04-15");
    for (name, bytes, format) in [
        ("tower.xml", MSPDI, "Microsoft Project XML"),
        ("tower.xer", XER, "Primavera XER"),
        ("p6.xml", P6, "Primavera P6 XML"),
    ] {
        let (schedule, report) = read(name, bytes).unwrap();
        assert!(report.messages.is_empty(), "{name}: {:?}", report.messages);
        assert_eq!((report.format.as_str(), schedule.name.as_str()), (format, "Tower"));
        assert_eq!(schedule.data_date, table.data_date, "{name}");
        let mut wanted = by_name(&table);
        if name == "tower.xer" {
            // An XER file carries no baseline.
            wanted.iter_mut().for_each(|task| task.baseline = None);
        }
        assert_eq!(by_name(&schedule), wanted, "{name}");
    }
}

#[test]
fn the_table_says_what_its_author_meant() {
    let (schedule, _) = read("tower.csv", CSV).unwrap();
    let floors = task(&schedule, "A2");
    assert_eq!(floors.parent.as_deref(), Some("S"));
    assert_eq!(floors.planned.unwrap().days(), 179);
    assert_eq!(
        (floors.actual_start.unwrap().to_string().as_str(), floors.actual_finish),
        ("2027-04-06", None)
    );
    assert_eq!(
        (floors.done_pct, floors.elements.len(), floors.storeys.unwrap().to_level),
        (Some(5.0), 2, 18)
    );
    assert_eq!((floors.after[0].predecessor.as_str(), floors.after[0].lag_days), ("A1", 2.0));
    let shed = task(&schedule, "D1");
    assert_eq!((shed.work, shed.after[0].lag_days), (linli_model::Work::Demolish, -1.0));
    assert_eq!(floors.place, "line 6");
}

#[test]
fn every_encoding_of_every_format_is_read() {
    for (name, bytes) in [("a.csv", CSV), ("a.xml", MSPDI), ("a.xer", XER), ("b.xml", P6)] {
        let (plain, _) = read(name, bytes).unwrap();
        let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
        let utf_16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let (schedule, _) = read(name, &utf_16).unwrap();
        assert_eq!(schedule.tasks, plain.tasks, "{name} {}", UTF_16LE.name());
        let (schedule, report) = read(name, &GB18030.encode(text).0).unwrap();
        assert_eq!(schedule.tasks, plain.tasks, "{name} GB 18030");
        assert_eq!(report.codes.keys().copied().collect::<Vec<_>>(), ["CIM-SC-007"]);
    }
    let french = String::from_utf8(XER.to_vec()).unwrap().replace("Remove the shed", "Démolition à côté");
    let french: String = french.chars().filter(|c| c.is_ascii() || "éàô".contains(*c)).collect();
    let (schedule, _) = read("a.xer", &WINDOWS_1252.encode(&french).0).unwrap();
    assert_eq!(task(&schedule, "D1").name, "Démolition à côté");
}

#[test]
fn prefixes_versions_and_midnights() {
    let text = String::from_utf8(P6.to_vec()).unwrap();
    let prefixed = text
        .replace("V23.12", "V8.3")
        .replace("</", "</p6:")
        .replace("<", "<p6:")
        .replace("<p6:/p6:", "</p6:");
    let prefixed = prefixed.replace("<p6:?xml", "<?xml").replace("xmlns=", "xmlns:p6=");
    assert_eq!(read("p.xml", prefixed.as_bytes()).unwrap().0.tasks, read("p.xml", P6).unwrap().0.tasks);
    let midnight = text.replace("2027-09-30T18:00:00", "2027-10-01T00:00:00");
    let (schedule, report) = read("p.xml", midnight.as_bytes()).unwrap();
    assert_eq!(task(&schedule, "A2").planned.unwrap().finish.to_string(), "2027-09-30");
    assert_eq!(report.codes["CIM-SC-027"], 1);
    let percent = text.replace(">0.05<", ">5<").replace(">1.0<", ">100<");
    let (schedule, report) = read("p.xml", percent.as_bytes()).unwrap();
    assert_eq!((task(&schedule, "A2").done_pct, report.codes["CIM-SC-032"]), (Some(5.0), 1));
}

#[test]
fn lags_of_microsoft_project_have_units() {
    let text = String::from_utf8(MSPDI.to_vec()).unwrap();
    let lag = |lag: &str, format: &str, minutes: &str| {
        let changed = text
            .replace(
                "<LinkLag>9600</LinkLag>\n        <LagFormat>7<",
                &format!("<LinkLag>{lag}</LinkLag><LagFormat>{format}<"),
            )
            .replace("<MinutesPerDay>480<", &format!("<MinutesPerDay>{minutes}<"));
        let (schedule, _) = read("a.xml", changed.as_bytes()).unwrap();
        task(&schedule, "3").after[0].lag_days
    };
    assert_eq!(lag("9600", "7", "600"), 1.6, "working days");
    assert_eq!(lag("28800", "8", "480"), 2.0, "elapsed days");
    assert_eq!(lag("24000", "9", "480"), 5.0, "a week of work");
    assert_eq!(lag("-4800", "5", "480"), -1.0, "hours");
    assert_eq!(lag("50", "19", "480"), 15.5, "half of 31 days");
}

#[test]
fn notes_stand_in_for_fields() {
    let text = String::from_utf8(MSPDI.to_vec()).unwrap();
    let noted = text.replace(
        "<Name>Topped out</Name>",
        "<Name>Topped out</Name><Notes>seen\nLinli: key:roof; name:T*\nmore</Notes>",
    );
    assert_eq!(task(&read("a.xml", noted.as_bytes()).unwrap().0, "4").elements.len(), 2);
    let off = text.replace("<Name>Topped out</Name>", "<Name>Topped out</Name><Active>0</Active>");
    let (schedule, report) = read("a.xml", off.as_bytes()).unwrap();
    assert_eq!((schedule.tasks.len(), report.codes["CIM-SC-055"]), (5, 1));
}

#[test]
fn several_projects_in_one_file_are_all_taken() {
    let text = String::from_utf8(XER.to_vec()).unwrap();
    let second = "%T\tPROJECT\r\n%F\tproj_id\tproj_short_name\r\n%R\t200\tLOW\r\n\
        %T\tPROJWBS\r\n%F\twbs_id\tproj_node_flag\twbs_short_name\twbs_name\tparent_wbs_id\r\n%R\t8\tY\tLOW\tLow house\t3\r\n\
        %T\tTASK\r\n%F\ttask_id\tproj_id\twbs_id\ttask_code\ttask_name\r\n%R\t80\t200\t8\tA1\tPit\textra\r\n\
        %T\tTASKPRED\r\n%F\ttask_id\tpred_task_id\tpred_type\tlag_hr_cnt\r\n%R\t80\t2\tPR_SF\t4\r\n%R\t80\t777\tPR_FS\t0\r\n%E\r\n";
    let (schedule, report) = read("two.xer", text.replace("%E\r\n", second).as_bytes()).unwrap();
    let pit = task(&schedule, "LOW.A1");
    assert_eq!(
        (pit.parent.as_deref(), pit.after[0].predecessor.as_str(), pit.after[0].lag_days),
        (Some("LOW"), "TWR.A1", 0.4)
    );
    assert_eq!(report.codes.keys().copied().collect::<Vec<_>>(), ["CIM-SC-041", "CIM-SC-051"]);
    assert_eq!(task(&schedule, "TWR.A1").name, "Foundation pit & piles");
    let (schedule, _) = read("two.xer", text.replace("CP_Drtn", "CP_Units").as_bytes()).unwrap();
    assert_eq!(task(&schedule, "A2").done_pct, None, "no units in the file");
}

#[test]
fn fields_of_summaries_stay_with_summaries() {
    // The field of the summary has the number of a task: 2 is the pit, 10 the structure.
    let text = String::from_utf8(XER.to_vec()).unwrap();
    let more = "%T\tUDFTYPE\r\n%F\tudf_type_id\ttable_name\tudf_type_label\r\n%R\t9\tPROJWBS\tLinli:Elements\r\n\
        %T\tUDFVALUE\r\n%F\tudf_type_id\tfk_id\tudf_text\r\n%R\t9\t10\tkey:all\r\n%R\t9\t2\tkey:wrong\r\n%E\r\n";
    let (schedule, _) = read("a.xer", text.replace("%E\r\n", more).as_bytes()).unwrap();
    assert_eq!(task(&schedule, "TWR.S").elements, [linli_model::Selector::Key("all".into())]);
    assert_eq!(task(&schedule, "A1").elements.len(), 1);
    let text = String::from_utf8(P6.to_vec()).unwrap();
    let more = "<UDFType><ObjectId>9</ObjectId><SubjectArea>WBS</SubjectArea><Title>Linli:Elements</Title></UDFType>\
        <UDFValue><UDFTypeObjectId>9</UDFTypeObjectId><ForeignObjectId>10</ForeignObjectId><Text>key:all</Text></UDFValue>\
        <UDFValue><UDFTypeObjectId>9</UDFTypeObjectId><ForeignObjectId>2</ForeignObjectId><Text>key:wrong</Text></UDFValue>\
        </APIBusinessObjects>";
    let (schedule, _) = read("a.xml", text.replace("</APIBusinessObjects>", more).as_bytes()).unwrap();
    assert_eq!(task(&schedule, "S").elements, [linli_model::Selector::Key("all".into())]);
    assert_eq!(task(&schedule, "A1").elements.len(), 1);
}

#[test]
fn links_to_tasks_that_are_not_there_are_named() {
    let text = String::from_utf8(P6.to_vec()).unwrap();
    let lost = text.replace("<SuccessorActivityObjectId>3<", "<SuccessorActivityObjectId>33<");
    assert_eq!(read("a.xml", lost.as_bytes()).unwrap().1.codes["CIM-SC-045"], 1);
    let text = String::from_utf8(XER.to_vec()).unwrap();
    let lost = text.replace("%R\t903\t3\t", "%R\t903\t33\t");
    assert_eq!(read("a.xer", lost.as_bytes()).unwrap().1.codes["CIM-SC-045"], 1);
}

#[test]
fn several_p6_projects_and_their_own_baselines() {
    let text = String::from_utf8(P6.to_vec()).unwrap();
    let second = "<Project><ObjectId>400</ObjectId><Id>LOW</Id><Name>Low house</Name>\
        <DataDate>2027-04-16T00:00:00</DataDate>\
        <WBS><ObjectId>410</ObjectId><Code>S</Code><Name>Low structure</Name></WBS>\
        <Activity><ObjectId>402</ObjectId><Id>A1</Id><Name>Pit</Name><WBSObjectId>410</WBSObjectId></Activity></Project>\
        </APIBusinessObjects>";
    let (schedule, report) = read("a.xml", text.replace("</APIBusinessObjects>", second).as_bytes()).unwrap();
    assert_eq!(report.codes.keys().copied().collect::<Vec<_>>(), ["CIM-SC-026"]);
    assert_eq!(task(&schedule, "LOW.A1").parent.as_deref(), Some("LOW.S"));
    assert_eq!(task(&schedule, "LOW.A1").baseline, None);
    assert_eq!(task(&schedule, "LOW.S").parent.as_deref(), Some("LOW"));
    assert!(task(&schedule, "TWR.A1").baseline.is_some());
}

#[test]
fn messages_name_place_and_advice_in_two_languages() {
    let (_, report) = read("plan.csv", "id,name,start\nA,x,soon\n".as_bytes()).unwrap();
    let message = &report.messages[0];
    let english = message.text(Language::English);
    assert_eq!(
        english,
        "[CIM-SC-020] plan.csv @ line 2 (A): the date cannot be read: soon → write dates as 2027-03-01"
    );
    assert!(message.text(Language::Chinese).contains("无法读取日期：soon"));
    let mut ids: Vec<&str> = codes::ALL.iter().map(|code| code.id).collect();
    ids.dedup();
    assert!(ids.is_sorted() && ids.len() == codes::ALL.len());
    assert!(
        codes::ALL.iter().all(|code| code.english.matches("{}").count() == 1 && code.chinese.contains("{}"))
    );
}
