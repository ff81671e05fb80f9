//! Representation items as solids, in the coordinates of their product.

use std::cell::RefCell;
use std::collections::HashSet;

use linli_model::Point3;

use super::curve::{self, Curves, numbers};
use super::cut::{self, Face, Plane, Side, Solid, cross, dot, minus, unit};
use super::placement;
use super::step::{Entity, Model, Value};
use crate::budget::Budget;
use crate::matrix::Matrix;

/// Deepest nesting of items.
const DEEPEST: usize = 32;

/// What builds shapes.
pub struct Shapes<'a> {
    /// The model.
    pub model: &'a Model,
    /// Radians of a unit of plane angles.
    pub radians: f64,
    /// Metres of a unit of length.
    pub metres: f64,
    /// Points and faces that may still be made; an item counts as one.
    pub budget: Budget<'a>,
    /// What was not cut off the shape that is being built.
    pub remarks: RefCell<Vec<String>>,
}

/// Solids of a representation, and what had to be left out of it.
#[derive(Debug, Default)]
pub struct Built {
    /// Solids, in metres.
    pub solids: Vec<Solid>,
    /// What is left out.
    pub left_out: Vec<String>,
}

impl Shapes<'_> {
    /// What curves are made with.
    pub fn curves(&self) -> Curves<'_> {
        Curves { model: self.model, radians: self.radians, budget: &self.budget }
    }

    /// The body of a product: its representation of solids or faces, in the product's coordinates, in metres.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_product(&self, shape: Option<u64>) -> Result<Built, String> {
        let definition = shape.and_then(|id| self.model.get(id)).ok_or("its shape is not there")?;
        self.budget.take(1 + definition.list(2).len())?;
        let representations: Vec<&Entity> = definition.ids(2).filter_map(|id| self.model.get(id)).collect();
        let of = |name: &str| representations.iter().find(|found| found.text(1) == Some(name));
        let body = of("Body").or_else(|| of("Tessellation")).or_else(|| of("Facetation"));
        let solid = |found: &&&Entity| {
            let kind = found.text(2).unwrap_or_default();
            ["Solid", "Brep", "Surface", "Tessellation", "Clipping", "CSG", "Mapped"]
                .iter()
                .any(|word| kind.contains(word))
        };
        let Some(body) = body.or_else(|| representations.iter().find(solid)) else {
            return Ok(Built::default());
        };
        let mut built = Built::default();
        self.remarks.borrow_mut().clear();
        for id in body.ids(3) {
            match self.item(id, 0) {
                Ok(mut solids) => built.solids.append(&mut solids),
                Err(why) => note(&mut built.left_out, || format!("#{id}: {why}")),
            }
            if self.budget.spent().is_some() {
                break;
            }
        }
        built.left_out.append(&mut self.remarks.borrow_mut());
        if built.solids.is_empty() && !built.left_out.is_empty() {
            return Err(built.left_out.join("; "));
        }
        let metres = self.metres;
        for solid in &mut built.solids {
            map(solid, |p| p.map(|v| v * metres));
        }
        Ok(built)
    }

    /// The solids of an item, in the model's unit.
    fn item(&self, id: u64, depth: usize) -> Result<Vec<Solid>, String> {
        if depth > DEEPEST {
            return Err(format!("items nested deeper than {DEEPEST}, or in a circle"));
        }
        self.budget.take(1)?;
        let entity = self.model.get(id).ok_or_else(|| format!("#{id} is not there"))?;
        let solids = match entity.type_.as_str() {
            "IFCEXTRUDEDAREASOLID" => vec![self.extrusion(entity)?],
            "IFCFACETEDBREP" | "IFCFACETEDBREPWITHVOIDS" => {
                vec![Solid::of(cut::outwards(self.shell(entity.id(0))?))]
            }
            "IFCSHELLBASEDSURFACEMODEL" | "IFCFACEBASEDSURFACEMODEL" => {
                self.budget.take(entity.list(0).len())?;
                let shells = entity.ids(0).map(|id| {
                    let faces = self.shell(Some(id))?;
                    Ok::<_, String>(Solid::of_surface(cut::outwards(faces)))
                });
                shells.collect::<Result<_, _>>()?
            }
            "IFCTRIANGULATEDFACESET" | "IFCPOLYGONALFACESET" => vec![Solid::of(self.face_set(entity)?)],
            "IFCMAPPEDITEM" => self.mapped(entity, depth)?,
            "IFCBOOLEANCLIPPINGRESULT" | "IFCBOOLEANRESULT" => self.boolean(entity, depth)?,
            "IFCSWEPTDISKSOLID" => vec![self.disk(entity)?],
            other => return Err(format!("{other} is not supported")),
        };
        self.budget.take(solids.iter().map(Solid::weight).sum())?;
        Ok(solids)
    }

    fn extrusion(&self, entity: &Entity) -> Result<Solid, String> {
        let rings = self.curves().profile(entity.id(0))?;
        // Every corner of the profile becomes a side of four, and one of the floor and of the ceiling.
        self.budget.take(rings.iter().map(|ring| 6 * ring.len()).sum())?;
        let position = placement::axes(self.model, entity.id(1))?;
        let direction = placement::direction(self.model, entity.id(2)).unwrap_or([0.0, 0.0, 1.0]);
        let depth = entity.number(3).filter(|depth| *depth > 0.0 && *depth < 1e7);
        let depth = depth.ok_or("an extrusion without depth")?;
        if direction[2].abs() < 1e-6 {
            return Err("an extrusion within its own plane".to_owned());
        }
        let top = |p: &Point3| -> Point3 { std::array::from_fn(|i| p[i] + direction[i] * depth) };
        let upwards = direction[2] > 0.0;
        let reversed = |ring: &[Point3]| -> Vec<Point3> { ring.iter().rev().copied().collect() };
        let tops: Vec<Vec<Point3>> = rings.iter().map(|ring| ring.iter().map(top).collect()).collect();
        let mut faces: Vec<Face> = vec![
            if upwards { rings.iter().map(|ring| reversed(ring)).collect() } else { rings.clone() },
            if upwards { tops } else { tops.iter().map(|ring| reversed(ring)).collect() },
        ];
        for ring in &rings {
            for (i, a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                let side = vec![*a, b, top(&b), top(a)];
                faces.push(vec![if upwards { side } else { reversed(&side) }]);
            }
        }
        for p in faces.iter_mut().flatten().flatten() {
            *p = position.point(*p);
        }
        let mut solid = Solid::of(faces);
        if solid.planes.is_none() {
            let up = if upwards { direction } else { direction.map(|v| -v) };
            cut::pay_for_triangles(&rings, &self.budget)?;
            solid.cells = prisms(&rings, up, if upwards { [0.0, depth] } else { [-depth, 0.0] });
            let origin = position.point([0.0; 3]);
            for side in solid.cells.iter_mut().flatten() {
                let on = position.point(side.plane.normal.map(|v| v * side.plane.distance));
                let turned = minus(position.point(side.plane.normal), origin);
                side.plane = Plane::at(on, turned).ok_or("a position without axes")?;
            }
        }
        Ok(solid)
    }

    /// The faces of a shell; those that are none are left out.
    fn shell(&self, id: Option<u64>) -> Result<Vec<Face>, String> {
        let shell = id.and_then(|id| self.model.get(id)).ok_or("a shell is not there")?;
        self.budget.take(shell.list(0).len())?;
        let mut faces = Vec::new();
        for face in shell.ids(0).filter_map(|id| self.model.get(id)) {
            if face.type_ != "IFCFACE" && face.type_ != "IFCFACESURFACE" {
                return Err(format!("{} is not supported", face.type_));
            }
            self.budget.take(face.list(0).len())?;
            let (mut outer, mut rings) = (None, Vec::new());
            for bound in face.ids(0).filter_map(|id| self.model.get(id)) {
                let polygon = self.model.of(bound, 0).ok_or("a loop is not there")?;
                if polygon.type_ != "IFCPOLYLOOP" {
                    return Err(format!("{} is not supported", polygon.type_));
                }
                self.budget.take(polygon.list(0).len())?;
                let ring = polygon.ids(0).map(|id| curve::point(self.model, Some(id)));
                let mut ring = ring.collect::<Result<Vec<_>, _>>()?;
                if bound.name(1) == Some("F") {
                    ring.reverse();
                }
                if bound.type_ == "IFCFACEOUTERBOUND" && outer.is_none() {
                    outer = Some(ring);
                } else {
                    rings.push(ring);
                }
            }
            rings.retain(|ring| ring.len() >= 3);
            if outer.is_none() && !rings.is_empty() {
                outer = Some(rings.remove(0));
            }
            if let Some(outer) = outer.filter(|ring| ring.len() >= 3) {
                faces.push(std::iter::once(outer).chain(rings).collect());
            }
        }
        if faces.is_empty() { Err("a shell without faces".to_owned()) } else { Ok(faces) }
    }

    fn face_set(&self, entity: &Entity) -> Result<Vec<Face>, String> {
        let list = self.model.of(entity, 0).ok_or("the list of points is not there")?;
        self.budget.take(list.list(0).len() + entity.list(2).len() + entity.list(3).len())?;
        let points: Option<Vec<Point3>> = list.list(0).iter().map(|value| numbers(value.list())).collect();
        let points = points.ok_or("a point without numbers")?;
        let ring = |indices: &[Value]| -> Result<Vec<Point3>, String> {
            self.budget.take(indices.len())?;
            let place = |value: &Value| points.get((value.number()? as usize).checked_sub(1)?).copied();
            let ring: Option<Vec<Point3>> = indices.iter().map(place).collect();
            ring.filter(|ring| ring.len() >= 3).ok_or_else(|| "an index that names no point".to_owned())
        };
        if entity.type_ == "IFCTRIANGULATEDFACESET" {
            return entity.list(3).iter().map(|triangle| Ok(vec![ring(triangle.list())?])).collect();
        }
        // The position of the faces in the list has not changed between the schemas.
        let faces = entity.ids(2).filter_map(|id| self.model.get(id));
        let face = |face: &Entity| -> Result<Face, String> {
            self.budget.take(face.list(1).len())?;
            let holes = if face.type_.ends_with("WITHVOIDS") { face.list(1) } else { &[] };
            std::iter::once(ring(face.list(0))).chain(holes.iter().map(|hole| ring(hole.list()))).collect()
        };
        faces.map(face).collect()
    }

    fn mapped(&self, entity: &Entity, depth: usize) -> Result<Vec<Solid>, String> {
        let source = self.model.of(entity, 0).ok_or("what is mapped is not there")?;
        let origin = placement::axes(self.model, source.id(0))?;
        let target = self.model.of(entity, 1).ok_or("where it is mapped to is not there")?;
        let matrix = placement::operator(self.model, target)?.after(&origin);
        let representation = self.model.of(source, 1).ok_or("what is mapped is not there")?;
        self.budget.take(representation.list(3).len())?;
        let mut solids = Vec::new();
        for id in representation.ids(3) {
            solids.append(&mut self.item(id, depth + 1)?);
        }
        let mirrored = matrix.determinant() < 0.0;
        for solid in &mut solids {
            map(solid, |p| matrix.point(p));
            if mirrored {
                solid.faces.iter_mut().flatten().for_each(|ring| ring.reverse());
            }
            if uneven(&matrix) {
                solid.cells.clear();
                solid.gone.clear();
            }
            *solid = if solid.planes.is_some() {
                Solid::of(std::mem::take(&mut solid.faces))
            } else {
                std::mem::take(solid)
            };
        }
        Ok(solids)
    }

    /// A difference, where the second operand is a half space or convex; other booleans are not supported.
    fn boolean(&self, entity: &Entity, depth: usize) -> Result<Vec<Solid>, String> {
        if entity.name(0) != Some("DIFFERENCE") {
            return Err(format!("the boolean {}", entity.name(0).unwrap_or("without operator")));
        }
        let first = entity.id(1).ok_or("the first operand is not there")?;
        let mut solids = self.item(first, depth + 1)?;
        if let Err(why) = self.taken_away(entity, &mut solids, depth) {
            let remark = || format!("what is taken away of #{first}: {why}");
            note(&mut self.remarks.borrow_mut(), remark);
        }
        Ok(solids)
    }

    /// Takes the second operand of a difference away from the solids of the first.
    fn taken_away(&self, entity: &Entity, solids: &mut [Solid], depth: usize) -> Result<(), String> {
        let second = entity.id(2).ok_or("it is not there")?;
        let operand = self.model.get(second).ok_or("it is not there")?;
        if !operand.type_.ends_with("HALFSPACESOLID") && !operand.type_.ends_with("HALFSPACE") {
            for tool in &self.item(second, depth + 1)? {
                let planes = tool.planes.as_ref().ok_or("a solid that is not convex")?;
                let ends: Vec<Vec<Point3>> = tool.faces.iter().flatten().cloned().collect();
                solids.iter_mut().try_for_each(|solid| solid.subtract(planes, &ends, &self.budget))?;
            }
            return Ok(());
        }
        let (plane, bounds) = self.half_space(operand)?;
        for solid in solids {
            cut::pay_for_tests(bounds.len(), solid.weight(), &self.budget)?;
            let points = || solid.faces.iter().flatten().flatten();
            // A boundary around the whole solid bounds nothing.
            let within = bounds.iter().all(|bound| points().all(|p| bound.outside(*p) < 1e-6));
            let ends = solid.cap(&plane);
            if within {
                solid.subtract(&[plane], &ends, &self.budget)?;
            } else {
                let region: Vec<Plane> = std::iter::once(plane).chain(bounds.iter().copied()).collect();
                let mut ends = self.bounded(ends, &bounds)?;
                ends.extend(self.sides(solid, &plane, &bounds)?);
                solid.subtract(&region, &ends, &self.budget)?;
            }
        }
        Ok(())
    }

    /// The faces that the sides of a bounded half space leave.
    fn sides(&self, solid: &Solid, plane: &Plane, bounds: &[Plane]) -> Result<Vec<Vec<Point3>>, String> {
        let mut sides = Vec::new();
        for (i, bound) in bounds.iter().enumerate() {
            self.budget.take(bounds.len())?;
            let others: Vec<Plane> = bounds
                .iter()
                .enumerate()
                .filter(|(k, _)| *k != i)
                .map(|(_, other)| *other)
                .chain([*plane])
                .collect();
            sides.extend(self.bounded(solid.cap(bound), &others)?);
        }
        Ok(sides)
    }

    /// Ends cut down to what lies between planes.
    fn bounded(&self, ends: Vec<Vec<Point3>>, bounds: &[Plane]) -> Result<Vec<Vec<Point3>>, String> {
        let mut tool = Solid::of_surface(ends.into_iter().map(|ring| vec![ring]).collect());
        for plane in bounds {
            // What is beyond a plane is what a region on its other side takes away.
            let beyond = Plane { normal: plane.normal.map(|v| -v), distance: -plane.distance };
            tool.subtract(&[beyond], &[], &self.budget)?;
        }
        Ok(tool.faces.into_iter().flatten().collect())
    }

    /// The plane of a half space, outside of it above 0, and the planes beside it when it is bounded.
    fn half_space(&self, entity: &Entity) -> Result<(Plane, Vec<Plane>), String> {
        let surface = self.model.of(entity, 0).ok_or("the plane of a half space is not there")?;
        if surface.type_ != "IFCPLANE" {
            return Err(format!("a half space of {}", surface.type_));
        }
        let axes = placement::axes(self.model, surface.id(0))?;
        let normal: Point3 = std::array::from_fn(|i| axes.0[8 + i]);
        let origin: Point3 = std::array::from_fn(|i| axes.0[12 + i]);
        // Agreement: the half space lies on the side away from the normal.
        let outward = if entity.name(1) == Some("F") { normal.map(|v| -v) } else { normal };
        let plane = Plane::at(origin, outward).ok_or("a plane without normal")?;
        if entity.type_ != "IFCPOLYGONALBOUNDEDHALFSPACE" {
            return Ok((plane, Vec::new()));
        }
        let position = placement::axes(self.model, entity.id(2))?;
        let mut ring = self.curves().points(entity.id(3))?;
        if ring.first().zip(ring.last()).is_some_and(|(a, b)| dot(minus(*a, *b), minus(*a, *b)) < 1e-12) {
            ring.pop();
        }
        if super::cut::normal(&ring)[2] < 0.0 {
            ring.reverse();
        }
        let mut bounds = Vec::new();
        for (i, a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            let side = Plane::at(*a, [b[1] - a[1], a[0] - b[0], 0.0]).ok_or("a boundary without length")?;
            cut::pay_for_tests(1, ring.len(), &self.budget)?;
            if ring.iter().any(|p| side.outside(*p) > 1e-6) {
                return Err("a half space whose boundary is not convex".to_owned());
            }
            let turned: Point3 = minus(position.point(side.normal), position.point([0.0; 3]));
            bounds.push(Plane::at(position.point(*a), turned).ok_or("a boundary without length")?);
        }
        Ok((plane, bounds))
    }

    /// A tube along a line, as a railing or a cable is.
    fn disk(&self, entity: &Entity) -> Result<Solid, String> {
        const PARTS: usize = 12;
        let path = self.curves().points(entity.id(0))?;
        self.budget.take(path.len().saturating_mul(5 * PARTS))?;
        let radius = entity.number(1).filter(|radius| *radius > 0.0).ok_or("a disk without radius")?;
        let mut sections = Vec::new();
        for (i, place) in path.iter().enumerate() {
            let before = path[i.saturating_sub(1)];
            let after = path[(i + 1).min(path.len() - 1)];
            let matrix = curve::along(*place, minus(after, before)).ok_or("a line without length")?;
            let corner = |k: usize| {
                let (sin, cos) = (std::f64::consts::TAU * k as f64 / PARTS as f64).sin_cos();
                matrix.point([radius * cos, radius * sin, 0.0])
            };
            sections.push((0..PARTS).map(corner).collect::<Vec<Point3>>());
        }
        let mut faces: Vec<Face> = Vec::new();
        for pair in sections.windows(2) {
            for k in 0..PARTS {
                let next = (k + 1) % PARTS;
                faces.push(vec![vec![pair[0][k], pair[0][next], pair[1][next], pair[1][k]]]);
            }
        }
        faces.extend(sections.first().map(|ring| vec![ring.iter().rev().copied().collect()]));
        faces.extend(sections.last().map(|ring| vec![ring.clone()]));
        Ok(Solid::of_surface(faces))
    }
}

/// Adds to what is said about a product, of which nobody reads more than some lines.
fn note(notes: &mut Vec<String>, text: impl FnOnce() -> String) {
    /// Most lines.
    const MOST: usize = 16;
    if notes.len() < MOST {
        notes.push(text());
    }
}

/// The convex parts of an extrusion of rings at z = 0: a prism on each triangle, `up` being the way of its edges, and
/// what lies between two shares of that way.
fn prisms(rings: &[Vec<Point3>], up: Point3, [low, high]: [f64; 2]) -> Vec<Vec<Side>> {
    let triangles = cut::triangles(&rings.to_vec());
    let edges = |ring: &[Point3]| -> Vec<[Point3; 2]> {
        ring.iter().enumerate().map(|(i, a)| [*a, ring[(i + 1) % ring.len()]]).collect()
    };
    let bits = |[a, b]: [Point3; 2]| [a.map(f64::to_bits), b.map(f64::to_bits)];
    let all: HashSet<_> = triangles.iter().flat_map(|ring| edges(ring)).map(bits).collect();
    let prism = |ring: &Vec<Point3>| {
        let sides = edges(ring).into_iter().filter_map(|[a, b]| {
            let plane = Plane::at(a, cross(minus(b, a), up))?;
            Some(Side { plane, inner: all.contains(&bits([b, a])) })
        });
        let floor = Plane { normal: [0.0, 0.0, -1.0], distance: -low * up[2] };
        let ceiling = Plane { normal: [0.0, 0.0, 1.0], distance: high * up[2] };
        sides.chain([floor, ceiling].map(|plane| Side { plane, inner: false })).collect()
    };
    triangles.iter().map(prism).collect()
}

/// Whether a matrix stretches one way more than another.
fn uneven(matrix: &Matrix) -> bool {
    let length = |i: usize| (0..3).map(|k| matrix.0[4 * i + k].powi(2)).sum::<f64>().sqrt();
    (1..3).any(|i| (length(i) - length(0)).abs() > 1e-9 * length(0))
}

/// Moves every corner; the planes follow.
pub fn map(solid: &mut Solid, change: impl Fn(Point3) -> Point3) {
    let origin = change([0.0; 3]);
    let planes = solid.planes.iter_mut().flatten().chain(solid.gone.iter_mut().flatten());
    for plane in planes.chain(solid.cells.iter_mut().flatten().map(|side| &mut side.plane)) {
        let on: Point3 = plane.normal.map(|v| v * plane.distance);
        // Only turns and even scales reach here: a normal goes along.
        let turned = minus(change(plane.normal), origin);
        if let Some(moved) = unit(turned).and_then(|normal| Plane::at(change(on), normal)) {
            *plane = moved;
        }
    }
    for p in solid.faces.iter_mut().flatten().flatten() {
        *p = change(*p);
    }
}

/// Moves a solid as a placement says.
pub fn place(solid: &mut Solid, matrix: &Matrix) {
    map(solid, |p| matrix.point(p));
}
