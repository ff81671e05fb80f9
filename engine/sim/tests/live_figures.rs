//! Figures that follow edits against figures of new models: the small scene under random scripts, Xinghe with its works.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::{Arc, OnceLock};

use linli_model::variant::script::Script;
use linli_model::variant::{Touched, make};
use linli_model::{Community, EditSession, Key, Kind, Language, NoProgress, Schedule, Variant};
use proptest::prelude::*;

use linli_sim::figures::{FigureRules, LiveFigures, PlanSheet};
use linli_sim::indicator::{Indicator, Subject};

fn read(scene: &str) -> (Community, Schedule) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes").join(scene);
    let mut file = None;
    let (community, _) =
        linli_io::read_scene(&folder, &NoProgress, &mut |scene| file = Some(scene.clone()), &mut |_, _| {})
            .unwrap();
    let schedule = linli_io::read_scene_schedule(&folder, &file.unwrap()).ok().flatten();
    (community, schedule.map(|(schedule, _)| schedule).unwrap_or_default())
}

fn rules(schedule: Schedule) -> Arc<FigureRules> {
    let packs = linli_io::built_in_utility_rules().map_err(|e| e.0.text(Language::English)).unwrap();
    let prices = linli_io::built_in_capital_prices().map_err(|e| e.0.text(Language::English)).unwrap();
    Arc::new(FigureRules::standard(&packs, prices, schedule).unwrap())
}

/// A court of the small scene, with the rules.
fn court() -> (Arc<Community>, Arc<FigureRules>) {
    static COURT: OnceLock<(Arc<Community>, Arc<FigureRules>)> = OnceLock::new();
    let made = COURT.get_or_init(|| {
        let (community, schedule) = read("lantern-court");
        (Arc::new(community), rules(schedule))
    });
    made.clone()
}

/// Whether two lists hold the same figures; sums of areas may differ in their last bits.
fn same(a: &[Indicator], b: &[Indicator]) -> Result<(), String> {
    if a.len() != b.len() {
        return Err(format!("{} figures and not {}", a.len(), b.len()));
    }
    for (x, y) in a.iter().zip(b) {
        let near = match (x.value.known(), y.value.known()) {
            (Some(x), Some(y)) => (x - y).abs() <= 1e-6 * (1.0 + x.abs()),
            (None, None) => true,
            _ => false,
        };
        let verdicts = |f: &Indicator| f.limits.iter().map(|judged| judged.verdict).collect::<Vec<_>>();
        if x.spec.id != y.spec.id || x.subject != y.subject || !near || verdicts(x) != verdicts(y) {
            return Err(format!("{} {:?}: {:?} and not {:?}", x.spec.id, x.subject, x.value, y.value));
        }
    }
    Ok(())
}

fn agree(live: &mut LiveFigures, rules: &Arc<FigureRules>) -> Result<(), String> {
    let mut fresh = LiveFigures::new(Arc::new(live.community().clone()), Arc::clone(rules));
    let (a, b) = (live.sheet(), fresh.sheet());
    same(&live.sun_figures(), &fresh.sun_figures())?;
    same(&a.density, &b.density)?;
    same(&a.green, &b.green)?;
    same(&a.capital, &b.capital)?;
    same(&a.underground, &b.underground)?;
    if (&a.units, &a.parcel_of) != (&b.units, &b.parcel_of) || a.rooms.len() != b.rooms.len() {
        return Err("units, parcels".to_owned());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn figures_after_edits_are_those_of_new_models(seed: u64) {
        let (community, rules) = court();
        let mut live = LiveFigures::new(Arc::clone(&community), Arc::clone(&rules));
        let mut session = EditSession::open(community, Variant::of("v", Vec::new())).unwrap();
        let mut script = Script::new(seed);
        for _ in 0..12 {
            let touched: Option<Touched> = match script.below(6) {
                0 => session.undo(),
                1 => session.redo(),
                2 => {
                    // Looked at, and perhaps something else made then.
                    live.look_at(script.edit(session.community()).as_ref());
                    agree(&mut live, &rules).map_err(TestCaseError::fail)?;
                    None
                }
                _ => script.edit(session.community()).map(|edit| session.commit(edit).unwrap()),
            };
            if let Some(touched) = touched {
                live.take(Arc::clone(session.community()), &[touched]);
                agree(&mut live, &rules).map_err(TestCaseError::fail)?;
            }
        }
        live.look_at(None);
        prop_assert_eq!(live.community(), session.community().as_ref());
        agree(&mut live, &rules).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn raising_a_tower_of_xinghe_raises_its_parcel_and_looking_leaves_nothing() {
    let (community, schedule) = read("xinghe");
    let (community, rules) = (Arc::new(community), rules(schedule));
    let mut live = LiveFigures::new(Arc::clone(&community), Arc::clone(&rules));
    let before = live.sheet();
    let (key, parcel) = before
        .parcel_of
        .iter()
        .find(|(key, _)| {
            let element = community.element(community.id_of(key).unwrap()).unwrap();
            matches!(&element.kind, Kind::Building(b) if !b.storeys.is_empty())
                && key.as_str().contains("new")
                || matches!(&element.kind, Kind::Building(b) if b.parcel.is_some() && b.storeys.len() == 1)
        })
        .map(|(key, parcel)| (key.clone(), parcel.clone()))
        .unwrap();
    let far = |sheet: &PlanSheet, parcel: &Key| {
        let of = Subject::Element(parcel.clone());
        let found = sheet.density.iter().find(|f| f.spec.id == "density.far" && f.subject == of);
        found.and_then(|f| f.value.known()).unwrap()
    };
    let edit = make::set_storeys(&community, &key, 40).unwrap();
    live.look_at(Some(&edit));
    let looked = live.sheet();
    assert!(far(&looked, &parcel) > far(&before, &parcel), "{key} on {parcel}");
    agree(&mut live, &rules).unwrap();
    live.look_at(None);
    assert_eq!(live.sheet(), before);
    let mut session = EditSession::open(community, Variant::of("v", Vec::new())).unwrap();
    let touched = session.commit(edit).unwrap();
    live.take(Arc::clone(session.community()), &[touched]);
    assert_eq!(far(&live.sheet(), &parcel), far(&looked, &parcel));
}

#[test]
fn what_is_removed_by_the_works_of_xinghe_stays_right_while_it_is_edited() {
    let (community, schedule) = read("xinghe");
    let (community, rules) = (Arc::new(community), rules(schedule));
    let mut live = LiveFigures::new(Arc::clone(&community), Arc::clone(&rules));
    let timeline = linli_sim::stages::Timeline::of(&community, &rules.schedule).0;
    // A building that the works remove and one that stays, both with something that belongs to them; a street.
    let of = |wanted: &dyn Fn(linli_model::ElementId, &linli_model::Element) -> bool| {
        community.iter().find(|(id, element)| wanted(*id, element)).map(|(_, e)| e.key.clone()).unwrap()
    };
    let has_parts = |key: &Key| {
        community.elements().iter().any(|e| linli_model::variant::owner(e).is_some_and(|of| of == key))
    };
    let building = |removed: bool| {
        of(&|id, e| {
            matches!(e.kind, Kind::Building(_))
                && e.presence.truth == linli_model::Truth::Existing
                && timeline.is_removed_by_plan(id) == removed
                && has_parts(&e.key)
        })
    };
    let street = of(&|_, e| matches!(&e.kind, Kind::Street(street) if street.class.is_carriageway()));
    let (goes, stays) = (building(true), building(false));
    let mut session = EditSession::open(community, Variant::of("v", Vec::new())).unwrap();
    // Far away, where no work is; then gone.
    let moved = |town: &Community, key: &Key| {
        make::move_elements(town, std::slice::from_ref(key), [2000.0, 0.0, 0.0]).unwrap()
    };
    let deeds: [&dyn Fn(&Community) -> linli_model::Edit; 4] = [
        &|town| moved(town, &goes),
        &|town| make::move_elements(town, std::slice::from_ref(&stays), [-3.0, 4.0, 0.0]).unwrap(),
        &|town| make::delete(town, std::slice::from_ref(&goes)).unwrap(),
        &|town| {
            make::set_value(town, &street, linli_model::variant::Value::StreetWidthM(Some(31.0))).unwrap()
        },
    ];
    for deed in deeds {
        let touched = session.commit(deed(session.community())).unwrap();
        live.take(Arc::clone(session.community()), &[touched]);
    }
    agree(&mut live, &rules).unwrap();
    for _ in 0..2 {
        let touched = session.undo().unwrap();
        live.take(Arc::clone(session.community()), &[touched]);
    }
    agree(&mut live, &rules).unwrap();
}

#[test]
fn figures_of_xinghe_after_sixty_random_edits_are_those_of_new_models() {
    let (community, schedule) = read("xinghe");
    let (community, rules) = (Arc::new(community), rules(schedule));
    let mut live = LiveFigures::new(Arc::clone(&community), Arc::clone(&rules));
    let mut session = EditSession::open(community, Variant::of("v", Vec::new())).unwrap();
    let mut script = Script::new(7);
    let (mut made, mut parcels) = (0, 0);
    while made < 60 || parcels < 2 {
        let Some(edit) = script.edit(session.community()) else { continue };
        parcels += usize::from(edit.keys().iter().any(|key| {
            let id = session.community().id_of(key);
            id.is_none() && format!("{:?}", edit.action).contains("Parcel")
        }));
        let touched = session.commit(edit).unwrap();
        live.take(Arc::clone(session.community()), &[touched]);
        made += 1;
    }
    agree(&mut live, &rules).unwrap();
}
