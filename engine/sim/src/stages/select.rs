//! Which elements a task is linked to.

use std::collections::{HashMap, HashSet};

use linli_model::{Aabb, Community, ElementId, Geometry, Key, Kind, Schedule, Selector, Task, Truth, Work};
use linli_space::PackedTree;

use super::pattern::{Trigrams, matches};
use super::problem::{ProblemKind, ScheduleProblem, Severity, listed};

/// Most links between tasks and elements that are kept: 160 MB.
const MOST_LINKS: usize = 20_000_000;
/// More patterns than this make an index of all names worth its time.
const FEW_PATTERNS: usize = 4;

/// The elements of each task, and the tasks that name a piece of land.
pub(super) struct Selection {
    /// Elements of each task in the order of their ids.
    pub elements: Vec<Vec<u32>>,
    /// Tasks that select by a zone, or name a parcel or an area itself, by that element.
    pub on_land: HashMap<u32, Vec<u32>>,
}

impl Selection {
    /// Resolves every selector of a schedule.
    pub fn of(community: &Community, schedule: &Schedule, problems: &mut Vec<ScheduleProblem>) -> Self {
        let found = Found::of(community, schedule);
        let mut selection =
            Self { elements: Vec::with_capacity(schedule.tasks.len()), on_land: HashMap::new() };
        let mut links = 0;
        for (at, task) in (0_u32..).zip(&schedule.tasks) {
            let elements = selection.one(community, &found, at, task, problems);
            if links + elements.len() > MOST_LINKS {
                let texts = [
                    format!(
                        "tasks from {} on are not linked: more than {MOST_LINKS} links; use narrower selectors",
                        task.id
                    ),
                    format!("自任务 {} 起未建立关联：关联数超过 {MOST_LINKS}，请缩小选择范围", task.id),
                ];
                problems.push(ScheduleProblem::new(
                    ProblemKind::TooManyLinks,
                    Severity::Error,
                    &[task],
                    texts,
                ));
                break;
            }
            links += elements.len();
            selection.elements.push(elements);
        }
        selection.elements.resize_with(schedule.tasks.len(), Vec::new);
        selection
    }

    fn one(
        &mut self,
        community: &Community,
        found: &Found<'_>,
        at: u32,
        task: &Task,
        problems: &mut Vec<ScheduleProblem>,
    ) -> Vec<u32> {
        let (mut elements, mut nothing, mut unfit) = (Vec::new(), Vec::new(), Vec::new());
        for selector in &task.elements {
            let all = found.elements(selector);
            if let Some(land) = found.land(community, selector) {
                self.on_land.entry(land).or_default().push(at);
            }
            let fitting = all.iter().filter(|id| fits(community, **id, selector, task.work));
            let before = elements.len();
            elements.extend(fitting);
            if all.is_empty() || elements.len() == before {
                match selector {
                    Selector::Key(key) if !all.is_empty() => unfit.push(key.clone()),
                    _ => nothing.push(selector),
                }
            }
        }
        unfit.retain(|key| !community.id_of(key).is_some_and(|id| is_land(community, id.0)));
        problems.extend(nothing_found(task, &nothing));
        problems.extend(does_not_fit(task, unfit));
        elements.sort_unstable();
        elements.dedup();
        elements
    }
}

/// Whether a work can be done to an element. A key is believed as far as it makes sense; patterns and
/// zones take from what they find only what the work is for.
fn fits(community: &Community, id: u32, selector: &Selector, work: Work) -> bool {
    let Some(element) = community.element(ElementId(id)) else { return false };
    let (by_key, by_zone) = (matches!(selector, Selector::Key(_)), matches!(selector, Selector::Zone(_)));
    match (element.presence.truth, work) {
        (Truth::Proposed, _) | (Truth::Existing, Work::Build | Work::Temporary) => false,
        (Truth::Existing, _) => !by_zone || !matches!(element.kind, Kind::Terrain | Kind::Parcel(_)),
        (Truth::Designed, Work::Temporary) => by_key,
        (Truth::Designed | Truth::Temporary, Work::Demolish) => !by_zone,
        (Truth::Temporary, Work::Build) => !by_zone,
        (Truth::Designed | Truth::Temporary, _) => true,
    }
}

/// Whether an element is a piece of land, which a task can name for what is on it.
fn is_land(community: &Community, id: u32) -> bool {
    community.element(ElementId(id)).is_some_and(|e| matches!(e.kind, Kind::Parcel(_) | Kind::Area(_)))
}

fn nothing_found(task: &Task, nothing: &[&Selector]) -> Option<ScheduleProblem> {
    let by_key = nothing.iter().any(|selector| matches!(selector, Selector::Key(_)));
    let severity = if by_key { Severity::Error } else { Severity::Warning };
    let keys = nothing.iter().filter_map(|selector| match selector {
        Selector::Key(key) | Selector::Zone(key) => Some(key.clone()),
        Selector::Name(_) => None,
    });
    let names = listed(&nothing.iter().map(|selector| words(selector)).collect::<Vec<_>>());
    let texts = [
        format!("task {}: no element for its work at {names}; check keys, patterns and zones", task.id),
        format!("任务 {}：{names} 未找到可施作的要素，请检查键、名称模式与范围", task.id),
    ];
    (!nothing.is_empty()).then(|| {
        ScheduleProblem::new(ProblemKind::UnknownElement, severity, &[task], texts).about(keys.collect())
    })
}

fn words(selector: &Selector) -> String {
    match selector {
        Selector::Key(key) => key.to_string(),
        Selector::Name(pattern) => format!("\"{pattern}\""),
        Selector::Zone(key) => format!("[{key}]"),
    }
}

fn does_not_fit(task: &Task, unfit: Vec<Key>) -> Option<ScheduleProblem> {
    let names = listed(&unfit);
    let work = task.work.name();
    let texts = [
        format!(
            "task {} ({work}) has no effect on {names}: what exists is not built, and a sketch is no part of construction; mark it as designed",
            task.id
        ),
        format!(
            "任务 {}（{work}）对 {names} 不起作用：现状要素无需新建，规划示意不参与建设；请标为设计要素",
            task.id
        ),
    ];
    (!unfit.is_empty()).then(|| {
        ScheduleProblem::new(ProblemKind::WorkDoesNotFit, Severity::Warning, &[task], texts).about(unfit)
    })
}

/// What each different selector finds.
struct Found<'a>(HashMap<&'a Selector, Vec<u32>>);

impl<'a> Found<'a> {
    fn of(community: &Community, schedule: &'a Schedule) -> Self {
        let mut seen = HashSet::new();
        let all = schedule.tasks.iter().flat_map(|task| &task.elements);
        let different: Vec<&Selector> = all.filter(|selector| seen.insert(*selector)).collect();
        let names = Names::of(community, &different);
        let middles = Middles::of(community, &different);
        let mut total = 0;
        let mut found = HashMap::new();
        for selector in different {
            let elements = match selector {
                _ if total > MOST_LINKS => Vec::new(),
                Selector::Key(key) => community.id_of(key).map(|id| vec![id.0]).unwrap_or_default(),
                Selector::Name(pattern) => names.matching(community, pattern),
                Selector::Zone(key) => middles.within(community, key),
            };
            total += elements.len();
            found.insert(selector, elements);
        }
        Self(found)
    }

    fn elements(&self, selector: &Selector) -> &[u32] {
        self.0.get(selector).map(Vec::as_slice).unwrap_or_default()
    }

    fn land(&self, community: &Community, selector: &Selector) -> Option<u32> {
        match selector {
            Selector::Zone(key) => community.id_of(key).map(|id| id.0),
            Selector::Key(key) => community.id_of(key).map(|id| id.0).filter(|id| is_land(community, *id)),
            Selector::Name(_) => None,
        }
    }
}

/// Keys and names to be asked by pattern.
struct Names(Option<Trigrams>);

impl Names {
    fn of(community: &Community, selectors: &[&Selector]) -> Self {
        let patterns = selectors.iter().filter(|selector| matches!(selector, Selector::Name(_))).count();
        Self((patterns > FEW_PATTERNS).then(|| {
            Trigrams::of(community.iter().flat_map(|(id, element)| {
                std::iter::once(element.key.as_str())
                    .chain(element.name.as_deref())
                    .map(move |text| (id.0, text))
            }))
        }))
    }

    fn matching(&self, community: &Community, pattern: &str) -> Vec<u32> {
        let is_meant = |id: &u32| {
            community.element(ElementId(*id)).is_some_and(|element| {
                matches(pattern, element.key.as_str())
                    || element.name.as_deref().is_some_and(|name| matches(pattern, name))
            })
        };
        match self.0.as_ref().and_then(|trigrams| trigrams.candidates(pattern)) {
            Some(candidates) => candidates.iter().map(|(_, id)| *id).filter(is_meant).collect(),
            None => (0..community.elements().len() as u32).filter(is_meant).collect(),
        }
    }
}

/// Middles of all elements to be asked by place; nothing when no zone is asked for.
struct Middles {
    tree: PackedTree,
    boxes: Vec<Aabb>,
}

impl Middles {
    fn of(community: &Community, selectors: &[&Selector]) -> Self {
        let wanted = selectors.iter().any(|selector| matches!(selector, Selector::Zone(_)));
        let elements = if wanted { community.elements() } else { &[] };
        let boxes: Vec<Aabb> = elements
            .iter()
            .map(|element| {
                let [x, y, _] = element.geometry.aabb().centre();
                if x.is_finite() && y.is_finite() {
                    Aabb { min: [x, y, 0.0], max: [x, y, 0.0] }
                } else {
                    Aabb::EMPTY
                }
            })
            .collect();
        Self { tree: PackedTree::build(&boxes), boxes }
    }

    /// Elements whose middle lies in a zone's outline, in the order of their ids; not the zone itself.
    fn within(&self, community: &Community, zone: &Key) -> Vec<u32> {
        let Some(id) = community.id_of(zone) else { return Vec::new() };
        let Some(Geometry::Area(polygons)) = community.element(id).map(|zone| &zone.geometry) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for polygon in polygons {
            let mut around = Aabb::EMPTY;
            polygon.exterior.iter().for_each(|p| around.include([p[0], p[1], 0.0]));
            if around.is_empty() {
                continue;
            }
            self.tree.for_each_in_box(&around, |item, _| {
                let inside = self
                    .boxes
                    .get(item as usize)
                    .is_some_and(|place| polygon.contains_xy(place.min[0], place.min[1]));
                if item != id.0 && inside {
                    found.push(item);
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
