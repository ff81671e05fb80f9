//! Reach in the scene: the ways of a home, bands and the front on the ground.

mod ground;
mod ways;

use bevy::prelude::*;

use crate::ViewSet;
use crate::session::ViewSession;

pub(crate) fn plugin(app: &mut App) {
    app.add_systems(Update, spread.in_set(ViewSet::Session))
        .add_systems(Update, (ways::follow, ground::follow).in_set(ViewSet::Sync));
}

/// Lets the front spread.
fn spread(time: Res<Time<Real>>, mut session: ResMut<ViewSession>) {
    if session.0.reach.spreading {
        session.0.reach.pass(f64::from(time.delta_secs().min(0.25)));
    }
}
