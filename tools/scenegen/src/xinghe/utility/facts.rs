//! Facts of lines: material, owner, year, quality of the survey.

use linli_model::Medium::{self, Combined, Gas, Heat, Power, Reclaimed, Sewage, Storm, Telecom, Water};
use linli_model::{Presence, Section, SurveyQuality, Truth};

use super::rule::PE_MM;
use super::run::{Claim, Role, Run};
use crate::plan::{Place, Rectangle};
use crate::xinghe::plan::{AXES, Plot};

/// Name of a medium in keys.
pub(super) fn medium_key(medium: Medium) -> &'static str {
    match medium {
        Water => "water",
        Reclaimed => "reclaimed",
        Sewage => "sewage",
        Storm => "storm",
        Combined => "combined",
        Gas => "gas",
        Heat => "heat",
        Power => "power",
        Telecom => "telecom",
    }
}

/// Material of a line.
pub(super) fn material(run: &Run, year: Option<i32>) -> &'static str {
    let old = year.is_some_and(|y| y < 1996);
    match run.medium {
        Water | Reclaimed if old => "灰口铸铁 / grey cast iron",
        Gas if old => "钢 / steel",
        Water | Reclaimed if run.diameter_mm > PE_MM => "球墨铸铁 / ductile iron",
        Water | Reclaimed | Gas => "聚乙烯 / PE100",
        Sewage | Storm | Combined if matches!(run.section, Section::Box { .. }) => {
            "钢筋混凝土箱涵 / reinforced concrete culvert"
        }
        Sewage | Storm | Combined if run.diameter_mm >= 500.0 || old => "钢筋混凝土 / reinforced concrete",
        Sewage | Storm | Combined => "高密度聚乙烯 / HDPE",
        Heat => "预制直埋保温钢管 / pre-insulated steel",
        Power if run.role == Role::Rack => "交联电缆 / XLPE cable",
        Telecom if run.role == Role::Rack => "光缆 / optical cable",
        Power if old => "铠装直埋电缆 / armoured cable",
        Power => "MPP 排管 / MPP ducts",
        Telecom => "PVC-U 排管 / PVC-U ducts",
    }
}

/// Who owns the lines of a medium.
pub(super) fn owner(medium: Medium) -> &'static str {
    match medium {
        Water | Reclaimed => "市水务 / City Water",
        Sewage | Storm | Combined => "市政排水 / City Drainage",
        Gas => "市燃气 / City Gas",
        Heat => "区域能源 / District Energy",
        Power => "市电力 / City Power",
        Telecom => "通信联建 / Joint Telecom",
    }
}

/// Year in which the lines of a street or of a parcel's estate were laid.
fn year_of(place: &str) -> i32 {
    match place {
        "C1" | "C3" => 1987,
        "r3" | "r4" => 1998,
        "c0" => 2002,
        "r0" | "G1" | "G2" | "G3" | "G4" | "F4" => 2004,
        "c1" | "r2" => 2008,
        "B1" | "B2" | "B3" | "r1" => 2012,
        "c2" | "c3" | "D4" | "D5" => 2015,
        _ => 2018,
    }
}

/// Year of an existing line.
pub(super) fn year(run: &Run) -> i32 {
    run.year.unwrap_or_else(|| year_of(run.place))
}

/// Quality of the survey of an existing line: mains were measured in the open trench (CJJ 61, survey of finished
/// lines), the old estates' lines were detected from above for their renewal; telecom there is known from records.
pub(super) fn survey(year: i32, medium: Medium) -> SurveyQuality {
    match (year, medium) {
        (..1995, Telecom) => SurveyQuality::D,
        (..1995, _) => SurveyQuality::B,
        _ => SurveyQuality::A,
    }
}

/// Where the streets, and with them the mains, are laid anew: beside the parcels of the implementation
/// unit. Rows and columns.
pub(super) struct Renewal([Vec<Rectangle>; 2]);

impl Renewal {
    pub(super) fn of(plots: &[Plot]) -> Self {
        let mut renewed = [Vec::new(), Vec::new()];
        for plot in plots.iter().filter(|p| p.implementation) {
            let o = plot.outline;
            for axis in AXES {
                let red = axis.grade.red_line();
                let edges = if axis.north { [o.west, o.east] } else { [o.south, o.north] };
                if edges.into_iter().any(|edge| ((edge - axis.at).abs() - red).abs() < 1.0) {
                    let (at, half) = (axis.at, red + 0.5);
                    renewed[usize::from(axis.north)].push(if axis.north {
                        Rectangle::new(at - half, o.south - 12.0, at + half, o.north + 12.0)
                    } else {
                        Rectangle::new(o.west - 12.0, at - half, o.east + 12.0, at + half)
                    });
                }
            }
        }
        Self(renewed)
    }

    /// Whether a main of a street is laid anew at a place.
    fn covers(&self, street: &str, place: Place) -> bool {
        let [rows, columns] = &self.0;
        let along = if street.starts_with('c') { columns } else { rows };
        along.iter().any(|r| r.distance_m(place) < 1e-6)
    }

    /// What is claimed about a piece of a run.
    pub(super) fn presence(&self, run: &Run, place: Place) -> Presence {
        let designed = match run.claim {
            Claim::Existing => false,
            Claim::Designed => true,
            Claim::OfStreet => self.covers(run.place, place),
        };
        match (designed, run.role) {
            (true, Role::Rack) => Presence { planned: true, ..Presence::new(Truth::Designed, 5) },
            (true, _) => Presence::new(Truth::Designed, 5),
            (false, _) => Presence::new(Truth::Existing, 3),
        }
    }
}
