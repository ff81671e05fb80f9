//! The utilities of Xinghe as they come out of the generator: whole, the same every time, small enough.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use linli_model::{
    Community, Geometry, Kind, Layer, Medium, Section, SurveyQuality, Truth, UtilityNodeKind, Vertical,
};
use linli_scenegen::xinghe::{CONFLICTS, Conflict, SEED, SIZE_HA, community, write};

static XINGHE: LazyLock<Community> = LazyLock::new(|| community(SEED, SIZE_HA));

#[test]
fn the_scene_holds_every_medium_every_kind_of_node_and_both_tunnels() {
    let community = &*XINGHE;
    let mut media: BTreeMap<Medium, usize> = BTreeMap::new();
    let (mut kinds, mut survey, mut truths) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut boxes, mut banks, mut tunnels, mut in_tunnel) = (0, 0, 0, 0);
    for element in community.elements() {
        match &element.kind {
            Kind::UtilityLine(line) => {
                *media.entry(line.medium).or_default() += 1;
                survey.extend(line.survey);
                truths.insert(format!("{:?}", element.presence.truth));
                in_tunnel += usize::from(line.corridor.is_some());
                match line.section {
                    Section::Box { .. } => boxes += 1,
                    Section::DuctBank { .. } => banks += 1,
                    Section::Round => {}
                }
                let gravity = matches!(line.medium, Medium::Sewage | Medium::Storm);
                assert_eq!(gravity, element.vertical == Vertical::Absolute, "{}", element.key);
                assert!(matches!(&element.geometry, Geometry::Line(p) if p.len() >= 2), "{}", element.key);
            }
            Kind::UtilityNode(node) => {
                kinds.insert(format!("{:?}", node.node));
                assert!(node.node != UtilityNodeKind::Manhole || element.key.as_str().contains("node/"));
            }
            Kind::Corridor(_) => {
                tunnels += 1;
                assert_eq!(element.presence.truth, Truth::Designed);
            }
            _ => {}
        }
    }
    assert_eq!(media.len(), 8, "{media:?}");
    assert!(media.values().all(|count| *count > 10), "{media:?}");
    assert!(kinds.is_superset(&["Hydrant", "Manhole", "Outfall", "Valve"].map(str::to_owned).into()));
    assert_eq!(survey, [SurveyQuality::A, SurveyQuality::B, SurveyQuality::D].into());
    assert_eq!(truths, ["Designed", "Existing"].map(str::to_owned).into());
    assert!(boxes >= 5 && banks > 200 && tunnels == 2 && in_tunnel > 40, "{boxes} {banks} {in_tunnel}");
}

#[test]
fn the_listed_conflicts_are_between_lines_that_are_there() {
    let community = &*XINGHE;
    let runs: BTreeSet<&str> = community
        .elements()
        .iter()
        .filter(|e| e.layer() == Layer::Utilities)
        .filter_map(|e| e.key.as_str().rsplit_once('/').map(|split| split.0))
        .collect();
    assert!((6..=10).contains(&CONFLICTS.len()));
    for conflict in CONFLICTS {
        match conflict {
            Conflict::Beside(a, b) | Conflict::Crossing(a, b) => {
                assert!(runs.contains(a) && runs.contains(b), "{conflict:?}");
            }
            Conflict::Shallow(a) => assert!(runs.contains(a), "{conflict:?}"),
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_they_are_few() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let files = folders.each_ref().map(|folder| {
        write(folder.path(), SEED, SIZE_HA).unwrap();
        ["utilities.geojson", "underground.geojson"].map(|name| fs::read(folder.path().join(name)).unwrap())
    });
    assert!(files[0] == files[1]);
    assert!(files[0][0].len() <= 5_000_000, "{} bytes", files[0][0].len());
    let count = XINGHE.elements().iter().filter(|e| e.layer() == Layer::Utilities).count();
    assert!((1500..=9000).contains(&count), "{count}");
}

#[test]
fn no_key_is_given_twice_in_units_side_by_side() {
    let community = community(SEED, 230.0);
    let pipes = community.elements().iter().filter(|e| e.layer() == Layer::Utilities);
    assert!(pipes.clone().count() > 4000);
    for element in pipes {
        assert!(!element.key.as_str().contains('~'), "{}", element.key);
    }
}
