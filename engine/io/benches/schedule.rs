//! Reading a schedule of a hundred thousand tasks, every one with dates, a link and a predecessor.

use std::fmt::Write as _;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linli_io::{Input, Limits, read_schedule_input};

const TASKS: usize = 100_000;

fn table() -> String {
    let mut text =
        "id,name,parent,start,finish,done_pct,elements,storeys,after\nS,Summary,,,,,,,\n".to_owned();
    for i in 1..=TASKS {
        let _ = writeln!(
            text,
            "A{i},Floor {i},S,2027-03-01,2027-04-01,5%,key:osm/way/{i},1-18,A{}SS+3d",
            (i - 1).max(1)
        );
    }
    text
}

fn project_xml() -> String {
    let mut text = "<Project xmlns=\"http://schemas.microsoft.com/project\"><Tasks>".to_owned();
    for i in 1..=TASKS {
        let _ = write!(
            text,
            "<Task><UID>{i}</UID><Name>Floor {i}</Name><OutlineLevel>1</OutlineLevel>\
             <Start>2027-03-01T08:00:00</Start><Finish>2027-04-01T17:00:00</Finish>\
             <Notes>linli: key:osm/way/{i}</Notes><PredecessorLink><PredecessorUID>{}</PredecessorUID>\
             <Type>3</Type><LinkLag>14400</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>",
            i.max(2) - 1
        );
    }
    text + "</Tasks></Project>"
}

fn xer() -> String {
    let mut text =
        "ERMHDR\t19.12\n%T\tTASK\n%F\ttask_id\ttask_code\ttask_name\ttarget_start_date\ttarget_end_date\n"
            .to_owned();
    for i in 1..=TASKS {
        let _ = writeln!(text, "%R\t{i}\tA{i}\tFloor {i}\t2027-03-01 08:00\t2027-04-01 17:00");
    }
    text.push_str("%T\tTASKPRED\n%F\ttask_id\tpred_task_id\tpred_type\tlag_hr_cnt\n");
    for i in 2..=TASKS {
        let _ = writeln!(text, "%R\t{i}\t{}\tPR_SS\t24", i - 1);
    }
    text + "%E\n"
}

fn reading(criterion: &mut Criterion) {
    let limits = Limits::default();
    for (name, text) in [("csv", table()), ("project_xml", project_xml()), ("xer", xer())] {
        let input = Input { name: name.to_owned(), bytes: text.into_bytes(), path: None };
        let mut group = criterion.benchmark_group("schedule");
        group.throughput(Throughput::Elements(TASKS as u64)).sample_size(10);
        group.bench_function(name, |bencher| {
            bencher.iter(|| read_schedule_input(&input, &limits).map(|(schedule, _)| schedule.tasks.len()));
        });
        group.finish();
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
