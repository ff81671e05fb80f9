//! One street or path in the plan frame.

use linli_model::{Access, AttributeValue, ModeAccess, Oneway, Presence, StreetClass};

use crate::plan::{Name, Place};

/// One street or path, drawn as a line of the plan.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub key: String,
    pub name: Option<Name>,
    pub class: StreetClass,
    pub width_m: f64,
    pub lanes: Option<u8>,
    pub speed_kmh: Option<f32>,
    pub oneway: Oneway,
    /// Level between its ends: 0 ground, 1 above, −1 below.
    pub layer: i8,
    /// Levels of its first and its last point.
    pub ends: [i8; 2],
    /// Heights above the ground of its first and its last point, metres.
    pub heights_m: [f64; 2],
    /// Whether it passes through a building at ground level.
    pub through_building: bool,
    /// Whether cars may go; nothing for the class's own rule.
    pub car: Option<Access>,
    pub presence: Presence,
    pub attributes: Vec<(&'static str, AttributeValue)>,
    pub points: Vec<Place>,
}

impl Way {
    /// A way at ground level.
    pub(crate) fn new(
        key: impl Into<String>,
        class: StreetClass,
        width_m: f64,
        presence: Presence,
        points: &[Place],
    ) -> Self {
        Self {
            key: key.into(),
            name: None,
            class,
            width_m,
            lanes: None,
            speed_kmh: None,
            oneway: Oneway::No,
            layer: 0,
            ends: [0; 2],
            heights_m: [0.0; 2],
            through_building: false,
            car: None,
            presence,
            attributes: Vec::new(),
            points: points.iter().map(|p| p.map(round_cm)).collect(),
        }
    }

    pub(crate) fn named(mut self, name: Name) -> Self {
        self.name = Some(name);
        self
    }

    pub(crate) fn with_lanes(mut self, lanes: u8, speed_kmh: f32) -> Self {
        (self.lanes, self.speed_kmh) = (Some(lanes), Some(speed_kmh));
        self
    }

    /// A way off the ground: its level, and the levels and heights of its ends.
    pub(crate) fn on_layer(mut self, layer: i8, ends: [i8; 2], heights_m: [f64; 2]) -> Self {
        (self.layer, self.ends, self.heights_m) = (layer, ends, heights_m);
        self
    }

    /// A bridge whose ends lie on the ground.
    pub(crate) fn over_water(self) -> Self {
        self.on_layer(1, [0; 2], [0.0; 2])
    }

    pub(crate) fn with_cars(mut self, car: Access) -> Self {
        self.car = Some(car);
        self
    }

    pub(crate) fn with(mut self, attribute: &'static str, value: &str) -> Self {
        self.attributes.push((attribute, AttributeValue::Text(value.to_owned())));
        self
    }

    /// The straight pieces.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = [Place; 2]> + '_ {
        self.points.windows(2).map(|pair| [pair[0], pair[1]])
    }

    /// Level of its point of a number.
    pub(crate) fn level(&self, point: usize) -> i8 {
        if point == 0 {
            self.ends[0]
        } else if point + 1 == self.points.len() {
            self.ends[1]
        } else {
            self.layer
        }
    }

    /// Level of a place on it.
    pub(crate) fn level_at(&self, place: Place) -> i8 {
        let is = |p: Option<&Place>| p.is_some_and(|p| (p[0] - place[0]).hypot(p[1] - place[1]) < 0.006);
        if is(self.points.first()) {
            self.ends[0]
        } else if is(self.points.last()) {
            self.ends[1]
        } else {
            self.layer
        }
    }

    /// Heights of all points above the ground, metres: straight from end to end.
    pub(crate) fn heights(&self) -> Vec<f64> {
        let mut along = vec![0.0];
        for [a, b] in self.pieces() {
            along.push(along.last().copied().unwrap_or(0.0) + (a[0] - b[0]).hypot(a[1] - b[1]));
        }
        let length = along.last().copied().unwrap_or(0.0).max(0.01);
        let [from, to] = self.heights_m;
        along.iter().map(|s| round_cm(from + (to - from) * s / length)).collect()
    }

    /// Surface in the words of OpenStreetMap.
    pub(crate) fn surface(&self) -> Option<&'static str> {
        use StreetClass::{Corridor, Footway, LivingStreet, Pedestrian, Steps};
        match self.class {
            Footway | Pedestrian | LivingStreet | Steps => Some("paving_stones"),
            Corridor => Some("tiles"),
            class if class.is_rail() => None,
            _ => Some("asphalt"),
        }
    }

    /// Who may use it.
    pub(crate) fn access(&self) -> ModeAccess {
        use StreetClass::{Corridor, Cycleway, Footway, LivingStreet, Pedestrian, Service, Steps, Subway};
        let [walk, cycle, car] = match self.class {
            Subway => [Access::No; 3],
            Cycleway => [Access::No, Access::Yes, Access::No],
            Footway | Steps | Corridor => [Access::Yes, Access::No, Access::No],
            Pedestrian => [Access::Yes, Access::Yes, Access::No],
            LivingStreet | Service => [Access::Yes, Access::Yes, Access::Private],
            // People walk and cycle beside the carriageway, on ways of their own.
            StreetClass::Primary | StreetClass::Secondary => [Access::No, Access::No, Access::Yes],
            _ => [Access::No, Access::Yes, Access::Yes],
        };
        ModeAccess { walk, cycle, car: self.car.unwrap_or(car) }
    }

    /// Whether people may walk on it.
    pub(crate) fn is_walked(&self) -> bool {
        self.access().walk == Access::Yes
    }
}

/// To whole centimetres.
pub(crate) fn round_cm(v: f64) -> f64 {
    (v * 100.0).round() / 100.0
}
