//! What the window shows of reach beside the values on buildings: a home's ways, bands, the front, what is closed.

use std::collections::BTreeSet;

/// Minutes after which the front is no longer followed.
pub const FRONT_MINUTES: f64 = 20.0;
/// Minutes of walking that pass in a second while the front spreads.
const MINUTES_A_SECOND: f64 = 2.0;
/// Time that the whole front stays before it spreads again, seconds.
const REST_S: f64 = 3.0;

/// What is asked of the view of reach.
#[derive(Clone, Debug, PartialEq)]
pub enum ReachWish {
    /// Opens or closes it.
    Open(bool),
    /// Chooses the level of the home whose ways are shown; none: the highest with homes.
    Level(Option<i16>),
    /// Shows bands of a minute on the ground, or not.
    Bands(bool),
    /// Shows how far people are after some minutes from the station; none: all bands.
    Front(Option<f64>),
    /// Lets the front spread from the station, or stops it.
    Spread(bool),
    /// Who walks, by the key of the profile.
    Profile(String),
    /// Minute of the day for opening hours; none: everything counts as open.
    Departure(Option<u16>),
    /// Closes something by its name (`KEY` or `KEY#lift:N`), or opens it again.
    Close(String, bool),
    /// Opens everything again.
    OpenAll,
}

/// What is shown of reach.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachView {
    /// Whether it is open: a selected home shows its ways then.
    pub open: bool,
    /// Level of that home; none: the highest with homes.
    pub level: Option<i16>,
    /// Whether bands lie on the ground.
    pub bands: bool,
    /// Minutes that the front has spread; none: all bands.
    pub front_min: Option<f64>,
    /// Whether it spreads.
    pub spreading: bool,
    /// Who walks.
    pub profile: String,
    /// Minute of the day for opening hours.
    pub departure: Option<u16>,
    /// What is closed, by name.
    pub closed: BTreeSet<String>,
}

impl Default for ReachView {
    fn default() -> Self {
        Self {
            open: false,
            level: None,
            bands: false,
            front_min: None,
            spreading: false,
            profile: "standard".to_owned(),
            departure: None,
            closed: BTreeSet::new(),
        }
    }
}

impl ReachView {
    pub(crate) fn apply(&mut self, wish: ReachWish) {
        match wish {
            ReachWish::Open(on) => self.open = on,
            ReachWish::Level(level) => self.level = level,
            ReachWish::Bands(on) => {
                self.bands = on;
                if !on {
                    (self.front_min, self.spreading) = (None, false);
                }
            }
            ReachWish::Front(minute) => {
                self.front_min = minute.filter(|m| m.is_finite()).map(|m| m.clamp(0.0, FRONT_MINUTES));
                self.spreading = false;
                self.bands |= self.front_min.is_some();
            }
            ReachWish::Spread(on) => {
                self.spreading = on;
                if on {
                    self.bands = true;
                    let begun = self.front_min.filter(|minute| *minute < FRONT_MINUTES);
                    self.front_min = Some(begun.unwrap_or(0.0));
                }
            }
            ReachWish::Profile(profile) => self.profile = profile,
            ReachWish::Departure(minute) => self.departure = minute.map(|minute| minute.min(24 * 60 - 1)),
            ReachWish::Close(name, true) => {
                self.closed.insert(name);
            }
            ReachWish::Close(name, false) => {
                self.closed.remove(&name);
            }
            ReachWish::OpenAll => self.closed.clear(),
        }
    }

    /// Lets seconds pass while the front spreads: to the end, a rest, and from the beginning.
    pub fn pass(&mut self, seconds: f64) {
        let (true, Some(minute)) = (self.spreading, self.front_min) else { return };
        let end = FRONT_MINUTES + REST_S * MINUTES_A_SECOND;
        let next = minute + seconds.max(0.0) * MINUTES_A_SECOND;
        self.front_min = Some(if next > end { 0.0 } else { next });
    }

    /// Whether anything needs the answers of reach.
    pub fn is_asked(&self) -> bool {
        self.open || self.bands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_spreads_rests_and_begins_again() {
        let mut view = ReachView::default();
        view.pass(1.0);
        assert_eq!(view.front_min, None);
        view.apply(ReachWish::Spread(true));
        assert_eq!((view.bands, view.front_min), (true, Some(0.0)));
        view.pass(2.5);
        assert_eq!(view.front_min, Some(5.0));
        view.apply(ReachWish::Spread(false));
        view.pass(2.5);
        assert_eq!(view.front_min, Some(5.0));
        view.apply(ReachWish::Spread(true));
        view.pass(9.0);
        assert_eq!(view.front_min, Some(23.0));
        view.pass(2.0);
        assert_eq!(view.front_min, Some(0.0));
        view.apply(ReachWish::Front(Some(99.0)));
        assert_eq!((view.front_min, view.spreading), (Some(FRONT_MINUTES), false));
        view.apply(ReachWish::Bands(false));
        assert_eq!((view.front_min, view.is_asked()), (None, false));
    }

    #[test]
    fn what_is_closed_opens_again() {
        let mut view = ReachView::default();
        view.apply(ReachWish::Close("gate".into(), true));
        view.apply(ReachWish::Close("tower#lift:1".into(), true));
        view.apply(ReachWish::Close("gate".into(), false));
        assert_eq!(view.closed.iter().map(String::as_str).collect::<Vec<_>>(), ["tower#lift:1"]);
        view.apply(ReachWish::OpenAll);
        assert!(view.closed.is_empty());
    }
}
