//! Panels over the picture, in Chinese and English.

mod author;
mod card;
mod compare;
mod compare_marks;
mod cut;
mod edit;
mod edit_card;
mod edit_marks;
mod elastic;
mod elastic_marks;
mod figure_row;
mod figures;
mod findings;
mod furniture;
mod gantt;
mod handle;
mod home_ways;
mod labels;
mod layers;
mod layouts;
mod overlay;
mod parallel;
mod projection;
mod radar;
mod reach;
mod rooms;
mod search;
mod section;
mod sheet;
mod stage;
mod theme;
mod toolbar;
mod tools;
mod tour;
mod utility;
mod values;

use bevy::prelude::*;
use bevy_egui::{
    EguiContexts, EguiGlobalSettings, EguiPlugin, EguiPrimaryContextPass, PrimaryEguiContext, egui,
};

use crate::camera::MainCamera;
use crate::compare::is_one_picture;

pub(crate) use search::SearchBox;

/// How much lies over the picture.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PanelsShown {
    /// Everything: the window.
    #[default]
    All,
    /// Title, labels, scale bar, north arrow, sources: a printed picture.
    Furniture,
    /// Names in the picture: a show, which explains itself.
    Names,
    /// Nothing.
    None,
}

/// Whether fonts and style are set.
#[derive(Resource, Default)]
pub(crate) struct Themed(pub bool);

/// All of the panels are drawn.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PanelsDrawn;

/// Whether the picture explains itself by map furniture.
fn has_furniture(shown: Res<PanelsShown>) -> bool {
    matches!(*shown, PanelsShown::All | PanelsShown::Furniture)
}

pub(crate) fn plugin(app: &mut App) {
    app.add_plugins(EguiPlugin::default())
        .insert_resource(EguiGlobalSettings {
            auto_create_primary_context: false,
            ..EguiGlobalSettings::default()
        })
        .init_resource::<PanelsShown>()
        .init_resource::<Themed>()
        .init_resource::<SearchBox>()
        .init_resource::<overlay::Notice>()
        .init_resource::<labels::Labels>()
        .init_resource::<stage::Known>()
        .init_resource::<tools::MapShown>()
        .init_resource::<tools::Names>()
        .init_resource::<tools::TableShown>()
        .add_systems(PostStartup, attach.run_if(not(resource_exists::<crate::kiosk::Glass>)))
        .add_systems(PostUpdate, labels::choose.after(TransformSystems::Propagate))
        .add_systems(
            EguiPrimaryContextPass,
            (
                theme::apply,
                stage::learn,
                compare_marks::draw_pictures,
                (
                    labels::draw,
                    findings::draw_marks,
                    utility::draw_marks,
                    home_ways::draw_ends,
                    reach::draw_closed,
                    elastic_marks::draw,
                    tools::draw_marks,
                )
                    .chain()
                    .run_if(is_one_picture.and_then(not(resource_equals(PanelsShown::None)))),
                (
                    furniture::draw,
                    layers::draw_legend,
                    stage::draw_marks,
                    gantt::draw,
                    rooms::draw.run_if(is_one_picture),
                    (edit_marks::draw_draft, edit_marks::draw_handles, edit_marks::draw_verdict)
                        .run_if(is_one_picture),
                    cut::draw_depths.run_if(is_one_picture),
                    compare_marks::draw,
                    (values::draw_legend, tools::draw_legend, home_ways::draw_card.run_if(is_one_picture)),
                    figures::draw.run_if(is_one_picture),
                    utility::draw_sheet.run_if(is_one_picture),
                    (tools::draw_map, tour::draw).chain(),
                )
                    .run_if(has_furniture),
                (
                    search::draw,
                    layers::draw,
                    card::draw,
                    toolbar::draw,
                    stage::draw_bar,
                    (cut::draw, section::draw),
                    edit::draw_bar,
                    (findings::draw, reach::draw, tools::draw, tools::draw_box),
                    (tools::make_table, tools::draw_table).chain(),
                    compare::draw,
                    layouts::draw,
                    author::draw.run_if(resource_exists::<ShowAuthoring>),
                    overlay::help,
                )
                    .run_if(resource_equals(PanelsShown::All)),
                overlay::loading.run_if(resource_equals(PanelsShown::All)),
                overlay::notice.run_if(resource_equals(PanelsShown::All)),
            )
                .chain()
                .in_set(PanelsDrawn),
        );
}

pub use author::{ShowAuthor, ShowAuthoring};
pub(crate) use furniture::plated;
pub(crate) use home_ways::bar as way_bar;
pub(crate) use overlay::Notice;
pub(crate) use projection::Projection;
pub(crate) use stage::moment_words;
pub(crate) use theme::colour32;

fn attach(mut commands: Commands, camera: Single<Entity, With<MainCamera>>) {
    commands.entity(*camera).insert(PrimaryEguiContext);
}

/// The context of the panels; the first frames have none.
pub(crate) fn context(contexts: &mut EguiContexts) -> Option<egui::Context> {
    contexts.ctx_mut().ok().cloned()
}
