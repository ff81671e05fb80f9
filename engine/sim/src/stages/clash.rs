//! Works in each other's way: the same place on the same days (时空冲突).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use geo::{BoundingRect as _, MultiPolygon};
use linli_model::{Aabb, AreaUse, Community, Element, ElementId, Key, Kind, Schedule, Span, Work};
use linli_space::PackedTree;

use super::dates::date;
use super::footprint::{PlanSizes, footprint, shared_m2};
use super::host::whole;
use super::order::Order;
use super::timeline::Timeline;

/// What counts as being in each other's way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClashOptions {
    /// Heights that overlap by no more than this do not meet, metres.
    pub overlap_m: f64,
    /// Plans that share no more than this do not meet, square metres.
    pub overlap_m2: f64,
    /// Widths in plan of points and lines.
    pub plans: PlanSizes,
    /// Whether tasks right below the same summary are one work package, whose order is its own affair.
    pub summary_is_one_package: bool,
    /// Most pairs of neighbours and of their tasks that are compared.
    pub most_pairs: usize,
    /// Most pairs of elements named for one pair of tasks.
    pub most_named: usize,
}

impl Default for ClashOptions {
    fn default() -> Self {
        Self {
            overlap_m: 0.1,
            overlap_m2: 0.5,
            plans: PlanSizes::default(),
            summary_is_one_package: false,
            most_pairs: 5_000_000,
            most_named: 20,
        }
    }
}

/// Two tasks that work in the same place on the same days.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkClash {
    /// Positions of the tasks in the schedule, the lower first.
    pub tasks: [u32; 2],
    /// Ids of the tasks.
    pub ids: [String; 2],
    /// Days on which both work.
    pub days: Span,
    /// Elements of the first and the second task that meet: the first few.
    pub elements: Vec<[Key; 2]>,
    /// How many pairs of elements meet.
    pub pairs: usize,
    /// Largest area shared by a pair, square metres.
    pub shared_m2: f64,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkClashes {
    /// In the order of the tasks.
    pub clashes: Vec<WorkClash>,
    /// Whether there were more pairs than were compared, so that clashes may be missing.
    pub is_cut_off: bool,
}

/// Finds pairs of tasks that build, remove or keep temporary works in the same place on the same days,
/// although no dependency puts them in order and they are not one work package: not the same task or
/// one below the other, not the same element or one a part of the other.
///
/// `boxes` are the boxes of all elements in the order of their ids, with heights resolved; elements with
/// an empty box or without a plan are left out. Boxes decide on heights, plans on places. Entrances,
/// facilities, and equipment of a building or a basement take up no place of their own.
pub fn work_clashes(
    community: &Community,
    timeline: &Timeline,
    schedule: &Schedule,
    boxes: &[Aabb],
    options: &ClashOptions,
) -> WorkClashes {
    let places = Places::of(community, timeline, boxes, options);
    let (pairs, is_cut_off) = places.meetings(community, timeline, options);
    let order = Order::of(schedule);
    let in_order = in_order(&order, &pairs.keys().copied().collect::<Vec<_>>());
    let mut clashes = Vec::new();
    for (tasks, meeting) in pairs {
        if !in_order.contains(&tasks) && !is_one_package(schedule, &order, tasks, options) {
            clashes.extend(meeting.clash(schedule, timeline, community, tasks));
        }
    }
    WorkClashes { clashes, is_cut_off }
}

/// The pairs of which one task must wait for the other.
fn in_order(order: &Order, pairs: &[[u32; 2]]) -> BTreeSet<[u32; 2]> {
    let mut found = BTreeSet::new();
    for side in [0, 1] {
        let mut by_task: BTreeMap<u32, Vec<[u32; 2]>> = BTreeMap::new();
        pairs.iter().for_each(|pair| by_task.entry(pair[side]).or_default().push(*pair));
        for (task, pairs) in by_task {
            let waits = order.waiting_for(task);
            found.extend(pairs.into_iter().filter(|pair| waits.get(pair[1 - side] as usize) == Some(&true)));
        }
    }
    found
}

fn is_one_package(schedule: &Schedule, order: &Order, [a, b]: [u32; 2], options: &ClashOptions) -> bool {
    let parent = |at: u32| schedule.tasks.get(at as usize).and_then(|task| task.parent.as_deref());
    let siblings = options.summary_is_one_package && parent(a).is_some() && parent(a) == parent(b);
    siblings || order.holds(a, b)
}

/// Elements of two tasks that meet.
#[derive(Default)]
struct Meeting {
    elements: Vec<[u32; 2]>,
    pairs: usize,
    shared_m2: f64,
}

impl Meeting {
    fn clash(
        self,
        schedule: &Schedule,
        timeline: &Timeline,
        community: &Community,
        tasks: [u32; 2],
    ) -> Option<WorkClash> {
        let [a, b] = tasks.map(|at| timeline.job(at));
        let (a, b) = (a?.days, b?.days);
        let [start, finish]: [Option<NaiveDate>; 2] =
            [date(a.start.max(b.start)), date(a.finish.min(b.finish))];
        let id = |at: u32| schedule.tasks.get(at as usize).map(|task| task.id.clone()).unwrap_or_default();
        let key = |id: u32| community.element(ElementId(id)).map(|element| element.key.clone());
        Some(WorkClash {
            tasks,
            ids: tasks.map(id),
            days: Span { start: start?, finish: finish? },
            elements: self.elements.iter().filter_map(|[a, b]| Some([key(*a)?, key(*b)?])).collect(),
            pairs: self.pairs,
            shared_m2: self.shared_m2,
        })
    }
}

/// Elements that are worked on, with their places.
struct Places {
    ids: Vec<u32>,
    boxes: Vec<Aabb>,
    plans: Vec<MultiPolygon>,
    tree: PackedTree,
}

impl Places {
    fn of(community: &Community, timeline: &Timeline, boxes: &[Aabb], options: &ClashOptions) -> Self {
        let (mut ids, mut around, mut plans) = (Vec::new(), Vec::new(), Vec::new());
        for (id, element) in community.iter() {
            let Some(aabb) = boxes.get(id.index()).filter(|aabb| !aabb.is_empty()) else { continue };
            if works(timeline, id).next().is_none() || !takes_place(community, element) {
                continue;
            }
            let plan = footprint(element, &options.plans);
            if let Some((plan, rect)) = plan.and_then(|plan| plan.bounding_rect().map(|rect| (plan, rect))) {
                let heights = heights([aabb.min[2], aabb.max[2]], options.overlap_m);
                ids.push(id.0);
                around.push(Aabb {
                    min: [rect.min().x, rect.min().y, heights[0]],
                    max: [rect.max().x, rect.max().y, heights[1]],
                });
                plans.push(plan);
            }
        }
        Self { ids, tree: PackedTree::build(&around), boxes: around, plans }
    }

    /// Pairs of tasks with the elements that meet, and whether some pairs were not looked at.
    fn meetings(
        &self,
        community: &Community,
        timeline: &Timeline,
        options: &ClashOptions,
    ) -> (BTreeMap<[u32; 2], Meeting>, bool) {
        let mut found: BTreeMap<[u32; 2], Meeting> = BTreeMap::new();
        let mut compared = 0_usize;
        let mut near = Vec::new();
        for (at, aabb) in self.boxes.iter().enumerate() {
            near.clear();
            self.tree.for_each_in_box(aabb, |other, _| near.push(other as usize));
            near.retain(|other| *other > at && self.boxes[*other].intersects(aabb));
            near.sort_unstable();
            compared = compared.saturating_add(near.len());
            for &other in &near {
                let ids = [self.ids[at], self.ids[other]];
                let [a, b] = ids.map(|id| timeline.tasks_of(ElementId(id)).len());
                compared = compared.saturating_add(a.saturating_mul(b));
                if compared > options.most_pairs {
                    return (found, true);
                }
                let tasks = together(timeline, ids);
                if tasks.is_empty() || are_one_thing(community, ids) {
                    continue;
                }
                let shared_m2 = shared_m2(&self.plans[at], &self.plans[other]);
                if shared_m2 <= options.overlap_m2 {
                    continue;
                }
                for (tasks, ids) in tasks {
                    let meeting = found.entry(tasks).or_default();
                    meeting.pairs += 1;
                    meeting.shared_m2 = meeting.shared_m2.max(shared_m2);
                    if meeting.elements.len() < options.most_named {
                        meeting.elements.push(ids);
                    }
                }
            }
        }
        (found, false)
    }
}

/// Pairs of tasks of two elements that work on the same days, the lower task first.
fn together(timeline: &Timeline, [a, b]: [u32; 2]) -> Vec<([u32; 2], [u32; 2])> {
    let mut pairs = Vec::new();
    for (first, days) in works(timeline, ElementId(a)) {
        for (second, others) in works(timeline, ElementId(b)) {
            if first != second && days.0 <= others.1 && others.0 <= days.1 {
                pairs.push(if first < second {
                    ([first, second], [a, b])
                } else {
                    ([second, first], [b, a])
                });
            }
        }
    }
    pairs
}

/// Tasks that take up the place of an element, with their days.
fn works(timeline: &Timeline, id: ElementId) -> impl Iterator<Item = (u32, (i32, i32))> {
    timeline.tasks_of(id).iter().filter_map(|at| {
        let job = timeline.job(*at)?;
        let takes_place = matches!(job.work, Work::Build | Work::Demolish | Work::Temporary);
        takes_place.then_some((*at, (job.days.start, job.days.finish)))
    })
}

/// Whether an element is a thing in the way: not a piece of land that holds others, not a use or a door
/// of something else.
fn takes_place(community: &Community, element: &Element) -> bool {
    match &element.kind {
        Kind::Terrain | Kind::Parcel(_) | Kind::Address => false,
        Kind::Entrance(_) | Kind::StationEntrance(_) | Kind::Facility(_) => false,
        Kind::Equipment(_) => !is_built(&whole(community, element).kind),
        Kind::Area(area) => !matches!(area.use_, AreaUse::Unit | AreaUse::Construction),
        _ => true,
    }
}

fn is_built(kind: &Kind) -> bool {
    matches!(kind, Kind::Building(_) | Kind::BuildingPart(_) | Kind::Basement(_))
}

/// Whether two elements are parts of one whole, or one is the basement of the other.
fn are_one_thing(community: &Community, ids: [u32; 2]) -> bool {
    let [a, b] = ids.map(|id| community.element(ElementId(id)).map(|element| whole(community, element)));
    let (Some(a), Some(b)) = (a, b) else { return false };
    let stands_on = |basement: &Element, building: &Element| match &basement.kind {
        Kind::Basement(basement) => basement.buildings.contains(&building.key),
        _ => false,
    };
    a.key == b.key || stands_on(a, b) || stands_on(b, a)
}

/// Heights made smaller by half the overlap at both ends, so that those that still touch overlap by more;
/// what is thinner than the overlap is made thicker instead, so that what is flat on the ground meets what
/// stands on it.
fn heights([low, high]: [f64; 2], overlap_m: f64) -> [f64; 2] {
    let by = if high - low <= overlap_m { -overlap_m } else { overlap_m.max(0.0) / 2.0 };
    [low + by, high - by]
}
