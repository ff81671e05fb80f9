//! The three ways of one home as bars: how many minutes are spent on what, with whom and when.

use linli_model::{Community, ElementId, Language};
use linli_sim::reach::{CarTrips, HomeExplanation, HomeTrip, LegKind, Name, ReachQuestion, UnknownReason};

use crate::{Colour, Text, text, title_of};

/// One of the three ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HomeWayKind {
    /// A person to the station, or back.
    Person,
    /// A car from the gate to its bay, and on foot to the flat.
    Car,
    /// Goods from the hub to the flat's door.
    Goods,
}

impl HomeWayKind {
    /// Every way, in the order of the card.
    pub const ALL: [Self; 3] = [Self::Person, Self::Car, Self::Goods];

    /// Its colour in the scene and on the card: blue, orange and purple, told apart by people of every colour vision,
    /// also by how light they are (after Okabe and Ito).
    pub fn colour(self) -> Colour {
        match self {
            Self::Person => [0, 114, 178],
            Self::Car => [240, 164, 20],
            Self::Goods => [178, 60, 140],
        }
    }

    /// Its name.
    pub fn text(self) -> Text {
        match self {
            Self::Person => Text::WayPerson,
            Self::Car => Text::WayCar,
            Self::Goods => Text::WayGoods,
        }
    }
}

/// What minutes are spent on, as people tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WayPart {
    /// On foot, in the garage too.
    Walk,
    /// On stairs.
    Stairs,
    /// Waiting for the lift.
    LiftWait,
    /// In the lift.
    Lift,
    /// At crossings, signals and gates.
    Crossing,
    /// In a vehicle.
    Drive,
    /// Looking for a bay.
    Search,
    /// In a line, or waiting for other orders.
    Queue,
    /// At a barrier, an automatic garage, picking and loading.
    Service,
    /// Stops at other homes.
    OtherStops,
    /// Handing over.
    Handover,
}

impl WayPart {
    /// What a part of a trip counts as.
    fn of(kind: LegKind) -> Self {
        match kind {
            LegKind::Walk | LegKind::GarageWalk => Self::Walk,
            LegKind::Stairs => Self::Stairs,
            LegKind::LiftWait => Self::LiftWait,
            LegKind::LiftRide => Self::Lift,
            LegKind::Crossing => Self::Crossing,
            LegKind::Drive | LegKind::GarageDrive => Self::Drive,
            LegKind::Search => Self::Search,
            LegKind::Queue | LegKind::Batch => Self::Queue,
            LegKind::Service | LegKind::Pick | LegKind::Load => Self::Service,
            LegKind::OtherStops => Self::OtherStops,
            LegKind::Handover => Self::Handover,
        }
    }

    /// Its colour in bars (after Okabe and Ito); words stand beside it.
    pub fn colour(self) -> Colour {
        match self {
            Self::Walk => [86, 180, 233],
            Self::Stairs => [150, 205, 240],
            Self::LiftWait => [240, 228, 66],
            Self::Lift => [0, 114, 178],
            Self::Crossing => [150, 156, 162],
            Self::Drive => [0, 158, 115],
            Self::Search => [230, 159, 0],
            Self::Queue => [213, 94, 0],
            Self::Service => [204, 121, 167],
            Self::OtherStops => [140, 110, 84],
            Self::Handover => [222, 222, 222],
        }
    }

    /// Its name.
    pub fn text(self) -> Text {
        match self {
            Self::Walk => Text::PartWalk,
            Self::Stairs => Text::PartStairs,
            Self::LiftWait => Text::PartLiftWait,
            Self::Lift => Text::PartLift,
            Self::Crossing => Text::PartCrossing,
            Self::Drive => Text::PartDrive,
            Self::Search => Text::PartSearch,
            Self::Queue => Text::PartQueue,
            Self::Service => Text::PartService,
            Self::OtherStops => Text::PartOtherStops,
            Self::Handover => Text::PartHandover,
        }
    }
}

/// One way with what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct WayRow {
    /// Which way.
    pub kind: HomeWayKind,
    /// The trip; nothing when there is none.
    pub trip: Option<HomeTrip>,
    /// Minutes of each part that it has, in the order of the trip.
    pub parts: Vec<(WayPart, f64)>,
    /// Why there is no trip.
    pub why: Option<Text>,
    /// Minutes to fetch the car, beside those to park it.
    pub fetch_min: Option<f64>,
}

impl WayRow {
    fn new(kind: HomeWayKind, trip: Option<HomeTrip>, why: Text) -> Self {
        let mut parts: Vec<(WayPart, f64)> = Vec::new();
        for leg in trip.iter().flat_map(|trip| &trip.legs).filter(|leg| leg.ms > 0) {
            let (part, minutes) = (WayPart::of(leg.kind), leg.ms as f64 / 60_000.0);
            match parts.iter_mut().find(|(known, _)| *known == part) {
                Some((_, sum)) => *sum += minutes,
                None => parts.push((part, minutes)),
            }
        }
        let why = trip.is_none().then_some(why);
        Self { kind, trip, parts, why, fetch_min: None }
    }

    /// Minutes of the whole trip.
    pub fn minutes(&self) -> Option<f64> {
        self.trip.as_ref().map(|trip| trip.total_ms() as f64 / 60_000.0)
    }

    /// Minutes that count as reached.
    pub fn limit_min(&self) -> Option<f64> {
        self.trip.as_ref().map(|trip| f64::from(trip.limit_ms) / 60_000.0)
    }

    /// Whether it is within its limit.
    pub fn is_within(&self) -> bool {
        self.trip.as_ref().is_some_and(|trip| trip.total_ms() <= u64::from(trip.limit_ms))
    }

    /// Its parts in words: `walk 5.1 · crossing 0.7`.
    pub fn words(&self, language: Language) -> String {
        let part = |(part, minutes): &(WayPart, f64)| format!("{} {minutes:.1}", text(part.text(), language));
        self.parts.iter().map(part).collect::<Vec<_>>().join(" · ")
    }
}

/// The three ways of one home.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeWays {
    /// The building.
    pub building: ElementId,
    /// The level; 1 is the ground floor.
    pub level: i16,
    /// Levels with homes, from below.
    pub levels: Vec<i16>,
    /// Person, car, goods.
    pub rows: Vec<WayRow>,
    /// Who, how fast, when, by which edition, in English and Chinese.
    pub basis: [String; 2],
}

impl HomeWays {
    /// The ways of a home; while `is_whole` is false cars and goods are still being simulated.
    pub fn new(
        explanation: HomeExplanation,
        home: (ElementId, i16, Vec<i16>),
        question: &ReachQuestion,
        is_whole: bool,
    ) -> Self {
        let HomeExplanation { person, car, goods } = explanation;
        let why = match &person {
            Err(UnknownReason::NoStation) => Text::NoStation,
            Err(UnknownReason::CutOff { .. }) => Text::WayCutOff,
            _ => Text::NoWay,
        };
        let pending = |why: Text| if is_whole { why } else { Text::Computing };
        let fetch_min = car.as_ref().map(|trips| trips.fetch.total_ms() as f64 / 60_000.0);
        let park = car.map(|CarTrips { park, .. }| park);
        let rows = vec![
            WayRow::new(HomeWayKind::Person, person.ok(), why),
            WayRow { fetch_min, ..WayRow::new(HomeWayKind::Car, park, pending(Text::NoBay)) },
            WayRow::new(HomeWayKind::Goods, goods, pending(Text::NoHub)),
        ];
        let (building, level, levels) = home;
        Self { building, level, levels, rows, basis: basis_of(question) }
    }

    /// Longest way, minutes: bars are drawn against it.
    pub fn longest_min(&self) -> f64 {
        self.rows.iter().filter_map(WayRow::minutes).fold(0.0, f64::max)
    }

    /// Name of the home: that of its building, and the storey.
    pub fn title(&self, community: &Community, language: Language) -> String {
        let element = community.element(self.building);
        let name = element.map(|element| title_of(element, language)).unwrap_or_default();
        match language {
            Language::Chinese => format!("{name} · {} 层", self.level),
            Language::English => format!("{name} · storey {}", self.level),
        }
    }
}

/// Profiles, speeds, departure and edition that times depend on, in English and Chinese.
pub fn basis_of(question: &ReachQuestion) -> [String; 2] {
    let [english, chinese] = walker_of(question);
    let name = |name: &Name| [name.en.clone(), name.zh.clone()];
    let [carrier_en, carrier_zh] = name(&question.carrier.name);
    let (speed, seed) = (question.carrier.speed.value, question.seed);
    [
        format!("{english} · {carrier_en}, {speed} m/s · means of simulated days, seed {seed}"),
        format!("{chinese} · {carrier_zh} {speed} m/s · 模拟日均值，种子 {seed}"),
    ]
}

/// The same of those who walk.
pub fn walker_of(question: &ReachQuestion) -> [String; 2] {
    let (name, speed, edition) =
        (&question.walker.name, question.walker.speed.value, &question.rules.edition);
    let departure = match question.minute {
        Some(minute) => {
            let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
            [format!("departure {clock}"), format!("{clock} 出发")]
        }
        None => ["any time, everything open".to_owned(), "任意时刻，全部开放".to_owned()],
    };
    [
        format!("{}, {speed} m/s · {} · {edition}", name.en, departure[0]),
        format!("{} {speed} m/s · {} · {edition}", name.zh, departure[1]),
    ]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use linli_sim::reach::{Leg, ReachRules};

    fn trip(legs: &[(LegKind, u64)]) -> HomeTrip {
        let leg = |(kind, s): &(LegKind, u64)| Leg {
            kind: *kind,
            ms: s * 1000,
            path: Vec::new(),
            along: Vec::new(),
        };
        HomeTrip { legs: legs.iter().map(leg).collect(), limit_ms: 600_000, place: ElementId(1) }
    }

    #[test]
    fn parts_of_a_bar_add_up_to_the_trip_and_tell_why_there_is_none() {
        let question = ReachQuestion::standard(ReachRules::standard().unwrap()).unwrap();
        let person = trip(&[
            (LegKind::LiftWait, 30),
            (LegKind::LiftRide, 24),
            (LegKind::Walk, 300),
            (LegKind::Walk, 60),
        ]);
        let explanation = HomeExplanation { person: Ok(person), car: None, goods: None };
        let ways = HomeWays::new(explanation.clone(), (ElementId(0), 3, vec![2, 3]), &question, true);
        let row = &ways.rows[0];
        assert_eq!(row.parts, [(WayPart::LiftWait, 0.5), (WayPart::Lift, 0.4), (WayPart::Walk, 6.0)]);
        let sum: f64 = row.parts.iter().map(|(_, minutes)| minutes).sum();
        assert!((row.minutes().unwrap() - sum).abs() < 1e-9 && row.is_within());
        assert_eq!(row.words(Language::English), "lift wait 0.5 · lift 0.4 · walk 6.0");
        assert_eq!((ways.rows[1].why, ways.rows[2].why), (Some(Text::NoBay), Some(Text::NoHub)));
        assert!((ways.longest_min() - 6.9).abs() < 1e-9);
        let early = HomeWays::new(explanation, (ElementId(0), 3, vec![3]), &question, false);
        assert_eq!(early.rows[2].why, Some(Text::Computing));
        let asked = ReachQuestion { minute: Some(8 * 60 + 5), ..question };
        assert!(
            basis_of(&asked)[0].contains("1.2 m/s · departure 08:05")
                && basis_of(&asked)[1].contains("08:05 出发")
        );
    }
}
