//! A variant that begins with what another one is now.

use bevy::prelude::*;
use linli_model::Variant;
use linli_present::{Command, Effect, Text, text};

use super::{EditorSource, SceneEditor};
use crate::layouts::VariantKeeper;
use crate::panel::Notice;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Deed, Order, ViewSession};

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
    let taken = editor.0.take().and_then(|editor| editor.into_inner().ok());
    let is_begun = taken.is_none() && info.variant.is_none();
    let opened = match taken {
        Some(open) => Ok(open),
        None => (source.0)(&loaded.base, info.variant.as_deref(), language).map(|(open, _)| open),
    };
    let made = opened.and_then(|open| {
        let (from, edits) = (open.session().key().to_owned(), open.session().depth().0);
        // What was edited is brought into its file by closing it.
        drop(open);
        if is_begun {
            // Over the scene itself the variant that was begun is the new one.
            return Ok(from);
        }
        let fork =
            |key: &str| Variant::fork(&from, edits, key, [&format!("方案 {key}"), &format!("Variant {key}")]);
        (keeper.0)(&loaded.base, &from, &fork, language)
    });
    match made {
        Ok(key) => {
            notice.0 = Some((format!("{}: {key}", text(Text::VariantForked, language)), 8.0));
            orders.write(Order(Command::OpenVariant(Some(key))));
        }
        Err(why) => notice.0 = Some((why, 20.0)),
    }
}
