//! Finds files and layers that lie kilometres from everything else.

use linli_model::{Element, Layer};

use super::codes;
use super::frame::{centre, median};
use crate::FileReport;
use crate::report::Message;

/// Distance between two groups, beyond their own extents, that is worth a warning, metres.
const APART_M: f64 = 5_000.0;

struct Group {
    file: usize,
    layer: Option<Layer>,
    count: usize,
    middle: [f64; 2],
    radius_m: f64,
}

impl Group {
    /// Middle and nine-tenths radius of elements in local metres.
    fn of<'a>(
        file: usize,
        layer: Option<Layer>,
        elements: impl Iterator<Item = &'a Element> + Clone,
    ) -> Option<Self> {
        let centres: Vec<[f64; 2]> = elements.clone().filter_map(centre).collect();
        let count = centres.len();
        let middle = median(centres)?;
        let mut reaches: Vec<f64> = elements
            .filter_map(|element| {
                let [x, y] = centre(element)?;
                let size = element.geometry.aabb().size();
                Some((x - middle[0]).hypot(y - middle[1]) + size[0].hypot(size[1]) / 2.0)
            })
            .collect();
        let most = count.saturating_sub(1) * 9 / 10;
        let radius_m = *reaches.select_nth_unstable_by(most, f64::total_cmp).1;
        Some(Self { file, layer, count, middle, radius_m })
    }
}

/// Warns about files far from the largest file, then about layers far from the largest layer.
/// `files` holds the elements of each file in local metres.
pub(super) fn warn_apart(files: &[Vec<Element>], reports: &mut [FileReport]) {
    let whole = files.iter().enumerate().filter_map(|(file, all)| Group::of(file, None, all.iter()));
    let far_files = far_groups(whole.collect());
    let near = |file: usize| far_files.iter().all(|(group, ..)| group.file != file);
    let mut layers = Vec::new();
    for (file, all) in files.iter().enumerate().filter(|(file, _)| near(*file)) {
        for layer in Layer::ALL {
            let elements = all.iter().filter(|element| element.layer() == layer);
            layers.extend(Group::of(file, Some(layer), elements));
        }
    }
    let far_layers = far_groups(layers);
    for (group, distance_m, bearing_deg) in far_files.iter().chain(&far_layers) {
        let what = group.layer.map(|layer| format!("{}, ", layer.name())).unwrap_or_default();
        let detail = format!("{what}{:.1} km, {bearing_deg:.0}° ({})", distance_m / 1000.0, group.count);
        if let Some(report) = reports.get_mut(group.file) {
            report.push(Message::new(&codes::APART, "", detail));
        }
    }
}

/// Groups far from the largest one, with distance and bearing (clockwise from grid north).
fn far_groups(groups: Vec<Group>) -> Vec<(Group, f64, f64)> {
    let largest = groups.iter().max_by_key(|group| (group.count, std::cmp::Reverse(group.file)));
    let Some((middle, radius_m)) = largest.map(|group| (group.middle, group.radius_m)) else {
        return Vec::new();
    };
    let far = groups.into_iter().filter_map(|group| {
        let (east, north) = (group.middle[0] - middle[0], group.middle[1] - middle[1]);
        let distance = east.hypot(north);
        let bearing = east.atan2(north).to_degrees().rem_euclid(360.0);
        (distance > APART_M + radius_m + group.radius_m).then_some((group, distance, bearing))
    });
    far.collect()
}
