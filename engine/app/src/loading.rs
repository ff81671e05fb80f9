//! The loading thread: a scene folder becomes news for the window, what fills the picture first.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use bevy::app::App;
use linli_io::{
    Message, SceneError, SceneFile, Severity, built_in_capital_prices, built_in_utility_rules, read_scene,
    read_scene_schedule, read_tours, read_variants,
};
use linli_model::{Aabb, Community, Element, ElementId, Kind, Language, Layer, Progress, Schedule, Tour};
use linli_present::{CameraPose, default_views};
use linli_sim::clearance::RuleBook;
use linli_sim::figures::FigureRules;
use linli_space::{
    Ground, Shape, SpatialIndex, StreetPlaces, draped_surfaces, fit_lines, shape_of, surfaces,
};
use linli_view::{
    CancelLoading, FigureBasis, LoadEvent, LoadedScene, NamedVariant, NamedView, SceneChoice, SceneInfo,
    SceneSource, StageFacts, UndergroundRules, building_tiles, ground_parts, marker_tiles, pipe_tiles,
    solid_tiles, surface_tiles, tree_instances,
};
use rayon::prelude::*;

use crate::comparison::{Chosen, chosen, has_two_reliefs, parts_of, shapes_of_union};

/// Starts loading; news come through the receiver until everything is there.
pub fn start(scene: PathBuf, cancel: Arc<AtomicBool>) -> Receiver<LoadEvent> {
    start_choice(scene, SceneChoice::Base, cancel)
}

/// Starts loading what is chosen of a scene.
pub fn start_choice(scene: PathBuf, choice: SceneChoice, cancel: Arc<AtomicBool>) -> Receiver<LoadEvent> {
    let (sender, receiver) = channel();
    let spawned = std::thread::Builder::new().name("loading".into()).spawn({
        let sender = sender.clone();
        move || {
            let news = News { sender, cancel };
            let last = load(&scene, &choice, &news);
            news.send(last);
        }
    });
    if let Err(error) = spawned {
        // The receiver lives: the window shows why nothing comes.
        let _ = sender.send(LoadEvent::Failed(error.to_string()));
    }
    receiver
}

struct News {
    sender: Sender<LoadEvent>,
    cancel: Arc<AtomicBool>,
}

impl News {
    fn send(&self, event: LoadEvent) {
        // A closed window no longer listens; loading then ends by itself.
        if self.sender.send(event).is_err() {
            self.cancel.store(true, Ordering::Relaxed);
        }
    }
}

impl Progress for News {
    fn step(&self, stage: &str, done: u64, total: u64) {
        self.send(LoadEvent::Progress { stage: stage.to_owned(), done, total });
    }

    fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// Gives an app the rules and example prices that come with the engine: for the underground check and the figures.
pub fn add_rules(app: &mut App) {
    let Ok(packs) = built_in_utility_rules() else { return };
    if let Ok(book) = RuleBook::new(&packs) {
        app.insert_resource(UndergroundRules(book));
    }
    if let Ok(prices) = built_in_capital_prices()
        && let Ok(rules) = FigureRules::standard(&packs, prices, Schedule::default())
    {
        app.insert_resource(FigureBasis(rules));
    }
}

/// Lets the window load other variants of its scene.
pub fn source(scene: PathBuf) -> SceneSource {
    SceneSource(Box::new(move |choice, cancel: CancelLoading| start_choice(scene.clone(), choice, cancel.0)))
}

/// A message in English and in Chinese.
fn both(message: &Message) -> [String; 2] {
    [Language::English, Language::Chinese].map(|language| message.text(language))
}

/// The first of some messages, and how many more there are.
fn summary<'a>(mut messages: impl Iterator<Item = &'a Message>) -> Option<[String; 2]> {
    let [english, chinese] = both(messages.next()?);
    Some(match messages.count() {
        0 => [english, chinese],
        more => [
            format!("{english} (+ {more} more; linli check)"),
            format!("{chinese}（另有 {more} 条，见 linli check）"),
        ],
    })
}

/// What lies beside the layers of a scene: tours and variants.
#[derive(Default)]
struct Beside {
    tours: Vec<Tour>,
    variants: Vec<NamedVariant>,
    choice: SceneChoice,
    problems: Vec<[String; 2]>,
}

impl Beside {
    fn read(&mut self, folder: &Path, scene: &SceneFile) {
        let (tours, of_tours) = read_tours(folder, &scene.views);
        let (variants, of_variants) = read_variants(folder, &scene.frame);
        self.tours = tours;
        self.variants = variants
            .into_iter()
            .map(|variant| NamedVariant {
                key: variant.key,
                english: variant.name_en,
                chinese: variant.name_zh,
            })
            .collect();
        self.problems.extend(summary(of_tours.iter()));
        self.problems.extend(summary(of_variants.iter()));
    }

    fn put_into(&self, info: &mut SceneInfo) {
        info.tours.clone_from(&self.tours);
        info.variants.clone_from(&self.variants);
        match &self.choice {
            // A show sets variants beside the scene itself.
            SceneChoice::Base | SceneChoice::Beside(_) => {}
            SceneChoice::Variant(key) => info.variant = Some(key.clone()),
            SceneChoice::Comparison(keys) => info.compared.clone_from(keys),
        }
    }
}

/// What is gathered before the whole community is there: enough for the first picture.
struct First {
    beside: Beside,
    scene: Option<SceneFile>,
    community: Option<Community>,
    begun: bool,
}

impl First {
    fn take(&mut self, layer: Layer, elements: &[Element], news: &News) {
        let Some(community) = &mut self.community else { return };
        if !matches!(layer, Layer::Terrain | Layer::Buildings) {
            return;
        }
        for element in elements {
            community.add_renamed(element.clone());
        }
        // Numbers of elements are those of the whole scene only when nothing comes between.
        let in_order = |scene: &SceneFile| {
            let first: Vec<Layer> = scene.layers.iter().take(2).map(|entry| entry.layer).collect();
            first == [Layer::Terrain, Layer::Buildings] || first.first() == Some(&Layer::Buildings)
        };
        if layer == Layer::Buildings
            && let Some(scene) = &self.scene
            && in_order(scene)
            && self.beside.choice == SceneChoice::Base
        {
            let ground = Ground::of(community);
            let shapes = shapes_of(community, &ground);
            let mut info = info_of(scene, community, &ground, &shapes);
            self.beside.put_into(&mut info);
            news.send(LoadEvent::Start(Box::new(info)));
            news.send(LoadEvent::Tiles(buildings(community, &shapes)));
            self.begun = true;
        }
    }
}

fn load(folder: &Path, choice: &SceneChoice, news: &News) -> LoadEvent {
    let beside = Beside { choice: choice.clone(), ..Beside::default() };
    let first = std::cell::RefCell::new(First { beside, scene: None, community: None, begun: false });
    let read = read_scene(
        folder,
        news,
        &mut |scene| {
            let mut first = first.borrow_mut();
            let mut community = Community::new(scene.name.clone(), scene.frame.clone());
            community.sources.clone_from(&scene.sources);
            first.beside.read(folder, scene);
            first.community = Some(community);
            first.scene = Some(scene.clone());
        },
        &mut |layer, elements| first.borrow_mut().take(layer, elements, news),
    );
    let (community, _report) = match read {
        Ok(read) => read,
        Err(SceneError::Cancelled) => return LoadEvent::Cancelled,
        Err(error) => return LoadEvent::Failed(error.to_string()),
    };
    let first = first.into_inner();
    let Some(scene) = first.scene else { return LoadEvent::Failed("the scene has no scene.json".into()) };
    first.beside.problems.iter().for_each(|words| news.send(LoadEvent::Notice(words.clone())));
    let base = Arc::new(community);
    let chosen = match chosen(folder, base, choice) {
        Ok(chosen) => chosen,
        Err(why) => return LoadEvent::Failed(why),
    };
    chosen.refused.iter().for_each(|words| news.send(LoadEvent::Notice(words.clone())));
    if chosen.comparison.as_deref().is_some_and(has_two_reliefs) {
        news.send(LoadEvent::Notice([
            "the variants have different terrain; both are drawn on that of the first".to_owned(),
            "两方案地形不同；均按第一个方案的地形绘制".to_owned(),
        ]));
    }
    let schedule = match read_scene_schedule(folder, &scene) {
        Ok(None) => Schedule::default(),
        Ok(Some((schedule, messages))) => {
            let worth_saying = |message: &&Message| message.code.severity >= Severity::Warning;
            if let Some(words) = summary(messages.messages.iter().filter(worth_saying)) {
                news.send(LoadEvent::Notice(words));
            }
            schedule
        }
        // The place is worth more than its dates: it opens without them, and says so.
        Err(rejection) => {
            news.send(LoadEvent::Notice(both(&rejection.0)));
            Schedule::default()
        }
    };
    finish(&scene, &first.beside, chosen, schedule, first.begun, news)
}

fn finish(
    scene: &SceneFile,
    beside: &Beside,
    Chosen { base, drawn: community, comparison, .. }: Chosen,
    schedule: Schedule,
    begun: bool,
    news: &News,
) -> LoadEvent {
    news.step("ground", 0, 0);
    // All sides of a comparison lie on the relief of the first.
    let facts = comparison.as_ref().and_then(|both| both.sides.first()).map(|side| side.community.clone());
    let ground = Ground::of(facts.as_ref().unwrap_or(&community));
    let shapes = match &comparison {
        Some(comparison) => shapes_of_union(comparison, &ground),
        None => shapes_of(&community, &ground),
    };
    if news.cancelled() {
        return LoadEvent::Cancelled;
    }
    let parts = parts_of(&community, comparison.as_deref(), &shapes);
    if !begun {
        let mut info = info_of(scene, &community, &ground, &shapes);
        beside.put_into(&mut info);
        news.send(LoadEvent::Start(Box::new(info)));
        parts.iter().for_each(|part| {
            news.send(LoadEvent::Tiles(part.placed(buildings(&part.community, part.shapes))))
        });
    }
    for part in &parts {
        news.send(LoadEvent::Trees(part.planted(tree_instances(&part.community, &ground))));
    }
    let stages = StageFacts::of(&community, schedule, &shapes, &ground);
    for (like, sides, part) in ground_parts(&community, comparison.as_deref(), &stages, |_, _| true) {
        // The relief is there once, with what always lies on it.
        let lying = if like.is_none() { surfaces } else { draped_surfaces };
        let surfaces = lying(&part, &ground, news);
        let mut tiles = surface_tiles(&surfaces, like);
        tiles.iter_mut().for_each(|tile| tile.sides = sides);
        news.send(LoadEvent::Tiles(tiles));
    }
    for part in &parts {
        news.send(LoadEvent::Tiles(part.placed(marker_tiles(&part.community, &ground))));
        news.send(LoadEvent::Tiles(part.placed(pipe_tiles(&part.community, part.shapes))));
        news.send(LoadEvent::Tiles(part.placed(solid_tiles(&part.community, part.shapes, &ground))));
    }
    drop(parts);
    if news.cancelled() {
        return LoadEvent::Cancelled;
    }
    news.step("index", 0, 0);
    let items = shapes.iter().enumerate().map(|(i, shape)| (ElementId(i as u32), shape.clone())).collect();
    match SpatialIndex::bulk(items) {
        Ok(index) => LoadEvent::Done(LoadedScene {
            streets: Arc::new(StreetPlaces::of(&community)),
            stages,
            base,
            // Analyses ask the facts of the first variant; figures of the others are in the comparison.
            facts: facts.unwrap_or_else(|| community.clone()),
            community,
            gone: Arc::default(),
            apart: Arc::default(),
            shapes: Arc::new(shapes),
            ground: Arc::new(ground),
            index: Arc::new(index),
            comparison,
        }),
        Err(error) => LoadEvent::Failed(error.to_string()),
    }
}

pub(crate) fn shapes_of(community: &Community, ground: &Ground) -> Vec<Arc<Shape>> {
    let shapes = community.elements().par_iter().map(|element| Arc::new(shape_of(element, ground)));
    let mut shapes: Vec<Arc<Shape>> = shapes.collect();
    // Bends, tees and reducers where lines meet.
    fit_lines(community, &mut shapes);
    shapes
}

fn buildings(community: &Community, shapes: &[Arc<Shape>]) -> Vec<linli_view::TileMesh> {
    building_tiles(community.iter().filter_map(|(id, element)| {
        let shape = shapes.get(id.index())?;
        matches!(element.kind, Kind::Building(_) | Kind::BuildingPart(_)).then_some((
            id,
            element,
            shape.as_ref(),
        ))
    }))
}

/// Everything the window must know before elements come: extent, views, attribution.
fn info_of(scene: &SceneFile, community: &Community, ground: &Ground, shapes: &[Arc<Shape>]) -> SceneInfo {
    let mut aabb = shapes.iter().fold(Aabb::EMPTY, |aabb, shape| aabb.union(&shape.aabb()));
    if aabb.is_empty() {
        aabb = community.aabb();
    }
    if aabb.is_empty() {
        aabb = Aabb::from_corners([-200.0, -200.0, 0.0], [200.0, 200.0, 30.0]);
    }
    let mut views: Vec<NamedView> = scene
        .views
        .iter()
        .map(|view| NamedView {
            key: view.key.clone(),
            english: view.name_en.clone(),
            chinese: view.name_zh.clone(),
            pose: CameraPose::new(view.eye_m, view.target_m),
        })
        .collect();
    if views.is_empty() {
        views.extend(default_views(&aabb, 16.0 / 9.0).into_iter().map(|(key, pose)| NamedView {
            key: key.to_owned(),
            english: key.to_owned(),
            chinese: key.to_owned(),
            pose,
        }));
    }
    let centre = aabb.centre();
    let mut licences: Vec<String> =
        scene.sources.iter().filter_map(|source| source.licence.clone()).collect();
    licences.sort();
    licences.dedup();
    SceneInfo {
        name: scene.name.clone(),
        frame: scene.frame.clone(),
        views,
        tours: Vec::new(),
        variants: Vec::new(),
        variant: None,
        compared: Vec::new(),
        // A date that cannot be read is the default day; the scene still opens.
        date_time: scene.date_time.as_deref().and_then(|text| crate::args::date_time(text).ok()),
        level_m: level_around(ground, &centre),
        ground: Arc::new(ground.clone()),
        aabb,
        licences,
    }
}

/// Height of the land around a scene: its level ground, or the middle height of its terrain's edge.
fn level_around(ground: &Ground, centre: &linli_model::Point3) -> f64 {
    let Some(grid) = &ground.grid else { return ground.level_m };
    let (last_column, last_row) = (grid.columns.saturating_sub(1), grid.rows.saturating_sub(1));
    let sides = (0..grid.columns).flat_map(|c| [(c, 0), (c, last_row)]);
    let ends = (0..grid.rows).flat_map(|r| [(0, r), (last_column, r)]);
    let mut edge: Vec<f64> = sides.chain(ends).filter_map(|(column, row)| grid.at(column, row)).collect();
    edge.sort_by(f64::total_cmp);
    edge.get(edge.len() / 2).copied().unwrap_or_else(|| ground.height_at(centre[0], centre[1]))
}
