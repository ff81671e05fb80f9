//! Values of an element that can be typed: each with its unit, its range, and the change that a new one asks for.

use linli_model::variant::{ParcelLimits, Value};
use linli_model::{
    Access, AreaUse, BuildingUse, Element, Kind, LandUse, Language, ModeAccess, Parcel, RoofShape, Street,
    StreetClass,
};

use super::{EditWish, storeys_of_element};
use crate::card::{area_name, class_name, roof_name, use_name};
use crate::text::{Text, land_use_text};

/// Uses that a building can get.
const USES: [BuildingUse; 12] = [
    BuildingUse::Residential,
    BuildingUse::Commercial,
    BuildingUse::Office,
    BuildingUse::Industrial,
    BuildingUse::Education,
    BuildingUse::Health,
    BuildingUse::Culture,
    BuildingUse::Civic,
    BuildingUse::Transport,
    BuildingUse::Sport,
    BuildingUse::Parking,
    BuildingUse::Auxiliary,
];
/// Roofs that a building can get.
const ROOFS: [RoofShape; 8] = [
    RoofShape::Flat,
    RoofShape::Skillion,
    RoofShape::Gabled,
    RoofShape::Hipped,
    RoofShape::Pyramidal,
    RoofShape::Round,
    RoofShape::Gambrel,
    RoofShape::Mansard,
];
/// Classes that a street can get.
const CLASSES: [StreetClass; 11] = [
    StreetClass::Trunk,
    StreetClass::Primary,
    StreetClass::Secondary,
    StreetClass::Tertiary,
    StreetClass::Residential,
    StreetClass::LivingStreet,
    StreetClass::Service,
    StreetClass::Pedestrian,
    StreetClass::Footway,
    StreetClass::Cycleway,
    StreetClass::Steps,
];
/// Uses that an area can get.
const AREAS: [AreaUse; 14] = [
    AreaUse::Park,
    AreaUse::Grass,
    AreaUse::Forest,
    AreaUse::Scrub,
    AreaUse::RainGarden,
    AreaUse::Allotments,
    AreaUse::Playground,
    AreaUse::Sport,
    AreaUse::Water,
    AreaUse::Plaza,
    AreaUse::Pavement,
    AreaUse::Sand,
    AreaUse::Construction,
    AreaUse::Other,
];

/// What a value is now, and what it may become.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// A whole number.
    Whole {
        /// Now.
        now: Option<i64>,
        /// Least and most.
        range: [i64; 2],
    },
    /// A number.
    Number {
        /// Now.
        now: Option<f64>,
        /// Least and most.
        range: [f64; 2],
        /// Decimals.
        decimals: usize,
    },
    /// One of a list.
    Choice {
        /// Number of the one it is now.
        now: Option<usize>,
        /// The list, in the language of the screen.
        options: Vec<String>,
    },
    /// Words.
    Words(String),
    /// Yes or no.
    Flag(Option<bool>),
}

/// A new value.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldInput {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Number of the one of the list.
    Choice(usize),
    /// Words.
    Words(String),
    /// Yes or no.
    Flag(bool),
}

/// A value that can be typed.
#[derive(Clone, Debug)]
pub struct Field {
    /// What it is called.
    pub name: Text,
    /// Its unit; empty for none.
    pub unit: &'static str,
    /// What it is now.
    pub kind: FieldKind,
    wish: Wish,
}

/// The change that an input asks for.
type Wish = fn(&Element, &FieldInput) -> Option<EditWish>;

impl Field {
    /// The change that a new value asks for; nothing where it is of another kind.
    pub fn wish(&self, element: &Element, input: &FieldInput) -> Option<EditWish> {
        (self.wish)(element, input)
    }

    fn whole(name: Text, now: Option<i64>, range: [i64; 2], wish: Wish) -> Self {
        Self { name, unit: "", kind: FieldKind::Whole { now, range }, wish }
    }

    fn number(name: Text, unit: &'static str, now: Option<f64>, range: [f64; 2], wish: Wish) -> Self {
        let decimals = if range[1] > 1000.0 { 0 } else { 2 };
        Self { name, unit, kind: FieldKind::Number { now, range, decimals }, wish }
    }

    fn choice<T: Copy + PartialEq>(
        name: Text,
        now: T,
        all: &[T],
        say: impl Fn(T) -> String,
        wish: Wish,
    ) -> Self {
        let kind = FieldKind::Choice {
            now: all.iter().position(|one| *one == now),
            options: all.iter().map(|one| say(*one)).collect(),
        };
        Self { name, unit: "", kind, wish }
    }

    fn flag(name: Text, now: Option<bool>, wish: Wish) -> Self {
        Self { name, unit: "", kind: FieldKind::Flag(now), wish }
    }
}

fn number(input: &FieldInput) -> Option<f64> {
    match input {
        FieldInput::Number(number) => Some(*number),
        _ => None,
    }
}

fn whole(input: &FieldInput) -> Option<i64> {
    match input {
        FieldInput::Whole(number) => Some(*number),
        _ => None,
    }
}

fn chosen<T: Copy>(input: &FieldInput, all: &[T]) -> Option<T> {
    match input {
        FieldInput::Choice(number) => all.get(*number).copied(),
        _ => None,
    }
}

fn flag(input: &FieldInput) -> Option<bool> {
    match input {
        FieldInput::Flag(flag) => Some(*flag),
        _ => None,
    }
}

fn set(value: Value) -> Option<EditWish> {
    Some(EditWish::Set(value))
}

/// The values of an element that can be typed, its name first.
pub fn fields_of(element: &Element, language: Language) -> Vec<Field> {
    let words = FieldKind::Words(element.name.clone().unwrap_or_default());
    let name = Field {
        name: Text::Name,
        unit: "",
        kind: words,
        wish: |_, input| match input {
            FieldInput::Words(words) if words.trim().is_empty() => set(Value::Name(None)),
            FieldInput::Words(words) => set(Value::Name(Some(words.trim().chars().take(200).collect()))),
            _ => None,
        },
    };
    let mut fields = vec![name];
    match &element.kind {
        Kind::Building(_) | Kind::BuildingPart(_) => building(&mut fields, element, language),
        Kind::Street(of) => street(&mut fields, of, language),
        Kind::Parcel(of) => parcel(&mut fields, of, language),
        Kind::Area(area) => {
            fields.push(Field::choice(
                Text::Use,
                area.use_,
                &AREAS,
                |use_| area_name(use_, language),
                |_, input| set(Value::AreaUse(chosen(input, &AREAS)?)),
            ));
            fields.push(Field::number(Text::SoilDepth, "m", area.soil_depth_m, [0.0, 20.0], |_, input| {
                set(Value::SoilDepthM(Some(number(input)?)))
            }));
            fields.push(Field::flag(Text::Permeable, area.permeable, |_, input| {
                set(Value::Permeable(Some(flag(input)?)))
            }));
        }
        Kind::Tree(tree) => {
            fields.push(Field::number(Text::Height, "m", tree.height_m, [0.1, 130.0], |_, input| {
                set(Value::TreeHeightM(Some(number(input)?)))
            }));
            fields.push(Field::number(Text::Crown, "m", tree.crown_m, [0.1, 60.0], |_, input| {
                set(Value::CrownM(Some(number(input)?)))
            }));
        }
        Kind::Greening(green) => {
            let area = Some(green.area_m2);
            fields.push(Field::number(Text::PlantedArea, "m²", area, [0.0, 1e5], |_, input| {
                set(Value::PlantedAreaM2(number(input)?))
            }));
            fields.push(Field::number(
                Text::SoilDepth,
                "m",
                Some(green.soil_depth_m),
                [0.0, 10.0],
                |_, input| set(Value::SoilDepthM(Some(number(input)?))),
            ));
            fields.push(Field::flag(Text::OpenToAll, Some(green.open_to_all), |_, input| {
                set(Value::OpenToAll(flag(input)?))
            }));
        }
        Kind::UtilityLine(line) => {
            let diameter = Some(line.diameter_mm);
            fields.push(Field::number(Text::Diameter, "mm", diameter, [10.0, 10_000.0], |_, input| {
                set(Value::DiameterMm(number(input)?))
            }));
            fields.push(deeper());
        }
        Kind::Corridor(_) => fields.push(deeper()),
        Kind::UtilityNode(node) => fields.push(shaft(node.depth_m)),
        Kind::CorridorNode(node) => fields.push(shaft(Some(node.depth_m))),
        Kind::Basement(basement) => {
            let levels = Some(i64::from(basement.levels));
            fields.push(Field::whole(Text::StoreysBelow, levels, [1, 12], |_, input| {
                set(Value::BasementLevels(u32::try_from(whole(input)?).ok()?))
            }));
            fields.push(floor_area(basement.floor_area_m2));
        }
        Kind::Facility(facility) => {
            fields.push(Field { name: Text::Places, ..capacity(facility.capacity) });
            fields.push(floor_area(facility.floor_area_m2));
        }
        Kind::Parking(parking) => fields.push(capacity(parking.capacity)),
        _ => {}
    }
    fields
}

fn deeper() -> Field {
    Field::number(Text::LayDeeper, "m", Some(0.0), [-20.0, 20.0], |_, input| {
        number(input).filter(|by| *by != 0.0).map(EditWish::Deepen)
    })
}

fn shaft(depth_m: Option<f64>) -> Field {
    Field::number(Text::ShaftDepth, "m", depth_m, [0.0, 60.0], |_, input| {
        set(Value::ShaftDepthM(Some(number(input)?)))
    })
}

fn floor_area(area_m2: Option<f64>) -> Field {
    Field::number(Text::FloorArea, "m²", area_m2, [0.0, 1e6], |_, input| {
        set(Value::FloorAreaM2(Some(number(input)?)))
    })
}

fn capacity(capacity: Option<u32>) -> Field {
    Field::whole(Text::Capacity, capacity.map(i64::from), [0, 100_000], |_, input| {
        set(Value::Capacity(Some(u32::try_from(whole(input)?).ok()?)))
    })
}

fn building(fields: &mut Vec<Field>, element: &Element, language: Language) {
    let Some(building) = element.kind.building() else { return };
    if let Some(storeys) = storeys_of_element(element) {
        fields.push(Field::whole(Text::StoreysAbove, Some(i64::from(storeys)), [1, 200], |_, input| {
            Some(EditWish::SetStoreys(i16::try_from(whole(input)?).ok()?))
        }));
    }
    fields.push(Field::number(Text::Height, "m", building.height_m, [0.1, 999.0], |_, input| {
        set(Value::BuildingHeightM(Some(number(input)?)))
    }));
    fields.push(Field::choice(
        Text::Use,
        building.use_,
        &USES,
        |use_| use_name(use_, language),
        |_, input| set(Value::BuildingUse(chosen(input, &USES)?)),
    ));
    if matches!(element.kind, Kind::Building(_)) && !building.storeys.is_empty() {
        let ground = building.storeys.iter().find(|run| run.from_level <= 1 && run.to_level >= 1);
        fields.push(Field::choice(
            Text::GroundFloorUse,
            ground.map_or(BuildingUse::Unknown, |run| run.use_),
            &USES,
            |use_| use_name(use_, language),
            |_, input| Some(EditWish::SetStoreyUse { from: 1, to: 1, use_: chosen(input, &USES)? }),
        ));
        let upper = building.storeys.iter().filter(|run| run.to_level > 1).max_by_key(|run| run.to_level);
        if let Some(upper) = upper {
            fields.push(Field::choice(
                Text::UpperFloorsUse,
                upper.use_,
                &USES,
                |use_| use_name(use_, language),
                |element, input| {
                    let to = storeys_of_element(element)?;
                    Some(EditWish::SetStoreyUse { from: 2, to, use_: chosen(input, &USES)? })
                },
            ));
        }
        let cars: u32 = building.lifts.iter().map(|bank| bank.cars).sum();
        fields.push(Field::whole(Text::LiftCars, Some(i64::from(cars)), [0, 40], |_, input| {
            Some(EditWish::SetLifts(u32::try_from(whole(input)?).ok()?))
        }));
    }
    fields.push(Field::choice(
        Text::Roof,
        building.roof,
        &ROOFS,
        |roof| roof_name(roof, language),
        |_, input| set(Value::Roof(chosen(input, &ROOFS)?)),
    ));
}

fn street(fields: &mut Vec<Field>, street: &Street, language: Language) {
    if street.class.is_rail() {
        return;
    }
    fields.push(Field::choice(
        Text::Class,
        street.class,
        &CLASSES,
        |class| class_name(class, language),
        |_, input| set(Value::StreetClass(chosen(input, &CLASSES)?)),
    ));
    fields.push(Field::number(Text::Width, "m", street.width_m, [0.5, 80.0], |_, input| {
        set(Value::StreetWidthM(Some(number(input)?)))
    }));
    fields.push(Field::whole(Text::Lanes, street.lanes.map(i64::from), [1, 16], |_, input| {
        set(Value::Lanes(Some(u8::try_from(whole(input)?).ok()?)))
    }));
    let speed = street.speed_kmh.map(f64::from);
    fields.push(Field::number(Text::SpeedLimit, "km/h", speed, [1.0, 130.0], |_, input| {
        set(Value::SpeedKmh(Some(number(input)? as f32)))
    }));
    let open = |access: Access| Some(access != Access::No);
    fields.push(Field::flag(Text::OnFoot, open(street.access.walk), |element, input| {
        access(element, input, |access| &mut access.walk)
    }));
    fields.push(Field::flag(Text::ByBicycle, open(street.access.cycle), |element, input| {
        access(element, input, |access| &mut access.cycle)
    }));
    fields.push(Field::flag(Text::ByCar, open(street.access.car), |element, input| {
        access(element, input, |access| &mut access.car)
    }));
}

fn access(
    element: &Element,
    input: &FieldInput,
    place: fn(&mut ModeAccess) -> &mut Access,
) -> Option<EditWish> {
    let Kind::Street(street) = &element.kind else { return None };
    let mut access = street.access;
    *place(&mut access) = if flag(input)? { Access::Yes } else { Access::No };
    set(Value::Access(access))
}

fn parcel(fields: &mut Vec<Field>, parcel: &Parcel, language: Language) {
    fields.push(Field::choice(
        Text::Use,
        parcel.land_use,
        &LandUse::ALL,
        |use_| land_use_text(use_, language).to_owned(),
        |_, input| set(Value::LandUse(chosen(input, &LandUse::ALL)?)),
    ));
    fields.push(Field::number(Text::FarMax, "", parcel.far_max, [0.0, 30.0], |element, input| {
        limit(element, input, |limits| &mut limits.far_max)
    }));
    fields.push(Field::number(
        Text::CoverageMax,
        "%",
        parcel.coverage_max_pct,
        [0.0, 100.0],
        |element, input| limit(element, input, |limits| &mut limits.coverage_max_pct),
    ));
    fields.push(Field::number(Text::HeightMax, "m", parcel.height_max_m, [0.0, 999.0], |element, input| {
        limit(element, input, |limits| &mut limits.height_max_m)
    }));
    fields.push(Field::number(Text::GreenMin, "%", parcel.green_min_pct, [0.0, 100.0], |element, input| {
        limit(element, input, |limits| &mut limits.green_min_pct)
    }));
    fields.push(Field::number(Text::Setback, "m", parcel.setback_m, [0.0, 200.0], |element, input| {
        limit(element, input, |limits| &mut limits.setback_m)
    }));
}

fn limit(
    element: &Element,
    input: &FieldInput,
    place: fn(&mut ParcelLimits) -> &mut Option<f64>,
) -> Option<EditWish> {
    let now = Value::ParcelLimits(ParcelLimits::default()).of(element)?;
    let Value::ParcelLimits(mut limits) = now else { return None };
    *place(&mut limits) = Some(number(input)?);
    set(Value::ParcelLimits(limits))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_model::{Area, Building, Facility, Geometry, Parking, Tree, UtilityLine};

    use super::*;

    /// An input that differs from what is there.
    fn another(kind: &FieldKind) -> FieldInput {
        match kind {
            FieldKind::Whole { now, range } => {
                FieldInput::Whole(if *now == Some(range[0]) { range[0] + 1 } else { range[0] })
            }
            FieldKind::Number { range, .. } => FieldInput::Number((range[0] + range[1]) / 2.0 + 0.125),
            FieldKind::Choice { now, .. } => FieldInput::Choice(usize::from(*now == Some(0))),
            FieldKind::Words(words) => FieldInput::Words(format!("{words}x")),
            FieldKind::Flag(now) => FieldInput::Flag(*now != Some(true)),
        }
    }

    #[test]
    fn every_value_that_is_typed_is_the_one_that_is_shown_afterwards() {
        let kinds = [
            Kind::Building(Building { height_m: Some(12.0), ..Building::default() }),
            Kind::Street(Street::new(StreetClass::Residential)),
            Kind::Parcel(Parcel::new(LandUse::Residential)),
            Kind::Area(Area::new(AreaUse::Park)),
            Kind::Tree(Tree::default()),
            Kind::UtilityLine(UtilityLine { diameter_mm: 200.0, ..UtilityLine::default() }),
            Kind::Facility(Facility::default()),
            Kind::Parking(Parking::default()),
        ];
        let mut tried = 0;
        for kind in kinds {
            let element = Element::new("e", kind, Geometry::None);
            for (number, field) in fields_of(&element, Language::English).into_iter().enumerate() {
                let input = another(&field.kind);
                let Some(EditWish::Set(value)) = field.wish(&element, &input) else { continue };
                let mut after = element.clone();
                assert!(value.put(&mut after), "{:?}", field.name);
                let shown = &fields_of(&after, Language::English)[number].kind;
                let same = match (shown, &input) {
                    (FieldKind::Whole { now, .. }, FieldInput::Whole(v)) => *now == Some(*v),
                    (FieldKind::Number { now, .. }, FieldInput::Number(v)) => (now.unwrap() - v).abs() < 1e-4,
                    (FieldKind::Choice { now, .. }, FieldInput::Choice(v)) => *now == Some(*v),
                    (FieldKind::Words(now), FieldInput::Words(v)) => now == v,
                    (FieldKind::Flag(now), FieldInput::Flag(v)) => *now == Some(*v),
                    _ => false,
                };
                assert!(same, "{:?}: {shown:?} after {input:?}", field.name);
                tried += 1;
            }
        }
        assert!(tried > 30, "{tried}");
    }

    #[test]
    fn an_input_of_another_kind_asks_for_nothing() {
        let element = Element::new("t", Kind::Tree(Tree::default()), Geometry::None);
        let fields = fields_of(&element, Language::English);
        assert_eq!(fields[1].wish(&element, &FieldInput::Words("high".into())), None);
        assert_eq!(
            fields[0].wish(&element, &FieldInput::Words("  ".into())),
            Some(EditWish::Set(Value::Name(None)))
        );
    }
}
