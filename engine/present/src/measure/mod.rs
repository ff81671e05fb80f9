//! Measuring: points, lengths, areas, heights, angles, and the clearance between two things.

mod asked;
mod snap;
mod thing;
mod value;
mod words;

pub use asked::{AskedPoint, MeasureAsked};
pub use snap::{Snap, SnapKind, SnapReach, snap_to_edges};
pub use thing::thing_shapes;
pub use value::{MeasureFault, MeasureValue, measured};
pub use words::{measure_label, measure_rows, measure_text};

use linli_model::{Key, Point3};
use linli_space::Clearance;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MeasureKind {
    /// Coordinates and height of a point.
    Point,
    /// Length of a line of points.
    Length,
    /// Area and perimeter of a polygon.
    Area,
    /// Height between two points.
    Height,
    /// Angle at the second of three points.
    Angle,
    /// Shortest distance between two things.
    Clearance,
}

impl MeasureKind {
    /// Every kind, in the order of the panel.
    pub const ALL: [Self; 6] =
        [Self::Point, Self::Length, Self::Area, Self::Height, Self::Angle, Self::Clearance];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Length => "length",
            Self::Area => "area",
            Self::Height => "height",
            Self::Angle => "angle",
            Self::Clearance => "clearance",
        }
    }

    /// The kind of a word on the command line.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Least and greatest number of points; a clearance has none, but two things.
    pub fn points(self) -> (usize, usize) {
        match self {
            Self::Point => (1, 1),
            Self::Length => (2, usize::MAX),
            Self::Area => (3, usize::MAX),
            Self::Height => (2, 2),
            Self::Angle => (3, 3),
            Self::Clearance => (0, 0),
        }
    }
}

/// Something that is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What is measured.
    pub kind: MeasureKind,
    /// Points, local metres.
    pub points: Vec<Point3>,
    /// Keys of the two things of a clearance.
    pub objects: Vec<Key>,
}

impl Measure {
    /// Nothing yet of a kind.
    pub fn begun(kind: MeasureKind) -> Self {
        Self { kind, points: Vec::new(), objects: Vec::new() }
    }

    /// Whether there is enough of it to measure something.
    pub fn is_enough(&self) -> bool {
        match self.kind {
            MeasureKind::Clearance => self.objects.len() == 2,
            kind => self.points.len() >= kind.points().0,
        }
    }

    /// Whether nothing more can be added.
    pub fn is_full(&self) -> bool {
        match self.kind {
            MeasureKind::Clearance => self.objects.len() >= 2,
            kind => self.points.len() >= kind.points().1,
        }
    }

    /// Its value; the clearance of its two things is found by whoever knows their shapes.
    ///
    /// # Errors
    /// [`MeasureFault`] when there is too little, or it has no such value.
    pub fn value(&self, clearance: Option<Clearance>) -> Result<MeasureValue, MeasureFault> {
        measured(self.kind, &self.points, clearance)
    }
}

/// What somebody wants of measuring.
#[derive(Clone, Debug, PartialEq)]
pub enum MeasureWish {
    /// Takes the tool of a kind, or puts it away.
    Take(Option<MeasureKind>),
    /// A point, local metres.
    Point(Point3),
    /// A thing of a clearance.
    Object(Key),
    /// Ends a line or a polygon.
    Finish,
    /// Takes the last point or thing back; of nothing begun puts the tool away.
    TakeBack,
    /// Keeps something measured elsewhere.
    Keep(Measure),
    /// Takes one of those kept away.
    Remove(usize),
    /// Takes everything away.
    Clear,
}

/// What is measured on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasureView {
    /// What is being measured: the tool in hand with what it has so far.
    pub draft: Option<Measure>,
    /// What was measured.
    pub kept: Vec<Measure>,
}

impl MeasureView {
    /// Whether clicks go to the tool.
    pub fn takes_clicks(&self) -> bool {
        self.draft.is_some()
    }

    /// Carries out a wish.
    pub fn apply(&mut self, wish: MeasureWish) {
        match wish {
            MeasureWish::Take(kind) => self.draft = kind.map(Measure::begun),
            MeasureWish::Point(point) => {
                if let Some(draft) = &mut self.draft
                    && point.iter().all(|v| v.is_finite())
                    && !draft.is_full()
                    && draft.points.last() != Some(&point)
                {
                    draft.points.push(point);
                }
                self.keep_full();
            }
            MeasureWish::Object(key) => {
                if let Some(draft) = &mut self.draft
                    && draft.kind == MeasureKind::Clearance
                    && !draft.objects.contains(&key)
                {
                    draft.objects.push(key);
                }
                self.keep_full();
            }
            MeasureWish::Finish => self.keep_draft(),
            MeasureWish::TakeBack => {
                let Some(draft) = &mut self.draft else { return };
                if draft.points.pop().is_none() && draft.objects.pop().is_none() {
                    self.draft = None;
                }
            }
            MeasureWish::Keep(measure) => self.kept.push(measure),
            MeasureWish::Remove(number) if number < self.kept.len() => {
                self.kept.remove(number);
            }
            MeasureWish::Remove(_) => {}
            MeasureWish::Clear => *self = Self::default(),
        }
    }

    fn keep_full(&mut self) {
        if self.draft.as_ref().is_some_and(Measure::is_full) {
            self.keep_draft();
        }
    }

    /// Keeps the draft when there is enough of it; the tool stays in hand.
    fn keep_draft(&mut self) {
        if let Some(draft) = self.draft.take_if(|draft| draft.is_enough()) {
            self.draft = Some(Measure::begun(draft.kind));
            self.kept.push(draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_keeps_what_is_whole_and_stays_in_hand() {
        let mut view = MeasureView::default();
        view.apply(MeasureWish::Point([0.0; 3]));
        assert!(view.kept.is_empty() && !view.takes_clicks());
        view.apply(MeasureWish::Take(Some(MeasureKind::Height)));
        view.apply(MeasureWish::Point([0.0; 3]));
        view.apply(MeasureWish::Point([0.0; 3]));
        assert!(view.kept.is_empty(), "the same point twice is one point");
        view.apply(MeasureWish::Point([0.0, 0.0, f64::NAN]));
        view.apply(MeasureWish::Point([1.0, 0.0, 5.0]));
        assert_eq!(view.kept.len(), 1);
        assert_eq!(view.draft, Some(Measure::begun(MeasureKind::Height)));
    }

    #[test]
    fn a_line_ends_when_it_is_ended_and_two_different_things_have_a_clearance() {
        let mut view = MeasureView::default();
        view.apply(MeasureWish::Take(Some(MeasureKind::Length)));
        view.apply(MeasureWish::Point([0.0; 3]));
        view.apply(MeasureWish::Finish);
        assert!(view.kept.is_empty(), "one point is no line");
        view.apply(MeasureWish::Point([3.0, 0.0, 0.0]));
        view.apply(MeasureWish::Point([3.0, 4.0, 0.0]));
        view.apply(MeasureWish::TakeBack);
        view.apply(MeasureWish::Finish);
        assert_eq!(view.kept.iter().map(|kept| kept.points.len()).collect::<Vec<_>>(), [2]);
        view.apply(MeasureWish::Take(Some(MeasureKind::Clearance)));
        for key in ["a", "a", "b"] {
            view.apply(MeasureWish::Object(Key::from(key)));
        }
        assert_eq!(view.kept.len(), 2);
        view.apply(MeasureWish::Remove(0));
        view.apply(MeasureWish::Remove(7));
        assert_eq!(view.kept.first().map(|kept| kept.kind), Some(MeasureKind::Clearance));
        view.apply(MeasureWish::TakeBack);
        assert!(!view.takes_clicks(), "nothing left to take back puts the tool away");
    }

    #[test]
    fn every_kind_has_its_word() {
        for kind in MeasureKind::ALL {
            assert_eq!(MeasureKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(MeasureKind::from_name("volume"), None);
    }
}
