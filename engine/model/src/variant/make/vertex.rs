//! Edits of single corners and vertices. What is joined there goes along: streets by their node, lines of one
//! network by their place.

use super::building::scale_floors;
use super::ring;
use super::street::fresh_node;
use super::{Made, MakeError, found};
use crate::variant::{Action, Change, Edit};
use crate::{Community, Element, Geometry, Key, Kind, Point3};

/// How near two vertices of one utility network are joined, metres.
const JOINED_M: f64 = 1e-3;

/// A corner of an area, or a vertex of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Corner {
    /// Polygon of an area; 0 for lines.
    pub polygon: usize,
    /// Ring of the polygon, 0 the outer one; 0 for lines.
    pub ring: usize,
    /// Number of the corner or vertex.
    pub index: usize,
}

impl Corner {
    /// Vertex of a line, or corner of the first outer ring.
    pub fn at(index: usize) -> Self {
        Self { index, ..Self::default() }
    }
}

fn points(geometry: &mut Geometry, corner: Corner) -> Option<&mut Vec<Point3>> {
    match geometry {
        Geometry::Line(points) => Some(points),
        Geometry::Area(polygons) => {
            let polygon = polygons.get_mut(corner.polygon)?;
            match corner.ring {
                0 => Some(&mut polygon.exterior),
                hole => polygon.holes.get_mut(hole - 1),
            }
        }
        _ => None,
    }
}

fn checked(old: &Element, mut new: Element, corner: Corner) -> Result<Element, MakeError> {
    new.put_on_raster();
    let is_line = matches!(new.geometry, Geometry::Line(_));
    let points = points(&mut new.geometry, corner).ok_or(MakeError::NoSuchCorner)?;
    if !points.iter().flatten().all(|v| v.is_finite()) {
        return Err(MakeError::NotALine);
    }
    if is_line {
        let same = points.windows(2).any(|ends| ends[0] == ends[1]);
        if points.len() < 2 || same {
            return Err(MakeError::NotALine);
        }
    } else {
        ring::check(points)?;
    }
    scale_floors(old, &mut new);
    Ok(new)
}

/// Moves a corner or a vertex, and what is joined to it.
///
/// # Errors
/// When there is no such corner, or the outline or line would be none.
pub fn move_corner(community: &Community, key: &Key, corner: Corner, to: Point3) -> Made {
    let old = found(community, key)?;
    let mut new = old.clone();
    let place = points(&mut new.geometry, corner).and_then(|points| points.get_mut(corner.index));
    let place = place.ok_or(MakeError::NoSuchCorner)?;
    let from = std::mem::replace(place, to);
    let mut changes = vec![Change::replace(old, checked(old, new, corner)?)];
    if let Some(joint) = Joint::of(old, corner.index, from) {
        let others = community.elements().iter().filter(|other| other.key != *key);
        for other in others.filter(|other| joint.may_pull(&other.kind)) {
            let mut new = other.clone();
            if joint.pull(other, &mut new, to) {
                changes.push(Change::replace(other, checked_joined(new)?));
            }
        }
    }
    Ok(Edit::new(Action::Reshape, changes))
}

fn checked_joined(mut new: Element) -> Result<Element, MakeError> {
    new.put_on_raster();
    match &new.geometry {
        Geometry::Line(points) if points.windows(2).any(|ends| ends[0] == ends[1]) => {
            Err(MakeError::NotALine)
        }
        _ => Ok(new),
    }
}

/// What joins elements at a vertex.
enum Joint {
    /// Number of a street node.
    Node(i64),
    /// Place in the network of a medium.
    Place(crate::Medium, Point3),
}

impl Joint {
    fn of(element: &Element, index: usize, at: Point3) -> Option<Self> {
        match &element.kind {
            Kind::Street(street) => street.nodes.get(index).map(|node| Self::Node(*node)),
            Kind::UtilityLine(line) => Some(Self::Place(line.medium, at)),
            _ => None,
        }
    }

    /// Whether an element of a kind can have anything at the joint.
    fn may_pull(&self, kind: &Kind) -> bool {
        match (self, kind) {
            (Self::Node(node), Kind::Street(street)) => street.nodes.contains(node),
            (Self::Node(node), Kind::StreetNode(other)) => other.node == Some(*node),
            (Self::Place(medium, _), Kind::UtilityLine(line)) => line.medium == *medium,
            (Self::Place(medium, _), Kind::UtilityNode(node)) => node.medium == *medium,
            _ => false,
        }
    }

    /// Moves what an element has at the joint; whether there was anything.
    fn pull(&self, element: &Element, new: &mut Element, to: Point3) -> bool {
        let mut any = false;
        match (self, &element.kind) {
            (Self::Node(node), Kind::Street(street)) => {
                if let Geometry::Line(points) = &mut new.geometry
                    && street.nodes.len() == points.len()
                {
                    for (p, _) in points.iter_mut().zip(&street.nodes).filter(|(_, number)| *number == node) {
                        *p = [to[0], to[1], p[2] + 0.0];
                        any = true;
                    }
                }
            }
            (Self::Node(node), Kind::StreetNode(other)) if other.node == Some(*node) => {
                new.geometry.map_points(|p| *p = [to[0], to[1], p[2]]);
                any = true;
            }
            (Self::Place(medium, from), Kind::UtilityLine(line)) if line.medium == *medium => {
                any = pull_near(&mut new.geometry, *from, to);
            }
            (Self::Place(medium, from), Kind::UtilityNode(node)) if node.medium == *medium => {
                // Nodes may lie at the ground above the line: only their place in plan counts.
                if let Geometry::Point(p) = &mut new.geometry
                    && (p[0] - from[0]).hypot(p[1] - from[1]) < JOINED_M
                {
                    *p = [to[0], to[1], p[2] + to[2] - from[2]];
                    any = true;
                }
            }
            _ => {}
        }
        any
    }
}

fn pull_near(geometry: &mut Geometry, from: Point3, to: Point3) -> bool {
    let mut any = false;
    geometry.map_points(|p| {
        let gap = (0..3).map(|i| (p[i] - from[i]).powi(2)).sum::<f64>().sqrt();
        if gap < JOINED_M {
            *p = to;
            any = true;
        }
    });
    any
}

/// Puts a corner or vertex in before another one; at the end when there is none of this number.
///
/// # Errors
/// When there is no such ring, or the outline or line would be none.
pub fn insert_corner(community: &Community, key: &Key, corner: Corner, at: Point3) -> Made {
    let old = found(community, key)?;
    let mut new = old.clone();
    let points = points(&mut new.geometry, corner).ok_or(MakeError::NoSuchCorner)?;
    let count = points.len();
    let index = corner.index.min(count);
    points.insert(index, at);
    if let Kind::Street(street) = &mut new.kind
        && street.nodes.len() == count
    {
        street.nodes.insert(index, fresh_node(&format!("{key}@{at:?}")));
    }
    Ok(Edit::new(Action::Reshape, vec![Change::replace(old, checked(old, new, corner)?)]))
}

/// Takes a corner or vertex out.
///
/// # Errors
/// When there is no such corner, or the outline or line would be none.
pub fn remove_corner(community: &Community, key: &Key, corner: Corner) -> Made {
    let old = found(community, key)?;
    let mut new = old.clone();
    let points = points(&mut new.geometry, corner).ok_or(MakeError::NoSuchCorner)?;
    let count = points.len();
    if corner.index >= count {
        return Err(MakeError::NoSuchCorner);
    }
    points.remove(corner.index);
    if let Kind::Street(street) = &mut new.kind
        && street.nodes.len() == count
    {
        street.nodes.remove(corner.index);
    }
    Ok(Edit::new(Action::Reshape, vec![Change::replace(old, checked(old, new, corner)?)]))
}
