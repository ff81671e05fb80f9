//! Where the ground is opened.

use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::{Area as _, Buffer as _, Coord, LineString};
use linli_model::Point3;

/// Smallest and largest width and length of an opening, metres.
const SIZE_M: [f64; 2] = [0.3, 5_000.0];
/// Deepest opening, metres.
const DEEPEST_M: f64 = 200.0;
/// Corners sharper than this are cut off instead of mitred, radians.
const SHARPEST_RAD: f64 = 0.5;

/// An opening of the ground with upright walls and a floor that follows the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundCut {
    /// Outline in the plan, counter-clockwise, local metres, the first corner not repeated.
    pub outline: Vec<[f64; 2]>,
    /// Depth below the ground, metres.
    pub depth_m: f64,
}

impl GroundCut {
    /// A rectangular pit. `heading_deg` is the direction of its length, clockwise from north; sizes are
    /// kept between 0.3 m and 5 km, the depth up to 200 m. `None` when a number is not finite.
    pub fn block(
        centre: [f64; 2],
        heading_deg: f64,
        length_m: f64,
        width_m: f64,
        depth_m: f64,
    ) -> Option<Self> {
        let numbers = [centre[0], centre[1], heading_deg, length_m, width_m, depth_m];
        if !numbers.iter().all(|v| v.is_finite()) {
            return None;
        }
        let half = [length_m, width_m].map(|size| size.clamp(SIZE_M[0], SIZE_M[1]) / 2.0);
        let (sin, cos) = heading_deg.to_radians().sin_cos();
        let (along, across) = ([sin, cos], [-cos, sin]);
        let outline = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(u, v)| {
            std::array::from_fn(|i| centre[i] + u * half[0] * along[i] + v * half[1] * across[i])
        });
        Some(Self { outline: outline.to_vec(), depth_m: depth_m.clamp(0.1, DEEPEST_M) })
    }

    /// A trench along a line, square at its ends. Of a line that crosses itself only the outer edge counts.
    /// `None` when the line has no length or a number is not finite.
    pub fn along(line: &[Point3], width_m: f64, depth_m: f64) -> Option<Self> {
        let finite = line.iter().flatten().chain([&width_m, &depth_m]).all(|v| v.is_finite());
        let origin = *line.first().filter(|_| finite)?;
        let coords = line.iter().map(|p| Coord { x: p[0] - origin[0], y: p[1] - origin[1] });
        let mut coords: Vec<Coord> = coords.collect();
        coords.dedup();
        if coords.len() < 2 {
            return None;
        }
        let style = BufferStyle::new(width_m.clamp(SIZE_M[0], SIZE_M[1]) / 2.0)
            .line_cap(LineCap::Butt)
            .line_join(LineJoin::Miter(SHARPEST_RAD));
        let buffer = LineString(coords).buffer_with_style(style);
        let largest = buffer.0.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
        let mut outline: Vec<[f64; 2]> =
            largest.exterior().coords().map(|c| [c.x + origin[0], c.y + origin[1]]).collect();
        outline.pop();
        if largest.signed_area() < 0.0 {
            outline.reverse();
        }
        (outline.len() >= 3).then_some(Self { outline, depth_m: depth_m.clamp(0.1, DEEPEST_M) })
    }

    /// Whether a place lies within the outline (even-odd rule).
    pub fn contains(&self, x: f64, y: f64) -> bool {
        self.edges().fold(false, |inside, [a, b]| {
            let crosses = (a[1] > y) != (b[1] > y);
            inside != (crosses && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
        })
    }

    /// Edges of the outline, the opening on their left.
    pub fn edges(&self) -> impl Iterator<Item = [[f64; 2]; 2]> {
        let next = self.outline.iter().cycle().skip(1);
        self.outline.iter().zip(next).map(|(a, b)| [*a, *b])
    }
}
