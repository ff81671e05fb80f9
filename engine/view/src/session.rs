//! The session in the window: commands in, effects out.

use bevy::prelude::*;
use linli_present::{Command, Effect, Session};

use crate::ViewSet;

/// The session, as the window's resource.
#[derive(Resource, Clone, Debug)]
pub struct ViewSession(pub Session);

/// A command on its way to the session.
#[derive(Message, Clone, Debug)]
pub struct Order(pub Command);

/// What the window has to do, after the session changed.
#[derive(Message, Clone, Debug)]
pub struct Deed(pub Effect);

pub(crate) fn plugin(app: &mut App) {
    app.add_message::<Order>().add_message::<Deed>().add_systems(Update, carry_out.in_set(ViewSet::Session));
}

fn carry_out(
    mut orders: MessageReader<Order>,
    mut deeds: MessageWriter<Deed>,
    mut session: ResMut<ViewSession>,
) {
    for Order(command) in orders.read() {
        let effect = session.0.apply(command.clone());
        if effect != Effect::None {
            deeds.write(Deed(effect));
        }
    }
}
