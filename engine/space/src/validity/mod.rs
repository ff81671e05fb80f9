//! Validity of polygons, surfaces and solids after ISO 19107, with the error numbers of val3dity.
//!
//! Checks go from low to high: the rings of a face, then the face, then its shell, then the shells
//! of a solid among themselves. A level is looked at only when the one below has no findings, as
//! a later test would only repeat an earlier fault in other words.
//!
//! A [`Boundary`] does not say where one shell ends. [`check_solid`] therefore takes the pieces
//! that hang together by shared vertices: the one with the largest box is the outer shell, and a
//! piece that is closed, turned inside out and within that box is a cavity. All other pieces stay
//! with the outer shell, which then has more than one piece (305).

mod delaunay;
mod edges;
mod face;
mod plane;
mod ring;
mod shell;
mod solid;

#[cfg(test)]
mod delft;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use linli_model::{Boundary, Point3};

/// What is wrong; the numbers are val3dity's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum Rule {
    /// A ring has fewer than three points.
    TooFewPoints = 101,
    /// Two consecutive points of a ring are the same.
    ConsecutivePointsSame = 102,
    /// A ring crosses or touches itself.
    RingSelfIntersection = 104,
    /// Two rings of a face cross or share a stretch.
    IntersectionRings = 201,
    /// Two rings of a face are the same.
    DuplicatedRings = 202,
    /// A point is too far from the plane of its face.
    NonPlanarDistance = 203,
    /// A part of a face is turned too far from the whole.
    NonPlanarNormals = 204,
    /// Rings touch so that the inside of the face falls apart.
    InteriorDisconnected = 205,
    /// A hole is outside the outer ring.
    InnerRingOutside = 206,
    /// A hole is inside another hole.
    InnerRingsNested = 207,
    /// A hole turns the same way as the outer ring.
    OrientationRingsSame = 208,
    /// A shell has fewer than four faces.
    TooFewPolygons = 301,
    /// A shell has an edge with one face only.
    ShellNotClosed = 302,
    /// Faces meet in a vertex without hanging together around it.
    NonManifoldVertex = 303,
    /// An edge has more than two faces (val3dity counts this under 303).
    NonManifoldEdge = 304,
    /// A shell or surface is in several pieces.
    MultipleComponents = 305,
    /// Faces of a shell meet elsewhere than in shared edges and vertices.
    ShellSelfIntersection = 306,
    /// Two neighbouring faces turn opposite ways.
    PolygonWrongOrientation = 307,
    /// A vertex is in no ring.
    VertexNotUsed = 309,
    /// Two shells cross or share a piece of surface.
    IntersectionShells = 401,
    /// Two shells are the same.
    DuplicatedShells = 402,
    /// A cavity is outside the outer shell.
    InnerShellOutside = 403,
    /// A cavity cuts the inside of the solid in two.
    SolidInteriorDisconnected = 404,
    /// A shell is turned inside out (a cavity: outside in).
    ShellWrongOrientation = 405,
    /// The index lists name vertices or rings that are not there, or a coordinate is not finite
    /// (val3dity: invalid input).
    InvalidInput = 901,
}

impl Rule {
    /// val3dity's number.
    pub fn number(self) -> u16 {
        self as u16
    }
}

/// One fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub rule: Rule,
    /// Shell in which, for solids of several shells.
    pub shell: usize,
    /// Face in the boundary, where one is at fault.
    pub face: Option<usize>,
    /// Ring of the face, where one is at fault.
    pub ring: Option<usize>,
    /// Where to look, local metres.
    pub at: Point3,
    /// Measured against allowed, for people.
    pub detail: String,
}

impl Finding {
    fn new(rule: Rule, at: Point3, detail: impl Into<String>) -> Self {
        Self { rule, shell: 0, face: None, ring: None, at, detail: detail.into() }
    }

    fn on_face(mut self, face: usize) -> Self {
        self.face = Some(face);
        self
    }

    fn on_ring(mut self, ring: usize) -> Self {
        self.ring = Some(ring);
        self
    }
}

/// How far from perfect counts as valid. The defaults are val3dity's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerances {
    /// Vertices closer than this are one, metres.
    pub snap_m: f64,
    /// Largest distance of a point from the plane fitted to its face, metres.
    pub planarity_m: f64,
    /// Largest angle between a part of a face and the plane fitted to the face, radians.
    pub normals_rad: f64,
}

impl Default for Tolerances {
    fn default() -> Self {
        Self { snap_m: 0.001, planarity_m: 0.01, normals_rad: 20f64.to_radians() }
    }
}

/// Checks each face by itself (a multi-surface).
pub fn check_faces(boundary: &Boundary, tolerances: &Tolerances) -> Vec<Finding> {
    match usable(boundary) {
        Ok(()) => {
            let mut findings = face::check_all(&edges::Faces::new(boundary, tolerances.snap_m), tolerances);
            findings.extend(unused(boundary));
            findings
        }
        Err(finding) => vec![finding],
    }
}

/// Checks the faces and how they hang together as one surface that need not be closed (a
/// composite surface).
pub fn check_surface(boundary: &Boundary, tolerances: &Tolerances) -> Vec<Finding> {
    check(std::slice::from_ref(boundary), tolerances, false)
}

/// Checks a solid; see the module text on how its shells are told apart.
pub fn check_solid(boundary: &Boundary, tolerances: &Tolerances) -> Vec<Finding> {
    if let Err(finding) = usable(boundary) {
        return vec![finding];
    }
    let shells = solid::shells(boundary, tolerances.snap_m);
    let boundaries: Vec<Boundary> = shells.iter().map(|faces| solid::part(boundary, faces)).collect();
    let mut findings = check(&boundaries, tolerances, true);
    for finding in &mut findings {
        if let Some(face) = finding.face {
            finding.face = shells[finding.shell].get(face).copied();
        }
    }
    findings.extend(unused(boundary));
    findings
}

/// Checks a solid given shell by shell, the outer one first.
pub fn check_shells(shells: &[Boundary], tolerances: &Tolerances) -> Vec<Finding> {
    let mut findings = check(shells, tolerances, true);
    for (number, shell) in shells.iter().enumerate() {
        findings.extend(unused(shell).map(|finding| Finding { shell: number, ..finding }));
    }
    findings
}

fn check(shells: &[Boundary], tolerances: &Tolerances, closed: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut sound = Vec::new();
    for (number, boundary) in shells.iter().enumerate() {
        if let Err(finding) = usable(boundary) {
            findings.push(Finding { shell: number, ..finding });
            continue;
        }
        let faces = edges::Faces::new(boundary, tolerances.snap_m);
        let mut found = face::check_all(&faces, tolerances);
        if found.is_empty() {
            found = shell::check(&faces, closed, tolerances.snap_m);
        }
        if found.is_empty() {
            sound.push(faces);
        }
        findings.extend(found.into_iter().map(|finding| Finding { shell: number, ..finding }));
    }
    if closed && findings.is_empty() {
        findings = solid::check(&sound);
    }
    findings
}

fn usable(boundary: &Boundary) -> Result<(), Finding> {
    if let Err(error) = boundary.check() {
        let at = boundary.vertices.first().copied().unwrap_or_default();
        return Err(Finding::new(Rule::InvalidInput, at, error.to_string()));
    }
    match boundary.vertices.iter().position(|p| !crate::index::vector::is_finite(*p)) {
        Some(vertex) => {
            Err(Finding::new(Rule::InvalidInput, [0.0; 3], format!("vertex {vertex} is not finite")))
        }
        None => Ok(()),
    }
}

fn unused(boundary: &Boundary) -> impl Iterator<Item = Finding> {
    let mut used = vec![false; boundary.vertices.len()];
    for &corner in &boundary.corners {
        if let Some(used) = used.get_mut(corner as usize) {
            *used = true;
        }
    }
    boundary
        .vertices
        .iter()
        .enumerate()
        .filter(move |(vertex, _)| !used[*vertex])
        .map(|(vertex, &at)| Finding::new(Rule::VertexNotUsed, at, format!("vertex {vertex} is in no ring")))
}
