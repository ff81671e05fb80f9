//! Whether figures on screen belong to the place on screen.

/// How far figures belong to what is on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// They do.
    Fresh,
    /// They are those of before; the new ones are being reckoned.
    Updating,
    /// They are those of before, and nothing is being reckoned.
    Stale,
}

/// Follows which state of the place figures belong to. States are numbered as they come; figures of an older state never
/// take the place of those of a newer one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureTrack {
    /// The state on screen.
    wanted: u64,
    /// The state that the figures on screen belong to.
    shown: Option<u64>,
    /// The state that is being reckoned.
    running: Option<u64>,
}

impl FigureTrack {
    /// The place has changed.
    pub fn change(&mut self) {
        self.wanted += 1;
    }

    /// The state to be reckoned next, which is noted as running; `None` while one runs, or when nothing is to be done.
    pub fn begin(&mut self) -> Option<u64> {
        if self.running.is_some() || self.shown == Some(self.wanted) {
            return None;
        }
        self.running = Some(self.wanted);
        self.running
    }

    /// Figures of a state are there. Tells whether they are to be shown: not when newer ones are.
    pub fn finish(&mut self, state: u64) -> bool {
        if self.running == Some(state) {
            self.running = None;
        }
        let is_newer = self.shown.is_none_or(|shown| state > shown);
        if is_newer {
            self.shown = Some(state);
        }
        is_newer
    }

    /// How far the figures on screen belong to the place on screen.
    pub fn freshness(&self) -> Freshness {
        match (self.shown == Some(self.wanted), self.running) {
            (true, _) => Freshness::Fresh,
            (false, Some(_)) => Freshness::Updating,
            (false, None) => Freshness::Stale,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_grow_stale_by_an_edit_and_fresh_again() {
        let mut track = FigureTrack::default();
        assert_eq!(track.freshness(), Freshness::Stale);
        let first = track.begin();
        assert_eq!((first, track.freshness()), (Some(0), Freshness::Updating));
        assert_eq!(track.begin(), None, "one at a time");
        assert!(track.finish(0));
        assert_eq!((track.freshness(), track.begin()), (Freshness::Fresh, None));
        track.change();
        assert_eq!(track.freshness(), Freshness::Stale);
        assert_eq!(track.begin(), Some(1));
        // Another edit while the first is reckoned: what comes is shown, and is not the last word.
        track.change();
        assert!(track.finish(1));
        assert_eq!(track.freshness(), Freshness::Stale);
        assert_eq!((track.begin(), track.freshness()), (Some(2), Freshness::Updating));
        assert!(track.finish(2));
        assert_eq!(track.freshness(), Freshness::Fresh);
    }

    #[test]
    fn an_older_result_never_takes_the_place_of_a_newer_one() {
        let mut track = FigureTrack::default();
        let old = track.begin();
        track.change();
        track.change();
        // Two ways to the same figures: the quick one is first.
        assert!(track.finish(2));
        assert_eq!(track.freshness(), Freshness::Fresh);
        assert!(old.is_some_and(|old| !track.finish(old)));
        assert_eq!((track.freshness(), track.begin()), (Freshness::Fresh, None));
    }
}
