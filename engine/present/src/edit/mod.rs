//! What a designer asks for in the window, made into edits.

mod drawing;
mod field;
mod handle;
mod snap;
mod storeys;
mod words;

pub use drawing::{DraftPoint, Drawing, DrawingForm, DrawingGroup, FacilityDrawn};
pub use field::{Field, FieldInput, FieldKind, fields_of};
pub use handle::{Handle, HandleDrag, HandlePlace, handles_of, wish_of_drag};
pub use snap::{SnapLine, SnapPoint, SnapTo, snap_in_plan, snap_lines};
pub use storeys::{storey_height_m, storeys_of, storeys_of_element};
pub use words::{drawing_group_text, drawing_text, snap_text};

use linli_model::variant::Value;
use linli_model::variant::make::{
    Corner, MakeError, Placement, array, copy, deepen, delete, insert_corner, mirror, move_corner,
    move_elements, push_face, remove_corner, rotate, scale, set_storeys, set_value,
};
use linli_model::{Aabb, BuildingUse, Community, Edit, Key, Point3};

/// How the pointer edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditTool {
    /// Drags the selected element over the ground.
    Move,
    /// Drags corners, vertices, edges and the top of the selected element.
    Reshape,
    /// Draws something point by point.
    Draw(Drawing),
}

/// Which way things are mirrored, about their middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MirrorWay {
    /// East becomes west.
    EastWest,
    /// North becomes south.
    NorthSouth,
}

/// A change that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum EditWish {
    /// Number of storeys above the ground of the selected building.
    SetStoreys(i16),
    /// Use of some storeys of the selected building, from one level to another.
    SetStoreyUse {
        /// Lowest level.
        from: i16,
        /// Highest level.
        to: i16,
        /// The use.
        use_: BuildingUse,
    },
    /// Lift cars of the selected building.
    SetLifts(u32),
    /// A value of the selected element.
    Set(Value),
    /// Moves what is selected, metres east and north.
    Move([f64; 2]),
    /// Turns what is selected about its middle, degrees counter-clockwise.
    Rotate(f64),
    /// Scales what is selected in plan about its middle.
    Scale(f64),
    /// Mirrors what is selected about its middle.
    Mirror(MirrorWay),
    /// Copies what is selected, metres east and north.
    Copy([f64; 2]),
    /// Copies what is selected in columns and rows, with the way from one to the next, metres.
    Array {
        /// Columns and rows, with the original.
        counts: [u32; 2],
        /// Way from column to column, metres east.
        column_m: f64,
        /// Way from row to row, metres north.
        row_m: f64,
    },
    /// Lays the selected lines or tunnels deeper, metres.
    Deepen(f64),
    /// Moves a corner or a vertex; heights as the element counts them.
    MoveCorner(Corner, Point3),
    /// Puts a corner or a vertex in before another one.
    InsertCorner(Corner, Point3),
    /// Takes a corner or a vertex out.
    RemoveCorner(Corner),
    /// Pushes an edge of the outline out, metres.
    PushEdge(usize, f64),
    /// Deletes what is selected with what belongs to it.
    Delete,
    /// Draws something through its points.
    Draw(Drawing, Vec<DraftPoint>),
}

/// Corners are put on a raster of this size, metres.
const RASTER_M: f64 = 0.5;
/// Edges within this angle of a right angle to the edge before become right, degrees.
const SNAP_DEG: f64 = 7.0;

/// The edit that a wish makes in a community, of which some elements are selected: the first is the one whose card is
/// open.
///
/// # Errors
/// Why it cannot be made.
pub fn edit_of(community: &Community, selection: &[Key], wish: &EditWish) -> Result<Edit, MakeError> {
    if let EditWish::Draw(drawing, points) = wish {
        return drawing.edit(community, points, selection.first());
    }
    let key = selection.first().ok_or(MakeError::Nothing)?;
    match wish {
        EditWish::SetStoreys(storeys) => set_storeys(community, key, *storeys),
        EditWish::SetStoreyUse { from, to, use_ } => {
            storeys::use_storeys(community, key, [*from, *to], *use_)
        }
        EditWish::SetLifts(cars) => storeys::set_lifts(community, key, *cars),
        EditWish::Set(value) => set_value(community, key, value.clone()),
        EditWish::Move([x, y]) => move_elements(community, selection, [*x, *y, 0.0]),
        EditWish::Rotate(degrees) => rotate(community, selection, middle(community, selection)?, *degrees),
        EditWish::Scale(factor) => {
            let [x, y] = middle(community, selection)?;
            scale(community, selection, [x, y, 0.0], [*factor, *factor, 1.0])
        }
        EditWish::Mirror(way) => {
            let [x, y] = middle(community, selection)?;
            let other = match way {
                MirrorWay::EastWest => [x, y + 1.0],
                MirrorWay::NorthSouth => [x + 1.0, y],
            };
            mirror(community, selection, [x, y], other)
        }
        EditWish::Copy([x, y]) => copy(community, selection, &Placement::shift([*x, *y, 0.0])),
        EditWish::Array { counts, column_m, row_m } => {
            array(community, selection, *counts, [*column_m, 0.0, 0.0], [0.0, *row_m, 0.0])
        }
        EditWish::Deepen(by_m) => deepen(community, selection, *by_m),
        EditWish::MoveCorner(corner, to) => move_corner(community, key, *corner, *to),
        EditWish::InsertCorner(corner, at) => insert_corner(community, key, *corner, *at),
        EditWish::RemoveCorner(corner) => remove_corner(community, key, *corner),
        EditWish::PushEdge(edge, by_m) => push_face(community, key, *edge, *by_m),
        EditWish::Delete => delete(community, selection),
        EditWish::Draw(..) => Err(MakeError::Nothing),
    }
}

/// The middle of some elements in plan; a building of parts has its place from them.
fn middle(community: &Community, keys: &[Key]) -> Result<[f64; 2], MakeError> {
    let mut all = Aabb::EMPTY;
    for key in keys {
        let element = community.id_of(key).and_then(|id| community.element(id));
        let element = element.ok_or_else(|| MakeError::NoSuchElement(key.clone()))?;
        let mut aabb = element.geometry.aabb();
        if aabb.is_empty() {
            let is_part = |other: &&linli_model::Element| {
                other.kind.building().and_then(|building| building.parent.as_ref()) == Some(key)
            };
            let parts = community.elements().iter().filter(is_part);
            aabb = parts.fold(aabb, |aabb, part| aabb.union(&part.geometry.aabb()));
        }
        all = all.union(&aabb);
    }
    if all.is_empty() {
        return Err(MakeError::Nothing);
    }
    let [x, y, _] = all.centre();
    Ok([x, y])
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
        let outline = outline.into_iter().map(DraftPoint::from).collect();
        let wish = EditWish::Draw(Drawing::Building, outline);
        let edit = edit_of(session.community(), &[], &wish).unwrap();
        let touched = session.commit(edit).unwrap();
        let key = touched.elements[0].key.clone();
        assert_eq!(storeys_of(session.community(), &key), Some(6));
        for wish in [EditWish::SetStoreys(11), EditWish::Move([5.0, -3.0]), EditWish::Rotate(30.0)] {
            let edit = edit_of(session.community(), std::slice::from_ref(&key), &wish).unwrap();
            session.commit(edit).unwrap();
        }
        assert_eq!(storeys_of(session.community(), &key), Some(11));
        let [x, y] = middle(session.community(), std::slice::from_ref(&key)).unwrap();
        assert!((x - 25.0).abs() < 0.01 && (y - 3.0).abs() < 0.01, "{x} {y}");
        while session.undo().is_some() {}
        assert_eq!(session.community(), session.base());
        assert!(edit_of(session.community(), &[], &EditWish::Delete).is_err());
    }

    #[test]
    fn several_things_are_turned_mirrored_and_repeated_about_their_common_middle() {
        let mut session = session();
        let mut keys = Vec::new();
        for east in [0.0, 60.0] {
            let outline = [[east, 0.0], [east + 20.0, 0.0], [east + 20.0, 12.0], [east, 12.0]];
            let wish = EditWish::Draw(Drawing::Building, outline.map(DraftPoint::from).to_vec());
            let edit = edit_of(session.community(), &[], &wish).unwrap();
            keys.push(session.commit(edit).unwrap().elements[0].key.clone());
        }
        assert_eq!(middle(session.community(), &keys).unwrap(), [40.0, 6.0]);
        for wish in [EditWish::Mirror(MirrorWay::EastWest), EditWish::Rotate(90.0), EditWish::Scale(0.5)] {
            let edit = edit_of(session.community(), &keys, &wish).unwrap();
            session.commit(edit).unwrap();
            assert_eq!(middle(session.community(), &keys).unwrap(), [40.0, 6.0], "{wish:?}");
        }
        let wish = EditWish::Array { counts: [3, 2], column_m: 30.0, row_m: 50.0 };
        let edit = edit_of(session.community(), &keys, &wish).unwrap();
        assert_eq!(session.commit(edit).unwrap().elements.len(), 10);
        while session.undo().is_some() {}
        assert_eq!(session.community(), session.base());
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
