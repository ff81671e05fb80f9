//! Checks the faces and solids of each file after ISO 19107, and says what it finds as messages.
//!
//! Reading knows nothing of geometry and geometry nothing of files, so the two meet here. The check
//! runs before anything is placed: messages name places in the file's own coordinates.

mod codes;

use std::sync::atomic::{AtomicU64, Ordering};

use linli_io::Message;
use linli_model::{Boundary, Element, Geometry, Kind, Progress};
use linli_space::validity::{Finding, Rule, Tolerances, check_faces, check_solid};
use rayon::prelude::*;

/// Elements between two reports of progress.
const STEP: u64 = 64;

/// Messages about the geometry that was loaded for each element, in the order of the elements.
///
/// Solids are checked as solids, other boundaries face by face; terrain is left aside. Lengths of
/// the tolerances are in metres, so coordinates in degrees cannot be checked, and that is said.
pub fn inspect(elements: &[Element], metres_per_unit: f64, progress: &dyn Progress) -> Vec<Message> {
    let to_check: Vec<(&Element, &Boundary)> = elements.iter().filter_map(boundary).collect();
    if to_check.is_empty() {
        return Vec::new();
    }
    if metres_per_unit <= 0.0 {
        return vec![Message::new(&codes::DEGREES, "", to_check.len().to_string())];
    }
    let tolerances = in_units(Tolerances::default(), metres_per_unit);
    let (done, total) = (AtomicU64::new(0), to_check.len() as u64);
    let check = |(element, boundary): &(&Element, &Boundary)| {
        if progress.cancelled() {
            return Vec::new();
        }
        let before = done.fetch_add(1, Ordering::Relaxed);
        if before.is_multiple_of(STEP) {
            progress.step("geometry", before, total);
        }
        let findings = if boundary.solid {
            check_solid(boundary, &tolerances)
        } else {
            check_faces(boundary, &tolerances)
        };
        messages(&findings, element)
    };
    let found: Vec<Vec<Message>> = to_check.par_iter().map(check).collect();
    progress.step("geometry", total, total);
    found.into_iter().flatten().collect()
}

fn boundary(element: &Element) -> Option<(&Element, &Boundary)> {
    match (&element.geometry, &element.kind) {
        (Geometry::Boundary(_), Kind::Terrain) => None,
        (Geometry::Boundary(boundary), _) => Some((element, boundary)),
        _ => None,
    }
}

fn in_units(tolerances: Tolerances, metres_per_unit: f64) -> Tolerances {
    Tolerances {
        snap_m: tolerances.snap_m / metres_per_unit,
        planarity_m: tolerances.planarity_m / metres_per_unit,
        ..tolerances
    }
}

/// One message for each fault of a face; faults of a shell, which may be as many as it has edges,
/// become one message for each rule, with the first place and their number.
fn messages(findings: &[Finding], element: &Element) -> Vec<Message> {
    let mut found = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        // A vertex without a ring is left over from a face that the reader has left out and named.
        if finding.rule == Rule::VertexNotUsed {
            continue;
        }
        let alike = |other: &&Finding| other.rule == finding.rule;
        let is_first = || !findings.iter().take(at).any(|other| alike(&other));
        if finding.rule < Rule::TooFewPolygons {
            found.push(message(finding, 1, element));
        } else if is_first() {
            found.push(message(finding, findings.iter().filter(alike).count(), element));
        }
    }
    found
}

fn message(finding: &Finding, count: usize, element: &Element) -> Message {
    let numbers = [
        ("shell", Some(finding.shell).filter(|shell| *shell > 0)),
        ("face", finding.face),
        ("ring", finding.ring),
    ];
    let place = numbers.iter().filter_map(|(what, number)| Some(format!("{what} {}", (*number)?)));
    let place = place.collect::<Vec<_>>().join(", ");
    let mut detail = if finding.detail.is_empty() { String::new() } else { format!(": {}", finding.detail) };
    if count > 1 {
        detail += &format!(" (× {count})");
    }
    Message::new(codes::code(finding.rule), place, detail).object(element.source.id.as_str()).at(finding.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use linli_model::{Building, FaceKind, NoProgress};

    /// A box of 4 × 4 × 3 units with one corner of its roof lifted.
    fn house(lifted: f64) -> Element {
        let mut vertices: Vec<[f64; 3]> =
            [[0., 0.], [4., 0.], [4., 4.], [0., 4.]].iter().map(|[x, y]| [85e3 + x, 446e3 + y, 0.]).collect();
        let top: Vec<[f64; 3]> = vertices.iter().map(|[x, y, _]| [*x, *y, 3.0]).collect();
        vertices.extend(top);
        if let Some(corner) = vertices.last_mut() {
            corner[2] += lifted;
        }
        let mut boundary = Boundary { vertices, solid: true, ..Boundary::default() };
        for ring in [[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]] {
            boundary.push_face(&[&ring], FaceKind::Unknown, None);
        }
        let mut element =
            Element::new("k", Kind::Building(Building::default()), Geometry::Boundary(boundary));
        element.source.id = "house-7".to_owned();
        element
    }

    #[test]
    fn a_bent_roof_is_named_with_object_face_and_place() {
        let found = inspect(&[house(0.0), house(0.5)], 1.0, &NoProgress);
        let [message] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((message.code.id, message.object.as_deref()), ("CIM-GEO-203", Some("house-7")));
        assert_eq!(message.place, "face 1");
        assert!(message.at.is_some_and(|p| p[0] >= 85e3 && p[1] >= 446e3), "{message:?}");
    }

    #[test]
    fn tolerances_are_metres_and_degrees_are_not_checked() {
        // 2 cm out of plane are too much, 2 cm that are really 0.2 mm are not.
        assert_eq!(inspect(&[house(0.08)], 1.0, &NoProgress).len(), 1);
        assert!(inspect(&[house(0.08)], 0.01, &NoProgress).is_empty());
        let degrees = inspect(&[house(0.5)], 0.0, &NoProgress);
        assert_eq!(degrees.iter().map(|m| m.code.id).collect::<Vec<_>>(), ["CIM-GEO-001"]);
    }

    #[test]
    fn an_open_solid_is_said_once() {
        let mut open = house(0.0);
        if let Geometry::Boundary(boundary) = &mut open.geometry {
            boundary.faces.pop();
            boundary.ring_ends.pop();
            boundary.corners.truncate(20);
        }
        let found = inspect(&[open], 1.0, &NoProgress);
        let [message] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(message.code.id, "CIM-GEO-302");
        assert!(message.detail.ends_with("(× 4)"), "{}", message.detail);
    }

    #[test]
    fn every_rule_has_a_code_of_its_number() {
        for rule in [Rule::TooFewPoints, Rule::NonPlanarDistance, Rule::ShellNotClosed, Rule::InvalidInput] {
            assert_eq!(codes::code(rule).id, format!("CIM-GEO-{}", rule.number()));
        }
    }
}
