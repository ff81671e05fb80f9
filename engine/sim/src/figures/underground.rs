//! Findings below ground, counted; kept right while elements change.

use linli_model::variant::ElementChange;
use linli_model::{Community, Kind};

use super::change::Change;
use super::rules::FigureRules;
use super::specs;
use super::standing::{Standing, has};
use crate::clearance::{
    ClearanceState, Edit, Finding, RuleKind, Verdict, corridor_findings, drainage_findings, findings,
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
        for finding in found {
            match finding.verdict {
                Verdict::Violation => counts.violations += 1,
                Verdict::Indication => counts.indications += 1,
            }
            if let Some(at) = KINDS.iter().position(|(kind, _)| *kind == finding.kind) {
                counts.kinds[at] += 1;
            }
        }
        counts
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
    /// What stands in the finished plan: what is only sketched, or removed, is no neighbour.
    part: Community,
    state: ClearanceState,
    clearances: Counts,
    drainage: Counts,
    corridors: Counts,
}

impl Below {
    pub fn of(community: &Community, rules: &FigureRules, standing: &Standing) -> Self {
        let part = community.part(|id, _| has(&standing.design, id));
        let state = ClearanceState::new(rules.book.clone(), &part);
        let none = Counts::default();
        let mut below = Self { part, state, clearances: none, drainage: none, corridors: none };
        below.count_clearances();
        below.count_drainage();
        below.count_corridors();
        below
    }

    fn count_clearances(&mut self) {
        self.clearances = Counts::of(&findings(&self.state, false));
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
        if change.surface || change.joints {
            *self = Self::of(community, rules, standing);
            return;
        }
        let before = self.hits_of(change);
        for key in &change.touched {
            let now = community.id_of(key).and_then(|id| community.element(id));
            self.state.edit(&match now.filter(|element| standing.is_in_design(element)) {
                Some(element) => {
                    self.part.put(element.clone());
                    Edit::Put(Box::new(element.clone()))
                }
                None => {
                    self.part.remove_all(std::iter::once(key));
                    Edit::Remove(key.clone())
                }
            });
        }
        let any = |of: fn(&Kind) -> bool| {
            let sides = changes.iter().flat_map(|change| [&change.before, &change.after]);
            sides.flatten().any(|element| of(&element.kind))
        };
        let is_of_lines = any(|kind| matches!(kind, Kind::UtilityLine(_)));
        // Most edits above ground come near to no line; a line changes the run that it is part of.
        if is_of_lines || before + self.hits_of(change) > 0 {
            self.count_clearances();
        }
        if is_of_lines {
            self.count_drainage();
        }
        // Exhausts of tunnels keep away from buildings.
        let of_corridors = |kind: &Kind| {
            matches!(
                kind,
                Kind::Corridor(_) | Kind::CorridorNode(_) | Kind::UtilityLine(_) | Kind::Building(_)
            )
        };
        if any(of_corridors) {
            self.count_corridors();
        }
    }

    fn hits_of(&self, change: &Change) -> usize {
        change.touched.iter().map(|key| self.state.hits_of(key).len()).sum()
    }

    pub fn figures(&self) -> Vec<Indicator> {
        let mut all = self.clearances;
        all.add(&self.drainage);
        all.add(&self.corridors);
        all.figures()
    }
}
