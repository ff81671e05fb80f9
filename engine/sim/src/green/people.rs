//! Where people live: homes in sites.

use linli_model::{Community, Element, ElementId, Key};

use super::plane;
use super::site::Site;
use crate::reach::{ReachRules, homes_among};

/// A building with homes.
#[derive(Clone, Debug)]
pub(crate) struct HomeAt {
    pub key: Key,
    /// Sites that its middle lies in.
    pub sites: Vec<u32>,
    pub dwellings: u64,
    pub residents: u64,
}

/// Homes of everything that stands. A building belongs to the sites that its middle lies in.
pub(crate) fn homes_at(
    community: &Community,
    rules: &ReachRules,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    sites: &[Site],
) -> Vec<HomeAt> {
    let mut homes = Vec::new();
    for home in homes_among(community, rules, stands) {
        let Some(element) = community.element(home.element) else { continue };
        let Some(plan) = plane::plan_of(&element.geometry) else { continue };
        let centre = geo::InteriorPoint::interior_point(&plan.shape);
        let at = centre.map_or_else(|| plan.rect.center(), |point| point.0);
        let inside = sites.iter().zip(0_u32..).filter(|(site, _)| site.plan.contains([at.x, at.y]));
        homes.push(HomeAt {
            key: element.key.clone(),
            sites: inside.map(|(_, number)| number).collect(),
            dwellings: home.storeys.iter().map(|storey| u64::from(storey.dwellings)).sum(),
            residents: home.storeys.iter().map(|storey| u64::from(storey.residents)).sum(),
        });
    }
    homes
}
