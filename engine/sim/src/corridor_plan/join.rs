//! Where the places to serve meet the streets.

use std::collections::BTreeMap;

use linli_model::Point3;

use super::route::{Network, Piece, length_m};
use super::steiner::Edge;
use super::{CorridorPlanError, ServedPlace, Terminal};

/// Most places that can be served.
const MOST_TERMINALS: usize = 200;
/// A place nearer to the end of a street than this is joined to the end, metres.
const END_M: f64 = 1.0;

/// The nearest place on a street.
#[derive(Clone, Copy)]
struct Foot {
    piece: usize,
    along_m: f64,
    apart_m: f64,
}

impl Network<'_> {
    /// Joins each place to the nearest point of a street that the smallest of all tunnels could use, and
    /// cuts the street there; so a place does not move when more is to be carried. Streets that hang
    /// together come before others, as far as they are near enough: from a yard amid basements no
    /// tunnel leads out. Gives the node of each place, and how it is served.
    ///
    /// # Errors
    /// When there are too many places, or one has no street near it.
    pub(super) fn join(
        &mut self,
        terminals: &[Terminal],
        least_m: [f64; 2],
    ) -> Result<(Vec<usize>, Vec<ServedPlace>), CorridorPlanError> {
        if terminals.len() > MOST_TERMINALS {
            return Err(CorridorPlanError::TooMany { given: terminals.len(), limit: MOST_TERMINALS });
        }
        let open = self.open(least_m).0;
        let together = self.largest_part(&open);
        let reach_m = self.rules.attach_m.value;
        let mut feet = Vec::with_capacity(terminals.len());
        for terminal in terminals {
            let nearest = |pieces: &[usize]| {
                let feet = pieces.iter().filter_map(|piece| self.foot(*piece, terminal.at));
                let near = feet.filter(|foot| foot.apart_m <= reach_m);
                near.min_by(|a, b| a.apart_m.total_cmp(&b.apart_m).then(a.piece.cmp(&b.piece)))
            };
            let Some(foot) = nearest(&together).or_else(|| nearest(&open)) else {
                return Err(CorridorPlanError::NoStreet { name: terminal.name.clone(), reach_m });
            };
            feet.push(foot);
        }
        let ends = self.cut_at(&feet);
        let served = terminals.iter().zip(&ends).zip(&feet).map(|((terminal, end), foot)| {
            let from = self.places.get(*end).map(|p| [p[0], p[1]]).unwrap_or(terminal.at);
            // The end of a street may lie a little farther than its nearest point.
            let to_end = (from[0] - terminal.at[0]).hypot(from[1] - terminal.at[1]);
            let connection_m = foot.apart_m.max(to_end);
            ServedPlace { name: terminal.name.clone(), at: terminal.at, from, connection_m }
        });
        let served = served.collect();
        Ok((ends, served))
    }

    /// The pieces among some that hang together and are the longest.
    fn largest_part(&self, open: &[usize]) -> Vec<usize> {
        let mut parent: BTreeMap<usize, usize> = BTreeMap::new();
        let root = |parent: &mut BTreeMap<usize, usize>, mut node: usize| {
            while let Some(&next) = parent.get(&node).filter(|next| **next != node) {
                node = next;
            }
            node
        };
        let of = |number: &usize| self.pieces.get(*number);
        for piece in open.iter().filter_map(of) {
            let [a, b] = [piece.edge.a, piece.edge.b].map(|node| root(&mut parent, node));
            parent.insert(a.max(b), a.min(b));
        }
        let mut lengths: BTreeMap<usize, f64> = BTreeMap::new();
        let part_of: Vec<usize> =
            open.iter().map(|number| of(number).map_or(0, |piece| root(&mut parent, piece.edge.a))).collect();
        for (number, part) in open.iter().zip(&part_of) {
            *lengths.entry(*part).or_default() += of(number).map_or(0.0, |piece| length_m(&piece.path));
        }
        let longest =
            lengths.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map(|(part, _)| *part);
        open.iter()
            .zip(&part_of)
            .filter(|(_, part)| Some(**part) == longest)
            .map(|(number, _)| *number)
            .collect()
    }

    fn foot(&self, number: usize, at: [f64; 2]) -> Option<Foot> {
        let piece = self.pieces.get(number)?;
        let mut best: Option<Foot> = None;
        let mut start_m = 0.0;
        for pair in piece.path.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let length = dx.hypot(dy);
            let t = if length > 0.0 {
                ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / (length * length)
            } else {
                0.0
            };
            let t = t.clamp(0.0, 1.0);
            let apart_m = (a[0] + t * dx - at[0]).hypot(a[1] + t * dy - at[1]);
            if best.is_none_or(|known| apart_m < known.apart_m) {
                best = Some(Foot { piece: number, along_m: start_m + t * length, apart_m });
            }
            start_m += length;
        }
        best
    }

    /// Cuts streets at some places and gives their nodes.
    fn cut_at(&mut self, feet: &[Foot]) -> Vec<usize> {
        let mut nodes = vec![0; feet.len()];
        let mut by_piece: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, foot) in feet.iter().enumerate() {
            by_piece.entry(foot.piece).or_default().push(number);
        }
        for (piece, mut numbers) in by_piece {
            numbers.sort_by(|a, b| feet[*a].along_m.total_cmp(&feet[*b].along_m).then(a.cmp(b)));
            let mut rest = piece;
            let mut done_m = 0.0;
            for number in numbers {
                let Some(known) = self.pieces.get(rest) else { continue };
                let (along_m, length) = (feet[number].along_m - done_m, length_m(&known.path));
                if along_m < END_M {
                    nodes[number] = known.edge.a;
                } else if length - along_m < END_M {
                    nodes[number] = known.edge.b;
                } else {
                    let node = self.places.len();
                    let [first, second] = split(known, along_m, node);
                    self.places.extend(second.path.first().copied());
                    self.pieces[rest] = first;
                    rest = self.pieces.len();
                    self.pieces.push(second);
                    nodes[number] = node;
                    done_m += along_m;
                }
            }
        }
        nodes
    }
}

/// A piece in two, by the distance from its start.
fn split(piece: &Piece, along_m: f64, node: usize) -> [Piece; 2] {
    let (mut first, mut second): (Vec<Point3>, Vec<Point3>) = (Vec::new(), Vec::new());
    let mut start_m = 0.0;
    for (i, point) in piece.path.iter().enumerate() {
        if second.is_empty() {
            first.push(*point);
        } else {
            second.push(*point);
        }
        let Some(next) = piece.path.get(i + 1) else { break };
        let length = (next[0] - point[0]).hypot(next[1] - point[1]);
        if second.is_empty() && start_m + length > along_m {
            let t = (along_m - start_m) / length;
            let place: Point3 = std::array::from_fn(|k| point[k] + t * (next[k] - point[k]));
            first.push(place);
            second.push(place);
        }
        start_m += length;
    }
    let share = if start_m > 0.0 { along_m / start_m } else { 0.5 };
    let edge = piece.edge;
    let of = |path, edge| Piece { path, edge, ..piece.clone() };
    [
        of(first, Edge { b: node, weight: edge.weight * share, ..edge }),
        of(second, Edge { a: node, weight: edge.weight * (1.0 - share), ..edge }),
    ]
}
