//! Utility lines, their nodes, the utility tunnels.
//!
//! Lines are laid in the order of who yields to whom (GB 50289-2016, 3.0): gravity before pressure, rigid
//! before flexible, mains before connections. First where they run ([`street_main`], [`gravity`], [`rack`],
//! [`house`]), then how deep ([`profile`]), then they are cut into lines with their nodes ([`cut`], [`node`]).

mod building;
mod corridor;
mod cut;
mod facts;
mod gravity;
mod house;
mod node;
mod old;
mod profile;
mod rack;
mod rule;
mod run;
mod service_fall;
mod street_main;
mod window;

use std::collections::BTreeMap;

use linli_model::{DepthReference, Element, Geometry, Key, Kind, SourceRef, Truth, UtilityLine, Vertical};

pub use old::{CONFLICTS, Conflict};

use super::Unit;
use super::plan::plots;
use crate::draft::Draft;
use crate::random::Random;
use cut::{Piece, corners, cut};
use facts::{Renewal, material, medium_key, owner, survey, year};
use node::{Nodes, at};
use run::{Profile, Role, Run};
use window::Window;

/// Adds them. The plan of the networks is fixed: nothing is left to chance.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, _random: &mut Random) {
    let runs = layout(draft, unit);
    let window = Window::of(unit);
    let held = draw_lines(draft, &runs, &window);
    corridor::draw(draft, &window, &held);
}

/// All runs of a unit with their heights.
fn layout(draft: &Draft, unit: &Unit) -> Vec<Run> {
    let tunnels = corridor::tunnels();
    let (houses, built) = building::find(draft, unit);
    let mut runs = gravity::mains();
    runs.extend(street_main::mains());
    let (racks, branches): (Vec<Run>, Vec<Run>) =
        rack::runs().into_iter().partition(|run| run.role == Role::Rack);
    runs.extend(racks);
    runs.extend(branches);
    runs.extend(old::runs());
    house::connect(&houses, &built, &tunnels, &mut runs);
    // What has its heights is laid; the rest follows in its order and yields, connections last.
    let (mut laid, open): (Vec<Run>, Vec<Run>) =
        runs.into_iter().partition(|run| run.profile != Profile::Open);
    let (mains, connections): (Vec<Run>, Vec<Run>) = open.into_iter().partition(|run| run.role == Role::Main);
    for run in mains.into_iter().chain(connections) {
        if let Some(profile) = profile::solve(&run, &laid, &tunnels) {
            laid.push(Run { profile, ..run });
        }
    }
    laid
}

/// A line inside a tunnel: key of the tunnel, number of the compartment, key of the line.
type Held = (&'static str, usize, String);

fn draw_lines(draft: &mut Draft, runs: &[Run], window: &Window) -> Vec<Held> {
    let renewal = Renewal::of(&plots());
    let mut nodes = Nodes::default();
    let pieces: Vec<Piece> = runs.iter().flat_map(|run| cut(run, runs, window, &mut nodes)).collect();
    let keys = nodes.keys();
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut held = Vec::new();
    for piece in &pieces {
        let run = piece.run;
        let medium = medium_key(run.medium);
        let count = counts.entry((medium, run.place)).or_default();
        *count += 1;
        let key = format!("pipe/{medium}/{}/{count}", run.place);
        let [from, to] = piece.stations;
        draft.presence = renewal.presence(run, run.at((from + to) / 2.0));
        let ends = [from, to].map(|s| run.at(s));
        for end in ends {
            nodes.claim(run.medium, end, draft.presence);
        }
        let named = ends.map(|end| keys.get(&at(run.medium, end)).map(|key| draft.full_key(key)));
        let line = facts_of(draft, run, named);
        if let Some((tunnel, compartment)) = run.tunnel {
            held.push((tunnel, compartment, draft.full_key(&key)));
        }
        draw_line(draft, &key, piece, line);
    }
    nodes.draw(draft);
    held
}

fn facts_of(draft: &Draft, run: &Run, [from_node, to_node]: [Option<String>; 2]) -> UtilityLine {
    let existing = draft.presence.truth == Truth::Existing;
    let year = existing.then(|| year(run));
    UtilityLine {
        medium: run.medium,
        diameter_mm: run.diameter_mm,
        material: Some(material(run, year).to_owned()),
        depth_reference: if run.is_gravity() { DepthReference::Invert } else { DepthReference::Axis },
        from_node,
        to_node,
        year,
        section: run.section,
        gas_pressure: run.gas_pressure,
        voltage_kv: run.voltage_kv,
        count: run.count,
        corridor: run.tunnel.map(|(key, _)| Key::from(draft.full_key(&format!("corridor/{key}")))),
        owner: Some(owner(run.medium).to_owned()),
        survey: year.map(|year| survey(year, run.medium)),
        ..UtilityLine::default()
    }
}

fn draw_line(draft: &mut Draft, key: &str, piece: &Piece, line: UtilityLine) {
    let round = |v: f64| (v * 1000.0).round() / 1000.0;
    let mut points: Vec<_> = corners(piece).into_iter().map(|([u, v], z)| [u, v, round(z)]).collect();
    if let (Some(rise), true, Some(first)) =
        (piece.run.riser_m, piece.stations[0] < 0.01, points.first().copied())
    {
        points.insert(0, [first[0], first[1], round(rise)]);
    }
    let vertical = match piece.run.profile {
        Profile::Absolute(_) => Vertical::Absolute,
        _ => Vertical::AboveGround,
    };
    draft.add_at(key, Kind::UtilityLine(line), Geometry::Line(points), vertical);
}

impl Draft {
    /// [`Draft::add`] without a name, for heights that count from the ground or from the sea.
    fn add_at(&mut self, key: &str, kind: Kind, geometry: Geometry, vertical: Vertical) {
        let key = self.full_key(key);
        let geometry = match &self.placing {
            Some(placing) => placing.geometry(geometry),
            None => geometry,
        };
        let mut element = Element::new(key.as_str(), kind, geometry);
        element.vertical = vertical;
        element.presence = self.presence;
        element.source = SourceRef { source: 0, id: key };
        self.community.add_renamed(element);
    }
}

#[cfg(test)]
mod tests;
