//! Parcels and units: their land, each square metre once.

use linli_model::{Aabb, AreaUse, Community, ElementId, Key, Kind, Parcel};
use linli_space::PackedTree;

use super::finding::{DensityFinding, FindingKind};
use super::plan::Plan;

/// Land that two parcels share is told from this area on, square metres.
const TOLD_M2: f64 = 1.0;
/// Land that two parcels share is taken off the later one from this area on, square metres.
const SHARED_M2: f64 = 0.01;

/// A parcel that counts.
#[derive(Clone, Debug)]
pub(crate) struct ParcelPlan {
    pub key: Key,
    pub facts: Parcel,
    /// Its land without what earlier parcels hold; nothing when nothing is left or it has no outline.
    pub plan: Option<Plan>,
}

impl ParcelPlan {
    /// Land, square metres.
    pub fn land_m2(&self) -> f64 {
        self.plan.as_ref().map_or(0.0, |plan| plan.area_m2)
    }
}

/// Parcels with a tree over their boxes.
#[derive(Debug, Default)]
pub(crate) struct Parcels {
    pub list: Vec<ParcelPlan>,
    tree: PackedTree,
    /// Parcel of each box in the tree.
    boxed: Vec<u32>,
}

impl Parcels {
    /// Parcels of a community that count, in the order of its elements. Land that several hold belongs
    /// to the first.
    pub fn of(
        community: &Community,
        counts: &dyn Fn(ElementId) -> bool,
        least_m2: f64,
        findings: &mut Vec<DensityFinding>,
    ) -> Self {
        let mut parcels = Self::default();
        for (id, element) in community.iter() {
            let Kind::Parcel(facts) = &element.kind else { continue };
            if !counts(id) {
                continue;
            }
            let plan = Plan::of(&element.geometry);
            let mut tell = |kind, value| {
                findings.push(DensityFinding { kind, elements: vec![element.key.clone()], value });
            };
            match &plan {
                None => tell(FindingKind::ParcelWithoutOutline, 0.0),
                Some(plan) if plan.mended => tell(FindingKind::OutlineMended, plan.area_m2),
                Some(plan) if plan.area_m2 < least_m2 => tell(FindingKind::SliverParcel, plan.area_m2),
                Some(_) => {}
            }
            parcels.list.push(ParcelPlan { key: element.key.clone(), facts: facts.clone(), plan });
        }
        parcels.plant();
        parcels.share_out(findings);
        parcels.plant();
        parcels
    }

    fn plant(&mut self) {
        let with_plan = |(at, parcel): (usize, &ParcelPlan)| Some((at as u32, parcel.plan.as_ref()?.aabb));
        let boxes: Vec<(u32, Aabb)> = self.list.iter().enumerate().filter_map(with_plan).collect();
        self.boxed = boxes.iter().map(|(at, _)| *at).collect();
        self.tree = PackedTree::build(&boxes.iter().map(|(_, aabb)| *aabb).collect::<Vec<_>>());
    }

    /// Parcels whose box a box meets, in their order; `found` is replaced.
    pub fn near(&self, aabb: &Aabb, found: &mut Vec<u32>) {
        found.clear();
        self.tree.for_each_in_box(aabb, |item, _| found.extend(self.boxed.get(item as usize)));
        found.sort_unstable();
    }

    fn share_out(&mut self, findings: &mut Vec<DensityFinding>) {
        let mut near = Vec::new();
        for at in 0..self.list.len() {
            let Some(mut plan) = self.list[at].plan.clone() else { continue };
            self.near(&plan.aabb, &mut near);
            let mut left = true;
            for &earlier in near.iter().filter(|other| (**other as usize) < at) {
                let Some(other) = self.list[earlier as usize].plan.clone() else { continue };
                let shared_m2 = plan.shared_m2(&other);
                if shared_m2 < SHARED_M2 {
                    continue;
                }
                if shared_m2 >= TOLD_M2 {
                    let elements = vec![self.list[earlier as usize].key.clone(), self.list[at].key.clone()];
                    findings.push(DensityFinding {
                        kind: FindingKind::ParcelsOverlap,
                        elements,
                        value: shared_m2,
                    });
                }
                match plan.without(&other) {
                    Some(rest) => plan = rest,
                    None => {
                        left = false;
                        break;
                    }
                }
            }
            self.list[at].plan = left.then_some(plan);
        }
    }
}

/// A planning or implementation unit.
#[derive(Clone, Debug)]
pub(crate) struct UnitPlan {
    pub key: Key,
    pub plan: Plan,
}

/// Units of a community that count, in the order of its elements.
pub(crate) fn units_of(community: &Community, counts: &dyn Fn(ElementId) -> bool) -> Vec<UnitPlan> {
    let mut units = Vec::new();
    for (id, element) in community.iter() {
        if let Kind::Area(area) = &element.kind
            && area.use_ == AreaUse::Unit
            && counts(id)
            && let Some(plan) = Plan::of(&element.geometry)
        {
            units.push(UnitPlan { key: element.key.clone(), plan });
        }
    }
    units
}
