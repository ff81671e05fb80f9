//! Values of elements as colours: each overlay says what it shows, in which unit and against which limit.

use linli_model::ElementId;

use crate::Colour;

/// What lies over the scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverlayKind {
    /// Minutes on foot from each home to the nearest station entrance.
    PersonReach,
    /// Minutes to fetch a car: 90th percentile of each building.
    CarReach,
    /// Minutes from order to handover: 90th percentile of each building.
    GoodsReach,
    /// Hours of sun of the home of each storey that has the least.
    Sunlight,
    /// A figure of parcels on their buildings; `true` where more is better.
    Figure(bool),
}

impl OverlayKind {
    /// Every overlay that is asked for by its name, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::PersonReach, Self::CarReach, Self::GoodsReach, Self::Sunlight];
    /// Those of reach.
    pub const REACH: [Self; 3] = [Self::PersonReach, Self::CarReach, Self::GoodsReach];

    /// Name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::PersonReach => "person",
            Self::CarReach => "car",
            Self::GoodsReach => "goods",
            Self::Sunlight => "sun",
            Self::Figure(_) => "figure",
        }
    }

    /// The overlay of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Values of one element, from its lowest metre up.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementValues {
    /// The element.
    pub element: ElementId,
    /// Height of its lowest value, local metres.
    pub base_m: f64,
    /// Height that one value stands for, metres; infinite for an element of one value.
    pub step_m: f64,
    /// Values from below; nothing where there is none.
    pub values: Vec<Option<f64>>,
}

/// Values as colours.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// What it shows.
    pub kind: OverlayKind,
    /// Title in English and Chinese.
    pub title: [String; 2],
    /// Unit in English and Chinese.
    pub unit: [&'static str; 2],
    /// What it was computed with, in English and Chinese: profile, speed, time of day, edition.
    pub basis: [String; 2],
    /// The result in one line, in English and Chinese.
    pub result: [String; 2],
    /// Value that counts as good enough.
    pub limit: f64,
    /// Largest value that colours tell apart.
    pub most: f64,
    /// Values by element.
    pub elements: Vec<ElementValues>,
}

/// From good to bad, told apart by people of every colour vision (ColorBrewer RdYlBu, its middle at the limit).
const RAMP: [Colour; 6] =
    [[33, 102, 172], [103, 169, 207], [209, 229, 240], [254, 224, 144], [244, 109, 67], [165, 0, 38]];

impl Overlay {
    /// Colour of a value: blue within the limit, orange and red beyond it; the other way round where more is better.
    pub fn colour(&self, value: f64) -> Colour {
        let below = (value / self.limit.max(1e-9)).clamp(0.0, 1.0);
        let above = ((value - self.limit) / (self.most - self.limit).max(1e-9)).clamp(0.0, 1.0);
        let more_is_better = matches!(self.kind, OverlayKind::Figure(true) | OverlayKind::Sunlight);
        let share = match (value <= self.limit, more_is_better) {
            (true, false) => 2.0 * below,
            (false, false) => 3.0 + 2.0 * above,
            (true, true) if value < self.limit => 5.0 - 2.0 * below,
            (_, true) => 2.0 - 2.0 * above,
        };
        let at = (share.floor() as usize).min(RAMP.len() - 2);
        let t = share - at as f64;
        std::array::from_fn(|i| {
            let (a, b) = (f64::from(RAMP[at][i]), f64::from(RAMP[at + 1][i]));
            (a + t * (b - a)).round() as u8
        })
    }

    /// Colours of bands of one unit each, from 0 on: each has the colour of its middle.
    pub fn bands(&self, count: u32) -> Vec<Colour> {
        (0..count).map(|band| self.colour(f64::from(band) + 0.5)).collect()
    }

    /// Decimals that tell the values of the legend apart.
    pub fn decimals(&self) -> usize {
        match self.most {
            _ if self.kind == OverlayKind::Sunlight => 1,
            most if most < 10.0 => 2,
            most if most < 20.0 && matches!(self.kind, OverlayKind::Figure(_)) => 1,
            _ => 0,
        }
    }

    /// Least and largest value of some elements together; nothing where they have none.
    pub fn range_of(&self, elements: &[ElementId]) -> Option<[f64; 2]> {
        let of_these = self.elements.iter().filter(|values| elements.contains(&values.element));
        of_these.flat_map(|values| values.values.iter().flatten()).fold(None, |range, value| {
            let [least, most] = range.unwrap_or([*value; 2]);
            Some([value.min(least), value.max(most)])
        })
    }

    /// Values and colours of a legend, from good to bad; the limit is one of them.
    pub fn legend(&self) -> Vec<(f64, Colour)> {
        let below = (0..=4).map(|k| self.limit * f64::from(k) / 4.0);
        let above = (1..=3).map(|k| self.limit + (self.most - self.limit) * f64::from(k) / 3.0);
        below.chain(above).map(|value| (value, self.colour(value))).collect()
    }
}

impl ElementValues {
    /// Values of storeys whose heights differ, for every metre of the element. `floors_m` are heights of the floors
    /// from the lowest to the roof, one more than there are values of storeys; nothing when they do not fit.
    pub fn by_storey(element: ElementId, floors_m: &[f64], storeys: &[Option<f64>]) -> Option<Self> {
        let (&base_m, &top) = (floors_m.first()?, floors_m.last()?);
        let height = top - base_m;
        if !(height > 0.0 && height < 2_000.0) || floors_m.len() != storeys.len() + 1 {
            return None;
        }
        let value_at = |z: f64| {
            let storey = floors_m.windows(2).position(|floor| z < floor[1]).unwrap_or(storeys.len() - 1);
            storeys.get(storey).copied().flatten()
        };
        let count = height.ceil() as usize;
        let values = (0..count).map(|metre| value_at(base_m + metre as f64 + 0.5)).collect();
        Some(Self { element, base_m, step_m: 1.0, values })
    }

    /// One value for the whole element.
    pub fn whole(element: ElementId, value: f64) -> Self {
        Self { element, base_m: 0.0, step_m: f64::INFINITY, values: vec![Some(value)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlay() -> Overlay {
        Overlay {
            kind: OverlayKind::PersonReach,
            title: Default::default(),
            unit: ["min", "分钟"],
            basis: Default::default(),
            result: Default::default(),
            limit: 10.0,
            most: 20.0,
            elements: Vec::new(),
        }
    }

    #[test]
    fn a_building_has_the_range_of_its_storeys_and_parts() {
        let mut overlay = overlay();
        overlay.elements = vec![
            ElementValues {
                values: vec![Some(7.0), None, Some(9.5)],
                ..ElementValues::whole(ElementId(3), 0.0)
            },
            ElementValues::whole(ElementId(4), 6.0),
            ElementValues::whole(ElementId(5), 30.0),
        ];
        assert_eq!(overlay.range_of(&[ElementId(3), ElementId(4)]), Some([6.0, 9.5]));
        assert_eq!(overlay.range_of(&[ElementId(9)]), None);
    }

    #[test]
    fn colours_change_sides_at_the_limit() {
        let overlay = overlay();
        let is_blue = |value| {
            let [r, _, b] = overlay.colour(value);
            b > r
        };
        assert!((0..=10).all(|minute| is_blue(f64::from(minute))));
        assert!((1..=30).all(|step| !is_blue(10.0 + f64::from(step) * 0.5)));
        assert_eq!(overlay.colour(-5.0), overlay.colour(0.0));
        assert_eq!(overlay.colour(99.0), overlay.colour(20.0));
        assert!(overlay.legend().iter().any(|(value, _)| *value == 10.0));
        assert!(overlay.legend().is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn where_more_is_better_the_sides_are_the_other_way_round() {
        let overlay = Overlay { kind: OverlayKind::Figure(true), ..overlay() };
        let is_blue = |value| {
            let [r, _, b] = overlay.colour(value);
            b > r
        };
        assert!((0..10).all(|value| !is_blue(f64::from(value))));
        assert!((10..=30).all(|value| is_blue(f64::from(value))));
    }

    #[test]
    fn storeys_of_differing_heights_fill_their_metres() {
        let values = ElementValues::by_storey(ElementId(1), &[2.0, 7.0, 10.0], &[Some(1.0), None]);
        let wanted = [Some(1.0); 5].into_iter().chain([None; 3]).collect::<Vec<_>>();
        assert_eq!(values.map(|v| (v.base_m, v.values)), Some((2.0, wanted)));
        assert_eq!(ElementValues::by_storey(ElementId(1), &[0.0, 3.0], &[None, None]), None);
        assert_eq!(ElementValues::by_storey(ElementId(1), &[], &[]), None);
    }
}
