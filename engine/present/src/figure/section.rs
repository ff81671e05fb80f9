//! Which figures the panel shows, group by group.

use linli_model::{Community, Key, Kind, Language};
use linli_sim::figures::PlanSheet;
use linli_sim::indicator::{Indicator, Subject};

use super::row::FigureRow;
use crate::{Text, text};

/// A group of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureSection {
    /// The chosen parcel.
    Parcel,
    /// Density and transit-oriented development.
    Density,
    /// Green.
    Green,
    /// Sunlight.
    Sunlight,
    /// People, cars, goods.
    Reach,
    /// Findings below ground.
    Underground,
    /// Capital balance.
    Capital,
}

impl FigureSection {
    /// Every group, in the order of the panel.
    pub const ALL: [Self; 7] = [
        Self::Parcel,
        Self::Density,
        Self::Green,
        Self::Reach,
        Self::Sunlight,
        Self::Underground,
        Self::Capital,
    ];

    /// Its title.
    pub fn title(self, language: Language) -> &'static str {
        let words = match self {
            Self::Parcel => Text::ElasticFar,
            Self::Density => Text::DensityFigures,
            Self::Green => Text::GreenFigures,
            Self::Sunlight => Text::SunlightFigures,
            Self::Reach => Text::ReachFigures,
            Self::Underground => Text::UndergroundFigures,
            Self::Capital => Text::CapitalFigures,
        };
        text(words, language)
    }
}

/// What figures are about.
#[derive(Clone, Copy)]
enum About {
    /// The planning unit that is chosen; all parcels together where the scene has none.
    Unit,
    /// Everything.
    Whole,
    /// Every part whose name begins so.
    Parts(&'static str),
}

/// Every row of the panel but for those of a parcel, by the name of its figure. **A figure comes onto the panel by its
/// line here.**
const ROWS: &[(FigureSection, &str, About)] = &[
    (FigureSection::Density, "density.far", About::Unit),
    (FigureSection::Density, "density.coverage", About::Unit),
    (FigureSection::Density, "density.gfa_above", About::Unit),
    (FigureSection::Density, "density.gfa_below", About::Unit),
    (FigureSection::Density, "density.residents", About::Unit),
    (FigureSection::Density, "density.jobs", About::Unit),
    (FigureSection::Density, "density.mix", About::Unit),
    (FigureSection::Density, "density.day_night", About::Unit),
    (FigureSection::Density, "tod.within_people_and_jobs", About::Parts("within/")),
    (FigureSection::Density, "tod.gini", About::Whole),
    (FigureSection::Density, "tod.mismatch", About::Whole),
    (FigureSection::Density, "tod.road_density", About::Unit),
    (FigureSection::Green, "green.land_ratio", About::Unit),
    (FigureSection::Green, "green.canopy_ratio", About::Unit),
    (FigureSection::Green, "green.composite_ratio", About::Unit),
    (FigureSection::Green, "green.plot_ratio", About::Unit),
    (FigureSection::Green, "green.park_per_person", About::Unit),
    (FigureSection::Green, "green.control_rate", About::Unit),
    (FigureSection::Reach, "reach.person", About::Whole),
    (FigureSection::Reach, "reach.person_mean", About::Whole),
    (FigureSection::Reach, "reach.car", About::Whole),
    (FigureSection::Reach, "reach.goods", About::Whole),
    (FigureSection::Reach, "green.homes_near_park", About::Unit),
    (FigureSection::Sunlight, "sun.homes_share", About::Whole),
    (FigureSection::Sunlight, "sun.homes_short", About::Whole),
    (FigureSection::Sunlight, "sun.residents_short", About::Whole),
    (FigureSection::Sunlight, "sun.mean_hours", About::Whole),
    (FigureSection::Underground, "underground.violations", About::Whole),
    (FigureSection::Underground, "underground.indications", About::Whole),
    (FigureSection::Capital, "capital.revenue", About::Whole),
    (FigureSection::Capital, "capital.cost", About::Whole),
    (FigureSection::Capital, "capital.surplus", About::Whole),
    (FigureSection::Capital, "capital.balance_far", About::Whole),
    (FigureSection::Capital, "capital.new_far", About::Whole),
    (FigureSection::Capital, "capital.cap_far", About::Whole),
];

/// Rows of the chosen parcel.
const PARCEL_ROWS: &[&str] = &[
    "density.far",
    "density.coverage",
    "density.height",
    "density.residents",
    "green.land_ratio",
    "green.composite_ratio",
];

/// Figures as far as they are there: of the variant, and of the scene without it.
#[derive(Clone, Copy, Debug, Default)]
pub struct FigureSources<'a> {
    /// Density, green, capital, underground, sunlight.
    pub plan: Option<&'a PlanSheet>,
    /// Reach, and homes near parks.
    pub reach: Option<&'a [Indicator]>,
    /// The first without the variant.
    pub plan_before: Option<&'a PlanSheet>,
    /// The second without the variant.
    pub reach_before: Option<&'a [Indicator]>,
}

/// What the panel is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureChoice {
    /// The planning unit; the first when none is chosen.
    pub unit: Option<Key>,
    /// The parcel.
    pub parcel: Option<Key>,
}

/// The parcel that an element is, or stands on mostly.
pub fn chosen_parcel(community: &Community, sheet: &PlanSheet, selected: &Key) -> Option<Key> {
    let element = community.element(community.id_of(selected)?)?;
    let building = match &element.kind {
        Kind::Parcel(_) => return Some(selected.clone()),
        Kind::Building(_) | Kind::Basement(_) => selected,
        Kind::BuildingPart(part) => part.parent.as_ref()?,
        Kind::Greening(greening) => greening.building.as_ref()?,
        Kind::Facility(facility) => facility.building.as_ref()?,
        _ => return None,
    };
    sheet.parcel_of.get(building).cloned()
}

fn of_plan(sheet: &PlanSheet) -> impl Iterator<Item = &Indicator> {
    [&sheet.density, &sheet.green, &sheet.capital, &sheet.underground, &sheet.sun].into_iter().flatten()
}

impl<'a> FigureSources<'a> {
    fn now(&self) -> impl Iterator<Item = &'a Indicator> {
        self.plan.into_iter().flat_map(of_plan).chain(self.reach.into_iter().flatten())
    }

    fn before(&self, like: &Indicator) -> Option<&'a Indicator> {
        let all = self.plan_before.into_iter().flat_map(of_plan);
        let mut all = all.chain(self.reach_before.into_iter().flatten());
        all.find(|figure| figure.spec.id == like.spec.id && figure.subject == like.subject)
    }

    fn row(&self, figure: &Indicator) -> FigureRow {
        FigureRow::new(figure, self.before(figure))
    }
}

/// Groups with their rows.
pub type FigureSections = Vec<(FigureSection, Vec<FigureRow>)>;

/// All groups with their rows; a group without figures has none.
pub fn figure_sections(sources: &FigureSources<'_>, choice: &FigureChoice) -> FigureSections {
    FigureSection::ALL.into_iter().map(|section| (section, figure_rows(section, sources, choice))).collect()
}

/// The rows of one group.
pub fn figure_rows(
    section: FigureSection,
    sources: &FigureSources<'_>,
    choice: &FigureChoice,
) -> Vec<FigureRow> {
    let mut rows = Vec::new();
    if section == FigureSection::Parcel {
        let Some(parcel) = &choice.parcel else { return rows };
        let of = Subject::Element(parcel.clone());
        for id in PARCEL_ROWS {
            let found = sources.now().find(|figure| figure.spec.id == *id && figure.subject == of);
            rows.extend(found.map(|figure| sources.row(figure)));
        }
        return rows;
    }
    let units = sources.plan.map(|sheet| sheet.units.as_slice()).unwrap_or_default();
    let unit = choice.unit.as_ref().filter(|unit| units.contains(unit)).or(units.first());
    for (_, id, about) in ROWS.iter().filter(|(of, ..)| *of == section) {
        let with = |wanted: &dyn Fn(&Subject) -> bool| {
            sources.now().find(|figure| figure.spec.id == *id && wanted(&figure.subject))
        };
        let found: Vec<&Indicator> = match about {
            About::Whole => with(&|subject| *subject == Subject::Unit).into_iter().collect(),
            About::Unit => {
                let of = unit.map(|unit| Subject::Element(unit.clone()));
                let of_unit = of.and_then(|of| with(&|subject| *subject == of));
                // Without a unit: all parcels, all that is mapped, or everything.
                let made = |subject: &Subject| match subject {
                    Subject::Part(part) => part == "parcels" || part == "hull",
                    _ => false,
                };
                let found = of_unit.or_else(|| with(&made)).or_else(|| with(&|of| *of == Subject::Unit));
                found.into_iter().collect()
            }
            About::Parts(beginning) => sources
                .now()
                .filter(|figure| figure.spec.id == *id)
                .filter(|figure| matches!(&figure.subject, Subject::Part(p) if p.starts_with(beginning)))
                .collect(),
        };
        rows.extend(found.into_iter().map(|figure| sources.row(figure)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use linli_sim::capital::CAPITAL_SPECS;
    use linli_sim::density::DENSITY_SPECS;
    use linli_sim::green::GREEN_SPECS;
    use linli_sim::indicator::{IndicatorSpec, Value};
    use linli_sim::sun::SUN_SPECS;

    use super::*;

    fn spec(id: &str) -> &'static IndicatorSpec {
        let all = [DENSITY_SPECS, GREEN_SPECS, CAPITAL_SPECS];
        let mut all = all.into_iter().flatten();
        all.find(|spec| spec.id == id).copied().unwrap_or(DENSITY_SPECS[0])
    }

    fn figure(id: &str, subject: Subject, value: f64) -> Indicator {
        Indicator::new(spec(id), subject, Value::Known(value))
    }

    fn element(key: &str) -> Subject {
        Subject::Element(Key::from(key))
    }

    /// Figures whose specs the comparison keeps to itself.
    const REACH_AND_UNDERGROUND: [&str; 6] = [
        "reach.person",
        "reach.person_mean",
        "reach.car",
        "reach.goods",
        "underground.violations",
        "underground.indications",
    ];

    #[test]
    fn every_row_is_a_figure_that_an_analysis_knows() {
        let listed: Vec<&str> = [DENSITY_SPECS, GREEN_SPECS, CAPITAL_SPECS, SUN_SPECS]
            .into_iter()
            .flatten()
            .map(|spec| spec.id)
            .chain(REACH_AND_UNDERGROUND)
            .collect();
        let rows = ROWS.iter().map(|(_, id, _)| id).chain(PARCEL_ROWS);
        for id in rows {
            assert!(listed.contains(id), "{id}");
        }
    }

    #[test]
    fn rows_are_of_the_chosen_unit_and_parcel_and_tell_what_differs() {
        let sheet = |far: f64| PlanSheet {
            density: vec![
                figure("density.far", Subject::Part("parcels".into()), 9.0),
                figure("density.far", element("unit/a"), 1.0),
                figure("density.far", element("unit/b"), far),
                figure("density.far", element("parcel/1"), 3.0),
                figure("tod.within_people_and_jobs", Subject::Part("within/500 m".into()), 50.0),
                figure("tod.within_people_and_jobs", Subject::Part("within/800 m".into()), 80.0),
            ],
            units: vec![Key::from("unit/a"), Key::from("unit/b")],
            ..PlanSheet::default()
        };
        let (now, before) = (sheet(2.5), sheet(2.0));
        let sources =
            FigureSources { plan: Some(&now), plan_before: Some(&before), ..FigureSources::default() };
        let mut choice = FigureChoice { unit: Some(Key::from("unit/b")), parcel: None };
        let rows = figure_rows(FigureSection::Density, &sources, &choice);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].value, Value::Known(2.5));
        assert_eq!(rows[0].difference_text(Language::English).as_deref(), Some("+0.50"));
        assert!(figure_rows(FigureSection::Parcel, &sources, &choice).is_empty());
        choice = FigureChoice { unit: Some(Key::from("unit/gone")), parcel: Some(Key::from("parcel/1")) };
        assert_eq!(figure_rows(FigureSection::Density, &sources, &choice)[0].value, Value::Known(1.0));
        assert_eq!(figure_rows(FigureSection::Parcel, &sources, &choice)[0].value, Value::Known(3.0));
        // A scene without units has its parcels together.
        let plain = PlanSheet { units: Vec::new(), ..now };
        let sources = FigureSources { plan: Some(&plain), ..FigureSources::default() };
        let rows = figure_rows(FigureSection::Density, &sources, &FigureChoice::default());
        assert_eq!((rows[0].value, rows[0].difference), (Value::Known(9.0), None));
        assert_eq!(figure_sections(&sources, &FigureChoice::default()).len(), FigureSection::ALL.len());
    }
}
