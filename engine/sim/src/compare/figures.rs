//! The figures that variants are compared by: the one list of figure groups.

use linli_model::{Community, Element, Kind};

use crate::figures::{
    FigureRules, capital_balance, density_figures, floor_figures, green_figures, reach_figures_with,
    sun_figures, underground_figures,
};
use crate::indicator::{Indicator, Title};
use crate::reach::{Closed, DayMemo};

/// Figures that are reckoned together.
#[derive(Clone, Copy, Debug)]
pub struct FigureGroup {
    /// Stable name, as on the command line.
    pub name: &'static str,
    /// Name for people.
    pub title: Title,
    /// Whether the figures can depend on an element at all: an edit that touches no such element changes none.
    pub reads: fn(&Element) -> bool,
    /// Reckons the figures of a community, with what is known of others like it.
    pub reckon: fn(&Community, &FigureRules, &mut FigureMemo) -> Vec<Indicator>,
}

/// What was reckoned for communities that differ little, under the same rules.
#[derive(Default)]
pub struct FigureMemo {
    days: DayMemo,
}

/// Every group of figures. **A new analysis is compared by adding its line here.**
pub const FIGURE_GROUPS: &[FigureGroup] = &[
    FigureGroup {
        name: "floors",
        title: Title::new("规模", "Floors"),
        reads: reads_floors,
        reckon: |community, rules, _| floor_figures(community, rules),
    },
    FigureGroup {
        name: "density",
        title: Title::new("密度与站点开发", "Density and TOD"),
        reads: reads_density,
        reckon: |community, rules, _| density_figures(community, rules),
    },
    FigureGroup {
        name: "green",
        title: Title::new("绿地", "Green"),
        reads: reads_green,
        reckon: |community, rules, _| green_figures(community, rules),
    },
    FigureGroup {
        name: "capital",
        title: Title::new("资金平衡", "Capital balance"),
        reads: reads_capital,
        reckon: |community, rules, _| capital_balance(community, rules),
    },
    FigureGroup {
        name: "reach",
        title: Title::new("可达", "Reach"),
        reads: reads_reach,
        reckon: |community, rules, memo| {
            reach_figures_with(community, rules, &Closed::default(), &mut memo.days)
        },
    },
    FigureGroup {
        name: "sun",
        title: Title::new("日照", "Sunlight"),
        reads: reads_sun,
        reckon: |community, rules, _| sun_figures(community, rules),
    },
    FigureGroup {
        name: "underground",
        title: Title::new("地下", "Underground"),
        reads: reads_underground,
        reckon: |community, rules, _| underground_figures(community, rules),
    },
];

/// The groups of some names; all of them for none.
///
/// # Errors
/// The first name that no group has.
pub fn groups_of(names: &[String]) -> Result<Vec<&'static FigureGroup>, String> {
    if names.is_empty() {
        return Ok(FIGURE_GROUPS.iter().collect());
    }
    let group = |name: &String| FIGURE_GROUPS.iter().find(|group| group.name == name).ok_or(name.clone());
    names.iter().map(group).collect()
}

fn reads_floors(element: &Element) -> bool {
    matches!(element.kind, Kind::Building(_) | Kind::BuildingPart(_) | Kind::Basement(_))
}

fn reads_density(element: &Element) -> bool {
    !matches!(element.kind, Kind::Tree(_) | Kind::UtilityLine(_) | Kind::UtilityNode(_) | Kind::Address)
}

fn reads_green(element: &Element) -> bool {
    !matches!(
        element.kind,
        Kind::UtilityLine(_)
            | Kind::UtilityNode(_)
            | Kind::Corridor(_)
            | Kind::CorridorNode(_)
            | Kind::Facility(_)
            | Kind::Address
    )
}

/// Floors, with what is handed over.
fn reads_capital(element: &Element) -> bool {
    reads_floors(element) || matches!(element.kind, Kind::Parcel(_) | Kind::Facility(_) | Kind::Greening(_))
}

fn reads_reach(element: &Element) -> bool {
    !matches!(
        element.kind,
        Kind::Tree(_)
            | Kind::UtilityLine(_)
            | Kind::UtilityNode(_)
            | Kind::Corridor(_)
            | Kind::CorridorNode(_)
            | Kind::Greening(_)
            | Kind::SiteWork(_)
    )
}

/// What shades, and what homes count by: units and the ground, too.
fn reads_sun(element: &Element) -> bool {
    matches!(
        element.kind,
        Kind::Building(_) | Kind::BuildingPart(_) | Kind::Structure { .. } | Kind::Area(_) | Kind::Terrain
    )
}

fn reads_underground(element: &Element) -> bool {
    !matches!(
        element.kind,
        Kind::Facility(_)
            | Kind::Greening(_)
            | Kind::Equipment(_)
            | Kind::Entrance(_)
            | Kind::Stop(_)
            | Kind::Address
    )
}
