//! Joins places to the nearest point of a usable street.

use linli_model::{Aabb, Point3};
use linli_space::PackedTree;

/// Place on a line: which, and how far along it, metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OnLine {
    pub line: u32,
    pub along_m: f64,
    /// Distance to it in plan, metres.
    pub gap_m: f64,
}

/// Pieces of lines in a tree.
#[derive(Debug, Default)]
pub(super) struct LineFinder {
    tree: PackedTree,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    line: u32,
    start_m: f64,
    length_m: f64,
    from: [f64; 2],
    to: [f64; 2],
}

impl LineFinder {
    /// Over some lines with their points.
    pub(super) fn new(lines: impl Iterator<Item = (u32, Vec<Point3>)>) -> Self {
        let mut pieces = Vec::new();
        for (line, points) in lines {
            let mut start_m = 0.0;
            for ends in points.windows(2) {
                let [a, b] = [ends[0], ends[1]];
                let length_m = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
                pieces.push(Piece { line, start_m, length_m, from: [a[0], a[1]], to: [b[0], b[1]] });
                start_m += length_m;
            }
        }
        let boxes: Vec<Aabb> = pieces
            .iter()
            .map(|p| Aabb {
                min: [p.from[0].min(p.to[0]), p.from[1].min(p.to[1]), 0.0],
                max: [p.from[0].max(p.to[0]), p.from[1].max(p.to[1]), 0.0],
            })
            .collect();
        Self { tree: PackedTree::build(&boxes), pieces }
    }

    /// Nearest place in plan within a distance; of equals the one on the first line.
    pub(super) fn nearest(&self, place: Point3, limit_m: f64) -> Option<OnLine> {
        self.nearest_where(place, limit_m, |_| true)
    }

    /// Places where lines cross a straight piece in plan, with the share along the piece.
    pub(super) fn crossings(&self, from: Point3, to: Point3) -> Vec<(f64, OnLine)> {
        let (a, b) = ([from[0], from[1]], [to[0], to[1]]);
        let query =
            Aabb { min: [a[0].min(b[0]), a[1].min(b[1]), 0.0], max: [a[0].max(b[0]), a[1].max(b[1]), 0.0] };
        let mut found = Vec::new();
        self.tree.for_each_in_box(&query, |item, _| {
            let piece = &self.pieces[item as usize];
            if let Some([share, along]) = crossing([a, b], [piece.from, piece.to]) {
                let along_m = piece.start_m + along * piece.length_m;
                found.push((share, OnLine { line: piece.line, along_m, gap_m: 0.0 }));
            }
        });
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.line.cmp(&b.1.line)));
        found
    }

    /// The same among places that are accepted.
    pub(super) fn nearest_where(
        &self,
        place: Point3,
        limit_m: f64,
        accept: impl Fn(&OnLine) -> bool,
    ) -> Option<OnLine> {
        let mut best: Option<(f64, u32, f64)> = None;
        let at = [place[0], place[1], 0.0];
        // The tree rounds outwards: a hair more keeps what lies exactly at the limit.
        self.tree.for_each_near(at, limit_m * limit_m * (1.0 + 1e-6) + 1e-9, |item, bound| {
            let piece = &self.pieces[item as usize];
            let (share, square) = foot(piece, [place[0], place[1]]);
            let found = (square, piece.line, piece.start_m + share * piece.length_m);
            let better = best.is_none_or(|known| found < known);
            let on = OnLine { line: found.1, along_m: found.2, gap_m: square.sqrt() };
            if better && square <= limit_m * limit_m && accept(&on) {
                best = Some(found);
            }
            best.map_or(bound, |(square, _, _)| bound.min(square * (1.0 + 1e-6) + 1e-9))
        });
        best.map(|(square, line, along_m)| OnLine { line, along_m, gap_m: square.sqrt() })
    }
}

/// Share along a piece where a place is nearest, and the squared distance.
fn foot(piece: &Piece, at: [f64; 2]) -> (f64, f64) {
    let along = [piece.to[0] - piece.from[0], piece.to[1] - piece.from[1]];
    let rel = [at[0] - piece.from[0], at[1] - piece.from[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let share =
        if square > 0.0 { ((rel[0] * along[0] + rel[1] * along[1]) / square).clamp(0.0, 1.0) } else { 0.0 };
    let off = [rel[0] - share * along[0], rel[1] - share * along[1]];
    (share, off[0] * off[0] + off[1] * off[1])
}

/// Where two pieces cross: the share along each; nothing for parallels.
fn crossing([a, b]: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2]) -> Option<[f64; 2]> {
    let (r, s) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let across = r[0] * s[1] - r[1] * s[0];
    if across == 0.0 {
        return None;
    }
    let q = [c[0] - a[0], c[1] - a[1]];
    let shares = [(q[0] * s[1] - q[1] * s[0]) / across, (q[0] * r[1] - q[1] * r[0]) / across];
    shares.iter().all(|share| (0.0..=1.0).contains(share)).then_some(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_place_is_found_within_the_limit() {
        let finder = LineFinder::new(
            [
                (0, vec![[0.0, 0.0, 0.0], [100.0, 0.0, 0.0], [100.0, 50.0, 0.0]]),
                (1, vec![[0.0, 20.0, 0.0], [90.0, 20.0, 0.0]]),
            ]
            .into_iter(),
        );
        let on = |x, y, limit| finder.nearest([x, y, 7.0], limit).map(|on| (on.line, on.along_m, on.gap_m));
        assert_eq!(on(30.0, 4.0, 60.0), Some((0, 30.0, 4.0)));
        assert_eq!(on(30.0, 17.0, 60.0), Some((1, 30.0, 3.0)));
        assert_eq!(on(103.0, 25.0, 60.0), Some((0, 125.0, 3.0)));
        // Half way between both: the first line.
        assert_eq!(on(30.0, 10.0, 60.0), Some((0, 30.0, 10.0)));
        assert_eq!((on(30.0, 80.0, 60.0), on(30.0, 80.0, 59.9)), (Some((1, 30.0, 60.0)), None));
    }
}
