//! Isochrones as areas: every reached part of a street with a stated width, and nothing else.

use std::collections::BTreeMap;

use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::algorithm::unary_union;
use geo::{Area as _, Buffer as _, Coord, LineString, MultiLineString, MultiPolygon};
use linli_model::Point3;
use rayon::prelude::*;

use super::{Direction, PersonModel};
use crate::reach::network::NetworkLink;

/// Side of a cell in which parts are buffered together, metres.
const CELL_M: f64 = 150.0;
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

/// Reached part of a line: from where to where, metres.
type Span = (u32, f64, f64);

/// Reached part of a link.
pub(super) struct ReachedPart {
    /// Its line.
    pub line: u32,
    /// From where to where on it, in the direction of growing time, metres.
    pub growing: (f64, f64),
    /// Time at its nearer end, milliseconds.
    pub start_ms: u32,
}

impl ReachedPart {
    fn span(&self) -> Span {
        let (near_m, end_m) = self.growing;
        (self.line, near_m.min(end_m), near_m.max(end_m))
    }
}

impl PersonModel<'_> {
    /// Reached parts of streets within a time; both directions of a street are one.
    pub fn reached_parts(&self, limit_ms: u32) -> Vec<Vec<Point3>> {
        let spans = self.reached_spans(limit_ms);
        spans.into_iter().map(|(line, low, high)| self.network.part(line, low, high)).collect()
    }

    /// Reached spans by line and place, joined where they overlap.
    fn reached_spans(&self, limit_ms: u32) -> Vec<Span> {
        let links = self.network.links.iter().enumerate();
        let open = links.filter(|(number, link)| link.open && self.held[*number] == 0);
        let reached = open.filter_map(|(_, link)| self.reached_span(link, limit_ms));
        let mut spans: Vec<Span> = reached.map(|part| part.span()).collect();
        spans.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)));
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len() / 2);
        for (line, low, high) in spans {
            match joined.last_mut() {
                Some(last) if last.0 == line && low <= last.2 => last.2 = last.2.max(high),
                _ => joined.push((line, low, high)),
            }
        }
        joined
    }

    /// The part of a link that is reached: times grow from the node that lies nearer.
    pub(super) fn reached_span(&self, link: &NetworkLink, limit_ms: u32) -> Option<ReachedPart> {
        let (line, from_m, to_m) = link.along?;
        let (node, near_m, far_m) = match self.options.direction {
            Direction::ToStation => (link.to, to_m, from_m),
            Direction::FromStation => (link.from, from_m, to_m),
        };
        let time = self.field.tree().times_ms[node as usize];
        if time >= limit_ms {
            return None;
        }
        let share = (f64::from(limit_ms - time) / f64::from(link.open_ms.max(1))).min(1.0);
        let end = near_m + share * (far_m - near_m);
        Some(ReachedPart { line, growing: (near_m, end), start_ms: time })
    }

    /// Areas for some minutes, smallest first; each holds the one before.
    pub fn isochrones(&self, minutes: &[u32]) -> Vec<Isochrone> {
        let mut sorted = minutes.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let mut inner = MultiPolygon::<f64>::new(Vec::new());
        let mut before: Vec<Span> = Vec::new();
        let mut areas = Vec::new();
        for minutes in sorted {
            let spans = self.reached_spans(minutes.saturating_mul(60_000));
            // What was reached whole is part of the smaller area already. Joining with that area also
            // means that no rounding can put a place out again.
            let same = |a: &Span, b: &Span| a.0 == b.0 && a.1 == b.1 && a.2 == b.2;
            let mut known = before.iter().peekable();
            let mut fresh = Vec::new();
            for span in &spans {
                while known.next_if(|k| (k.0, k.1) < (span.0, span.1)).is_some() {}
                if !known.peek().is_some_and(|k| same(k, span)) {
                    fresh.push(*span);
                }
            }
            let mut pieces = self.buffered(&fresh);
            pieces.push(inner);
            inner = unary_union(&pieces);
            let length_m = spans.iter().map(|(_, low, high)| high - low).sum();
            areas.push(isochrone(minutes, length_m, &inner));
            before = spans;
        }
        areas
    }

    /// Spans with their width, cell by cell, so that no overlay is large.
    fn buffered(&self, spans: &[Span]) -> Vec<MultiPolygon> {
        let mut cells: BTreeMap<[i64; 2], Vec<LineString>> = BTreeMap::new();
        for (line, low, high) in spans {
            let part = self.network.part(*line, *low, *high);
            if let Some(start) = part.first() {
                let cell = [start[0], start[1]].map(|v| (v / CELL_M).floor() as i64);
                cells.entry(cell).or_default().push(line_string(&part));
            }
        }
        let width = self.options.rules.person.area_buffer.value;
        let lines: Vec<Vec<LineString>> = cells.into_values().collect();
        lines
            .into_par_iter()
            .map(|lines| {
                let style = BufferStyle::new(width)
                    .line_cap(LineCap::Round(CORNER_RAD))
                    .line_join(LineJoin::Round(CORNER_RAD));
                MultiLineString::new(lines).buffer_with_style(style)
            })
            .collect()
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
