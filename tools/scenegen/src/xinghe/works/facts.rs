//! What is to be built on a parcel, as its elements tell it.

use linli_model::{Building, Community, Element, Key, Kind, Truth};

use crate::draft::Draft;
use crate::plan::Rectangle;
use crate::xinghe::plan::Plot;

/// Buildings with more storeys are built storey by storey, the others as a whole.
const LOW_STOREYS: i16 = 4;
/// Storeys of one task above the podium.
const LIFT: i16 = 12;

/// A building with its parts.
pub(super) struct House {
    pub key: Key,
    /// Last part of the key.
    pub short: String,
    pub name: [String; 2],
    pub top: i16,
    /// Ranges of storeys that are built one after the other.
    pub ranges: Vec<[i16; 2]>,
    /// Parts with the levels between which they lie.
    pub parts: Vec<(Key, [i16; 2])>,
    pub height_m: f64,
}

impl House {
    /// Whether it is built as a whole.
    pub(super) fn is_low(&self) -> bool {
        self.top <= LOW_STOREYS
    }
}

/// Everything that a parcel's tasks need to know.
pub(super) struct Ground {
    pub plot: Plot,
    pub houses: Vec<House>,
    /// Outlines of what stands on the parcel, in the plan.
    pub built: Vec<Rectangle>,
    /// Boxes around the outlines of the buildings, with what stands on columns.
    pub outlines: Vec<Rectangle>,
    pub has_basement: bool,
}

impl Ground {
    pub(super) fn of(draft: &Draft, plot: &Plot) -> Self {
        let start = draft.full_key(&format!("{}/", plot.key));
        let on_it = |key: &str| key.starts_with(&start);
        let designed = draft
            .community
            .elements()
            .iter()
            .filter(|element| element.presence.truth == Truth::Designed && on_it(element.key.as_str()));
        let houses = designed.filter_map(|element| match &element.kind {
            Kind::Building(building) => Some(house(&draft.community, element, building, &start)),
            _ => None,
        });
        let houses: Vec<House> = houses.collect();
        let meets = |r: &&Rectangle| plot.outline.distance_m(r.centre()) < 1.0;
        let outlines = houses.iter().filter_map(|house| {
            let element = draft.community.id_of(&house.key).and_then(|id| draft.community.element(id))?;
            let mut places = Vec::new();
            element.geometry.for_each_point(|p| {
                places.push(draft.placing.map_or([p[0], p[1]], |placing| placing.folded([p[0], p[1]])));
            });
            Some(Rectangle::around(&places))
        });
        let outlines = outlines.collect();
        let basement = Key::from(format!("{start}basement").as_str());
        Self {
            plot: *plot,
            houses,
            outlines,
            built: draft.built.iter().filter(meets).copied().collect(),
            has_basement: draft.community.id_of(&basement).is_some(),
        }
    }

    pub(super) fn highest_m(&self) -> f64 {
        self.houses.iter().map(|house| house.height_m).fold(0.0, f64::max)
    }
}

fn house(community: &Community, element: &Element, building: &Building, start: &str) -> House {
    let tops = tops(building);
    let level = |height: f64| tops.iter().take_while(|top| **top < height - 0.5).count() as i16 + 1;
    let top = (tops.len() as i16).max(1);
    let parts: Vec<(Key, [i16; 2])> = community
        .elements()
        .iter()
        .filter_map(|other| match &other.kind {
            Kind::BuildingPart(part) if part.parent.as_ref() == Some(&element.key) => {
                let from = level(part.min_height_m + 1.0).min(top);
                let to = level(part.height_m.unwrap_or_default()).clamp(from, top);
                Some((other.key.clone(), [from, to]))
            }
            _ => None,
        })
        .collect();
    let text = |name: &str| element.attributes.get(name).map(ToString::to_string);
    let short = element.key.as_str().strip_prefix(start).unwrap_or(element.key.as_str()).to_owned();
    let name = ["name:zh", "name:en"].map(|name| text(name).unwrap_or_else(|| element.key.to_string()));
    // The podium is what the lowest parts that begin at the ground or above shops reach.
    let podium = parts.iter().filter(|(_, range)| range[1] <= 5).map(|(_, range)| range[1]).max();
    House {
        key: element.key.clone(),
        short,
        name,
        top,
        ranges: ranges(top, podium.unwrap_or(1).min(top)),
        parts,
        height_m: building.height_m.unwrap_or_default(),
    }
}

/// Height of the upper side of each storey, metres.
fn tops(building: &Building) -> Vec<f64> {
    let mut tops = Vec::new();
    let mut height = building.min_height_m;
    for run in building.storeys.iter().filter(|run| run.from_level > 0) {
        for _ in run.from_level..=run.to_level {
            height += run.height_m;
            tops.push(height);
        }
    }
    tops
}

/// The podium, then parts of about a dozen storeys.
fn ranges(top: i16, podium: i16) -> Vec<[i16; 2]> {
    let mut ranges = vec![[1, podium]];
    let above = top - podium;
    let count = (above + LIFT - 1) / LIFT;
    for i in 0..count {
        ranges.push([podium + 1 + above * i / count, podium + above * (i + 1) / count]);
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_follow_each_other_and_hold_every_storey() {
        for (top, podium) in [(36, 4), (2, 1), (12, 12), (29, 3), (17, 2)] {
            let all = ranges(top, podium);
            assert_eq!((all[0], all[all.len() - 1][1]), ([1, podium], top));
            assert!(all.windows(2).all(|pair| pair[0][1] + 1 == pair[1][0] && pair[1][0] <= pair[1][1]));
        }
    }
}
