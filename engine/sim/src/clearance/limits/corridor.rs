//! Utility tunnels by GB 50838: sizes, openings and their spacing, what shares a compartment.

use std::collections::BTreeMap;

use linli_model::{
    Aabb, AttributeValue, Bound, Community, Compartment, CompartmentKind, Corridor, CorridorNode,
    CorridorNodeKind, Element, Geometry, Key, Kind, LimitQuantity, LimitRule, Medium, Point3, Racks,
};

use super::super::finding::Finding;
use super::super::geometry::{Strip, SweptSection, closest_on_segments, polygon_gap};
use super::super::rules::RuleBook;
use super::{Excess, finding, keeps};

const KINDS: [CorridorNodeKind; 6] = [
    CorridorNodeKind::Access,
    CorridorNodeKind::Escape,
    CorridorNodeKind::Hoist,
    CorridorNodeKind::AirInlet,
    CorridorNodeKind::AirOutlet,
    CorridorNodeKind::Branch,
];

/// A node of a tunnel with its chainage.
struct Opening<'a> {
    element: &'a Element,
    node: &'a CorridorNode,
    at: Point3,
    chainage_m: f64,
}

struct Tunnel<'a> {
    element: &'a Element,
    corridor: &'a Corridor,
    length_m: f64,
    start: Point3,
    end: Point3,
    openings: Vec<Opening<'a>>,
}

/// Findings on the utility tunnels of a community, in the order of its elements.
pub fn corridor_findings(community: &Community, book: &RuleBook) -> Vec<Finding> {
    let mut found = Vec::new();
    let site = TunnelSite::of(community);
    for element in community.elements() {
        let (Kind::Corridor(corridor), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        let Some(tunnel) = tunnel(&site, element, corridor, points) else { continue };
        sizes(&tunnel, book, &mut found);
        counts(&tunnel, book, &mut found);
        spacings(&tunnel, book, &mut found);
        exhausts(&tunnel, &site, book, &mut found);
        sharing(&tunnel, community, book, &mut found);
    }
    found
}

/// What tunnels ask for: their nodes, and what their exhausts keep away from, in the order of the elements.
struct TunnelSite<'a> {
    nodes: BTreeMap<&'a Key, Vec<(&'a Element, &'a CorridorNode, Point3)>>,
    beside: Vec<(&'a Element, Aabb)>,
}

impl<'a> TunnelSite<'a> {
    fn of(community: &'a Community) -> Self {
        let mut site = Self { nodes: BTreeMap::new(), beside: Vec::new() };
        for element in community.elements() {
            match (&element.kind, &element.geometry) {
                (Kind::CorridorNode(node), Geometry::Point(at)) => {
                    site.nodes.entry(&node.corridor).or_default().push((element, node, *at));
                    site.beside.push((element, element.geometry.aabb()));
                }
                (Kind::Building(_), Geometry::Area(_)) => {
                    site.beside.push((element, element.geometry.aabb()))
                }
                _ => {}
            }
        }
        site
    }
}

fn tunnel<'a>(
    site: &TunnelSite<'a>,
    element: &'a Element,
    corridor: &'a Corridor,
    points: &[Point3],
) -> Option<Tunnel<'a>> {
    let nodes = site.nodes.get(&element.key).into_iter().flatten();
    let mut openings: Vec<Opening> = nodes
        .map(|&(node, facts, at)| Opening {
            element: node,
            node: facts,
            at,
            chainage_m: chainage_m(points, at),
        })
        .collect();
    openings.sort_by(|a, b| {
        a.chainage_m.total_cmp(&b.chainage_m).then_with(|| a.element.key.cmp(&b.element.key))
    });
    let length_m =
        points.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum();
    Some(Tunnel { element, corridor, length_m, start: *points.first()?, end: *points.last()?, openings })
}

/// Way along a line to the place nearest to a point, metres.
fn chainage_m(points: &[Point3], at: Point3) -> f64 {
    let (mut way, mut best) = (0.0, (f64::INFINITY, 0.0));
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let closest = closest_on_segments([[at[0], at[1]]; 2], [[a[0], a[1]], [b[0], b[1]]]);
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        if closest.distance_m < best.0 {
            best = (closest.distance_m, way + closest.on_b * length);
        }
        way += length;
    }
    best.1
}

impl Tunnel<'_> {
    fn report(
        &self,
        rule: u32,
        actual: f64,
        others: Vec<Key>,
        stretch: [f64; 2],
        assumed: bool,
    ) -> Excess<'_> {
        Excess {
            rule,
            element: &self.element.key,
            others,
            actual,
            chainage_m: stretch,
            at: self.start,
            facing: self.end,
            assumed,
        }
    }

    fn has(&self, kind: CompartmentKind) -> bool {
        self.corridor.compartments.iter().any(|c| c.compartment == kind)
    }
}

fn limits(book: &RuleBook, quantity: LimitQuantity) -> impl Iterator<Item = (&LimitRule, u32)> {
    book.limits().filter(move |(rule, _)| rule.quantity == quantity)
}

fn sizes(tunnel: &Tunnel, book: &RuleBook, found: &mut Vec<Finding>) {
    let whole = [0.0, tunnel.length_m];
    for (rule, number) in limits(book, LimitQuantity::InnerHeight) {
        let least = tunnel.corridor.compartments.iter().map(|c| c.height_m).fold(f64::INFINITY, f64::min);
        if least.is_finite() && !keeps(rule.bound, least, rule.value) {
            found.extend(finding(tunnel.report(number, least, Vec::new(), whole, false), book));
        }
    }
    // A compartment narrower than the narrowest passage cannot have any.
    let narrowest = |rule: &LimitRule| rule.when.as_ref().is_some_and(|w| w.racks == Some(Racks::OneSide));
    for (rule, number) in limits(book, LimitQuantity::PassageWidth).filter(|(rule, _)| narrowest(rule)) {
        let least = tunnel.corridor.compartments.iter().map(|c| c.width_m).fold(f64::INFINITY, f64::min);
        if least.is_finite() && !keeps(rule.bound, least, rule.value) {
            found.extend(finding(tunnel.report(number, least, Vec::new(), whole, false), book));
        }
    }
    for (rule, number) in limits(book, LimitQuantity::EscapeOpening) {
        for opening in tunnel.openings.iter().filter(|o| o.node.corridor_node == CorridorNodeKind::Escape) {
            let Some(size) = opening.node.size_m else { continue };
            let least = size[0].min(size[1]);
            if !keeps(rule.bound, least, rule.value) {
                let others = vec![opening.element.key.clone()];
                let mut excess = tunnel.report(number, least, others, [opening.chainage_m; 2], false);
                (excess.at, excess.facing) = (opening.at, opening.at);
                found.extend(finding(excess, book));
            }
        }
    }
}

fn counts(tunnel: &Tunnel, book: &RuleBook, found: &mut Vec<Finding>) {
    let whole = [0.0, tunnel.length_m];
    let count = |kind| tunnel.openings.iter().filter(|o| o.node.corridor_node == kind).count() as f64;
    for (rule, number) in limits(book, LimitQuantity::AccessCount) {
        let accesses = count(CorridorNodeKind::Access);
        if !keeps(rule.bound, accesses, rule.value) {
            found.extend(finding(tunnel.report(number, accesses, Vec::new(), whole, false), book));
        }
    }
    for (rule, number) in limits(book, LimitQuantity::OpeningKinds) {
        let least = KINDS.into_iter().map(count).fold(f64::INFINITY, f64::min);
        if !keeps(rule.bound, least, rule.value) {
            found.extend(finding(tunnel.report(number, least, Vec::new(), whole, false), book));
        }
    }
}

/// The longest way without an opening of some kinds, from opening to opening and from the ends.
fn longest_gap(tunnel: &Tunnel, kinds: &[CorridorNodeKind]) -> [f64; 2] {
    let stops =
        tunnel.openings.iter().filter(|o| kinds.contains(&o.node.corridor_node)).map(|o| o.chainage_m);
    let mut last = 0.0;
    let mut longest = [0.0, 0.0];
    for stop in stops.chain([tunnel.length_m]) {
        if stop - last > longest[1] - longest[0] {
            longest = [last, stop];
        }
        last = stop;
    }
    longest
}

fn spacings(tunnel: &Tunnel, book: &RuleBook, found: &mut Vec<Finding>) {
    let hoists = longest_gap(tunnel, &[CorridorNodeKind::Hoist]);
    for (rule, number) in limits(book, LimitQuantity::HoistSpacing) {
        let way = hoists[1] - hoists[0];
        if !keeps(rule.bound, way, rule.value) {
            found.extend(finding(tunnel.report(number, way, Vec::new(), hoists, false), book));
        }
    }
    // Whoever flees may use a man access too. The model does not say which compartment an opening
    // serves: the strictest compartment counts.
    let escapes = longest_gap(tunnel, &[CorridorNodeKind::Escape, CorridorNodeKind::Access]);
    let applies = |rule: &LimitRule| {
        rule.when.as_ref().and_then(|when| when.compartment).is_none_or(|compartment| tunnel.has(compartment))
    };
    let strictest = limits(book, LimitQuantity::EscapeSpacing)
        .filter(|(rule, _)| applies(rule))
        .min_by(|a, b| a.0.value.total_cmp(&b.0.value));
    if let Some((rule, number)) = strictest {
        let way = escapes[1] - escapes[0];
        if !keeps(rule.bound, way, rule.value) {
            found.extend(finding(tunnel.report(number, way, Vec::new(), escapes, false), book));
        }
    }
}

/// Air outlets of gas compartments beside other openings and buildings. An outlet says in its attribute
/// `compartment` what it serves; without it, every outlet of a tunnel with gas may be meant.
fn exhausts(tunnel: &Tunnel, site: &TunnelSite, book: &RuleBook, found: &mut Vec<Finding>) {
    if !tunnel.has(CompartmentKind::Gas) {
        return;
    }
    for (rule, number) in limits(book, LimitQuantity::GasExhaustDistance) {
        for outlet in tunnel.openings.iter().filter(|o| o.node.corridor_node == CorridorNodeKind::AirOutlet) {
            let said = match outlet.element.attributes.get("compartment") {
                Some(AttributeValue::Text(text)) => Some(text == CompartmentKind::Gas.name()),
                _ => None,
            };
            if said == Some(false) {
                continue;
            }
            for (element, aabb) in &site.beside {
                // What lies farther than the figure keeps it.
                if rule.bound == Bound::Min && gap_m(aabb, outlet.at) > rule.value {
                    continue;
                }
                let Some((distance, facing)) = outlet_distance(outlet, element) else { continue };
                if !keeps(rule.bound, distance, rule.value) {
                    let others = vec![outlet.element.key.clone(), element.key.clone()];
                    let stretch = [outlet.chainage_m; 2];
                    let mut excess = tunnel.report(number, distance, others, stretch, said.is_none());
                    (excess.at, excess.facing) = (outlet.at, facing);
                    found.extend(finding(excess, book));
                }
            }
        }
    }
}

/// Distance in plan from a place to a box; 0 inside.
fn gap_m(aabb: &Aabb, at: Point3) -> f64 {
    let beyond = |i: usize| (aabb.min[i] - at[i]).max(at[i] - aabb.max[i]).max(0.0);
    beyond(0).hypot(beyond(1))
}

fn outlet_distance(outlet: &Opening, element: &Element) -> Option<(f64, Point3)> {
    let at = outlet.at;
    match (&element.kind, &element.geometry) {
        (Kind::CorridorNode(node), Geometry::Point(p))
            if element.key != outlet.element.key
                && !matches!(node.corridor_node, CorridorNodeKind::AirOutlet | CorridorNodeKind::Branch) =>
        {
            Some(((p[0] - at[0]).hypot(p[1] - at[1]), *p))
        }
        (Kind::Building(_), Geometry::Area(polygons)) => {
            let point = Strip { a: at, b: at, section: SweptSection::Round(0.0), square: [false; 2] };
            let gaps = polygons.iter().filter_map(|polygon| polygon_gap(&point, polygon));
            let (gap, _, place) = gaps.min_by(|a, b| a.0.total_cmp(&b.0))?;
            Some((gap.max(0.0), [place[0], place[1], at[2]]))
        }
        _ => None,
    }
}

fn sharing(tunnel: &Tunnel, community: &Community, book: &RuleBook, found: &mut Vec<Finding>) {
    for compartment in &tunnel.corridor.compartments {
        let media = media(compartment, community);
        for (rule, number) in book.sharing().filter(|(rule, _)| !rule.may) {
            let Some(first) = media.get(&rule.a) else { continue };
            let with = |medium: &Medium| {
                *medium != rule.a
                    && (rule.b == "*"
                        || serde_json::to_value(medium).is_ok_and(|name| name == rule.b.as_str()))
            };
            for (_, second) in media.iter().filter(|(medium, _)| with(medium)) {
                let others = vec![first.clone(), second.clone()];
                let excess = tunnel.report(number, 1.0, others, [0.0, tunnel.length_m], false);
                found.extend(finding(excess, book));
            }
        }
    }
}

/// What a compartment's lines carry, each with the first line that does.
fn media(compartment: &Compartment, community: &Community) -> BTreeMap<Medium, Key> {
    let mut media = BTreeMap::new();
    for key in &compartment.lines {
        let element = community.id_of(key).and_then(|id| community.element(id));
        if let Some(Kind::UtilityLine(line)) = element.map(|element| &element.kind) {
            media.entry(line.medium).or_insert_with(|| key.clone());
        }
    }
    media
}
