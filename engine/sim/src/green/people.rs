//! Where people live: homes in sites.

use linli_model::{Community, Element, ElementId, Key};

use super::plane;
use super::site::SiteParts;
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
    sites: &SiteParts,
) -> Vec<HomeAt> {
    let mut homes = Vec::new();
    for home in homes_among(community, rules, stands) {
        let Some(element) = community.element(home.element) else { continue };
        let Some(plan) = plane::plan_of(&element.geometry) else { continue };
        homes.push(HomeAt {
            key: element.key.clone(),
            sites: sites.sites_at(plan.inner_point()),
            dwellings: home.storeys.iter().map(|storey| u64::from(storey.dwellings)).sum(),
            residents: home.storeys.iter().map(|storey| u64::from(storey.residents)).sum(),
        });
    }
    homes
}
