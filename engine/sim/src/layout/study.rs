//! Around a search: what it begins with, in which order its layouts are looked at, what each becomes.

use std::sync::Arc;

use linli_model::variant::make;
use linli_model::{
    Action, Change, Community, Edit, EditSession, Element, ElementId, Key, Progress, Schedule, Variant,
};

use super::check::{PlanFault, check_plan};
use super::elements::LayoutChange;
use super::massing::Massing;
use super::parcel::ParcelSite;
use super::prepare::{LayoutError, LayoutSite, ParcelChoice};
use super::rules::LayoutRules;
use super::screen::{Objective, Screened, massings};
use super::search::{Candidate, SearchOptions, search};
use crate::figures::Standing;
use crate::green::GreenProfile;
use crate::reach::ReachRules;

/// Layouts that are looked at first, and shall differ.
const FIRST_PAGE: usize = 24;

/// What layouts are reckoned and checked with.
#[derive(Clone, Debug)]
pub struct StudyRules {
    /// Sizes, distances and prices of layouts.
    pub layout: LayoutRules,
    /// Walks to the station.
    pub reach: ReachRules,
    /// Counting of green.
    pub green: GreenProfile,
}

/// Parcels of a community that layouts are sought for: the same for the command line and the window.
pub struct LayoutStudy {
    /// The community that is built in, without any layout.
    pub community: Arc<Community>,
    /// The parcels, cleared.
    pub site: LayoutSite,
    /// The rules.
    pub rules: StudyRules,
    standing: Standing,
}

/// A layout of the front that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Its numbers.
    pub screened: Screened,
    /// Its buildings, parcel by parcel.
    pub massings: Vec<Massing>,
}

impl LayoutStudy {
    /// Prepares parcels of the finished design: what the works of the schedule remove does not stand.
    ///
    /// # Errors
    /// [`LayoutError`] when nothing can be built on, or a key is no parcel.
    pub fn new(
        community: Arc<Community>,
        schedule: &Schedule,
        choice: &ParcelChoice,
        rules: StudyRules,
    ) -> Result<Self, LayoutError> {
        let standing = Standing::of(&community, schedule);
        let stands = |id: ElementId, _: &Element| standing.is_in_design_at(id);
        let site = LayoutSite::new(&community, &stands, choice, &rules.layout, &rules.reach)?;
        Ok(Self { community, site, rules, standing })
    }

    /// Whether an element of the community stands beside the layouts: in the design, and not cleared for them.
    pub fn stays(&self, id: ElementId) -> bool {
        self.standing.is_in_design_at(id) && self.site.cleared.binary_search(&id).is_err()
    }

    /// Layouts of which none is better than another: the one first that gives up least of each objective, then those that
    /// differ most from the ones before. `None` when the search was cancelled.
    pub fn search(&self, options: &SearchOptions, progress: &dyn Progress) -> Option<Vec<Layout>> {
        let found = search(&self.site.parcels, &self.rules.layout, options, progress)?;
        let layout = |candidate: &Candidate| {
            let massings = massings(&self.site.parcels, &candidate.wishes, &self.rules.layout);
            Layout { screened: candidate.screened, massings }
        };
        let layouts: Vec<Layout> = found.iter().map(layout).collect();
        let order = in_order_of_interest(&layouts, &self.site.parcels, &options.objectives);
        Some(order.into_iter().map(|number| layouts[number].clone()).collect())
    }

    /// Faults of a layout that is laid into the community, by the check that drawings go through.
    pub fn faults(&self, layout: &Layout) -> Vec<PlanFault> {
        let changed = self.change(layout, "layout").apply(&self.community);
        let stands = |_: ElementId, element: &Element| self.standing.is_in_design(element);
        let keys: Vec<Key> = self.site.parcels.iter().map(|parcel| parcel.key.clone()).collect();
        let StudyRules { layout: rules, reach, green } = &self.rules;
        check_plan(&changed, &stands, &keys, rules, green, reach)
    }

    fn change(&self, layout: &Layout, name: &str) -> LayoutChange {
        LayoutChange::of(&self.community, &self.site, &layout.massings, &self.rules.layout, name)
    }

    /// A layout as a variant of the community: each parcel is built on in a step of its own, facilities move, and last
    /// what stands there goes. `key` is that of the variant and begins those of its elements.
    pub fn variant(&self, layout: &Layout, key: &str) -> Variant {
        let change = self.change(layout, key);
        let there = |key: &Key| self.community.id_of(key).and_then(|id| self.community.element(id));
        // Keys begin with the layout and the parcel.
        let parcel_of =
            |element: &Element| element.key.as_str().split('/').nth(1).unwrap_or_default().to_owned();
        let mut edits = Vec::new();
        for parcel in change.added.chunk_by(|a, b| parcel_of(a) == parcel_of(b)) {
            let name = parcel.first().map(parcel_of).unwrap_or_default();
            let changes = parcel.iter().map(|element| Change::Add(Box::new(element.clone()))).collect();
            edits.push(named(format!("建设地块 {name}"), format!("Build on parcel {name}"), changes));
        }
        let moves =
            change.moved.iter().filter_map(|new| Some(Change::replace(there(&new.key)?, new.clone())));
        let moves = moves.collect();
        edits.push(named(
            "设施迁入新建筑".to_owned(),
            "Facilities move into new buildings".to_owned(),
            moves,
        ));
        edits.retain(|edit| !edit.changes.is_empty());
        // Last, what stands there goes with all that still belongs to it, and nothing names it any more.
        if let Ok(session) = EditSession::open(self.community.clone(), Variant::of("", edits.clone())) {
            edits.extend(make::delete(session.community(), &change.removed));
        }
        let number = key.trim_start_matches("layout-");
        let s = &layout.screened;
        Variant {
            name_zh: format!("布局方案 {number}"),
            name_en: format!("Layout {number}"),
            note: format!(
                "{:.0} 户、{:.0} 岗位，地上 {:.0} m² / {:.0} homes, {:.0} jobs, {:.0} m² above ground",
                s.homes, s.jobs, s.floor_m2, s.homes, s.jobs, s.floor_m2
            ),
            ..Variant::of(key, edits)
        }
    }
}

fn named(zh: String, en: String, changes: Vec<Change>) -> Edit {
    Edit::new(Action::Named { zh, en }, changes)
}

/// Numbers of layouts in the order in which they are worth a look: first the one that gives up least of each objective,
/// then, for the first page, what differs most from those before it and still gives up little; then by what they give up.
fn in_order_of_interest(layouts: &[Layout], sites: &[ParcelSite], objectives: &[Objective]) -> Vec<usize> {
    let shares = given_up_shares(layouts, objectives);
    let least_missing = layouts.iter().map(|layout| layout.screened.missing).fold(f64::INFINITY, f64::min);
    let given_up: Vec<f64> = shares
        .iter()
        .zip(layouts)
        .map(|(shares, layout)| {
            let squares: f64 = shares.iter().map(|share| share * share).sum();
            (squares / shares.len().max(1) as f64).sqrt() + (layout.screened.missing - least_missing) * 5.0
        })
        .collect();
    let land: f64 = sites.iter().map(|site| site.area_m2).sum();
    let difference = |a: usize, b: usize| {
        let apart: f64 = shares[a].iter().zip(&shares[b]).map(|(x, y)| (x - y).abs()).sum();
        let massings = layouts[a].massings.iter().zip(&layouts[b].massings).zip(sites);
        let other: f64 =
            massings.filter(|((x, y), _)| x.typology != y.typology).map(|(_, site)| site.area_m2).sum();
        apart / shares[a].len().max(1) as f64 + other / land.max(1.0)
    };
    let mut left: Vec<usize> = (0..layouts.len()).collect();
    left.sort_by(|a, b| given_up[*a].total_cmp(&given_up[*b]).then(a.cmp(b)));
    let mut nearest = vec![f64::INFINITY; layouts.len()];
    let mut order: Vec<usize> = Vec::with_capacity(layouts.len());
    while order.len() < FIRST_PAGE && !left.is_empty() {
        let worth = |number: usize| match order.is_empty() {
            true => -given_up[number],
            false => nearest[number] * (1.0 - given_up[number].min(1.0)),
        };
        // The first of those that are alike: `left` is sorted by what they give up.
        let best = (0..left.len()).rev().max_by(|a, b| worth(left[*a]).total_cmp(&worth(left[*b])));
        let Some(best) = best else { break };
        let taken = left.remove(best);
        for number in &left {
            nearest[*number] = nearest[*number].min(difference(*number, taken));
        }
        order.push(taken);
    }
    order.extend(left);
    order
}

/// What each layout gives up of each objective: 0 the best of all, 1 the worst.
fn given_up_shares(layouts: &[Layout], objectives: &[Objective]) -> Vec<Vec<f64>> {
    let spans: Vec<(f64, f64)> = objectives
        .iter()
        .map(|objective| {
            let values = layouts.iter().map(|layout| layout.screened.value(*objective));
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        })
        .collect();
    let of_layout = |layout: &Layout| {
        let each = objectives.iter().zip(&spans).map(|(objective, (low, high))| {
            let value = layout.screened.value(*objective);
            let share = if high > low { (value - low) / (high - low) } else { 0.0 };
            if objective.more_is_better() { 1.0 - share } else { share }
        });
        each.collect()
    };
    layouts.iter().map(of_layout).collect()
}
