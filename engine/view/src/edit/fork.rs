//! A variant that begins with what another one is now.

use bevy::prelude::*;
use linli_model::{Key, Variant};
use linli_present::{Command, Effect, Text, text};

use super::{EditorSource, SceneEditor};
use crate::layouts::VariantKeeper;
use crate::panel::Notice;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Deed, Order, ViewSession};

/// Key of a variant over the scene itself; further ones get a number.
const BEGUN: &str = "draft";

/// The fork of a variant with so many changes, or a first variant of the scene.
fn forked(key: &str, from: Option<&(String, usize)>) -> Variant {
    Variant {
        name_zh: format!("方案 {key}"),
        name_en: format!("Variant {key}"),
        base: from.map(|(key, _)| Key::from(key.as_str())),
        base_edits: from.map(|(_, edits)| *edits),
        ..Variant::of(key, Vec::new())
    }
}

/// Keeps a fork of what is on screen, and opens it.
#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn carry_out(
    mut deeds: MessageReader<Deed>,
    source: Option<Res<EditorSource>>,
    keeper: Option<Res<VariantKeeper>>,
    info: Res<SceneInfo>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut editor: ResMut<SceneEditor>,
    mut notice: ResMut<Notice>,
    mut orders: MessageWriter<Order>,
) {
    let asked = deeds.read().filter(|Deed(effect)| *effect == Effect::ForkVariant).count() > 0;
    let (true, Some(source), Some(keeper), Some(loaded)) = (asked, source, keeper, &scene.0) else { return };
    let language = session.0.language;
    if loaded.comparison.is_some() {
        notice.0 = Some((text(Text::NotWhileComparing, language).to_owned(), 8.0));
        return;
    }
    // What was edited is brought into its file by closing it.
    let open = match (editor.0.take().and_then(|editor| editor.into_inner().ok()), &info.variant) {
        (Some(open), _) => Ok(Some(open)),
        (None, Some(key)) => (source.0)(&loaded.base, Some(key), language).map(|(open, _)| Some(open)),
        (None, None) => Ok(None),
    };
    let made = open.and_then(|open| {
        let from = open.map(|open| (open.session().key().to_owned(), open.session().depth().0));
        let wished = from.as_ref().map_or(BEGUN, |(key, _)| key.as_str());
        (keeper.0)(&loaded.base, wished, &|key| forked(key, from.as_ref()), language)
    });
    match made {
        Ok(key) => {
            notice.0 = Some((format!("{}: {key}", text(Text::VariantForked, language)), 8.0));
            orders.write(Order(Command::OpenVariant(Some(key))));
        }
        Err(why) => notice.0 = Some((why, 20.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fork_keeps_to_the_changes_that_there_are_now() {
        let fork = forked("draft-2", Some(&("draft".to_owned(), 7)));
        assert_eq!((fork.base, fork.base_edits, fork.edits.len()), (Some(Key::from("draft")), Some(7), 0));
        let first = forked("draft", None);
        assert_eq!((first.key.as_str(), first.base, first.base_edits), ("draft", None, None));
    }
}
