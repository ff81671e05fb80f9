//! Files that were cut, bent or built to harm.

use proptest::prelude::*;

use super::*;

const FILES: [&[u8]; 4] = [CSV, MSPDI, XER, P6];

/// Reads; whatever comes must hold together: ids unique, parents in front, predecessors there.
fn check(bytes: &[u8]) {
    let Ok((schedule, _)) = read("hostile", bytes) else { return };
    let mut seen = std::collections::HashSet::new();
    for task in &schedule.tasks {
        if let Some(parent) = &task.parent {
            assert!(seen.contains(parent.as_str()), "the parent of {} stands behind it", task.id);
        }
        assert!(seen.insert(task.id.as_str()), "{} occurs twice", task.id);
        assert!(task.planned.is_none_or(|span| span.start <= span.finish));
        assert!(task.baseline.is_none_or(|span| span.start <= span.finish));
        assert!(task.done_pct.is_none_or(|done| (0.0..=100.0).contains(&done)));
    }
    for dependency in schedule.tasks.iter().flat_map(|task| &task.after) {
        assert!(seen.contains(dependency.predecessor.as_str()) && dependency.lag_days.is_finite());
    }
}

#[test]
fn every_beginning_of_every_file_is_survived() {
    for file in FILES {
        for end in 1..file.len() {
            check(file.get(..end).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn bent_files_are_survived(
        which in 0_usize..4,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = FILES[which].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        check(&bytes);
    }

    #[test]
    fn pieces_put_together_anew_are_survived(
        which in 0_usize..4,
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let lines: Vec<&[u8]> = FILES[which].split_inclusive(|byte| *byte == b'\n').collect();
        let mut lines = lines;
        for (from, to) in cuts {
            let line = lines[from.index(lines.len())];
            let to = to.index(lines.len());
            lines.insert(to, line);
        }
        check(&lines.concat());
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check(&bytes);
        check(&[b"id,name,start,finish,after,elements,storeys\n".as_slice(), &bytes].concat());
        check(&[b"%T\tTASK\n%F\ttask_id\ttask_code\n%R\t".as_slice(), &bytes].concat());
    }
}

#[test]
fn bombs_and_depth_are_refused() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
                <Project><Title>&b;</Title></Project>";
    assert_eq!(refused(bomb.as_bytes()), "CIM-SC-004");
    let deep = format!("<Project><Tasks>{}", "<Task>".repeat(200_000));
    assert_eq!(refused(deep.as_bytes()), "CIM-SC-005");
    let entity =
        "<Project><Tasks><Task><UID>1</UID><Name>a&unknown;&#x4E00;&amp;</Name></Task></Tasks></Project>";
    assert_eq!(read("a.xml", entity.as_bytes()).unwrap().0.tasks[0].name, "a&unknown;一&");
}

#[test]
fn limits_and_other_files_are_named() {
    let limits = Limits { tasks: 2, ..Limits::default() };
    for file in FILES {
        let input = Input::from_bytes("a", file.to_vec(), &limits).unwrap();
        assert_eq!(read_schedule_input(&input, &limits).unwrap_err().0.code.id, "CIM-SC-002");
    }
    for (bytes, code) in [
        (b"hello\nworld\n".as_slice(), "CIM-SC-001"),
        (b"<osm version=\"0.6\"></osm>", "CIM-SC-001"),
        (b"{\"type\":\"FeatureCollection\"}", "CIM-SC-001"),
        (b"name,start\nx,2027-01-01\n", "CIM-SC-001"),
        (b"id,name\n", "CIM-SC-006"),
        (b"<Project><Tasks></Tasks></Project>", "CIM-SC-006"),
        (b"<Project><Tasks></Project>", "CIM-SC-003"),
        (b"<Project><Tasks>", "CIM-SC-003"),
        (b"ERMHDR\t19\n%E\n", "CIM-SC-006"),
        (b"\x00\x01\x02", "CIM-SC-001"),
    ] {
        assert_eq!(refused(bytes), code, "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(refused(b""), "CIM-IN-005");
}
