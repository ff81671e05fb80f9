//! Facts and results become pixels: the Bevy side of Linli.
//!
//! The only list of plugins and the only order of systems stand here. Nothing in the engine's world is
//! a source of truth: the scene comes from [`LoadEvent`]s, what is shown from the [`ViewSession`].

mod analysis;
mod budget;
mod camera;
mod capture;
mod chord;
mod compare;
mod coordinates;
mod cut;
mod edit;
mod figures;
mod findings;
mod ground_parts;
mod interior;
mod job;
mod kiosk;
mod layouts;
mod looks;
mod material;
mod mesh;
mod panel;
mod pick;
mod reach;
mod scene;
mod section;
mod session;
mod sky;
mod stage_facts;
mod tools;
mod tour;
mod utility;

use bevy::prelude::*;
use linli_model::Language;
use linli_present::Session;

pub use budget::{ViewCost, view_cost};
pub use camera::{MainCamera, Rig};
pub use capture::{
    Capture, CaptureOutcome, HomeShot, Picture, PictureSink, ScreenshotFolder, Shot, capture_app, free_path,
    save_screenshot, streaming_app,
};
pub use compare::{ComparedSide, Comparison, KeepPage, PageKeeper};
pub use coordinates::{local_from_render, render_from_local};
pub use edit::{Editor, EditorSource, OpenEditor};
pub use figures::FigureBasis;
pub use findings::UndergroundRules;
pub use ground_parts::{GroundPart, ground_parts};
pub use kiosk::{
    Hall, KioskNotice, KioskShow, KioskWindowPlugin, PresentedMark, PresentedPicture, QualityStart,
    ShowFrame, ShowPlace, ShownMoment, Told,
};
pub use layouts::{KeepVariant, VariantKeeper};
pub use mesh::{
    Drawn, TileMesh, TreeInstance, building_tiles, marker_tiles, pipe_tiles, solid_tiles, surface_tiles,
    tree_instances,
};
pub use panel::{PanelsShown, ShowAuthor, ShowAuthoring};
pub use pick::{Picked, picked, wall};
pub use scene::{
    CancelLoading, CurrentScene, DrawCounts, LoadEvent, LoadEvents, LoadVariant, LoadedScene, Loading,
    NamedVariant, NamedView, SceneChoice, SceneInfo, SceneSource,
};
pub use session::{Deed, Order, ViewSession};
pub use stage_facts::StageFacts;
pub use tools::{BookmarkShelf, BookmarkStore};

/// The order of everything that happens in one frame.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ViewSet {
    /// Pointer and keys become orders.
    Input,
    /// Orders change the session.
    Session,
    /// News from the loading thread become entities.
    Scene,
    /// The camera moves.
    Camera,
    /// Entities follow the session.
    Sync,
}

/// Everything that shows a scene.
pub struct ViewPlugin {
    /// Language of the screen at the start.
    pub language: Language,
}

impl Plugin for ViewPlugin {
    fn build(&self, app: &mut App) {
        let session = Session::new(&SceneInfo::default().frame, self.language);
        app.insert_resource(ViewSession(session))
            .configure_sets(
                Update,
                (ViewSet::Input, ViewSet::Session, ViewSet::Scene, ViewSet::Camera, ViewSet::Sync).chain(),
            )
            .add_plugins((
                material::plugin,
                session::plugin,
                scene::plugin,
                (analysis::plugin, reach::plugin),
                (cut::plugin, section::plugin),
                (edit::plugin, interior::plugin),
                (figures::plugin, findings::plugin, layouts::plugin, looks::plugin),
                sky::plugin,
                camera::plugin,
                compare::plugin,
                (tools::plugin, tour::plugin, utility::plugin),
                pick::plugin,
                panel::plugin,
                capture::plugin,
            ))
            .add_plugins(kiosk::plugin);
    }
}
