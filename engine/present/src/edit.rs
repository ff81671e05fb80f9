//! What a designer asks for in the window, made into edits.

use linli_model::variant::make::{
    BuildingDraft, MakeError, Placement, copy, delete, draw_building, move_elements, rotate, set_storeys,
};
use linli_model::{Action, BuildingUse, Community, Edit, Geometry, Key, Kind};

/// How the pointer edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditTool {
    /// Drags the selected element over the ground.
    Move,
    /// Draws a footprint corner by corner.
    DrawBuilding,
}

/// A change that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum EditWish {
    /// Number of storeys above the ground of the selected building.
    SetStoreys(i16),
    /// Moves the selected element, metres east and north.
    Move([f64; 2]),
    /// Turns the selected element about its middle, degrees counter-clockwise.
    Rotate(f64),
    /// Copies the selected element, metres east and north.
    Copy([f64; 2]),
    /// Deletes the selected element with what belongs to it.
    Delete,
    /// Draws a building over a footprint, local metres.
    DrawBuilding(Vec<[f64; 2]>),
}

/// Storeys and storey height of a building that was just drawn; both are changed afterwards.
const DRAWN: (i16, f64) = (6, 3.0);
/// Floor area of a dwelling of such a building, and people in it (average of urban homes, GB 50180-2018, 4.0.2: 3.2
/// persons a household).
const DWELLING: (f64, f64) = (100.0, 3.2);
/// Corners are put on a raster of this size, metres.
const RASTER_M: f64 = 0.5;
/// Edges within this angle of a right angle to the edge before become right, degrees.
const SNAP_DEG: f64 = 7.0;

/// The edit that a wish makes in a community.
///
/// # Errors
/// Why it cannot be made.
pub fn edit_of(community: &Community, selection: Option<&Key>, wish: &EditWish) -> Result<Edit, MakeError> {
    if let EditWish::DrawBuilding(footprint) = wish {
        return draw_building(community, &drawn(footprint));
    }
    let key = selection.ok_or(MakeError::Nothing)?;
    let keys = std::slice::from_ref(key);
    match wish {
        EditWish::SetStoreys(storeys) => set_storeys(community, key, *storeys),
        EditWish::Move([x, y]) => move_elements(community, keys, [*x, *y, 0.0]),
        EditWish::Rotate(degrees) => rotate(community, keys, middle(community, key)?, *degrees),
        EditWish::Copy([x, y]) => copy(community, keys, &Placement::shift([*x, *y, 0.0])),
        EditWish::Delete => delete(community, keys),
        EditWish::DrawBuilding(_) => Err(MakeError::Nothing),
    }
}

fn middle(community: &Community, key: &Key) -> Result<[f64; 2], MakeError> {
    let element = community.id_of(key).and_then(|id| community.element(id));
    let element = element.ok_or_else(|| MakeError::NoSuchElement(key.clone()))?;
    let mut aabb = element.geometry.aabb();
    if aabb.is_empty() {
        // A building of parts has its place from them.
        let parts = community
            .elements()
            .iter()
            .filter(|other| other.kind.building().and_then(|building| building.parent.as_ref()) == Some(key));
        aabb = parts.fold(aabb, |aabb, part| aabb.union(&part.geometry.aabb()));
    }
    let [x, y, _] = aabb.centre();
    Ok([x, y])
}

fn drawn(footprint: &[[f64; 2]]) -> BuildingDraft {
    let area = footprint_area(footprint);
    let dwellings = (area / DWELLING.0).floor().clamp(0.0, 200.0);
    BuildingDraft {
        name: None,
        footprint: footprint.to_vec(),
        storeys: DRAWN.0,
        storey_height_m: DRAWN.1,
        use_: BuildingUse::Residential,
        dwellings: dwellings as u32,
        residents: (dwellings * DWELLING.1).round() as u32,
        jobs: 0,
        parcel: None,
    }
}

/// Area of a footprint, square metres (shoelace formula).
pub fn footprint_area(footprint: &[[f64; 2]]) -> f64 {
    let next = footprint.iter().cycle().skip(1);
    let twice: f64 = footprint.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    twice.abs() / 2.0
}

/// Where the next corner of a footprint goes: at a right angle to the edge before where it nearly is, otherwise on
/// the raster.
pub fn snapped(corners: &[[f64; 2]], at: [f64; 2]) -> [f64; 2] {
    let rastered = at.map(|v| (v / RASTER_M).round() * RASTER_M);
    let [.., a, b] = corners else { return rastered };
    let edge = [b[0] - a[0], b[1] - a[1]];
    let length = edge[0].hypot(edge[1]);
    if length < RASTER_M {
        return rastered;
    }
    let along = edge.map(|v| v / length);
    let across = [-along[1], along[0]];
    let way = [at[0] - b[0], at[1] - b[1]];
    let (s, t) = (way[0] * along[0] + way[1] * along[1], way[0] * across[0] + way[1] * across[1]);
    let off = s.atan2(t.abs()).to_degrees().abs();
    if off > SNAP_DEG {
        return rastered;
    }
    let t = (t / RASTER_M).round() * RASTER_M;
    std::array::from_fn(|i| b[i] + t * across[i])
}

/// Name of what was done last, for a button that takes it back.
pub fn last_deed(edits: &[Edit]) -> Option<&Action> {
    edits.last().map(|edit| &edit.action)
}

/// Number of storeys above the ground of an element, when it is a building that has any.
pub fn storeys_of(community: &Community, key: &Key) -> Option<i16> {
    let element = community.element(community.id_of(key)?)?;
    let Kind::Building(building) = &element.kind else { return None };
    let of_runs = building.storeys.iter().map(|run| run.to_level).max().filter(|level| *level > 0);
    let said = building.storeys_above.map(|storeys| storeys.round() as i16);
    of_runs.or(said).filter(|_| !matches!(element.geometry, Geometry::None) || !building.storeys.is_empty())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::sync::Arc;

    use linli_model::{EditSession, SceneFrame, Variant};

    use super::*;

    fn session() -> EditSession {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.15,
            latitude_deg: 30.27,
            convergence_deg: 0.0,
        };
        let community = Arc::new(Community::new("c", frame));
        EditSession::open(community, Variant::of("v", Vec::new())).unwrap()
    }

    #[test]
    fn a_building_is_drawn_raised_moved_and_all_of_it_taken_back() {
        let mut session = session();
        let outline = vec![[0.0, 0.0], [40.0, 0.0], [40.0, 12.0], [0.0, 12.0]];
        let edit = edit_of(session.community(), None, &EditWish::DrawBuilding(outline)).unwrap();
        let touched = session.commit(edit).unwrap();
        let key = touched.elements[0].key.clone();
        assert_eq!(storeys_of(session.community(), &key), Some(6));
        for wish in [EditWish::SetStoreys(11), EditWish::Move([5.0, -3.0]), EditWish::Rotate(30.0)] {
            let edit = edit_of(session.community(), Some(&key), &wish).unwrap();
            session.commit(edit).unwrap();
        }
        assert_eq!(storeys_of(session.community(), &key), Some(11));
        let [x, y] = middle(session.community(), &key).unwrap();
        assert!((x - 25.0).abs() < 0.01 && (y - 3.0).abs() < 0.01, "{x} {y}");
        while session.undo().is_some() {}
        assert_eq!(session.community(), session.base());
        assert!(edit_of(session.community(), None, &EditWish::Delete).is_err());
    }

    #[test]
    fn corners_snap_to_right_angles_and_to_the_raster() {
        assert_eq!(snapped(&[], [1.26, 3.9]), [1.5, 4.0]);
        let edge = [[0.0, 0.0], [10.0, 0.0]];
        assert_eq!(snapped(&edge, [10.4, 8.1]), [10.0, 8.0]);
        assert_eq!(snapped(&edge, [14.0, 8.1]), [14.0, 8.0]);
        assert_eq!(footprint_area(&[[0.0, 0.0], [4.0, 0.0], [4.0, 3.0]]), 6.0);
    }
}
