//! Keys of editing.

use bevy::prelude::*;
use bevy_egui::input::EguiWantsInput;
use linli_model::ElementId;
use linli_present::{Command, Drawing, EditTool, EditWish, storeys_of};

use super::reshape::Handles;
use crate::chord::held;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Highest building that a key or a button makes, storeys.
const MOST_STOREYS: i16 = 60;
/// Angle of a turn by a key or a button, degrees.
pub(crate) const TURN_DEG: f64 = 15.0;

/// Keys of editing.
pub(super) fn keys(
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    handles: Res<Handles>,
    mut orders: MessageWriter<Order>,
) {
    if egui.wants_any_keyboard_input() {
        return;
    }
    let ctrl = held(&keys, [KeyCode::ControlLeft, KeyCode::ControlRight]);
    let shift = held(&keys, [KeyCode::ShiftLeft, KeyCode::ShiftRight]);
    if ctrl && keys.just_pressed(KeyCode::KeyZ) {
        orders.write(Order(if shift { Command::Redo } else { Command::Undo }));
    }
    if ctrl && keys.just_pressed(KeyCode::KeyY) {
        orders.write(Order(Command::Redo));
    }
    for (key, command) in [(KeyCode::KeyB, Command::ForkVariant), (KeyCode::KeyE, Command::ExportComparison)]
    {
        if ctrl && keys.just_pressed(key) {
            orders.write(Order(command));
        }
    }
    let tool = |tool: EditTool| Command::SetTool((session.0.tool != Some(tool)).then_some(tool));
    if !ctrl && keys.just_pressed(KeyCode::KeyB) {
        orders.write(Order(tool(EditTool::Draw(Drawing::Building))));
    }
    let is_any = session.0.selection.is_some() || !session.0.tools.visibility.chosen.is_empty();
    if keys.just_pressed(KeyCode::Delete) && is_any {
        orders.write(Order(Command::Edit(handles.take_out().unwrap_or(EditWish::Delete))));
    }
    if let Some((loaded, id)) = scene.0.as_ref().zip(session.0.selection) {
        of_selected(&keys, ctrl, loaded, id, &mut |command| {
            orders.write(Order(command));
        });
        if !ctrl && keys.just_pressed(KeyCode::KeyM) {
            orders.write(Order(tool(EditTool::Move)));
        }
        if !ctrl && keys.just_pressed(KeyCode::KeyK) {
            orders.write(Order(tool(EditTool::Reshape)));
        }
    }
    if keys.just_pressed(KeyCode::Escape) && session.0.tool.is_some() {
        orders.write(Order(Command::SetTool(None)));
    }
}

/// Keys that change the selected building.
fn of_selected(
    keys: &ButtonInput<KeyCode>,
    ctrl: bool,
    scene: &LoadedScene,
    id: ElementId,
    order: &mut dyn FnMut(Command),
) {
    let storeys = scene.community.element(id).and_then(|element| storeys_of(&scene.community, &element.key));
    for (key, by) in [(KeyCode::BracketLeft, -1), (KeyCode::BracketRight, 1)] {
        let wanted =
            storeys.map(|storeys| storeys + by).filter(|storeys| (1..=MOST_STOREYS).contains(storeys));
        if let (Some(wanted), true) = (wanted, keys.just_pressed(key)) {
            order(Command::Edit(EditWish::SetStoreys(wanted)));
        }
    }
    if !ctrl && keys.just_pressed(KeyCode::KeyR) {
        order(Command::Edit(EditWish::Rotate(TURN_DEG)));
    }
    if !ctrl && keys.just_pressed(KeyCode::KeyC) {
        order(Command::Edit(copy_beside(scene, id)));
    }
}

/// A copy of an element east of it.
pub(crate) fn copy_beside(scene: &LoadedScene, id: ElementId) -> EditWish {
    let width = scene.shapes.get(id.index()).map_or(20.0, |shape| shape.aabb().size()[0]);
    EditWish::Copy([(width + 6.0).clamp(6.0, 200.0).round(), 0.0])
}
