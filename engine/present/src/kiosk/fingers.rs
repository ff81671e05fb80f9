//! Contacts on the screen, and which of them are fingers.

use super::layout::{Rect, Target};

/// Most contacts that are followed.
const MOST: usize = 16;
/// A contact that has not moved for so long is no finger: a bag, a drop of water, a touch that the driver
/// forgot to lift. Milliseconds.
pub(super) const STALE_MS: u64 = 30_000;
/// Contacts wider than this are palms and sleeves, millimetres.
const PALM_MM: f64 = 40.0;
/// Nobody's finger is faster, millimetres a millisecond; controllers with a fault are.
const FASTEST_MM_PER_MS: f64 = 12.0;
/// So many impossible moves make a contact a ghost.
const GHOST_MOVES: u8 = 5;
/// A touch that moves less is a tap, millimetres.
const TAP_MM: f64 = 6.0;

/// What a contact does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TouchPhase {
    /// It begins.
    Down,
    /// It moves.
    Moved,
    /// It ends.
    Up,
    /// The system takes it back.
    Cancelled,
}

/// News of one contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touch {
    /// Number of the contact.
    pub id: u64,
    /// What it does.
    pub phase: TouchPhase,
    /// Where, pixels from the upper left corner.
    pub at_px: [f64; 2],
    /// Width of the contact, millimetres, when the screen tells it.
    pub width_mm: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Finger {
    pub id: u64,
    pub start_px: [f64; 2],
    pub at_px: [f64; 2],
    pub target: Option<(Target, Rect)>,
    /// Whether it went farther than a tap does.
    pub travelled: bool,
    moved_ms: u64,
    odd_moves: u8,
    palm: bool,
    /// It only woke the screen or answered the warning: nothing else follows from it.
    pub spent: bool,
}

/// What one piece of news meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Motion {
    Nothing,
    Began(usize),
    /// Number in the list, where it was.
    Moved(usize, [f64; 2]),
    /// The finger, and whether it was one at all.
    Ended(Finger, bool),
}

/// Every contact.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fingers {
    list: Vec<Finger>,
}

impl Fingers {
    /// Takes news. Places that are no numbers are as if they had not come.
    pub(super) fn take(&mut self, now_ms: u64, touch: &Touch, px_per_mm: f64) -> Motion {
        let found = self.list.iter().position(|finger| finger.id == touch.id);
        let place = touch.at_px;
        let usable = place.iter().all(|v| v.is_finite());
        match (touch.phase, found) {
            (TouchPhase::Down, found) if usable => {
                // A second beginning without an end: the end was lost.
                if let Some(at) = found {
                    self.list.remove(at);
                }
                // Forgotten contacts make room, but only when there is none: one may yet move again.
                if self.list.len() >= MOST {
                    self.list.retain(|finger| finger.is_fresh(now_ms));
                }
                if self.list.len() >= MOST {
                    return Motion::Nothing;
                }
                self.list.push(Finger {
                    id: touch.id,
                    start_px: place,
                    at_px: place,
                    target: None,
                    moved_ms: now_ms,
                    odd_moves: 0,
                    palm: touch.width_mm.is_some_and(|width| width > PALM_MM),
                    travelled: false,
                    spent: false,
                });
                Motion::Began(self.list.len() - 1)
            }
            (TouchPhase::Moved, Some(at)) if usable => {
                let Some(finger) = self.list.get_mut(at) else { return Motion::Nothing };
                let was = finger.at_px;
                let way_mm = distance(was, place) / px_per_mm.max(1e-6);
                if way_mm <= 0.0 {
                    return Motion::Nothing;
                }
                let elapsed_ms = now_ms.saturating_sub(finger.moved_ms).max(8) as f64;
                if way_mm > FASTEST_MM_PER_MS * elapsed_ms {
                    finger.odd_moves = finger.odd_moves.saturating_add(1);
                } else if finger.odd_moves < GHOST_MOVES {
                    finger.odd_moves = 0;
                }
                finger.palm |= touch.width_mm.is_some_and(|width| width > PALM_MM);
                finger.at_px = place;
                finger.moved_ms = now_ms;
                finger.travelled |= distance(finger.start_px, place) > TAP_MM * px_per_mm;
                Motion::Moved(at, was)
            }
            (TouchPhase::Up, Some(at)) => {
                let finger = self.list.remove(at);
                let live = finger.is_live(now_ms);
                Motion::Ended(finger, live)
            }
            (TouchPhase::Cancelled, Some(at)) => Motion::Ended(self.list.remove(at), false),
            _ => Motion::Nothing,
        }
    }

    /// Fingers: contacts that are neither palms, nor ghosts, nor forgotten.
    pub(super) fn live(&self, now_ms: u64) -> impl Iterator<Item = &Finger> {
        self.list.iter().filter(move |finger| finger.is_live(now_ms))
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut Finger> {
        self.list.get_mut(at)
    }

    pub(super) fn get(&self, at: usize) -> Option<&Finger> {
        self.list.get(at)
    }

    /// Nothing more follows from the contacts that are there.
    pub(super) fn spend(&mut self) {
        self.list.iter_mut().for_each(|finger| finger.spent = true);
    }

    /// The touch device has gone: nothing lies on the screen any more.
    pub(super) fn clear(&mut self) {
        self.list.clear();
    }
}

impl Finger {
    fn is_fresh(&self, now_ms: u64) -> bool {
        now_ms.saturating_sub(self.moved_ms) < STALE_MS
    }

    pub(super) fn is_live(&self, now_ms: u64) -> bool {
        self.is_fresh(now_ms) && !self.palm && self.odd_moves < GHOST_MOVES
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(id: u64, phase: TouchPhase, x: f64) -> Touch {
        Touch { id, phase, at_px: [x, 100.0], width_mm: None }
    }

    #[test]
    fn forgotten_contacts_palms_and_ghosts_are_no_fingers() {
        let mut fingers = Fingers::default();
        fingers.take(0, &touch(1, TouchPhase::Down, 5.0), 3.0);
        assert_eq!(fingers.live(29_999).count(), 1);
        assert_eq!(fingers.live(30_000).count(), 0, "not moved for half a minute");
        fingers.take(40_000, &touch(1, TouchPhase::Moved, 6.0), 3.0);
        assert_eq!(fingers.live(69_000).count(), 1, "it moves again");
        fingers.take(70_000, &Touch { width_mm: Some(60.0), ..touch(2, TouchPhase::Down, 5.0) }, 3.0);
        assert_eq!(fingers.live(70_000).count(), 0);
        for step in 0..10_u64 {
            let x = if step % 2 == 0 { 0.0 } else { 3000.0 };
            let phase = if step == 0 { TouchPhase::Down } else { TouchPhase::Moved };
            fingers.take(80_000 + 16 * step, &touch(3, phase, x), 3.0);
        }
        assert_eq!(fingers.live(80_200).count(), 0, "it jumps a metre in a frame");
        fingers.take(80_300, &touch(4, TouchPhase::Down, f64::NAN), 3.0);
        assert_eq!(fingers.live(80_300).count(), 0);
    }

    #[test]
    fn a_tap_is_short_on_the_glass() {
        let mut fingers = Fingers::default();
        fingers.take(0, &touch(1, TouchPhase::Down, 0.0), 3.0);
        fingers.take(50, &touch(1, TouchPhase::Moved, 10.0), 3.0);
        let tap = |motion| matches!(motion, Motion::Ended(finger, true) if !finger.travelled);
        assert!(tap(fingers.take(60, &touch(1, TouchPhase::Up, 10.0), 3.0)));
        fingers.take(100, &touch(1, TouchPhase::Down, 0.0), 3.0);
        fingers.take(150, &touch(1, TouchPhase::Moved, 100.0), 3.0);
        assert!(!tap(fingers.take(160, &touch(1, TouchPhase::Up, 0.0), 3.0)));
    }
}
