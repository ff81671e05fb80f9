//! The whole way of an edit of Xinghe, but for drawing: making it, looking at it, keeping it in a journal, making the
//! change, the figures that follow it. The facts are shared while they change, as by the window. Prints the median and
//! the 99th percentile of each part, first of deeds of one kind, then of a random script, which is the same each time.
//!
//! `cargo bench --workspace --bench edit`; `LINLI_SCENE` names another scene.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use linli_io::store::{EditStore, Owner, StorePlaces, SystemFiles, store_variant};
use linli_io::{built_in_capital_prices, built_in_utility_rules, read_scene, read_scene_schedule};
use linli_model::variant::VariantTree;
use linli_model::variant::make::{self, Made};
use linli_model::variant::script::Script;
use linli_model::{Community, Edit, Element, Key, Kind, NoProgress, Truth, Variant};
use linli_sim::figures::{FigureRules, LiveFigures};

/// Edits of each kind, half of them taking the other half back.
const OF_A_KIND: usize = 60;
/// Edits of the random script.
const RANDOM: usize = 500;
const SEED: u64 = 7;

/// Milliseconds of the parts of an edit.
#[derive(Clone, Copy, Default)]
struct Times {
    make: f64,
    keep: f64,
    follow: f64,
    figures: f64,
}

impl Times {
    fn all(&self) -> f64 {
        self.make + self.keep + self.follow + self.figures
    }
}

/// A variant that is edited, with the figures that follow.
struct Desk {
    store: EditStore,
    live: LiveFigures,
}

impl Desk {
    /// Makes an edit; `None` when it cannot be made.
    fn edit(&mut self, deed: impl FnOnce(&Community) -> Option<Edit>) -> Option<Times> {
        let start = Instant::now();
        let edit = deed(self.store.session().community())?;
        let make = start.elapsed();
        let touched = self.store.commit(edit, chrono::Utc::now()).ok()?;
        Some(self.follow(start, make.as_secs_f64() * 1e3, &touched))
    }

    fn undo(&mut self) -> Option<Times> {
        let start = Instant::now();
        let touched = self.store.undo(chrono::Utc::now())?;
        Some(self.follow(start, 0.0, &touched))
    }

    fn follow(&mut self, start: Instant, make: f64, touched: &linli_model::variant::Touched) -> Times {
        let since = || start.elapsed().as_secs_f64() * 1e3;
        let kept = since();
        self.live.take(self.store.session().community().clone(), std::slice::from_ref(touched));
        let followed = since();
        std::hint::black_box(self.live.sheet());
        Times { make, keep: kept - make, follow: followed - kept, figures: since() - followed }
    }
}

fn share(values: &mut [f64], at: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(((values.len().max(1) - 1) as f64 * at).round() as usize).copied().unwrap_or(f64::NAN)
}

fn print(name: &str, times: &[Times]) {
    let mut all: Vec<f64> = times.iter().map(Times::all).collect();
    let median = |part: fn(&Times) -> f64| share(&mut times.iter().map(part).collect::<Vec<_>>(), 0.5);
    println!(
        "{name:34} {:4} edits: median {:7.2} ms, 99 % {:8.2} ms  (make {:.2}, keep {:.2}, follow {:.2}, figures {:.2})",
        times.len(),
        share(&mut all, 0.5),
        share(&mut all, 0.99),
        median(|t| t.make),
        median(|t| t.keep),
        median(|t| t.follow),
        median(|t| t.figures),
    );
}

fn key_of(community: &Community, wanted: impl Fn(&Element) -> bool) -> Option<Key> {
    community.elements().iter().find(|element| wanted(element)).map(|element| element.key.clone())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe");
    let path = std::env::var_os("LINLI_SCENE").map_or(own, PathBuf::from);
    let mut file = None;
    let read = read_scene(&path, &NoProgress, &mut |scene| file = Some(scene.clone()), &mut |_, _| {});
    let (community, _) = read.map_err(|e| e.to_string())?;
    let schedule = file.and_then(|file| read_scene_schedule(&path, &file).ok().flatten());
    let packs = built_in_utility_rules().map_err(|_| "rules")?;
    let prices = built_in_capital_prices().map_err(|_| "prices")?;
    let schedule = schedule.map(|(schedule, _)| schedule).unwrap_or_default();
    let rules = Arc::new(FigureRules::standard(&packs, prices, schedule)?);
    let folder = std::env::temp_dir().join(format!("linli-edit-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let places =
        StorePlaces { files: Arc::new(SystemFiles), scene: folder.clone(), state: folder.join("state") };
    store_variant(&places, &Variant::of("v", Vec::new()), &community.frame)?;
    let owner = Owner::this("bench", "now");
    let (store, _) = EditStore::open(places, &community, &VariantTree::default(), "v", &owner)
        .map_err(|e| e.lines(linli_model::Language::English).join("\n"))?;
    let start = Instant::now();
    let live = LiveFigures::new(store.session().community().clone(), rules);
    println!("{}: {} elements", path.display(), community.elements().len());
    println!("all models anew: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut desk = Desk { store, live };
    of_each_kind(&mut desk, &community);
    random(&mut desk);
    drop(desk);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Makes an edit of a community.
type Deed<'a> = &'a dyn Fn(&Community) -> Made;

fn of_each_kind(desk: &mut Desk, community: &Community) {
    let is_building = |element: &Element| matches!(element.kind, Kind::Building(_));
    let of = |truth: Truth| key_of(community, |e| is_building(e) && e.presence.truth == truth);
    let line = key_of(community, |e| matches!(e.kind, Kind::UtilityLine(_)));
    let street = key_of(community, |e| matches!(&e.kind, Kind::Street(s) if s.class.is_carriageway()));
    let (Some(old), Some(building), Some(line), Some(street)) =
        (of(Truth::Existing), of(Truth::Designed), line, street)
    else {
        println!("the scene lacks something that is edited");
        return;
    };
    let one = std::slice::from_ref::<Key>;
    let by = [1.0, 0.5, 0.0];
    let wide = linli_model::variant::Value::StreetWidthM(Some(17.0));
    let deeds: [(&str, Deed<'_>); 7] = [
        ("raise a building", &|town| make::set_storeys(town, &building, 30)),
        ("move a designed building", &|town| make::move_elements(town, one(&building), by)),
        ("move an existing building", &|town| make::move_elements(town, one(&old), by)),
        ("delete a building", &|town| make::delete(town, one(&building))),
        ("deepen a line", &|town| make::deepen(town, one(&line), 0.3)),
        ("widen a street", &|town| make::set_value(town, &street, wide.clone())),
        ("move a street's corner", &|town| {
            let element = town.id_of(&street).and_then(|id| town.element(id));
            let [x, y, z] = element.map(|e| e.geometry.aabb().centre()).unwrap_or_default();
            make::move_corner(town, &street, make::Corner::at(0), [x, y, z])
        }),
    ];
    for (name, deed) in deeds {
        let mut times = Vec::new();
        for _ in 0..OF_A_KIND / 2 {
            times.extend(desk.edit(|town| deed(town).ok()));
            times.extend(desk.undo());
        }
        print(name, &times);
    }
}

fn random(desk: &mut Desk) {
    let mut script = Script::new(SEED);
    let mut by_action: std::collections::BTreeMap<String, Vec<Times>> = std::collections::BTreeMap::new();
    let mut times = Vec::new();
    while times.len() < RANDOM {
        let mut name = String::new();
        let made = desk.edit(|town| {
            let edit = script.edit(town)?;
            let kinds = edit.keys().into_iter().next().and_then(|key| town.id_of(key)?.into());
            let kind = kinds.and_then(|id| town.element(id)).map(|e| e.layer().name());
            name = format!("{} {}", word(&edit), kind.unwrap_or("new"));
            Some(edit)
        });
        if let Some(made) = made {
            by_action.entry(name).or_default().push(made);
            times.push(made);
        }
    }
    print("random script", &times);
    println!("the slowest of it:");
    let mut slow: Vec<(f64, &String, &Vec<Times>)> = by_action
        .iter()
        .map(|(name, times)| (times.iter().map(Times::all).fold(0.0, f64::max), name, times))
        .collect();
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    slow.iter().take(14).for_each(|(_, name, times)| print(name, times));
}

/// The word of an action, without its figures.
fn word(edit: &Edit) -> String {
    format!("{:?}", edit.action).chars().take_while(char::is_ascii_alphanumeric).collect()
}
