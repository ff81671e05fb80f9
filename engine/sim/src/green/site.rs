//! Sites: the units and parcels that green is counted for.

use geo::{Coord, Rect};
use linli_model::{AreaUse, Community, Element, ElementId, Key, Kind, LandUse};
use serde::Serialize;

use super::part::parts_of;
use super::places::{Places, place};
use super::plane::{self, Plan};

/// Parcels that share less than this lie beside each other, square metres.
const BESIDE_M2: f64 = 0.01;

/// What a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// Planning or implementation unit.
    Unit,
    /// All parcels together, where the scene names no unit.
    AllParcels,
    /// The hull of everything mapped, where the scene has neither units nor parcels.
    Hull,
    /// Parcel.
    Parcel,
}

/// A piece of land that green is counted for.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// What it is.
    pub kind: SiteKind,
    /// Key of its element; nothing where it was made up.
    pub key: Option<Key>,
    /// Name for people.
    pub name: Option<String>,
    /// Planned use of a parcel.
    pub land_use: Option<LandUse>,
    /// Lowest green land ratio that the plan sets, percent.
    pub green_min_pct: Option<f64>,
    pub(crate) plan: Plan,
}

impl Site {
    /// Area, square metres.
    pub fn area_m2(&self) -> f64 {
        self.plan.area_m2
    }
}

/// Sites in parts, by place: a site can be a whole city, and what lies in it asks for its surroundings only.
#[derive(Clone, Debug, Default)]
pub(crate) struct SiteParts {
    /// Number of the site and a part of its land, site by site.
    parts: Vec<(u32, Plan)>,
    places: Places,
}

impl SiteParts {
    pub fn of(sites: &[Site]) -> Self {
        let parts: Vec<(u32, Plan)> = sites
            .iter()
            .zip(0_u32..)
            .flat_map(|(site, number)| {
                parts_of(site.plan.clone(), Plan::of_clean).into_iter().map(move |part| (number, part))
            })
            .collect();
        let places = parts.iter().zip(0_u32..).map(|((_, part), number)| place(&part.rect, number));
        Self { places: Places::bulk_load(places.collect()), parts }
    }

    /// Parts that touch a rectangle, each with the number of its site, site by site.
    pub fn near(&self, rect: &Rect) -> impl Iterator<Item = (u32, &Plan)> + use<'_> {
        let near = self.places.near(rect).into_iter();
        near.filter_map(|part| self.parts.get(part as usize)).map(|(site, part)| (*site, part))
    }

    /// Numbers of sites whose land may touch a rectangle.
    pub fn sites_near(&self, rect: &Rect) -> Vec<u32> {
        let mut sites: Vec<u32> = self.near(rect).map(|(site, _)| site).collect();
        sites.dedup();
        sites
    }

    /// Numbers of sites that a point lies in.
    pub fn sites_at(&self, at: Coord) -> Vec<u32> {
        let place = Rect::new(at, at);
        let inside = self.near(&place).filter(|(_, part)| part.contains([at.x, at.y]));
        let mut sites: Vec<u32> = inside.map(|(site, _)| site).collect();
        sites.dedup();
        sites
    }
}

/// Something in the data that had to be decided by a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "issue")]
pub enum GreenIssue {
    /// Two parcels overlap; the land in both was given to the first.
    ParcelsOverlap {
        /// The parcel that keeps the land.
        first: Key,
        /// The parcel that is smaller now.
        second: Key,
        /// The land in both, square metres.
        shared_m2: f64,
    },
    /// An area without a usable outline; it counts nothing.
    NoOutline {
        /// The element.
        element: Key,
    },
    /// More planted area is claimed than the drawn face has; the face was taken.
    MoreThanItsFace {
        /// The element.
        element: Key,
        /// What is claimed, square metres.
        claimed_m2: f64,
        /// What is drawn, square metres.
        face_m2: f64,
    },
    /// Green of a building that lies in no site; it counts nowhere.
    OutsideSites {
        /// The element.
        element: Key,
    },
}

/// Units first, then parcels, each in the order of their keys.
pub(super) fn sites_of(
    community: &Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    mapped: &[&Plan],
    issues: &mut Vec<GreenIssue>,
) -> Vec<Site> {
    let (mut units, mut parcels) = (Vec::new(), Vec::new());
    for (_, element) in community.iter().filter(|(id, element)| stands(*id, element)) {
        let (kind, land_use, green_min_pct) = match &element.kind {
            Kind::Area(area) if area.use_ == AreaUse::Unit => (SiteKind::Unit, None, None),
            Kind::Parcel(parcel) => (SiteKind::Parcel, Some(parcel.land_use), parcel.green_min_pct),
            _ => continue,
        };
        let Some(plan) = plane::plan_of(&element.geometry) else {
            issues.push(GreenIssue::NoOutline { element: element.key.clone() });
            continue;
        };
        let (key, name) = (Some(element.key.clone()), element.name.clone());
        let site = Site { kind, key, name, land_use, green_min_pct, plan };
        if kind == SiteKind::Unit { units.push(site) } else { parcels.push(site) }
    }
    units.sort_by(|a, b| a.key.cmp(&b.key));
    parcels.sort_by(|a, b| a.key.cmp(&b.key));
    let parcels = without_overlaps(parcels, issues);
    if units.is_empty() {
        let made =
            |kind, plan| Site { kind, key: None, name: None, land_use: None, green_min_pct: None, plan };
        let joined = parcels.iter().flat_map(|site| site.plan.shape.0.iter().cloned()).collect();
        match Plan::of(joined) {
            Some(plan) => units.push(made(SiteKind::AllParcels, plan)),
            None => {
                let hull = plane::hull_of(mapped.iter().copied());
                units.extend(hull.map(|plan| made(SiteKind::Hull, plan)));
            }
        }
    }
    units.extend(parcels);
    units
}

/// Land in several parcels stays with the first of them.
fn without_overlaps(parcels: Vec<Site>, issues: &mut Vec<GreenIssue>) -> Vec<Site> {
    let places = parcels.iter().zip(0_u32..).map(|(site, number)| place(&site.plan.rect, number)).collect();
    let places = Places::bulk_load(places);
    let mut kept: Vec<Site> = Vec::with_capacity(parcels.len());
    let mut sources: Vec<Option<usize>> = Vec::with_capacity(parcels.len());
    for mut site in parcels {
        let number = sources.len() as u32;
        let before = places.near(&site.plan.rect).into_iter().filter(|other| *other < number);
        let before: Vec<usize> = before.filter_map(|other| sources[other as usize]).collect();
        let mut cut = false;
        for first in &before {
            let shared_m2 = site.plan.shared_m2(&kept[*first].plan);
            if shared_m2 > BESIDE_M2 {
                cut = true;
                if let (Some(first), Some(second)) = (kept[*first].key.clone(), site.key.clone()) {
                    issues.push(GreenIssue::ParcelsOverlap { first, second, shared_m2 });
                }
            }
        }
        let left = if cut {
            Plan::of_clean(site.plan.minus(before.iter().map(|first| &kept[*first].plan)))
        } else {
            Some(site.plan.clone())
        };
        sources.push(left.is_some().then_some(kept.len()));
        if let Some(plan) = left {
            site.plan = plan;
            kept.push(site);
        }
    }
    kept
}
