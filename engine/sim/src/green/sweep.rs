//! Areas of what lies over each other, by one sweep over vertical slabs.
//!
//! Between two neighbouring corners or crossings no edge ends and none crosses another, so that the edges cut a vertical
//! slab into trapezoids, each of which lies in the same plans all over. Areas of trapezoids are exact and depend
//! continuously on the corners: edges that lie on each other, which polygon booleans must decide about, only make
//! trapezoids of no area here. Nothing is rounded to a raster and no outline is put together.

use geo::{Coord, Rect};

use super::plane::{Lies, Plan};

/// So many edges ask for a band of their own.
const EDGES_A_BAND: usize = 96;
/// Most bands.
const MOST_BANDS: usize = 16;
/// Slabs and crossings narrower than this are left out, metres.
const LEAST_M: f64 = 1e-9;

/// An edge, or a piece of one, inside the rectangle: from left to right.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: Coord,
    to: Coord,
    slope: f64,
    layer: u32,
    /// What the winding number of its layer changes by when the edge is passed upwards.
    turn: i32,
}

impl Edge {
    fn y_at(&self, x: f64) -> f64 {
        self.from.y + self.slope * (x - self.from.x)
    }
}

/// An edge in a slab: its heights at both sides.
#[derive(Clone, Copy, Debug)]
struct Pass {
    left_y: f64,
    right_y: f64,
    edge: u32,
}

impl Pass {
    /// Twice the height in the middle of the slab.
    fn height(&self) -> f64 {
        self.left_y + self.right_y
    }
}

/// A sweep over one rectangle. The plans of a layer count as their union. It keeps its memory between rectangles.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    rect: Rect,
    /// Winding number of each layer at the lower side of the rectangle, of what covers its whole width there.
    base: Vec<i32>,
    edges: Vec<Edge>,
    /// A run of edges below the rectangle: their layer, from where to where.
    below: (usize, f64, f64),
    /// Scratch: edges of all bands, winding numbers below them, ends of slabs, edges in the slab, winding numbers, crossings.
    all: Vec<Edge>,
    all_base: Vec<i32>,
    ends: Vec<f64>,
    passes: Vec<Pass>,
    windings: Vec<i32>,
    crossings: Vec<f64>,
}

impl Default for Sweep {
    fn default() -> Self {
        let zero = Coord { x: 0.0, y: 0.0 };
        Self {
            rect: Rect::new(zero, zero),
            base: Vec::new(),
            edges: Vec::new(),
            below: (0, 0.0, 0.0),
            all: Vec::new(),
            all_base: Vec::new(),
            ends: Vec::new(),
            passes: Vec::new(),
            windings: Vec::new(),
            crossings: Vec::new(),
        }
    }
}

impl Sweep {
    /// Begins with another rectangle: nothing lies in it, and there is no layer.
    pub fn begin(&mut self, rect: &Rect) {
        self.rect = *rect;
        self.base.clear();
        self.edges.clear();
        self.below = (0, rect.min().x, rect.min().x);
    }

    /// A further layer, without plans. Layers are numbered from 0.
    pub fn layer(&mut self) -> usize {
        self.base.push(0);
        self.base.len() - 1
    }

    /// How many layers there are.
    pub fn layer_count(&self) -> usize {
        self.base.len()
    }

    /// Puts a plan into a layer, and how the rectangle lies to it.
    pub fn put(&mut self, layer: usize, plan: &Plan) -> Lies {
        let (edges, base) = (self.edges.len(), self.base[layer]);
        for polygon in &plan.shape {
            self.ring(layer, &polygon.exterior().0);
            for hole in polygon.interiors() {
                self.ring(layer, &hole.0);
            }
        }
        self.end_run();
        if self.edges.len() > edges {
            Lies::Across
        } else if self.base[layer] > base {
            Lies::Inside
        } else {
            Lies::Outside
        }
    }

    fn ring(&mut self, layer: usize, ring: &[Coord]) {
        for pair in ring.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if (b.x - a.x).abs() >= LEAST_M {
                self.clip(layer, a, b, (b.y - a.y) / (b.x - a.x));
            }
        }
    }

    /// Puts the piece of an edge that lies in the rectangle in. What passes below the rectangle counts by the width over
    /// which it does; what passes above it or beside it does not matter.
    fn clip(&mut self, layer: usize, a: Coord, b: Coord, slope: f64) {
        let (low, high) = (self.rect.min(), self.rect.max());
        let (from_x, to_x) = (a.x.clamp(low.x, high.x), b.x.clamp(low.x, high.x));
        if from_x == to_x || a.y >= high.y && b.y >= high.y {
            return;
        }
        if a.y <= low.y && b.y <= low.y {
            return self.passes_below(layer, from_x, to_x);
        }
        let y_at = |at: Coord, x: f64| if at.x == x { at.y } else { a.y + slope * (x - a.x) };
        let mut from = Coord { x: from_x, y: y_at(a, from_x) };
        let mut to = Coord { x: to_x, y: y_at(b, to_x) };
        if from.y <= low.y && to.y <= low.y {
            return self.passes_below(layer, from_x, to_x);
        }
        // Where it passes the lower and the upper side of the rectangle.
        let (left, right) = (from_x.min(to_x), from_x.max(to_x));
        let passes = |y: f64| Coord { x: (a.x + (y - a.y) / slope).clamp(left, right), y };
        if from.y < low.y {
            let at = passes(low.y);
            self.passes_below(layer, from_x, at.x);
            from = at;
        } else if from.y > high.y {
            from = passes(high.y);
        }
        let mut after = None;
        if to.y < low.y {
            to = passes(low.y);
            after = Some(to.x);
        } else if to.y > high.y {
            to = passes(high.y);
        }
        if from.y < high.y || to.y < high.y {
            self.edge(layer, from, to, slope);
        }
        if let Some(x) = after {
            self.passes_below(layer, x, to_x);
        }
    }

    /// Goes on with a run of edges below the rectangle, or ends it and begins another.
    fn passes_below(&mut self, layer: usize, from_x: f64, to_x: f64) {
        if self.below.0 == layer && self.below.2 == from_x {
            self.below.2 = to_x;
        } else {
            self.end_run();
            self.below = (layer, from_x, to_x);
        }
    }

    /// Ends a run of edges below the rectangle.
    fn end_run(&mut self) {
        let (low, high) = (self.rect.min(), self.rect.max());
        let (layer, from_x, to_x) = self.below;
        self.below = (layer, low.x, low.x);
        if from_x == to_x {
            return;
        }
        if from_x == low.x && to_x == high.x {
            self.base[layer] += 1;
        } else if from_x == high.x && to_x == low.x {
            self.base[layer] -= 1;
        } else {
            self.edge(layer, Coord { x: from_x, y: low.y }, Coord { x: to_x, y: low.y }, 0.0);
        }
    }

    fn edge(&mut self, layer: usize, from: Coord, to: Coord, slope: f64) {
        let (from, to, turn) = if from.x < to.x { (from, to, 1) } else { (to, from, -1) };
        if to.x - from.x >= LEAST_M {
            self.edges.push(Edge { from, to, slope, layer: layer as u32, turn });
        }
    }

    /// Calls `visit` with the winding numbers of all layers in a piece of a plan, and the piece's area, for pieces that
    /// together are the plan: the one of which this is the rectangle. It becomes layer 0, which must be empty before.
    pub fn over(&mut self, plan: &Plan, mut visit: impl FnMut(&[i32], f64)) {
        if self.edges.is_empty() && !plan.overlaps {
            return visit(&self.base, plan.area_m2);
        }
        self.put(0, plan);
        self.run(visit);
    }

    /// Sweeps over level bands of the rectangle, so that not all edges lie in each slab where there are many.
    fn run(&mut self, mut visit: impl FnMut(&[i32], f64)) {
        let bands = (self.edges.len() / EDGES_A_BAND).clamp(1, MOST_BANDS);
        if bands == 1 {
            return self.band(&mut visit);
        }
        let (low, high) = (self.rect.min(), self.rect.max());
        let side = |band: usize| low.y + (high.y - low.y) * band as f64 / bands as f64;
        let (all, all_base) = (std::mem::take(&mut self.edges), std::mem::take(&mut self.base));
        let mut edges = std::mem::take(&mut self.all);
        let mut base = std::mem::take(&mut self.all_base);
        for band in 0..bands {
            let rect = Rect::new(Coord { x: low.x, y: side(band) }, Coord { x: high.x, y: side(band + 1) });
            edges.clear();
            base.clone_from(&all_base);
            (self.rect, self.edges, self.base) = (rect, edges, base);
            self.below = (0, low.x, low.x);
            for Edge { from, to, slope, layer, turn } in &all {
                let (a, b) = if *turn > 0 { (*from, *to) } else { (*to, *from) };
                self.clip(*layer as usize, a, b, *slope);
            }
            self.end_run();
            if self.base[0] > 0 || self.edges.iter().any(|edge| edge.layer == 0) {
                self.band(&mut visit);
            }
            (edges, base) = (std::mem::take(&mut self.edges), std::mem::take(&mut self.base));
        }
        (self.all, self.all_base, self.edges, self.base) = (edges, base, all, all_base);
    }

    /// Sweeps over the rectangle.
    fn band(&mut self, visit: &mut impl FnMut(&[i32], f64)) {
        let (low, high) = (self.rect.min(), self.rect.max());
        // Which of the edges that begin at one place comes first does not matter: slabs put them in their order.
        self.edges.sort_unstable_by(|a, b| a.from.x.total_cmp(&b.from.x));
        self.ends.clear();
        self.ends.extend([low.x, high.x]);
        self.ends.extend(self.edges.iter().flat_map(|edge| [edge.from.x, edge.to.x]));
        self.ends.sort_unstable_by(f64::total_cmp);
        self.ends.dedup();
        self.passes.clear();
        let mut next = 0;
        for slab in 0..self.ends.len() - 1 {
            let (left, right) = (self.ends[slab], self.ends[slab + 1]);
            let edges = &self.edges;
            self.passes.retain(|pass| edges[pass.edge as usize].to.x > left);
            while let Some(edge) = edges.get(next).filter(|edge| edge.from.x <= left) {
                self.passes.push(Pass { left_y: edge.from.y, right_y: edge.from.y, edge: next as u32 });
                next += 1;
            }
            if right - left >= LEAST_M {
                self.slab(left, right, visit);
            }
        }
    }

    /// A slab between neighbouring ends of edges: cut once more where edges cross in it.
    fn slab(&mut self, left: f64, right: f64, visit: &mut impl FnMut(&[i32], f64)) {
        if !order(&mut self.passes, &self.edges, left, right) {
            return self.trapezoids(right - left, visit);
        }
        self.crossings.clear();
        for (i, a) in self.passes.iter().enumerate() {
            for b in &self.passes[..i] {
                let (before, after) = (a.left_y - b.left_y, a.right_y - b.right_y);
                if before > LEAST_M && after < -LEAST_M || before < -LEAST_M && after > LEAST_M {
                    self.crossings.push(left + (right - left) * before / (before - after));
                }
            }
        }
        self.crossings.sort_unstable_by(f64::total_cmp);
        self.crossings.push(right);
        let mut from = left;
        for at in 0..self.crossings.len() {
            let to = self.crossings[at].min(right);
            if to - from >= LEAST_M || to == right {
                order(&mut self.passes, &self.edges, from, to);
                self.trapezoids(to - from, visit);
                from = to;
            }
        }
    }

    /// The trapezoids of a slab in which no edges cross, from below.
    fn trapezoids(&mut self, width: f64, visit: &mut impl FnMut(&[i32], f64)) {
        self.windings.clear();
        self.windings.extend_from_slice(&self.base);
        // Heights twice, as the passes have them.
        let (mut height, half) = (self.rect.min().y * 2.0, width / 2.0);
        for pass in &self.passes {
            let own = pass.height();
            if own > height {
                if self.windings[0] > 0 {
                    visit(&self.windings, (own - height) * half);
                }
                height = own;
            }
            let edge = &self.edges[pass.edge as usize];
            self.windings[edge.layer as usize] += edge.turn;
        }
        let top = self.rect.max().y * 2.0;
        if top > height && self.windings[0] > 0 {
            visit(&self.windings, (top - height) * half);
        }
    }
}

/// Puts edges in the order of their heights in the middle of a slab; whether some of them cross in it.
fn order(passes: &mut [Pass], edges: &[Edge], left: f64, right: f64) -> bool {
    for at in 0..passes.len() {
        let edge = passes[at].edge;
        let line = &edges[edge as usize];
        let pass = Pass { left_y: line.y_at(left), right_y: line.y_at(right), edge };
        let height = pass.height();
        // Nearly in order by the slab before.
        let mut to = at;
        while to > 0 && passes[to - 1].height() > height {
            passes[to] = passes[to - 1];
            to -= 1;
        }
        passes[to] = pass;
    }
    passes
        .windows(2)
        .any(|pair| pair[1].left_y < pair[0].left_y - LEAST_M || pair[1].right_y < pair[0].right_y - LEAST_M)
}
