//! Isochrones as areas: every reached part of a street with a stated width, and nothing else.

use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::{Area as _, BooleanOps as _, Buffer as _, Coord, LineString, MultiLineString, MultiPolygon};
use linli_model::Point3;

use super::PersonModel;
use crate::reach::graph::UNREACHED;
use crate::reach::network::NetworkLink;

/// Angle of the pieces of a round corner, radians.
const CORNER_RAD: f64 = 0.5;

/// What is reached within a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Isochrone {
    /// Minutes.
    pub minutes: u32,
    /// Reached street, both sides of a street once, metres.
    pub length_m: f64,
    /// The area, local metres: each ring without its repeated first point, outer rings first in
    /// each polygon.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
    /// Its size, square metres.
    pub area_m2: f64,
}

impl PersonModel<'_> {
    /// Reached parts of streets within a time, each from the end nearer to the station.
    pub fn reached_parts(&self, limit_ms: u32) -> Vec<Vec<Point3>> {
        let links = self.network.links.iter().enumerate();
        let open = links.filter(|(number, link)| link.open && self.held[*number] == 0);
        open.filter_map(|(_, link)| self.reached_part(link, limit_ms)).collect()
    }

    /// The part of a link that is reached: times grow from the node that lies nearer.
    fn reached_part(&self, link: &NetworkLink, limit_ms: u32) -> Option<Vec<Point3>> {
        let (line, from_m, to_m) = link.along?;
        let near = match self.options.direction {
            super::Direction::ToStation => (link.to, to_m, from_m),
            super::Direction::FromStation => (link.from, from_m, to_m),
        };
        let (node, near_m, far_m) = near;
        let time = self.field.tree().times_ms[node as usize];
        if time > limit_ms || time == UNREACHED {
            return None;
        }
        let share = if link.open_ms == 0 {
            1.0
        } else {
            (f64::from(limit_ms - time) / f64::from(link.open_ms)).min(1.0)
        };
        if share <= 0.0 {
            return None;
        }
        Some(self.network.part(line, near_m, near_m + share * (far_m - near_m)))
    }

    /// Areas for some minutes, smallest first; each holds the one before.
    pub fn isochrones(&self, minutes: &[u32]) -> Vec<Isochrone> {
        let mut sorted = minutes.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let width = self.options.rules.person.area_buffer.value;
        let mut inner = MultiPolygon::<f64>::new(Vec::new());
        let mut areas = Vec::new();
        for minutes in sorted {
            let parts = self.reached_parts(minutes.saturating_mul(60_000));
            let lines: Vec<LineString> = parts.iter().map(|part| line_string(part)).collect();
            let style = BufferStyle::new(width)
                .line_cap(LineCap::Round(CORNER_RAD))
                .line_join(LineJoin::Round(CORNER_RAD));
            let area = MultiLineString::new(lines).buffer_with_style(style);
            // Joined with the smaller one, so that no rounding can put a place out again.
            inner = if inner.0.is_empty() { area } else { inner.union(&area) };
            areas.push(isochrone(minutes, self.reached_length_m(minutes.saturating_mul(60_000)), &inner));
        }
        areas
    }

    /// Reached street, metres: of both directions of a street the union of what each reaches.
    fn reached_length_m(&self, limit_ms: u32) -> f64 {
        let mut spans: Vec<(u32, f64, f64)> = Vec::new();
        for (number, link) in self.network.links.iter().enumerate() {
            let Some((line, from_m, to_m)) = link.along.filter(|_| link.open && self.held[number] == 0)
            else {
                continue;
            };
            let node = match self.options.direction {
                super::Direction::ToStation => link.to,
                super::Direction::FromStation => link.from,
            };
            let time = self.field.tree().times_ms[node as usize];
            if time < limit_ms {
                let share = (f64::from(limit_ms - time) / f64::from(link.open_ms.max(1))).min(1.0);
                let (near, far) = if node == link.to { (to_m, from_m) } else { (from_m, to_m) };
                let end = near + share * (far - near);
                spans.push((line, near.min(end), near.max(end)));
            }
        }
        spans.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)));
        let (mut length, mut line, mut until) = (0.0, UNREACHED, 0.0_f64);
        for (at, low, high) in spans {
            if at != line {
                (line, until) = (at, low);
            }
            length += (high - low.max(until)).max(0.0);
            until = until.max(high);
        }
        length
    }
}

fn line_string(points: &[Point3]) -> LineString {
    LineString::new(points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect())
}

fn isochrone(minutes: u32, length_m: f64, area: &MultiPolygon) -> Isochrone {
    let ring = |line: &LineString| {
        let open = line.0.len().saturating_sub(1);
        line.0.iter().take(open).map(|c| [c.x, c.y]).collect::<Vec<_>>()
    };
    let polygons = area
        .0
        .iter()
        .map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect())
        .collect();
    Isochrone { minutes, length_m, polygons, area_m2: area.unsigned_area() }
}
