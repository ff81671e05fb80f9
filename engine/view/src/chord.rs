//! Keys that are held with others.

use bevy::prelude::*;

/// Whether one of some keys is held, or was within this frame: a chord that is quicker than a frame counts.
pub(crate) fn held(keys: &ButtonInput<KeyCode>, some: [KeyCode; 2]) -> bool {
    keys.any_pressed(some) || keys.any_just_pressed(some) || keys.any_just_released(some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_within_one_frame_counts_and_one_before_it_does_not() {
        let ctrl = [KeyCode::ControlLeft, KeyCode::ControlRight];
        let mut keys = ButtonInput::<KeyCode>::default();
        assert!(!held(&keys, ctrl));
        keys.press(KeyCode::ControlRight);
        assert!(held(&keys, ctrl));
        keys.release(KeyCode::ControlRight);
        assert!(held(&keys, ctrl));
        keys.clear();
        assert!(!held(&keys, ctrl));
    }
}
