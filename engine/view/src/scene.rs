//! The scene as it arrives: tiles on screen first, then the community that can be asked.

use std::collections::BTreeSet;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use bevy::mesh::MeshTag;
use bevy::prelude::*;
use chrono::{NaiveDateTime, Timelike as _};
use linli_model::variant::Sides;
use linli_model::{Aabb, Community, ElementId, Key, Language, Layer, SceneFrame, Stage, Tour};
use linli_present::{
    CameraMode, CameraPose, Command, CompareMode, CompareView, Effect, Fence, Moment, Session,
};
use linli_space::{Ground, Shape, SpatialIndex, StreetPlaces};

use crate::ViewSet;
use crate::compare::{Comparison, ShownOn};
use crate::material::CityMaterials;
use crate::mesh::{Drawn, TileMesh, TreeInstance, far_ground, tree_meshes};
use crate::panel::Notice;
use crate::session::{Deed, ViewSession};
use crate::stage_facts::StageFacts;

/// A saved view of a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedView {
    /// Name used on the command line.
    pub key: String,
    /// Name for people, English.
    pub english: String,
    /// Name for people, Chinese.
    pub chinese: String,
    /// Where the camera is.
    pub pose: CameraPose,
}

/// A variant of a scene that can be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedVariant {
    /// Its key.
    pub key: String,
    /// Name for people, English.
    pub english: String,
    /// Name for people, Chinese.
    pub chinese: String,
}

/// What is known of a scene before its elements are there.
#[derive(Resource, Clone, Debug)]
pub struct SceneInfo {
    /// Name for people.
    pub name: String,
    /// Coordinate frame.
    pub frame: SceneFrame,
    /// Saved views.
    pub views: Vec<NamedView>,
    /// Tours through it.
    pub tours: Vec<Tour>,
    /// Variants of it.
    pub variants: Vec<NamedVariant>,
    /// Key of the variant that is shown; none: the scene as it is, or a comparison.
    pub variant: Option<String>,
    /// Keys of the variants that are shown together.
    pub compared: Vec<String>,
    /// Date and local clock time that the scene wants for its sun.
    pub date_time: Option<NaiveDateTime>,
    /// Box around the scene, local metres.
    pub aabb: Aabb,
    /// Height of the level ground around the scene, local metres.
    pub level_m: f64,
    /// The ground, as far as it is known.
    pub ground: Arc<Ground>,
    /// Attribution lines that the sources demand.
    pub licences: Vec<String>,
}

impl Default for SceneInfo {
    fn default() -> Self {
        Self {
            name: String::new(),
            frame: SceneFrame {
                crs: String::new(),
                anchor_m: [0.0; 3],
                longitude_deg: 0.0,
                latitude_deg: 30.0,
                convergence_deg: 0.0,
            },
            views: Vec::new(),
            tours: Vec::new(),
            variants: Vec::new(),
            variant: None,
            compared: Vec::new(),
            date_time: None,
            aabb: Aabb::from_corners([-300.0, -300.0, 0.0], [300.0, 300.0, 60.0]),
            level_m: 0.0,
            ground: Arc::new(Ground::level(0.0)),
            licences: Vec::new(),
        }
    }
}

/// Everything about a loaded scene that can be asked.
#[derive(Clone)]
pub struct LoadedScene {
    /// The scene as it was read, without any variant.
    pub base: Arc<Community>,
    /// The facts as they are now: what analyses ask.
    pub facts: Arc<Community>,
    /// The facts as they are drawn: like `facts`, but what was deleted keeps its place and what is new comes last, so
    /// that numbers stay.
    pub community: Arc<Community>,
    /// What was deleted, of `community`.
    pub gone: Arc<BTreeSet<ElementId>>,
    /// What was edited, of `community`: it is drawn apart from the tiles.
    pub apart: Arc<BTreeSet<ElementId>>,
    /// Shape of each element.
    pub shapes: Arc<Vec<Arc<Shape>>>,
    /// The ground.
    pub ground: Arc<Ground>,
    /// The spatial index over everything.
    pub index: Arc<SpatialIndex>,
    /// Which street runs at a place.
    pub streets: Arc<StreetPlaces>,
    /// What stands when.
    pub stages: StageFacts,
    /// The variants that are shown together, when there are several: `community` is then their union.
    pub comparison: Option<Arc<Comparison>>,
}

/// News from the loading thread.
pub enum LoadEvent {
    /// The scene's frame, extent and views are known.
    Start(Box<SceneInfo>),
    /// `done` of `total` steps of a stage.
    Progress {
        /// What is being done, for people who read logs.
        stage: String,
        /// Finished units.
        done: u64,
        /// All units; 0 when unknown.
        total: u64,
    },
    /// Tiles to show at once.
    Tiles(Vec<TileMesh>),
    /// Trees to show at once.
    Trees(Vec<TreeInstance>),
    /// Something about the scene that its user must know, in English and Chinese; loading goes on.
    Notice([String; 2]),
    /// Everything is here.
    Done(LoadedScene),
    /// It cannot be loaded; the text says why and what to do.
    Failed(String),
    /// The user stopped it.
    Cancelled,
}

/// Where loading stands.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub enum Loading {
    /// Not begun.
    #[default]
    Waiting,
    /// In progress.
    Running {
        /// What is being done.
        stage: String,
        /// Share done, 0…1, when known.
        share: Option<f32>,
    },
    /// Everything is on screen and can be asked.
    Done,
    /// It cannot be loaded.
    Failed(String),
    /// The user stopped it.
    Cancelled,
}

/// News from the loading thread arrive here.
#[derive(Resource)]
pub struct LoadEvents(pub Mutex<Receiver<LoadEvent>>);

/// What of a scene is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SceneChoice {
    /// The scene as it is.
    #[default]
    Base,
    /// A variant, by its key.
    Variant(String),
    /// Variants together, by their keys.
    Comparison(Vec<String>),
    /// The scene, and beside it variants by their keys; one that cannot be had is left out.
    Beside(Vec<Key>),
}

impl SceneChoice {
    /// A variant, or the scene as it is.
    pub fn variant(key: Option<String>) -> Self {
        key.map_or(Self::Base, Self::Variant)
    }

    /// The scene with variants beside it; the scene as it is when there are none.
    pub fn beside(variants: Vec<Key>) -> Self {
        if variants.is_empty() { Self::Base } else { Self::Beside(variants) }
    }
}

/// Starts loading what is chosen of the scene, on a thread of its own.
pub type LoadVariant = dyn Fn(SceneChoice, CancelLoading) -> Receiver<LoadEvent> + Send + Sync;

/// Where other variants of the scene come from; without it none can be opened.
#[derive(Resource)]
pub struct SceneSource(pub Box<LoadVariant>);

/// Asked for by the cancel button; the loading thread looks at it.
#[derive(Resource, Clone, Default)]
pub struct CancelLoading(pub Arc<std::sync::atomic::AtomicBool>);

/// The loaded scene, once it is there.
#[derive(Resource, Clone, Default)]
pub struct CurrentScene(pub Option<LoadedScene>);

/// Layer of an entity, for showing and hiding.
#[derive(Component, Clone, Copy, Debug)]
pub struct LayerTag(pub Layer);

/// The far ground around the scene.
#[derive(Component)]
struct FarGround;

/// An entity whose material fades with the ground.
#[derive(Component)]
struct FadesWithGround;

/// An entity that belongs to one stage.
#[derive(Component)]
struct OnlyIn(Stage);

/// An entity that is shown only with the underground.
#[derive(Component)]
struct OnlyBelow;

/// Share of the trees that is drawn.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub(crate) struct TreeShare(pub f32);

impl Default for TreeShare {
    fn default() -> Self {
        Self(1.0)
    }
}

impl TreeShare {
    /// Whether the tree of an element is drawn: the same ones each time, spread over the scene.
    fn draws(self, tag: Option<&MeshTag>) -> bool {
        let share = tag.map_or(0.0, |tag| tag.0.wrapping_mul(0x9E37_79B9) as f32 / u32::MAX as f32);
        share <= self.0
    }
}

/// Work on screen, counted: what a frame may cost at most.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawCounts {
    /// Mesh entities.
    pub meshes: usize,
    /// Triangles and lines.
    pub primitives: usize,
    /// Trees.
    pub trees: usize,
}

/// Tiles that wait for the frame budget.
#[derive(Resource, Default)]
struct Pending(Vec<TileMesh>);

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<SceneInfo>()
        .init_resource::<Loading>()
        .init_resource::<CancelLoading>()
        .init_resource::<CurrentScene>()
        .init_resource::<DrawCounts>()
        .init_resource::<Pending>()
        .init_resource::<TreeShare>()
        .init_resource::<Kept>()
        .add_systems(
            Update,
            (open_variant, receive, spawn_pending, show_layers).chain().in_set(ViewSet::Scene),
        );
}

/// The selection while another variant loads: numbers of elements change, keys do not.
#[derive(Resource, Default)]
struct Kept(Option<Key>);

/// Everything on screen that came with a scene.
type OfScene = Or<(With<LayerTag>, With<FarGround>)>;

/// Loads another variant of the scene; what is on screen stays until it comes.
fn open_variant(
    mut deeds: MessageReader<Deed>,
    source: Option<Res<SceneSource>>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut kept: ResMut<Kept>,
    mut commands: Commands,
) {
    let wanted = deeds.read().filter_map(|Deed(effect)| match effect {
        Effect::OpenVariant(variant) => Some(SceneChoice::variant(variant.clone())),
        Effect::OpenComparison(keys) => Some(SceneChoice::Comparison(keys.clone())),
        _ => None,
    });
    let (Some(choice), Some(source)) = (wanted.last(), source) else { return };
    let selected = session.0.selection.and_then(|id| scene.0.as_ref()?.community.element(id));
    kept.0 = selected.map(|element| element.key.clone());
    let cancel = CancelLoading::default();
    let events = (source.0)(choice, cancel.clone());
    commands.insert_resource(cancel);
    commands.insert_resource(LoadEvents(events.into()));
}

/// Tiles spawned in one frame at most, so that the window never stands still.
const TILES_PER_FRAME: usize = 48;

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn receive(
    events: Option<Res<LoadEvents>>,
    mut commands: Commands,
    mut info: ResMut<SceneInfo>,
    mut loading: ResMut<Loading>,
    mut current: ResMut<CurrentScene>,
    mut session: ResMut<ViewSession>,
    mut pending: ResMut<Pending>,
    mut counts: ResMut<DrawCounts>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut notice: ResMut<Notice>,
    mut kept: ResMut<Kept>,
    mut trees: Local<Vec<Handle<Mesh>>>,
    old: Query<Entity, OfScene>,
) {
    let Some(events) = events else { return };
    let Ok(receiver) = events.0.lock() else { return };
    while let Ok(event) = receiver.try_recv() {
        match event {
            LoadEvent::Start(start) => {
                if current.0.take().is_some() && info.name == start.name {
                    // Another variant of the same place: the screen stays set as it is.
                    session.0.apply(Command::Select(None));
                    if session.0.inside.is_some() {
                        // Numbers of elements change: the tunnel is left.
                        session.0.apply(Command::SetCameraMode(CameraMode::Orbit));
                    }
                } else {
                    let language = session.0.language;
                    session.0 = linli_present::Session::new(&start.frame, language);
                    if let Some(time) = start.date_time {
                        session.0.apply(Command::SetDate(time.date()));
                        session.0.apply(Command::SetMinuteOfDay(time.hour() * 60 + time.minute()));
                    }
                }
                for entity in &old {
                    commands.entity(entity).despawn();
                }
                // Who opens a comparison wants to see what it tells.
                session.0.comparing |= !start.compared.is_empty();
                pending.0.clear();
                *counts = DrawCounts::default();
                commands.spawn((
                    FarGround,
                    Mesh3d(meshes.add(far_ground(&start.aabb, &start.ground, start.level_m))),
                    MeshMaterial3d(materials.ground.clone()),
                    FadesWithGround,
                    bevy::light::NotShadowCaster,
                ));
                *info = *start;
            }
            LoadEvent::Progress { stage, done, total } => {
                let share = (total > 0).then(|| done as f32 / total as f32);
                *loading = Loading::Running { stage, share };
            }
            LoadEvent::Tiles(tiles) => pending.0.extend(tiles),
            LoadEvent::Trees(instances) => {
                if trees.is_empty() {
                    *trees = tree_meshes().into_iter().map(|mesh| meshes.add(mesh)).collect();
                }
                counts.trees += instances.len();
                commands.spawn_batch(instances.into_iter().map({
                    let (trees, material) = (trees.clone(), materials.solid.clone());
                    move |tree| {
                        (
                            Mesh3d(trees[tree.mesh].clone()),
                            MeshMaterial3d(material.clone()),
                            tree.transform,
                            MeshTag(tree.element.0),
                            LayerTag(Layer::Trees),
                            ShownOn(tree.sides),
                        )
                    }
                }));
            }
            LoadEvent::Done(scene) => {
                if let Some(id) = kept.0.take().and_then(|key| scene.community.id_of(&key)) {
                    session.0.apply(Command::Select(Some(id)));
                }
                // Until now only what came first was known: the camera's fence is that of everything.
                let whole = scene.shapes.iter().fold(Aabb::EMPTY, |aabb, shape| aabb.union(&shape.aabb()));
                if !whole.is_empty() {
                    info.bypass_change_detection().aabb = whole;
                }
                current.0 = Some(scene);
                *loading = Loading::Done;
            }
            LoadEvent::Notice([english, chinese]) => {
                let words = match session.0.language {
                    Language::English => english,
                    Language::Chinese => chinese,
                };
                notice.0 = Some((words, 30.0));
            }
            LoadEvent::Failed(why) => *loading = Loading::Failed(why),
            LoadEvent::Cancelled => *loading = Loading::Cancelled,
        }
    }
}

fn spawn_pending(
    mut commands: Commands,
    mut pending: ResMut<Pending>,
    mut counts: ResMut<DrawCounts>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    if pending.0.is_empty() {
        return;
    }
    let now = pending.0.len().min(TILES_PER_FRAME);
    for tile in pending.0.drain(..now) {
        counts.meshes += 1;
        counts.primitives += tile.primitives;
        spawn_tile(&mut commands, &mut meshes, &materials, tile);
    }
}

/// What lies on the ground in one tile, by its column and row.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Draped(pub [i32; 2]);

/// Puts a tile into the world.
pub(crate) fn spawn_tile<'a>(
    commands: &'a mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &CityMaterials,
    tile: TileMesh,
) -> EntityCommands<'a> {
    let mut entity = commands.spawn((
        Mesh3d(meshes.add(tile.mesh)),
        Transform::from_translation(tile.origin),
        LayerTag(tile.layer),
        ShownOn(tile.sides),
    ));
    if let Some(place) = tile.draped {
        entity.insert(Draped(place));
    }
    match tile.drawn {
        Drawn::Solid => {
            entity.insert(MeshMaterial3d(materials.solid.clone()));
        }
        Drawn::Ground => {
            entity.insert((MeshMaterial3d(materials.ground.clone()), FadesWithGround));
        }
        Drawn::Massing => {
            let material = MeshMaterial3d(materials.massing.clone());
            entity.insert((material, bevy::light::NotShadowCaster, OnlyIn(Stage::Planning)));
        }
        Drawn::Works => {
            entity.insert((MeshMaterial3d(materials.solid.clone()), OnlyIn(Stage::Construction)));
        }
        Drawn::Overlay => {
            entity.insert((MeshMaterial3d(materials.lines.clone()), bevy::light::NotShadowCaster));
        }
        Drawn::BelowOverlay => {
            let material = MeshMaterial3d(materials.lines.clone());
            entity.insert((material, OnlyBelow, bevy::light::NotShadowCaster));
        }
        Drawn::Below => {
            let material = MeshMaterial3d(materials.solid.clone());
            let unshadowed = (bevy::light::NotShadowCaster, bevy::light::NotShadowReceiver);
            entity.insert((material, OnlyBelow, unshadowed));
        }
    }
    entity
}

/// Whether everything that has arrived is on screen.
pub(crate) fn all_spawned(world: &World) -> bool {
    world.resource::<Pending>().0.is_empty()
}

#[expect(clippy::type_complexity, reason = "a system's query")]
fn show_layers(
    session: Res<ViewSession>,
    materials: Res<CityMaterials>,
    trees: Res<TreeShare>,
    mut tagged: Query<(&LayerTag, &mut Visibility, Has<OnlyBelow>, Option<&OnlyIn>, Option<&MeshTag>)>,
    added: Query<(), Or<(Added<LayerTag>, Added<FadesWithGround>)>>,
    mut fading: Query<&mut MeshMaterial3d<crate::material::CityMaterial>, With<FadesWithGround>>,
) {
    if !session.is_changed() && added.is_empty() && !trees.is_changed() {
        return;
    }
    let is_in = |stage| session.0.shows_stage(stage);
    for (tag, mut visibility, below, only, number) in &mut tagged {
        // Pipes and basements appear in open pits; the ground hides them elsewhere.
        let dug = is_in(Stage::Construction);
        let shown = session.0.shows(tag.0)
            && (tag.0 != Layer::Trees || trees.draws(number))
            && (!below || dug || session.0.opens_ground())
            && only.is_none_or(|only| is_in(only.0));
        let wanted = if shown { Visibility::Inherited } else { Visibility::Hidden };
        visibility.set_if_neq(wanted);
    }
    let ground = if session.0.underground { &materials.ground_faded } else { &materials.ground };
    for mut material in &mut fading {
        if material.0 != *ground {
            material.0 = ground.clone();
        }
    }
}

impl SceneInfo {
    /// The fence that keeps cameras near the scene.
    pub fn fence(&self) -> Fence {
        Fence::around(self.aabb)
    }
}

impl LoadedScene {
    /// Whether an element is there and part of a moment's picture.
    pub fn shows(&self, id: ElementId, moment: Moment) -> bool {
        !self.gone.contains(&id) && self.stages.shows(&self.community, id, moment)
    }

    /// The number of the element of a key as the side shows it that is looked at.
    pub(crate) fn id_seen(&self, key: &Key, session: &Session) -> Option<ElementId> {
        match &self.comparison {
            Some(comparison) => comparison.union.id_on(session.compare.side, key),
            None => self.community.id_of(key),
        }
    }

    /// The number in the facts of an element that is drawn; none for a version that only another side has.
    pub(crate) fn fact_of(&self, id: ElementId) -> Option<ElementId> {
        let key = match &self.comparison {
            Some(comparison) => comparison.union.key_of(id)?,
            None => &self.community.element(id)?.key,
        };
        self.facts.id_of(key)
    }

    /// The number of an element of the facts in what is drawn: that of the first side, where there are several.
    pub(crate) fn id_of_fact(&self, key: &Key) -> Option<ElementId> {
        match &self.comparison {
            Some(comparison) => comparison.union.id_on(0, key),
            None => self.community.id_of(key),
        }
    }

    /// Whether an element is part of the picture of a session; of a swipe, on either side of its line.
    pub(crate) fn is_seen(&self, id: ElementId, session: &Session) -> bool {
        let view = session.compare;
        let sides = if view.mode == CompareMode::Swipe { [0, view.right] } else { [view.side; 2] };
        let on = |comparison: &Arc<Comparison>| {
            sides.iter().any(|side| comparison.shows(id, &CompareView { side: *side, ..view }))
        };
        self.comparison.as_ref().is_none_or(on) && self.shows(id, session.moment)
    }

    /// The versions of an element, each with the sides that have it; the element itself when all sides agree.
    pub(crate) fn versions_of(&self, id: ElementId) -> Vec<(ElementId, Sides)> {
        let versions = self.comparison.as_ref().map(|comparison| comparison.versions(id)).unwrap_or_default();
        if versions.is_empty() { vec![(id, Sides::ALL)] } else { versions }
    }

    /// Pose that shows an element whole, seen as the camera looks now.
    pub fn pose_of(&self, id: ElementId, heading_deg: f64, aspect: f64) -> Option<CameraPose> {
        let shape = self.shapes.get(id.index())?;
        let aabb = shape.aabb();
        if aabb.is_empty() {
            return None;
        }
        let size = aabb.size();
        let margin = (size[0].max(size[1]).max(size[2]) * 0.6).max(25.0);
        Some(linli_present::fit(&aabb.inflated(margin), heading_deg, -30.0, aspect))
    }
}
