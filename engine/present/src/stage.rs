//! What an element looks like in a stage of the place, and how far a building has risen on a date.

use chrono::NaiveDate;
use linli_model::{Building, Element, Kind, Stage, Truth};
use linli_sim::stages::{ElementState, Standing, Timeliness};

use crate::Colour;

/// What a picture shows: a stage, and in construction a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Level of truth.
    pub stage: Stage,
    /// Day; of meaning in construction only.
    pub day: NaiveDate,
}

/// Pattern that tells states apart without colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Plain.
    #[default]
    None,
    /// Slanted stripes.
    Stripes,
    /// Dots.
    Dots,
    /// Crossed lines.
    Crosses,
}

/// What an element looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElementLook {
    /// 0 hidden … 1 shown.
    pub opacity: f32,
    /// Whether its frame is bare and its new façade behind a net.
    pub rising: bool,
    /// Whether its edges stay whole where its faces are see-through, in the colour of its tint.
    pub outlined: bool,
    /// Pattern of the tint.
    pub pattern: Pattern,
    /// Colour laid over its own, and how much of it, 0 … 1.
    pub tint: Option<(Colour, f32)>,
    /// Its façade is finished below this height, local metres.
    pub facade_m: f64,
    /// Nothing of it stands above this height, local metres.
    pub frame_m: f64,
}

impl ElementLook {
    /// Shown as it is.
    pub const SHOWN: Self = Self {
        opacity: 1.0,
        rising: false,
        outlined: false,
        pattern: Pattern::None,
        tint: None,
        facade_m: f64::INFINITY,
        frame_m: f64::INFINITY,
    };
    /// Not shown.
    pub const HIDDEN: Self = Self { opacity: 0.0, ..Self::SHOWN };

    fn tinted(self, colour: Colour, share: f32, pattern: Pattern) -> Self {
        Self { tint: Some((colour, share)), pattern, ..self }
    }
}

/// How work stands, for colours and the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WorkState {
    /// Built on time or before.
    InProgress,
    /// Behind the baseline.
    Late,
    /// Ahead of the baseline.
    Early,
    /// Being removed.
    Demolition,
    /// Stands and is worked on.
    Maintenance,
    /// Stands only while it is needed.
    Temporary,
    /// Closed by a work.
    Closed,
}

impl WorkState {
    /// Every state, in the order of the legend.
    pub const ALL: [Self; 7] = [
        Self::InProgress,
        Self::Late,
        Self::Early,
        Self::Demolition,
        Self::Maintenance,
        Self::Closed,
        Self::Temporary,
    ];

    /// Colour and pattern: told apart by both, safe for the colour-blind (Okabe and Ito 2008).
    pub fn paint(self) -> (Colour, Pattern) {
        match self {
            Self::InProgress => ([0, 114, 178], Pattern::None),
            Self::Late => ([213, 94, 0], Pattern::Stripes),
            Self::Early => ([0, 158, 115], Pattern::Dots),
            Self::Demolition => ([204, 121, 167], Pattern::Crosses),
            Self::Maintenance => ([230, 159, 0], Pattern::Dots),
            Self::Closed => ([190, 40, 40], Pattern::Crosses),
            Self::Temporary => ([240, 200, 40], Pattern::None),
        }
    }

    /// The state of work on an element on a day; nothing where no work goes on.
    pub fn of(element: &Element, state: &ElementState) -> Option<Self> {
        match state.standing {
            Standing::NotYet | Standing::Gone => None,
            Standing::Falling => Some(Self::Demolition),
            _ if state.closed => Some(Self::Closed),
            Standing::Maintained => Some(Self::Maintenance),
            _ if element.presence.truth == Truth::Temporary => Some(Self::Temporary),
            Standing::Rising => Some(match state.timeliness {
                Timeliness::Late => Self::Late,
                Timeliness::Early => Self::Early,
                Timeliness::OnTime | Timeliness::NotScheduled => Self::InProgress,
            }),
            Standing::Stands => None,
        }
    }
}

/// Floors of a building or a basement, for how far it has risen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Floors {
    /// Heights of the floors from the lowest up to the roof, local metres: one more than there are storeys.
    pub heights_m: Vec<f64>,
    /// Number of storeys of work below the first of the heights: those of a basement that is an element
    /// of its own.
    pub below: f64,
}

impl Floors {
    /// Height up to which whole storeys are finished, when `storeys` are done.
    pub fn top_m(&self, storeys: f64) -> Option<f64> {
        let done = (storeys - self.below).floor().max(0.0) as usize;
        self.heights_m.get(done.min(self.heights_m.len().checked_sub(1)?)).copied()
    }
}

/// Storeys by which the finished façade stays behind the frame.
const FACADE_BEHIND: f64 = 5.0;

/// What an element looks like at a moment.
///
/// `removed` tells whether a work of the plan removes it (planning and design are without it); `floors` are
/// those of the building it belongs to.
pub fn look_at(
    element: &Element,
    state: &ElementState,
    removed: bool,
    moment: Moment,
    floors: Option<&Floors>,
) -> ElementLook {
    if moment.stage == Stage::Construction {
        return look_in_construction(element, state, floors);
    }
    if removed || !element.presence.is_part_of(moment.stage) {
        return ElementLook::HIDDEN;
    }
    // The plan shows parcels, and what exists around them as a pale model.
    match (&element.kind, moment.stage) {
        (Kind::Parcel(_), Stage::Design) => ElementLook::HIDDEN,
        // A plan says where a park is, not where its trees are.
        (Kind::Tree(_), Stage::Planning) if element.presence.truth != Truth::Existing => ElementLook::HIDDEN,
        (Kind::Building(_) | Kind::BuildingPart(_), Stage::Planning)
            if element.presence.truth == Truth::Existing =>
        {
            ElementLook::SHOWN.tinted([236, 234, 228], 0.72, Pattern::None)
        }
        _ => ElementLook::SHOWN,
    }
}

fn look_in_construction(element: &Element, state: &ElementState, floors: Option<&Floors>) -> ElementLook {
    if !state.standing.is_there() || matches!(element.kind, Kind::Parcel(_)) {
        return ElementLook::HIDDEN;
    }
    let mut look = ElementLook::SHOWN;
    if let Some(work) = WorkState::of(element, state)
        && work != WorkState::Temporary
    {
        let (colour, pattern) = work.paint();
        look = look.tinted(colour, 0.5, pattern);
    }
    let storeys = f64::from(state.storeys_done);
    match (state.standing, floors) {
        (Standing::Rising, Some(floors)) if !floors.heights_m.is_empty() => {
            look.rising = true;
            look.frame_m = floors.top_m(storeys).unwrap_or(f64::NEG_INFINITY);
            // The last tenth of the work closes the façade up to the roof.
            let left = ((1.0 - f64::from(state.share)) * 10.0).clamp(0.0, 1.0);
            let behind = FACADE_BEHIND * left;
            look.facade_m = floors.top_m(storeys - behind).unwrap_or(f64::NEG_INFINITY);
        }
        (Standing::Falling, Some(floors)) if !floors.heights_m.is_empty() => {
            let all = (floors.heights_m.len() - 1) as f64;
            let left = all * (1.0 - f64::from(state.share)) + floors.below;
            look.frame_m = floors.top_m(left.ceil()).unwrap_or(f64::INFINITY);
        }
        _ => {}
    }
    look
}

/// Levels of work below the ground floor of a building: those that its storeys or its work name.
pub fn levels_below(building: &Building, lowest_work_level: Option<i16>) -> f64 {
    let own = building.storeys.iter().map(|run| run.from_level).min();
    let lowest = lowest_work_level.or(own).unwrap_or(1);
    f64::from((-lowest).max(0))
}

#[cfg(test)]
mod tests {
    use linli_model::{Geometry, Parcel, Presence};

    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2028, 3, 1).unwrap_or_default()
    }

    fn building(truth: Truth) -> Element {
        let mut element = Element::new("b", Kind::Building(Building::default()), Geometry::None);
        element.presence = Presence::new(truth, 4);
        element
    }

    fn look(element: &Element, state: ElementState, stage: Stage) -> ElementLook {
        let floors = Floors { heights_m: vec![0.0, 5.0, 8.0, 11.0, 14.0, 17.0, 20.0], below: 2.0 };
        look_at(element, &state, false, Moment { stage, day: day() }, Some(&floors))
    }

    fn state(standing: Standing, share: f32, storeys_done: f32) -> ElementState {
        ElementState { standing, share, storeys_done, timeliness: Timeliness::OnTime, closed: false }
    }

    #[test]
    fn each_stage_has_its_own_truth() {
        let nothing = ElementState::default();
        let shown = |truth, stage| look(&building(truth), nothing, stage).opacity > 0.0;
        assert!(shown(Truth::Proposed, Stage::Planning) && !shown(Truth::Proposed, Stage::Design));
        assert!(!shown(Truth::Designed, Stage::Planning) && shown(Truth::Designed, Stage::Design));
        assert!(!shown(Truth::Designed, Stage::Construction), "nothing says that it stands");
        // What exists is pale in the plan, so that the proposal stands out.
        assert!(look(&building(Truth::Existing), nothing, Stage::Planning).tint.is_some());
        assert!(look(&building(Truth::Existing), nothing, Stage::Design).tint.is_none());
        let moment = Moment { stage: Stage::Planning, day: day() };
        assert_eq!(look_at(&building(Truth::Existing), &nothing, true, moment, None), ElementLook::HIDDEN);
        let parcel = Element::new("p", Kind::Parcel(Parcel::new(linli_model::LandUse::Park)), Geometry::None);
        assert_eq!(look(&parcel, nothing, Stage::Design), ElementLook::HIDDEN);
    }

    #[test]
    fn a_building_rises_by_whole_storeys_and_its_facade_follows() {
        let tower = building(Truth::Designed);
        let at = |storeys| look(&tower, state(Standing::Rising, 0.5, storeys), Stage::Construction);
        assert_eq!(at(1.9).frame_m, 0.0, "still in the basement");
        assert_eq!(at(4.7).frame_m, 8.0);
        assert_eq!(at(8.0).frame_m, 20.0);
        assert_eq!(at(8.0).facade_m, 5.0);
        let late = look(&tower, state(Standing::Rising, 0.99, 8.0), Stage::Construction);
        assert!(late.rising && late.facade_m > 14.0, "{late:?}");
        let done = look(&tower, state(Standing::Stands, 1.0, 8.0), Stage::Construction);
        assert_eq!(done, ElementLook::SHOWN);
    }

    #[test]
    fn a_building_falls_from_the_top() {
        let old = building(Truth::Existing);
        let at = |share| look(&old, state(Standing::Falling, share, 0.0), Stage::Construction);
        assert_eq!(at(0.0).frame_m, 20.0);
        assert_eq!(at(0.5).frame_m, 11.0);
        assert_eq!(at(1.0).frame_m, 0.0);
        assert_eq!(at(0.5).pattern, Pattern::Crosses);
    }

    #[test]
    fn states_of_work_differ_in_colour_and_in_pattern_or_kind() {
        let paints: std::collections::BTreeSet<_> =
            WorkState::ALL.iter().map(|work| (work.paint().0, work.paint().1 as u8)).collect();
        assert_eq!(paints.len(), WorkState::ALL.len());
        let patterned = [WorkState::InProgress, WorkState::Late, WorkState::Early, WorkState::Demolition];
        let patterns: std::collections::BTreeSet<_> = patterned.iter().map(|w| w.paint().1 as u8).collect();
        assert_eq!(patterns.len(), 4, "finished, in progress, late and early are told apart without colour");
    }
}
