//! Where a show is: one number on the clock that all machines of an exhibit share.

/// A chapter and when it began on the shared clock. Where it is follows from the clock alone, so that whoever
/// knows the clock is in step, however late a message comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Playhead {
    /// Position of the chapter in the show.
    pub chapter: u32,
    /// Time of its beginning on the shared clock, microseconds.
    pub began_us: i64,
    /// Where it is held, microseconds from its beginning, while it is.
    pub held_us: Option<i64>,
}

impl Playhead {
    /// A chapter that begins now.
    pub fn beginning(chapter: usize, clock_us: i64) -> Self {
        Self { chapter: chapter as u32, began_us: clock_us, held_us: None }
    }

    /// Microseconds from the beginning of the chapter.
    pub fn position_us(&self, clock_us: i64) -> i64 {
        self.held_us.unwrap_or_else(|| clock_us.saturating_sub(self.began_us).max(0))
    }

    /// Holds it where it is.
    #[must_use]
    pub fn held(self, clock_us: i64) -> Self {
        Self { held_us: Some(self.position_us(clock_us)), ..self }
    }

    /// Lets it go on from where it is held.
    #[must_use]
    pub fn released(self, clock_us: i64) -> Self {
        match self.held_us {
            Some(at) => Self { began_us: clock_us.saturating_sub(at), held_us: None, ..self },
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_takes_nothing_away() {
        let playhead = Playhead::beginning(2, 1_000);
        assert_eq!(playhead.position_us(5_000), 4_000);
        let held = playhead.held(5_000);
        assert_eq!((held.position_us(9_000), held.held(20_000)), (4_000, held));
        let on = held.released(10_000);
        assert_eq!((on.position_us(10_000), on.position_us(10_500)), (4_000, 4_500));
        // A clock that was put back does not run before the beginning.
        assert_eq!(playhead.position_us(-5), 0);
        // After two weeks a microsecond is still a microsecond.
        let fortnight = 14 * 86_400 * 1_000_000;
        assert_eq!(playhead.position_us(fortnight + 1) - playhead.position_us(fortnight), 1);
    }
}
