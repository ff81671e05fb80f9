//! Tools of a planner in the scene: measuring, colours by attribute, choosing, showing and hiding, views that people keep.

mod bookmarks;
mod choose;
mod measure;
mod overrides;

use bevy::prelude::*;

use crate::ViewSet;

pub(crate) use bookmarks::Bookmarks;
pub use bookmarks::{BookmarkShelf, BookmarkStore};
pub(crate) use choose::BoxDrag;
pub(crate) use measure::{Aim, MeasuredThings, measure_all};
pub(crate) use overrides::Overrides;

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Aim>()
        .init_resource::<MeasuredThings>()
        .init_resource::<Overrides>()
        .init_resource::<BoxDrag>()
        .init_resource::<Bookmarks>()
        .add_systems(
            Update,
            (measure::aim, measure::click, measure::tap, measure::keys)
                .chain()
                .run_if(crate::kiosk::is_desktop)
                .in_set(ViewSet::Input),
        )
        .add_systems(
            Update,
            // The drag of an element gives a drag free again that nothing took; this one comes after it.
            choose::drag.run_if(crate::kiosk::is_desktop).after(ViewSet::Input).before(ViewSet::Session),
        )
        .add_systems(
            Update,
            (overrides::gather, measure::reckon).after(ViewSet::Camera).before(ViewSet::Sync),
        )
        .add_systems(Update, choose::highlight.in_set(ViewSet::Sync));
}
