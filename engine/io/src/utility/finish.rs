//! Checks a network row by row and turns it into elements.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Attributes, Element, Geometry, Key, Kind, Medium, Point3, UtilityNode, Vertical};

use super::defaults::{cover_m, plausible};
use super::draft::{DraftLine, DraftNetwork, DraftNode};
use super::level::{Counts, Settled};
use super::{codes, defaults, level, loops, place, size};
use crate::FileReport;
use crate::report::{Code, Message};

/// What the whole file tells.
#[derive(Clone, Copy, Debug)]
pub struct FileFacts<'a> {
    /// File name without ending: keys begin with it.
    pub stem: &'a str,
    /// Medium of lines and nodes that do not say theirs, when the file or its name tells it.
    pub medium: Option<Medium>,
    /// Whether two equal lines side by side may be meant, as in hydraulic models.
    pub twins: bool,
    /// Whether coordinates are degrees; [`super::reading`] sets it from the coordinate system.
    pub geographic: bool,
}

/// Metres of a degree of latitude, near enough to tell lines without length.
const METRES_PER_DEGREE: f64 = 111_320.0;

/// Elements of a network: nodes first, then lines, both in the order of the file. Whatever cannot be
/// used, was mended or was filled in is named in the report with its row.
pub fn elements(mut network: DraftNetwork, file: FileFacts, report: &mut FileReport) -> Vec<Element> {
    place::mend(&mut network, file.geographic, report);
    let mut finish = Finish { file, report, elements: Vec::new(), media: media_of_nodes(&network) };
    let nodes = finish.nodes(&network.nodes);
    let minus = level::minus_depths(&network);
    if minus {
        finish.tell_file(&codes::MINUS_DEPTHS, format!("{} rows", network.lines.len()));
    }
    finish.lines(network, &nodes, minus);
    finish.elements
}

/// The place and ground of a node that lines may refer to.
#[derive(Clone, Copy, Debug)]
struct Known {
    xy: Option<[f64; 2]>,
    ground_m: Option<f64>,
}

struct Finish<'a> {
    file: FileFacts<'a>,
    report: &'a mut FileReport,
    elements: Vec<Element>,
    /// Medium of every node, by the lines that end there, where the node does not say it.
    media: BTreeMap<String, Medium>,
}

/// The medium of the first line that ends at a node, for nodes that do not say theirs.
fn media_of_nodes(network: &DraftNetwork) -> BTreeMap<String, Medium> {
    let mut media = BTreeMap::new();
    for line in &network.lines {
        let Some(medium) = line.medium else { continue };
        for name in [&line.facts.from_node, &line.facts.to_node].into_iter().flatten() {
            media.entry(name.clone()).or_insert(medium);
        }
    }
    media
}

impl Finish<'_> {
    /// Metres of one unit of the coordinates.
    fn metres(&self) -> f64 {
        if self.file.geographic { METRES_PER_DEGREE } else { 1.0 }
    }

    fn tell(&mut self, code: &'static Code, place: &str, id: &str, detail: impl Into<String>) {
        self.report.push(Message::new(code, place, detail).object(id));
    }

    fn tell_file(&mut self, code: &'static Code, detail: impl Into<String>) {
        self.report.push(Message::new(code, "", detail));
    }

    fn nodes(&mut self, nodes: &[DraftNode]) -> BTreeMap<String, Known> {
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for node in nodes {
            if known.contains_key(&node.id) {
                if node.elsewhere {
                    continue;
                }
                self.tell(&codes::DUPLICATE_NODE, &node.place, &node.id, node.id.as_str());
                continue;
            }
            known.insert(node.id.clone(), Known { xy: node.xy, ground_m: node.ground_m });
            // Its own file tells about it.
            if node.elsewhere {
                continue;
            }
            let Some([x, y]) = node.xy else {
                self.tell(&codes::NO_PLACE, &node.place, &node.id, node.id.as_str());
                continue;
            };
            let by_line = self.media.get(&node.id).copied();
            let medium = node.medium.or(by_line).or(self.file.medium).unwrap_or_default();
            let depth_m = node.depth_m.filter(|depth| *depth > 0.0 && *depth <= plausible().deepest_m);
            let kind = Kind::UtilityNode(UtilityNode { medium, node: node.kind, depth_m });
            let point = Geometry::Point([x, y, node.ground_m.unwrap_or(0.0)]);
            let absolute = node.ground_m.is_some();
            self.push("node", &node.id, kind, point, absolute, node.attributes.clone());
        }
        known
    }

    fn lines(&mut self, network: DraftNetwork, nodes: &BTreeMap<String, Known>, minus: bool) {
        let in_mm = size::in_mm(&network);
        let mut counts = Counts::default();
        let (mut no_diameter, mut no_medium) = (0_u64, 0_u64);
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut flowing: Vec<(String, String, String, String)> = Vec::new();
        let mut assumed: BTreeMap<&'static str, (u64, f64)> = BTreeMap::new();
        for mut line in network.lines {
            let Some((path, grounds)) = self.path(&line, nodes) else { continue };
            line.facts.medium = match line.medium.or(self.file.medium) {
                Some(medium) => medium,
                None => {
                    no_medium += 1;
                    Medium::default()
                }
            };
            let before = counts.assumed;
            let settled = level::settle(&mut line, grounds, minus, &mut counts, self.report);
            if counts.assumed > before {
                let cover = cover_m(line.facts.medium);
                assumed.entry(medium_name(line.facts.medium)).or_insert((0, cover)).0 += 1;
            }
            no_diameter += u64::from(size::settle(&mut line, in_mm, self.report));
            let (points, absolute) = lifted(path, &settled);
            if length_m(&points, self.metres()) <= plausible().same_place_m && !line.point_like {
                self.tell(&codes::ZERO_LENGTH, &line.place, &line.id, line.id.as_str());
                continue;
            }
            let twin = signature(&line, &points, self.metres());
            if let Some(first) = seen.get(&twin).filter(|_| !self.file.twins) {
                let first = first.clone();
                self.tell(&codes::DUPLICATE_LINE, &line.place, &line.id, first);
                continue;
            }
            let id = self.free_name(&line, &mut names);
            seen.insert(twin, format!("{id} ({})", line.place));
            let said = line.reference;
            line.facts.depth_reference = said.unwrap_or_else(|| defaults::depth_reference(line.facts.medium));
            let flows = matches!(line.facts.medium, Medium::Sewage | Medium::Storm | Medium::Combined);
            if let (true, Some(from), Some(to)) = (flows, &line.facts.from_node, &line.facts.to_node) {
                flowing.push((from.clone(), to.clone(), line.place.clone(), id.clone()));
            }
            self.push(
                "link",
                &id,
                Kind::UtilityLine(line.facts),
                Geometry::Line(points),
                absolute,
                line.attributes,
            );
        }
        self.tell_circles(&flowing);
        if !assumed.is_empty() {
            let list: Vec<String> = assumed
                .iter()
                .map(|(medium, (count, cover))| format!("{count} × {medium} {cover} m"))
                .collect();
            self.tell_file(&codes::COVER, list.join(", "));
        }
        for (code, count) in [(&codes::DIAMETER_ASSUMED, no_diameter), (&codes::NO_HEIGHT, counts.no_ground)]
        {
            if count > 0 {
                self.tell_file(code, count.to_string());
            }
        }
        if no_medium > 0 {
            self.tell_file(&codes::MEDIUM, format!("{no_medium} × {}", medium_name(Medium::default())));
        }
    }

    /// The line's way in plan and the ground at its ends; `None` when it has none, which is told.
    fn path(
        &mut self,
        line: &DraftLine,
        nodes: &BTreeMap<String, Known>,
    ) -> Option<(Vec<Point3>, [Option<f64>; 2])> {
        let ends = [&line.facts.from_node, &line.facts.to_node];
        let known = ends.map(|name| name.as_ref().and_then(|name| nodes.get(name)).copied());
        let grounds = known.map(|node| node.and_then(|node| node.ground_m));
        if line.path.len() >= 2 {
            return Some((line.path.clone(), grounds));
        }
        let mut places = [[0.0; 2]; 2];
        for ((name, node), place) in ends.iter().zip(known).zip(&mut places) {
            let shown = name.as_deref().unwrap_or("-");
            let Some(node) = node else {
                self.tell(&codes::NO_NODE, &line.place, &line.id, shown);
                return None;
            };
            let Some(xy) = node.xy else {
                self.tell(&codes::NO_PLACE, &line.place, &line.id, shown);
                return None;
            };
            *place = xy;
        }
        if ends[0] == ends[1] && line.bends.is_empty() {
            self.tell(&codes::SELF_LOOP, &line.place, &line.id, ends[0].as_deref().unwrap_or("-"));
            return None;
        }
        let whole = std::iter::once(places[0]).chain(line.bends.iter().copied()).chain([places[1]]);
        Some((whole.map(|[x, y]| [x, y, 0.0]).collect(), grounds))
    }

    /// A name that no other line has.
    fn free_name(&mut self, line: &DraftLine, names: &mut BTreeSet<String>) -> String {
        if names.insert(line.id.clone()) {
            return line.id.clone();
        }
        let mut number = 2_u64;
        let mut fresh = format!("{}~{number}", line.id);
        while !names.insert(fresh.clone()) {
            number += 1;
            fresh = format!("{}~{number}", line.id);
        }
        self.tell(&codes::SAME_NAME, &line.place, &line.id, fresh.as_str());
        fresh
    }

    fn tell_circles(&mut self, flowing: &[(String, String, String, String)]) {
        let ends: Vec<(&str, &str)> =
            flowing.iter().map(|(from, to, ..)| (from.as_str(), to.as_str())).collect();
        for (on, (from, to, place, id)) in loops::on_circles(&ends).into_iter().zip(flowing) {
            if on {
                self.tell(&codes::LOOP, place, id, format!("{from} → {to}"));
            }
        }
    }

    fn push(
        &mut self,
        role: &str,
        id: &str,
        kind: Kind,
        geometry: Geometry,
        absolute: bool,
        attributes: Attributes,
    ) {
        // Nodes and links are named apart: a pump may bear the name of a junction.
        let mut element = Element::new(Key::new(format!("{}/{role}/{id}", self.file.stem)), kind, geometry);
        element.source.id = id.to_owned();
        element.vertical = if absolute { Vertical::Absolute } else { Vertical::AboveGround };
        element.attributes = attributes;
        self.elements.push(element);
    }
}

/// The points with their heights, in proportion to the way from start to end, and whether these are heights.
fn lifted(mut path: Vec<Point3>, settled: &Settled) -> (Vec<Point3>, bool) {
    let ([start, end], absolute) = match settled {
        Settled::Path => {
            path.dedup();
            return (path, true);
        }
        Settled::Height(heights) => (*heights, true),
        Settled::Depth([start, end]) => ([-start, -end], false),
    };
    let mut way = 0.0;
    let mut ways = vec![0.0];
    for pair in path.windows(2) {
        if let [a, b] = pair {
            way += (b[0] - a[0]).hypot(b[1] - a[1]);
            ways.push(way);
        }
    }
    let last = path.len().saturating_sub(1);
    for (i, (point, at)) in path.iter_mut().zip(ways).enumerate() {
        let share = if way > 0.0 { at / way } else { f64::from(u8::from(i == last)) };
        point[2] = start + (end - start) * share;
    }
    path.dedup();
    (path, absolute)
}

fn length_m(points: &[Point3], metres: f64) -> f64 {
    let pieces = points.windows(2).map(|pair| match pair {
        [a, b] => ((b[0] - a[0]) * metres).hypot((b[1] - a[1]) * metres).hypot(b[2] - a[2]),
        _ => 0.0,
    });
    pieces.sum()
}

/// Lines with the same text are the same line: medium, size and points to a millimetre, from either end.
fn signature(line: &DraftLine, points: &[Point3], metres: f64) -> String {
    let text = |points: &mut dyn Iterator<Item = &Point3>| {
        let mut text = String::new();
        for p in points {
            for v in [p[0] * metres, p[1] * metres, p[2]] {
                text.push_str(&format!("{:.0},", v / plausible().same_place_m));
            }
        }
        text
    };
    let forward = text(&mut points.iter());
    let backward = text(&mut points.iter().rev());
    let ends = [&line.facts.from_node, &line.facts.to_node].map(|name| name.as_deref().unwrap_or(""));
    let (low, high) = if ends[0] <= ends[1] { (ends[0], ends[1]) } else { (ends[1], ends[0]) };
    let size = format!("{:.1} {:?} {:?}", line.facts.diameter_mm, line.facts.section, line.facts.medium);
    format!("{low}|{high}|{size}|{}", if forward <= backward { forward } else { backward })
}

/// A medium as rule packs and scenes write it.
fn medium_name(medium: Medium) -> &'static str {
    match medium {
        Medium::Water => "water",
        Medium::Reclaimed => "reclaimed",
        Medium::Sewage => "sewage",
        Medium::Storm => "storm",
        Medium::Combined => "combined",
        Medium::Gas => "gas",
        Medium::Heat => "heat",
        Medium::Power => "power",
        Medium::Telecom => "telecom",
    }
}
