//! What a hand is about to do: one wish, whatever tool makes it. Figures, the ghost and the underground check follow it.

use bevy::prelude::*;
use linli_model::Key;
use linli_present::{EditTool, EditWish, Session};

use super::dragging::MoveDrag;
use super::drawing::Draft;
use super::reshape::Handles;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// A change that is being made with a hand and not done yet.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct InHand {
    /// What is selected.
    pub keys: Vec<Key>,
    /// What would be done if the hand let go now.
    pub wish: Option<EditWish>,
    /// Its numbers.
    pub words: String,
}

/// The change that a value in the card would make, while it is dragged or typed.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct FieldInHand(pub Option<EditWish>);

/// Keys of what is edited: the selected element first, then what is chosen together with it.
pub(crate) fn selected_keys(session: &Session, scene: &LoadedScene) -> Vec<Key> {
    let selected = session.selection.and_then(|id| scene.community.element(id)).map(|element| &element.key);
    let chosen = &session.tools.visibility.chosen;
    let together = selected.is_none_or(|key| chosen.contains(key));
    let others = chosen.iter().filter(|key| together && Some(*key) != selected);
    let is_there = |key: &&Key| scene.facts.id_of(key).is_some();
    selected.into_iter().chain(others).filter(is_there).cloned().collect()
}

/// Takes the wish of the tool in hand.
pub(super) fn gather(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    draft: Res<Draft>,
    moving: Res<MoveDrag>,
    handles: Res<Handles>,
    field: Res<FieldInHand>,
    mut in_hand: ResMut<InHand>,
) {
    let Some(loaded) = &scene.0 else {
        in_hand.set_if_neq(InHand::default());
        return;
    };
    let (wish, words) = match session.0.tool {
        Some(EditTool::Move) => {
            let shift = moving.shift.filter(|shift| *shift != [0.0; 2]);
            let words = shift.map(|[x, y]| format!("E {x:+.1} m   N {y:+.1} m")).unwrap_or_default();
            (shift.map(EditWish::Move), words)
        }
        Some(EditTool::Reshape) => handles.wish.clone().map_or((None, String::new()), |(w, s)| (Some(w), s)),
        Some(EditTool::Draw(drawing)) => (draft.wish(drawing), String::new()),
        None => (None, String::new()),
    };
    let wish = wish.or_else(|| field.0.clone());
    let keys = if wish.is_some() { selected_keys(&session.0, loaded) } else { Vec::new() };
    in_hand.set_if_neq(InHand { keys, wish, words });
}
