//! Findings below ground, counted; kept right while elements change.

use linli_model::variant::ElementChange;
use linli_model::{Aabb, Community, Element, Kind};

use super::change::Change;
use super::rules::FigureRules;
use super::specs;
use super::standing::{Standing, has};
use crate::clearance::{
    ClearanceState, Edit, Finding, RuleKind, Tally, Verdict, by_gravity, carriageway_box, corridor_findings,
    drainage_findings,
};
use crate::indicator::{Indicator, IndicatorSpec, Subject, Value};

/// Kinds of rules with the names of their figures.
const KINDS: [(RuleKind, &str); 5] = [
    (RuleKind::Horizontal, "horizontal"),
    (RuleKind::Vertical, "vertical"),
    (RuleKind::Cover, "cover"),
    (RuleKind::Drainage, "drainage"),
    (RuleKind::Corridor, "corridor"),
];

/// Findings by verdict and by kind of rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    violations: usize,
    indications: usize,
    kinds: [usize; KINDS.len()],
}

impl Counts {
    fn of(found: &[Finding]) -> Self {
        let mut counts = Self::default();
        found.iter().for_each(|finding| counts.add_one(finding.kind, finding.verdict));
        counts
    }

    fn add_one(&mut self, kind: RuleKind, verdict: Verdict) {
        match verdict {
            Verdict::Violation => self.violations += 1,
            Verdict::Indication => self.indications += 1,
        }
        if let Some(at) = KINDS.iter().position(|(known, _)| *known == kind) {
            self.kinds[at] += 1;
        }
    }

    fn add(&mut self, other: &Self) {
        self.violations += other.violations;
        self.indications += other.indications;
        self.kinds.iter_mut().zip(other.kinds).for_each(|(sum, count)| *sum += count);
    }

    fn figures(&self) -> Vec<Indicator> {
        let figure = |spec: &'static IndicatorSpec, subject: Subject, count: usize| {
            Indicator::new(spec, subject, Value::Known(count as f64))
        };
        let mut figures = vec![
            figure(&specs::VIOLATIONS, Subject::Unit, self.violations),
            figure(&specs::INDICATIONS, Subject::Unit, self.indications),
        ];
        let kinds = KINDS.iter().zip(self.kinds);
        figures
            .extend(kinds.map(|((_, name), count)| {
                figure(&specs::FINDINGS, Subject::Part((*name).to_owned()), count)
            }));
        figures
    }
}

/// Findings of clearances, covers, slopes and tunnels of the finished plan, by class.
pub(crate) fn underground_figures(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    Below::of(community, rules, &Standing::of(community, &rules.schedule)).figures()
}

/// The state of the check with what its findings count.
#[derive(Clone, Debug)]
pub(super) struct Below {
    /// What stands in the finished plan of what limits of lines and tunnels are asked of: what is only sketched, or
    /// removed, is no neighbour.
    part: Community,
    state: ClearanceState,
    tally: Tally,
    drainage: Counts,
    corridors: Counts,
}

impl Below {
    pub fn of(community: &Community, rules: &FigureRules, standing: &Standing) -> Self {
        let whole = community.part(|id, _| has(&standing.design, id));
        let mut state = ClearanceState::new(rules.book.clone(), &whole);
        let tally = Tally::of(&mut state);
        let part = whole.part(|_, element| has_limits(element));
        let mut below =
            Self { part, state, tally, drainage: Counts::default(), corridors: Counts::default() };
        below.count_drainage();
        below.count_corridors();
        below
    }

    fn count_drainage(&mut self) {
        let ground = self.state.surfaces().ground();
        self.drainage = Counts::of(&drainage_findings(&self.part, self.state.book(), ground));
    }

    fn count_corridors(&mut self) {
        self.corridors = Counts::of(&corridor_findings(&self.part, self.state.book()));
    }

    /// Takes over a change.
    pub fn follow(
        &mut self,
        community: &Community,
        rules: &FigureRules,
        standing: &Standing,
        change: &Change,
        changes: &[ElementChange],
    ) {
        if change.terrain {
            *self = Self::of(community, rules, standing);
            return;
        }
        let mut any = Touches::default();
        for key in &change.touched {
            let now = community.id_of(key).and_then(|id| community.element(id));
            let now = now.filter(|element| standing.is_in_design(element));
            let before = self.part.id_of(key).and_then(|id| self.part.element(id));
            let sides = [before, now];
            sides.into_iter().flatten().for_each(|element| any.add(element));
            let is_line = sides.into_iter().flatten().any(|e| matches!(e.kind, Kind::UtilityLine(_)));
            if is_line {
                self.tally.rejoin(key, &self.state);
            }
            self.state.edit(&match now {
                Some(element) => Edit::Put(Box::new(element.clone())),
                None => Edit::Remove(key.clone()),
            });
            if is_line {
                self.tally.rejoin(key, &self.state);
            }
            match now.filter(|element| has_limits(element)) {
                Some(element) => _ = self.part.put(element.clone()),
                None => _ = self.part.remove_all(std::iter::once(key)),
            }
        }
        let sides = changes.iter().flat_map(|change| [&change.before, &change.after]).flatten();
        let lanes: Vec<Aabb> = sides.filter_map(carriageway_box).collect();
        if !lanes.is_empty() {
            let streets = community.elements().iter().filter(|element| standing.is_in_design(element));
            self.state.lay_streets(streets, &lanes);
        }
        self.tally.follow(&mut self.state);
        if any.drainage {
            self.count_drainage();
        }
        if any.corridors {
            self.count_corridors();
        }
    }

    pub fn figures(&self) -> Vec<Indicator> {
        let mut all = Counts::default();
        self.tally.findings().for_each(|(kind, verdict)| all.add_one(kind, verdict));
        all.add(&self.drainage);
        all.add(&self.corridors);
        all.figures()
    }
}

/// Whether limits of single lines or of utility tunnels are asked of an element, or of others for its sake.
fn has_limits(element: &Element) -> bool {
    matches!(
        element.kind,
        Kind::UtilityLine(_)
            | Kind::UtilityNode(_)
            | Kind::Corridor(_)
            | Kind::CorridorNode(_)
            | Kind::Building(_)
    )
}

/// Which limits an edit touches.
#[derive(Clone, Copy, Debug, Default)]
struct Touches {
    /// Of sewers.
    drainage: bool,
    /// Of utility tunnels.
    corridors: bool,
}

impl Touches {
    fn add(&mut self, element: &Element) {
        match &element.kind {
            Kind::UtilityLine(line) => {
                self.drainage |= by_gravity(line.medium);
                // A compartment may name any line.
                self.corridors = true;
            }
            Kind::UtilityNode(node) => self.drainage |= by_gravity(node.medium),
            // Exhausts of tunnels keep away from buildings.
            Kind::Corridor(_) | Kind::CorridorNode(_) | Kind::Building(_) => self.corridors = true,
            _ => {}
        }
    }
}
