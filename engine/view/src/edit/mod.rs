//! Editing in the window: wishes become edits of the variant, and what they touch is drawn anew.
//!
//! Tiles are never rebuilt. What an edit touches keeps its number; its old triangles are hidden through the table of
//! looks, and it is drawn again by meshes of its own, whose numbers lie behind those of all elements.

mod apply;
mod dragging;
mod draw;
mod drawing;
mod fork;
mod ghost;
mod ground;
mod hand;
mod keys;
mod nearby;
mod reshape;
mod verdict;

use std::sync::Mutex;

use bevy::prelude::*;
use linli_model::variant::Touched;
use linli_model::{Community, Edit, EditProblem, EditSession, Language};
use linli_present::{Command, EditWish, Effect, Text, edit_of, text};

use crate::ViewSet;
use crate::figures::EditMade;
use crate::panel::Notice;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Deed, Order, ViewSession};

pub(crate) use drawing::Draft;
pub(crate) use hand::{FieldInHand, InHand, selected_keys};
pub(crate) use keys::{TURN_DEG, copy_beside};
pub(crate) use reshape::Handles;
pub(crate) use verdict::{LiveVerdict, VerdictShown};

/// A variant that is open for editing; every change is kept before it is shown.
pub trait Editor: Send {
    /// The variant being worked on.
    fn session(&self) -> &EditSession;

    /// Makes an edit.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing is changed then.
    fn commit(&mut self, edit: Edit) -> Result<Touched, Vec<EditProblem>>;

    /// Takes the last edit back.
    fn undo(&mut self) -> Option<Touched>;

    /// Makes the edit again that was taken back last.
    fn redo(&mut self) -> Option<Touched>;

    /// Why changes are not kept as they should be, when they are not.
    fn trouble(&self, language: Language) -> Option<String>;
}

/// Opens a variant of a scene for editing: the community of the scene without variants, and the key of the variant on
/// screen, if any; without one a new variant is begun. Gives the editor and what there is to say of an earlier
/// session.
pub type OpenEditor = dyn Fn(&Community, Option<&str>, Language) -> Result<(Box<dyn Editor>, Vec<String>), String>
    + Send
    + Sync;

/// Where editors come from; without it nothing can be edited.
#[derive(Resource)]
pub struct EditorSource(pub Box<OpenEditor>);

/// The editor, once the first change was asked for.
#[derive(Resource, Default)]
pub(crate) struct SceneEditor(pub Option<Mutex<Box<dyn Editor>>>);

/// What the panels show of the editor.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct EditState {
    /// Numbers of changes that can be taken back and made again.
    pub depth: (usize, usize),
    /// Key of the variant that is changed.
    pub variant: String,
    /// Every change, English and Chinese: first those that are made, then those that can be made again.
    pub history: Vec<[String; 2]>,
    /// Why changes are not kept as they should be.
    pub trouble: Option<String>,
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<SceneEditor>()
        .init_resource::<EditState>()
        .init_resource::<Draft>()
        .init_resource::<dragging::MoveDrag>()
        .init_resource::<Handles>()
        .init_resource::<InHand>()
        .init_resource::<FieldInHand>()
        .init_resource::<LiveVerdict>()
        .init_resource::<ground::GroundEdits>()
        .add_systems(Update, carry_out.after(ViewSet::Session).before(ViewSet::Camera))
        .add_systems(Update, fork::carry_out.after(carry_out).before(ViewSet::Camera))
        .add_systems(Update, (draw::follow, ground::drape).after(ViewSet::Camera).before(ViewSet::Sync))
        .add_systems(
            Update,
            (drawing::draw, dragging::drag, reshape::drag, keys::keys, hand::gather)
                .chain()
                .run_if(crate::kiosk::is_desktop)
                .in_set(ViewSet::Input),
        )
        .add_systems(
            Update,
            (ghost::follow, verdict::follow).run_if(crate::kiosk::is_desktop).in_set(ViewSet::Sync),
        );
}

/// What is asked of the editor.
#[derive(Clone)]
enum Asked {
    Wish(EditWish),
    Undo,
    Redo,
    /// So many changes are to be made.
    GoTo(usize),
}

impl Asked {
    /// The single steps, where so many changes are made and can be made again.
    fn steps(self, (made, undone): (usize, usize)) -> Vec<Self> {
        match self {
            Self::GoTo(wanted) if wanted < made => vec![Self::Undo; made - wanted],
            Self::GoTo(wanted) => vec![Self::Redo; (wanted - made).min(undone)],
            one => vec![one],
        }
    }
}

/// Makes what is asked for, and takes over what it touched.
#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(crate) fn carry_out(
    mut deeds: MessageReader<Deed>,
    source: Option<Res<EditorSource>>,
    info: Res<SceneInfo>,
    mut scene: ResMut<CurrentScene>,
    mut editor: ResMut<SceneEditor>,
    mut state: ResMut<EditState>,
    mut session: ResMut<ViewSession>,
    mut notice: ResMut<Notice>,
    mut orders: MessageWriter<Order>,
    mut made: MessageWriter<EditMade>,
) {
    if info.is_changed() {
        // Another scene or variant: its changes are kept, its editor is not.
        *editor = SceneEditor::default();
        *state = EditState::default();
    }
    let asked: Vec<Asked> = deeds
        .read()
        .filter_map(|Deed(effect)| match effect {
            Effect::Edit(wish) => Some(Asked::Wish(wish.clone())),
            Effect::Undo => Some(Asked::Undo),
            Effect::Redo => Some(Asked::Redo),
            Effect::GoToEdit(made) => Some(Asked::GoTo(*made)),
            _ => None,
        })
        .collect();
    let (false, Some(source)) = (asked.is_empty(), source) else { return };
    let language = session.0.language;
    let Some(loaded) = &mut scene.bypass_change_detection().0 else { return };
    if loaded.comparison.is_some() {
        notice.0 = Some((text(Text::NotWhileComparing, language).to_owned(), 8.0));
        return;
    }
    if editor.0.is_none() {
        match (source.0)(&loaded.base, info.variant.as_deref(), language) {
            Ok((opened, lines)) => {
                if !lines.is_empty() {
                    notice.0 = Some((lines.join("\n"), 20.0));
                }
                editor.0 = Some(Mutex::new(opened));
            }
            Err(why) => {
                notice.0 = Some((why, 20.0));
                return;
            }
        }
    }
    let Some(mut open) = editor.0.as_ref().and_then(|editor| editor.lock().ok()) else { return };
    let mut changed = false;
    let depth = open.session().depth();
    for asked in asked.into_iter().flat_map(|asked| asked.steps(depth)) {
        let keys = selected_keys(&session.0, loaded);
        let touched = match asked {
            Asked::Undo => open.undo(),
            Asked::Redo => open.redo(),
            Asked::GoTo(_) => None,
            Asked::Wish(wish) => {
                let made = edit_of(open.session().community(), &keys, &wish)
                    .map_err(|error| error.text(language))
                    .and_then(|edit| {
                        open.commit(edit).map_err(|problems| {
                            let texts: Vec<String> = problems.iter().map(|p| p.text(language)).collect();
                            texts.join("\n")
                        })
                    });
                match made {
                    Ok(touched) => Some(touched),
                    Err(why) => {
                        notice.0 = Some((why, 8.0));
                        None
                    }
                }
            }
        };
        let Some(touched) = touched else { continue };
        let fresh = apply::take(loaded, &touched, open.session().community());
        changed = true;
        made.write(EditMade(touched));
        if let Some(id) = fresh {
            orders.write(Order(Command::Select(Some(id))));
        } else if session.0.selection.is_some_and(|id| loaded.gone.contains(&id)) {
            session.0.apply(Command::Select(None));
        }
    }
    if changed {
        scene.set_changed();
    }
    let session = open.session();
    let history = session.history().into_iter().map(|entry| [entry.en, entry.zh]).collect();
    let (depth, variant) = (session.depth(), session.key().to_owned());
    let now = EditState { depth, variant, history, trouble: open.trouble(language) };
    state.set_if_neq(now);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_to_a_change_takes_back_or_makes_again_what_lies_between() {
        let steps = |wanted: usize| {
            let steps = Asked::GoTo(wanted).steps((5, 2));
            let undos = steps.iter().filter(|step| matches!(step, Asked::Undo)).count();
            (undos, steps.len() - undos)
        };
        assert_eq!(
            [steps(0), steps(4), steps(5), steps(6), steps(99)],
            [(5, 0), (1, 0), (0, 0), (0, 1), (0, 2)]
        );
    }
}
