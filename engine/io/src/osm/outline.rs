//! Lines and outlines of ways and relations, from the nodes that the file holds.

use std::collections::HashMap;

use linli_model::{Point3, Polygon};

use super::area::{join, polygons};
use super::file::{Member, MemberKind, Relation, Store, Way};

/// Longest run of points in one line; longer ways are divided.
pub(super) const MOST_POINTS: usize = 16_384;
/// Rings of one area beyond which it is not assembled.
const MOST_RINGS: usize = 20_000;
/// Rings × corners of one area beyond which it is not assembled: finding which ring lies in which
/// takes as many steps.
const MOST_STEPS: usize = 1_000_000_000;

/// A run of points whose nodes are all in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// Node ids.
    pub nodes: Vec<i64>,
    /// Longitude, latitude, 0.
    pub points: Vec<Point3>,
}

/// A way as lines.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// Runs of at least two points.
    pub pieces: Vec<Piece>,
    /// How many node references lead nowhere.
    pub missing: u64,
    /// Whether the way was divided because it is long.
    pub divided: bool,
}

/// An area.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Polygons; none when nothing could be closed.
    pub polygons: Vec<Polygon>,
    /// Whether every way and node of it is in the file.
    pub complete: bool,
    /// Member ways that are not in the file.
    pub missing_ways: u64,
    /// Node references that lead nowhere.
    pub missing_nodes: u64,
    /// Nodes where a ring is open.
    pub open_ends: Vec<i64>,
    /// Rings whose role contradicts their place.
    pub wrong_roles: u64,
}

/// Cuts a way where nodes are missing and where it is longer than [`MOST_POINTS`]; pieces of a
/// divided way share the point between them.
pub(super) fn pieces(store: &Store, way: &Way) -> Pieces {
    let mut result = Pieces::default();
    let mut open = Piece::default();
    for id in &way.refs {
        let Some(node) = store.node(*id) else {
            result.missing += 1;
            finish(&mut result.pieces, &mut open);
            continue;
        };
        if open.nodes.last() == Some(id) {
            continue;
        }
        open.nodes.push(*id);
        open.points.push([node.at[0], node.at[1], 0.0]);
        if open.nodes.len() == MOST_POINTS {
            result.divided = true;
            finish(&mut result.pieces, &mut open);
            open = Piece { nodes: vec![*id], points: vec![[node.at[0], node.at[1], 0.0]] };
        }
    }
    finish(&mut result.pieces, &mut open);
    result
}

fn finish(pieces: &mut Vec<Piece>, open: &mut Piece) {
    let piece = std::mem::take(open);
    if piece.nodes.len() > 1 {
        pieces.push(piece);
    }
}

/// The area inside a closed way. Missing nodes are bridged by a straight line.
pub(super) fn way_outline(store: &Store, way: &Way) -> Outline {
    let ring = closed_over_gaps(store, way);
    let missing = way.refs.iter().filter(|id| store.node(**id).is_none()).count() as u64;
    let mut outline = assemble(store, &[&ring], |_| Role::Unsaid);
    outline.missing_nodes = missing;
    outline.complete = missing == 0 && !outline.polygons.is_empty();
    outline
}

/// The area of a multipolygon relation from those of its ways that are in the file.
pub(super) fn relation_outline(store: &Store, relation: &Relation) -> Outline {
    let mut lines: Vec<Vec<i64>> = Vec::new();
    let mut roles: HashMap<i64, Role> = HashMap::new();
    let (mut missing_ways, mut missing_nodes) = (0, 0);
    let mut members: Vec<&Member> =
        relation.members.iter().filter(|member| member.kind == MemberKind::Way).collect();
    members.sort_by_key(|member| member.id);
    members.dedup_by_key(|member| member.id);
    for member in members {
        let Some(way) = store.way(member.id) else {
            missing_ways += 1;
            continue;
        };
        let role = Role::of(store.text(member.role));
        for id in &way.refs {
            roles.entry(*id).and_modify(|known| *known = known.with(role)).or_insert(role);
        }
        let known = pieces(store, way);
        missing_nodes += known.missing;
        if known.missing > 0 && way.is_closed() {
            lines.push(closed_over_gaps(store, way));
        } else {
            lines.extend(known.pieces.into_iter().map(|piece| piece.nodes));
        }
    }
    let lines: Vec<&[i64]> = lines.iter().map(Vec::as_slice).collect();
    let mut outline = assemble(store, &lines, |id| roles.get(&id).copied().unwrap_or(Role::Unsaid));
    outline.missing_ways = missing_ways;
    outline.missing_nodes = missing_nodes;
    let whole = missing_ways == 0 && missing_nodes == 0 && outline.open_ends.is_empty();
    outline.complete = whole && !outline.polygons.is_empty();
    outline
}

fn closed_over_gaps(store: &Store, way: &Way) -> Vec<i64> {
    let mut ring: Vec<i64> = way.refs.iter().copied().filter(|id| store.node(*id).is_some()).collect();
    if ring.first() != ring.last() {
        ring.extend(ring.first().copied());
    }
    ring
}

fn assemble(store: &Store, lines: &[&[i64]], role: impl Fn(i64) -> Role) -> Outline {
    let rings = join(lines);
    let corners: usize = rings.closed.iter().map(Vec::len).sum();
    if rings.closed.len() > MOST_RINGS || rings.closed.len().saturating_mul(corners) > MOST_STEPS {
        return Outline { open_ends: rings.open_ends, ..Outline::default() };
    }
    let said: Vec<Role> = rings
        .closed
        .iter()
        .map(|ring| ring.iter().map(|id| role(*id)).reduce(Role::with).unwrap_or(Role::Unsaid))
        .collect();
    let places = |ring: &Vec<i64>| ring.iter().filter_map(|id| store.node(*id)).map(|n| n.at).collect();
    let (polygons, is_hole) = polygons(rings.closed.iter().map(places).collect());
    let wrong = said.iter().zip(&is_hole).filter(|(said, hole)| match said {
        Role::Outer => **hole,
        Role::Inner => !**hole,
        Role::Unsaid => false,
    });
    let wrong_roles = wrong.count() as u64;
    Outline { polygons, open_ends: rings.open_ends, wrong_roles, ..Outline::default() }
}

/// Role of a ring as the relation says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Outer,
    Inner,
    Unsaid,
}

impl Role {
    fn of(text: &str) -> Self {
        match text {
            "outer" => Self::Outer,
            "inner" => Self::Inner,
            _ => Self::Unsaid,
        }
    }

    /// What two roles say together: nothing, when they differ.
    fn with(self, other: Self) -> Self {
        if self == other { self } else { Self::Unsaid }
    }
}
