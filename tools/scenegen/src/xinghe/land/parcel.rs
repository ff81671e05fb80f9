//! Parcels with their limits, and the outlines of the planning and the implementation unit.

use linli_model::{AreaUse, Kind, Parcel, Presence, Truth};

use super::region::Region;
use super::writer::{Cover, Writer};
use crate::draft::flat;
use crate::plan::Rectangle;
use crate::xinghe::Unit;
use crate::xinghe::plan::{Grade, Plot, column, row};

/// Half the widest street, by which parcels on both of its sides join to one unit, metres.
const JOIN_M: f64 = 22.5;

/// Adds them. Parcels are facts of the plan that holds today: all pictures have them.
pub(super) fn draw(writer: &mut Writer, unit: &Unit) {
    writer.draft.presence = Presence { planned: true, ..Presence::new(Truth::Existing, 2) };
    outlines(writer, unit);
    for plot in &unit.plots {
        let kind = Kind::Parcel(facts(plot));
        writer.draft.add(format!("parcel/{}", plot.key), Some(plot.name), kind, flat(&plot.outline.ring()));
    }
}

fn facts(plot: &Plot) -> Parcel {
    Parcel {
        land_use: plot.land_use,
        far_max: Some(plot.far_max),
        coverage_max_pct: Some(plot.coverage_max_pct),
        height_max_m: Some(plot.height_max_m),
        green_min_pct: Some(plot.green_min_pct),
        setback_m: Some(plot.setback_m),
        in_implementation_unit: plot.implementation,
    }
}

fn outlines(writer: &mut Writer, unit: &Unit) {
    let whole = Rectangle::new(
        column(unit.columns[0]).at,
        row(unit.rows[0]).at,
        column(unit.columns[1] + 1).at,
        row(unit.rows[1] + 1).at,
    );
    let cover = Cover::of(AreaUse::Unit);
    let name = ("星河规划单元", "Xinghe planning unit");
    writer.whole("unit/planning", Some(name), cover, &Region::of(&whole));
    // Parcels beside each other, with the streets between them.
    let parcels: Vec<Region> = unit
        .plots
        .iter()
        .filter(|p| p.implementation)
        .map(|p| Region::of(&p.outline.grown(JOIN_M)))
        .collect();
    let joined = Region::union(&parcels);
    let inside = drawn_in(&joined, JOIN_M - Grade::Branch.red_line());
    let name = ("星河实施单元", "Xinghe implementation unit");
    writer.whole("unit/implementation", Some(name), cover, &inside.within(&Region::of(&whole)));
}

/// Drawn in with sharp corners, as surveyors draw a border.
fn drawn_in(region: &Region, by_m: f64) -> Region {
    use geo::Buffer as _;
    use geo::algorithm::buffer::{BufferStyle, LineJoin};
    let style = BufferStyle::new(-by_m).line_join(LineJoin::Miter(4.0));
    Region(region.0.buffer_with_style(style))
}
