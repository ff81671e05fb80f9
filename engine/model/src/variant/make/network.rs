//! Edits below the ground: utility lines, tunnels, shafts.

use super::{Made, MakeError, drawn, found, line, within};
use crate::variant::{Action, Change, Edit};
use crate::{Community, Corridor, CorridorNode, Geometry, Key, Kind, Point3, UtilityLine, UtilityNode};

/// Deepest that anything is laid below the ground, metres.
const DEEPEST_M: f64 = 60.0;

/// Lays a utility line. The heights of its points count from the ground (below it negative) and mean what the
/// line's depth reference says.
///
/// # Errors
/// When the points are no line, or a size or depth is out of range.
pub fn lay_line(community: &Community, name: Option<&str>, what: &UtilityLine, points: &[Point3]) -> Made {
    within("diameter_mm", what.diameter_mm, 10.0, 10_000.0)?;
    points.iter().try_for_each(|p| within("depth_m", -p[2], -20.0, DEEPEST_M).map(drop))?;
    if let Some(key) = &what.corridor
        && !matches!(found(community, key)?.kind, Kind::Corridor(_))
    {
        return Err(MakeError::WrongKind(key.clone()));
    }
    let element = drawn(community, "line", name, Kind::UtilityLine(what.clone()), line(points)?);
    Ok(Edit::new(Action::LayLine, vec![Change::Add(Box::new(element))]))
}

/// Lays lines, or tunnels, deeper by a way; less deep by a negative one.
///
/// # Errors
/// When one of them is neither, or would lie out of range.
pub fn deepen(community: &Community, keys: &[Key], by_m: f64) -> Made {
    within("by_m", by_m, -DEEPEST_M, DEEPEST_M)?;
    if keys.is_empty() {
        return Err(MakeError::Nothing);
    }
    let mut changes = Vec::with_capacity(keys.len());
    for key in keys {
        let old = found(community, key)?;
        if !matches!(old.kind, Kind::UtilityLine(_) | Kind::Corridor(_)) {
            return Err(MakeError::WrongKind(key.clone()));
        }
        let mut new = old.clone();
        new.geometry.map_points(|p| p[2] -= by_m);
        new.put_on_raster();
        changes.push(Change::replace(old, new));
    }
    Ok(Edit::new(Action::Deepen(by_m), changes))
}

/// Adds a manhole, valve, hydrant or another node of a utility network.
///
/// # Errors
/// When the shaft is too deep.
pub fn add_utility_node(community: &Community, node: &UtilityNode, at: Point3) -> Made {
    if let Some(depth) = node.depth_m {
        within("depth_m", depth, 0.0, DEEPEST_M)?;
    }
    let element = drawn(community, "node", None, Kind::UtilityNode(node.clone()), Geometry::Point(at));
    Ok(Edit::new(Action::AddShaft, vec![Change::Add(Box::new(element))]))
}

/// Draws a utility tunnel along the middle of its outer box; heights count from the ground.
///
/// # Errors
/// When the points are no line, it has no compartment, or a size is out of range.
pub fn draw_corridor(community: &Community, name: Option<&str>, what: &Corridor, points: &[Point3]) -> Made {
    within("compartments", what.compartments.len() as f64, 1.0, 12.0)?;
    within("wall_m", what.wall_m, 0.05, 3.0)?;
    for compartment in &what.compartments {
        within("width_m", compartment.width_m, 0.5, 20.0)?;
        within("height_m", compartment.height_m, 0.5, 20.0)?;
        compartment.lines.iter().try_for_each(|key| found(community, key).map(drop))?;
    }
    points.iter().try_for_each(|p| within("depth_m", -p[2], -20.0, DEEPEST_M).map(drop))?;
    let element = drawn(community, "corridor", name, Kind::Corridor(what.clone()), line(points)?);
    Ok(Edit::new(Action::DrawCorridor, vec![Change::Add(Box::new(element))]))
}

/// Adds a shaft or opening of a utility tunnel, at its place on the ground.
///
/// # Errors
/// When there is no such tunnel, or the shaft is too deep.
pub fn add_corridor_node(community: &Community, node: &CorridorNode, at: [f64; 2]) -> Made {
    if !matches!(found(community, &node.corridor)?.kind, Kind::Corridor(_)) {
        return Err(MakeError::WrongKind(node.corridor.clone()));
    }
    within("depth_m", node.depth_m, 0.0, DEEPEST_M)?;
    let place = Geometry::Point([at[0], at[1], 0.0]);
    let stem = format!("{}/shaft", node.corridor);
    let element = drawn(community, &stem, None, Kind::CorridorNode(node.clone()), place);
    Ok(Edit::new(Action::AddShaft, vec![Change::Add(Box::new(element))]))
}
