//! The figures that variants are compared by: the one list of figure groups.

use linli_model::{Community, Element, Kind};

use crate::figures::{
    FigureRules, capital_balance, density_figures, floor_figures, green_figures, reach_figures,
    underground_figures,
};
use crate::indicator::{Indicator, Title};

/// Figures that are reckoned together.
#[derive(Clone, Copy, Debug)]
pub struct FigureGroup {
    /// Stable name, as on the command line.
    pub name: &'static str,
    /// Name for people.
    pub title: Title,
    /// Whether the figures can depend on an element at all: an edit that touches no such element changes none.
    pub reads: fn(&Element) -> bool,
    /// Reckons the figures of a community.
    pub reckon: fn(&Community, &FigureRules) -> Vec<Indicator>,
}

/// Every group of figures. **A new analysis is compared by adding its line here.**
pub const FIGURE_GROUPS: &[FigureGroup] = &[
    FigureGroup {
        name: "floors",
        title: Title::new("规模", "Floors"),
        reads: reads_floors,
        reckon: floor_figures,
    },
    FigureGroup {
        name: "density",
        title: Title::new("密度与站点开发", "Density and TOD"),
        reads: reads_density,
        reckon: density_figures,
    },
    FigureGroup {
        name: "green",
        title: Title::new("绿地", "Green"),
        reads: reads_green,
        reckon: green_figures,
    },
    FigureGroup {
        name: "capital",
        title: Title::new("资金平衡", "Capital balance"),
        reads: reads_capital,
        reckon: capital_balance,
    },
    FigureGroup {
        name: "reach",
        title: Title::new("可达", "Reach"),
        reads: reads_reach,
        reckon: reach_figures,
    },
    FigureGroup {
        name: "underground",
        title: Title::new("地下", "Underground"),
        reads: reads_underground,
        reckon: underground_figures,
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
