//! Fingers, the mouse as one more finger, and the keys of a guide's remote control become events of the show.

use bevy::input::ButtonState;
use bevy::input::mouse::MouseButtonInput;
use bevy::input::touch::{TouchInput, TouchPhase as Phase};
use bevy::prelude::*;
use bevy::window::{CursorMoved, PrimaryWindow, WindowFocused};
use linli_model::KioskMode;
use linli_present::kiosk::{Event, Remote, Touch, TouchPhase};

use super::KioskShow;

/// Number of the mouse among the fingers.
const MOUSE: u64 = u64::MAX;
/// After a touch the mouse rests so long: many screens send both, milliseconds.
const MOUSE_RESTS_MS: u64 = 1_000;

/// What the mouse is doing.
#[derive(Default)]
pub(super) struct Mouse {
    down: bool,
    touched_ms: Option<u64>,
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn gather(
    mut touches: MessageReader<TouchInput>,
    mut buttons: MessageReader<MouseButtonInput>,
    mut moves: MessageReader<CursorMoved>,
    mut focus: MessageReader<WindowFocused>,
    keys: Res<ButtonInput<KeyCode>>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut show: ResMut<KioskShow>,
    mut mouse: Local<Mouse>,
) {
    // The layout is in pixels of the settings' screen, the window's places are in its own points.
    let screen = show.kiosk.settings().screen;
    let size = Vec2::new(window.width().max(1.0), window.height().max(1.0));
    let place = |at: Vec2| {
        let share = (at / size).as_dvec2();
        [share.x * f64::from(screen.width_px), share.y * f64::from(screen.height_px)]
    };
    let now_ms = show.now.ms;
    for touch in touches.read() {
        mouse.touched_ms = Some(now_ms);
        let phase = match touch.phase {
            Phase::Started => TouchPhase::Down,
            Phase::Moved => TouchPhase::Moved,
            Phase::Ended => TouchPhase::Up,
            Phase::Canceled => TouchPhase::Cancelled,
        };
        let touch = Touch { id: touch.id, phase, at_px: place(touch.position), width_mm: None };
        show.pending.push(Event::Touch(touch));
    }
    let rests = mouse.touched_ms.is_some_and(|at| now_ms.saturating_sub(at) < MOUSE_RESTS_MS);
    let mut push = |phase, at: Vec2| {
        show.pending.push(Event::Touch(Touch { id: MOUSE, phase, at_px: place(at), width_mm: None }));
    };
    if mouse.down
        && let Some(moved) = moves.read().last()
    {
        push(TouchPhase::Moved, moved.position);
    }
    moves.clear();
    for button in buttons.read().filter(|button| button.button == MouseButton::Left) {
        let at = window.cursor_position();
        match (button.state, at) {
            (ButtonState::Pressed, Some(at)) if !rests => {
                mouse.down = true;
                push(TouchPhase::Down, at);
            }
            (ButtonState::Released, at) if mouse.down => {
                mouse.down = false;
                // A release outside the window is no press of anything.
                let phase = if at.is_some() { TouchPhase::Up } else { TouchPhase::Cancelled };
                push(phase, at.unwrap_or_default());
            }
            _ => {}
        }
    }
    if focus.read().any(|focus| !focus.focused) {
        mouse.down = false;
        show.pending.push(Event::TouchesLost);
    }
    // Visitors have no keyboard; a guide's remote control is one.
    if show.kiosk.mode() == KioskMode::Guided {
        let held = show.kiosk.playhead().is_some_and(|playhead| playhead.held_us.is_some());
        for key in keys.get_just_pressed() {
            let remote = match key {
                KeyCode::PageDown | KeyCode::ArrowRight => Remote::Next,
                KeyCode::PageUp | KeyCode::ArrowLeft => Remote::Previous,
                KeyCode::Home => Remote::Home,
                KeyCode::Space if held => Remote::Resume,
                KeyCode::Space => Remote::Pause,
                _ => continue,
            };
            show.pending.push(Event::Remote(remote));
        }
    }
}
