//! What tools lay over the looks of elements: colours of classes, what is hidden or see-through.

use std::sync::Arc;

use bevy::prelude::*;
use linli_present::thematic::{NoSuchValues, Theme, ThemeAsk, theme_of};
use linli_present::{ElementLook, Moment, VisibilityView};

use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// How much of the colour of a class is laid over an element's own: light and shade stay.
const SHARE: f32 = 0.9;

/// What is laid over the looks.
#[derive(Resource, Default)]
pub(crate) struct Overrides {
    /// Elements in classes, while they are coloured.
    pub theme: Option<Result<Arc<Theme>, NoSuchValues>>,
    /// How much of each element is seen; nothing while all are whole.
    opacity: Vec<f32>,
}

impl Overrides {
    /// Changes the looks of all elements, by their numbers.
    pub(crate) fn paint(&self, looks: &mut [ElementLook]) {
        if let Some(Ok(theme)) = &self.theme {
            for (number, look) in looks.iter_mut().enumerate() {
                if let Some(colour) = theme.colour_of(linli_model::ElementId(number as u32)) {
                    look.tint = Some((colour, SHARE));
                    look.pattern = linli_present::Pattern::None;
                }
            }
        }
        for (look, opacity) in looks.iter_mut().zip(&self.opacity) {
            look.opacity *= opacity;
        }
    }
}

/// What the overrides were made of.
#[derive(Default, PartialEq)]
pub(super) struct Made {
    colour: Option<ThemeAsk>,
    visibility: VisibilityView,
    moment: Option<Moment>,
}

/// Makes them anew when what they come from changed.
pub(super) fn gather(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut overrides: ResMut<Overrides>,
    mut made: Local<Made>,
) {
    if !session.is_changed() && !scene.is_changed() {
        return;
    }
    let tools = &session.0.tools;
    // Which elements are there matters only for the counts of the legend.
    let moment = tools.colour.as_ref().map(|_| session.0.moment);
    let visibility = VisibilityView { chosen: Default::default(), boxing: false, ..tools.visibility.clone() };
    let wanted = Made { colour: tools.colour.clone(), visibility, moment };
    if *made == wanted && !(scene.is_changed() && wanted != Made::default()) {
        return;
    }
    let Some(loaded) = &scene.0 else { return };
    overrides.theme = tools
        .colour
        .as_ref()
        .map(|ask| theme_of(&loaded.community, ask, |id| loaded.shows(id, session.0.moment)).map(Arc::new));
    overrides.opacity = if wanted.visibility.is_whole() {
        Vec::new()
    } else {
        loaded.community.elements().iter().map(|element| wanted.visibility.opacity_of(element)).collect()
    };
    *made = wanted;
}
