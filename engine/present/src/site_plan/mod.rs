//! A site plan at scale (总平面图): a sheet of paper with frame, title, scale bar, north arrow and legend.

mod marks;
mod sheet;

#[cfg(test)]
mod tests;

use linli_model::{Aabb, Community, ElementId, Kind, Language};
use linli_sim::drawing::Drawing;

use self::marks::Map;
pub use self::sheet::PaperSize;
use self::sheet::{Frame, furnish};

/// Scales that plans are drawn at: one metre of the place is a thousandth of these in millimetres.
const SCALES: [f64; 17] = [
    100.0, 200.0, 250.0, 500.0, 1_000.0, 1_500.0, 2_000.0, 2_500.0, 3_000.0, 4_000.0, 5_000.0, 7_500.0,
    10_000.0, 15_000.0, 20_000.0, 25_000.0, 50_000.0,
];
/// Space around what is drawn where no place is asked for, metres.
const MARGIN_M: f64 = 10.0;

/// What is asked of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SitePlan {
    /// Sheet.
    pub paper: PaperSize,
    /// Scale 1 : N; the largest usual one at which everything fits when not given.
    pub scale: Option<f64>,
    /// Middle of the map, local metres; that of the buildings and parcels when not given.
    pub centre: Option<[f64; 2]>,
    /// Whether utility lines, tunnels and basements are drawn.
    pub underground: bool,
    /// Language of the words.
    pub language: Language,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SitePlanError {
    /// Nothing to draw.
    #[error("nothing in the scene has a place in a plan")]
    Empty,
    /// A scale that cannot be.
    #[error("a scale of 1 : {0} cannot be drawn; give one from 1 to 1,000,000")]
    Scale(f64),
    /// Too large for the largest scale.
    #[error("the scene does not fit at any usual scale; give the middle and the scale")]
    TooLarge,
}

/// Draws what counts of a community, north of the grid up.
///
/// # Errors
/// [`SitePlanError`] when nothing can be drawn, or not at that scale.
pub fn site_plan(
    community: &Community,
    counts: &dyn Fn(ElementId) -> bool,
    ask: &SitePlan,
) -> Result<Drawing, SitePlanError> {
    let size_mm = ask.paper.size_mm();
    let window = Frame::window(size_mm);
    let room = [window[1][0] - window[0][0], window[1][1] - window[0][1]];
    let extent = extent(community, counts).ok_or(SitePlanError::Empty)?;
    let size = extent.size();
    let scale = match ask.scale {
        Some(scale) if (1.0..=1e6).contains(&scale) => scale,
        Some(scale) => return Err(SitePlanError::Scale(scale)),
        None => {
            let fits = |scale: &f64| (0..2).all(|axis| size[axis] * 1000.0 / scale <= room[axis]);
            SCALES.into_iter().find(fits).ok_or(SitePlanError::TooLarge)?
        }
    };
    let middle = extent.centre();
    let centre = ask.centre.filter(|c| c.iter().all(|v| v.is_finite())).unwrap_or([middle[0], middle[1]]);
    let frame = Frame { window, centre, mm_per_m: 1000.0 / scale };
    let mut drawing = Drawing::of_paper(size_mm, community.name.clone(), 2.5);
    let mut map = Map::new(&mut drawing, &frame, ask);
    map.draw(community, counts);
    let legend = map.legend();
    furnish(&mut drawing, &frame, community, scale, &legend, ask.language);
    Ok(drawing)
}

/// Box around buildings and parcels; around everything where there are none.
fn extent(community: &Community, counts: &dyn Fn(ElementId) -> bool) -> Option<Aabb> {
    let around = |is_asked: &dyn Fn(&Kind) -> bool| {
        community
            .iter()
            .filter(|(id, element)| counts(*id) && is_asked(&element.kind))
            .map(|(_, element)| element.geometry.aabb())
            .filter(|aabb| !aabb.is_empty() && aabb.min.iter().chain(&aabb.max).all(|v| v.is_finite()))
            .fold(Aabb::EMPTY, |all, aabb| all.union(&aabb))
    };
    let near = around(&|kind| matches!(kind, Kind::Building(_) | Kind::Parcel(_)));
    let all = if near.is_empty() { around(&|_| true) } else { near };
    (!all.is_empty()).then(|| all.inflated(MARGIN_M))
}
