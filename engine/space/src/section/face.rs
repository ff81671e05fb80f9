//! Faces of a section: what its planes cut through, filled.

use geo::{
    BooleanOps as _, BoundingRect as _, Buffer as _, Coord, CoordsIter as _, LineString, MultiPolygon,
    Polygon, Rect,
};
use linli_model::{Aabb, ElementId, FaceKind};
use rayon::prelude::*;

use super::{Section, soil};
use crate::cut::{PROUD_M, PlaneFrame, add_face, pipe_section, section_of};
use crate::index::touch::clip_ring;
use crate::index::vector::scale;
use crate::shape::ShapeBuilder;
use crate::{Ground, Plane, Shape};

/// Walls around rooms that nothing tells of, metres.
const WALL_M: f64 = 0.25;
/// Slabs between storeys, metres.
const SLAB_M: f64 = 0.25;

/// Something that a section may cut through.
#[derive(Clone, Debug)]
pub struct SectionSolid<'a> {
    /// The element.
    pub id: ElementId,
    /// Its closed outer shape, and pipes as segments.
    pub outer: &'a Shape,
    /// Closed rooms inside it.
    pub rooms: &'a [Shape],
    /// Heights of its floors where it is a building whose rooms are not modelled, local metres: its face then shows walls
    /// and slabs of usual thickness.
    pub floors: &'a [f64],
    /// It stands no higher than this now, local metres.
    pub top_m: f64,
}

/// What a section shows of an element.
#[derive(Clone, Debug)]
pub struct SectionFace {
    /// The element.
    pub id: ElementId,
    /// Material that is cut through.
    pub material: Shape,
    /// Rooms behind it, of buildings and seen from above; the rooms of tunnels and basements are open in upright planes.
    pub rooms: Shape,
}

/// What a section shows.
#[derive(Clone, Debug, Default)]
pub struct SectionFaces {
    /// Soil and pavement: coloured parts.
    pub soil: Shape,
    /// What is cut through, by element, in the order in which it was given.
    pub faces: Vec<SectionFace>,
}

/// A plane of a section, and what limits its face.
pub(super) struct Side<'a> {
    pub frame: PlaneFrame,
    pub is_upright: bool,
    pub others: Vec<&'a Plane>,
}

/// The faces of a section. `extent` is the box of the scene; `paved` tells whether a place is covered by a road; layers of
/// the soil are usual ones (see [`crate::SoilLayer`]). Solids that do not close have no face.
pub fn section_faces(
    section: &Section,
    extent: &Aabb,
    ground: &Ground,
    paved: impl Fn(f64, f64) -> bool,
    solids: &[SectionSolid<'_>],
) -> SectionFaces {
    let mut soil = ShapeBuilder::default();
    let mut faces: Vec<[ShapeBuilder; 2]> = solids.iter().map(|_| Default::default()).collect();
    for (at, plane) in section.planes().iter().enumerate() {
        let others = section.planes().iter().enumerate().filter(|(other, _)| *other != at);
        let side = Side {
            frame: PlaneFrame::facing(scale(plane.normal, -plane.offset_m), plane.normal.map(|v| -v)),
            is_upright: plane.normal[2] == 0.0,
            others: others.map(|(_, plane)| plane).collect(),
        };
        let shown: Vec<(MultiPolygon, MultiPolygon)> =
            solids.par_iter().map(|solid| side.sections(solid, plane)).collect();
        let mut open = MultiPolygon::new(Vec::new());
        for ((solid, (material, rooms)), face) in solids.iter().zip(&shown).zip(&mut faces) {
            let skin = (FaceKind::Unknown, None);
            add_face(&mut face[0], material, &side.frame, PROUD_M, skin);
            if side.is_upright && !solid.rooms.is_empty() {
                open = open.union(rooms);
            } else {
                add_face(&mut face[1], rooms, &side.frame, PROUD_M, skin);
            }
        }
        if side.is_upright {
            soil::upright(&mut soil, &side, extent, ground, &paved, &open);
        } else {
            soil::level(&mut soil, &side, extent, ground, &paved);
        }
    }
    let faces = solids.iter().zip(faces).map(|(solid, [material, rooms])| SectionFace {
        id: solid.id,
        material: material.finish(),
        rooms: rooms.finish(),
    });
    let is_seen = |face: &SectionFace| !(face.material.is_empty() && face.rooms.is_empty());
    SectionFaces { soil: soil.finish(), faces: faces.filter(is_seen).collect() }
}

impl Side<'_> {
    /// Material and rooms of a solid on the plane.
    fn sections(&self, solid: &SectionSolid<'_>, plane: &Plane) -> (MultiPolygon, MultiPolygon) {
        let nothing = || MultiPolygon::new(Vec::new());
        let aabb = solid.outer.aabb();
        let behind = Plane { normal: plane.normal.map(|v| -v), offset_m: -plane.offset_m };
        if aabb.is_empty() || !(plane.touches_box(&aabb) && behind.touches_box(&aabb)) {
            return (nothing(), nothing());
        }
        let top = Plane { normal: [0.0, 0.0, -1.0], offset_m: solid.top_m };
        let limits: Vec<&Plane> =
            self.others.iter().copied().chain(solid.top_m.is_finite().then_some(&top)).collect();
        if solid.outer.triangles.is_empty() {
            let pipes = solid.outer.segments.iter().filter_map(|segment| pipe_section(segment, &self.frame));
            let pipes = pipes.fold(nothing(), |all, pipe| all.union(&MultiPolygon::new(vec![pipe])));
            return (self.within(pipes, &limits), nothing());
        }
        let whole = self.within(section_of(solid.outer, &self.frame), &limits);
        if whole.0.is_empty() {
            return (whole, nothing());
        }
        let rooms = if !solid.rooms.is_empty() {
            let rooms = solid.rooms.iter().map(|room| section_of(room, &self.frame));
            self.within(rooms.fold(nothing(), |all, room| all.union(&room)), &limits)
        } else if !solid.floors.is_empty() {
            self.storeys(&whole, solid.floors)
        } else {
            nothing()
        };
        let material = if rooms.0.is_empty() { whole } else { whole.difference(&rooms) };
        (material, rooms)
    }

    /// The rooms of a building: its section within walls, and on an upright plane between slabs.
    fn storeys(&self, whole: &MultiPolygon, floors: &[f64]) -> MultiPolygon {
        let inside = whole.buffer(-WALL_M);
        let (Some(rect), true) = (inside.bounding_rect(), self.is_upright) else { return inside };
        let slab = |top: &f64| {
            let (low, high) = (top - SLAB_M, *top);
            Rect::new(Coord { x: rect.min().x - 1.0, y: low }, Coord { x: rect.max().x + 1.0, y: high })
                .to_polygon()
        };
        let slabs = floors.iter().filter(|z| **z > rect.min().y && **z - SLAB_M < rect.max().y).map(slab);
        inside.difference(&MultiPolygon::new(slabs.collect()))
    }

    /// What of a face lies inside planes.
    pub fn within(&self, face: MultiPolygon, limits: &[&Plane]) -> MultiPolygon {
        let keeps = |c: Coord| {
            let p = self.frame.place(c.x, c.y, 0.0);
            limits.iter().all(|plane| plane.height(p) >= 0.0)
        };
        if face.coords_iter().all(keeps) {
            return face;
        }
        let Some(rect) = face.bounding_rect() else { return face };
        match self.window(rect, limits) {
            Some(window) => face.intersection(&MultiPolygon::new(vec![window])),
            None => MultiPolygon::new(Vec::new()),
        }
    }

    /// What of a rectangle on the plane lies inside planes: a convex polygon.
    pub fn window(&self, rect: Rect, limits: &[&Plane]) -> Option<Polygon> {
        let ([x0, y0], [x1, y1]) = (<[f64; 2]>::from(rect.min()), <[f64; 2]>::from(rect.max()));
        let (mut ring, mut clipped) = (vec![[x0, y0], [x1, y0], [x1, y1], [x0, y1]], Vec::new());
        for plane in limits {
            clip_ring(&ring, |[s, z]| plane.height(self.frame.place(s, z, 0.0)), &mut clipped);
            std::mem::swap(&mut ring, &mut clipped);
        }
        (ring.len() >= 3).then(|| Polygon::new(LineString::from(ring), Vec::new()))
    }
}
