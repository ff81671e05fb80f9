//! One or several rule packs as tables that answer at once.

use linli_model::{
    AvoidanceRule, ClearanceConventions, ClearanceRule, Confidence, CoverSurface, LimitQuantity, LimitRule,
    Medium, NeighbourKind, RuleCondition, SharingRule, SurveyQuality, UtilityClass, UtilityLine,
    UtilityRules,
};
use thiserror::Error;

use super::condition::{LineFacts, filter_holds};

/// Most classes that the tables can hold.
const MOST_CLASSES: usize = 250;

/// Why rule packs do not make a rule book.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RuleBookError {
    /// No pack has classes.
    #[error("no rule pack has classes; add gb50289-2016")]
    NoClasses,
    /// No pack has conventions.
    #[error("no rule pack has conventions; add gb50289-2016")]
    NoConventions,
    /// There are too many classes.
    #[error("the rule packs have {0} classes, more than {MOST_CLASSES}")]
    TooManyClasses(usize),
    /// A rule names a class that no pack has.
    #[error("rule {rule}: no pack has a class or family \"{class}\"")]
    UnknownClass {
        /// Name of the rule.
        rule: String,
        /// Name of the class.
        class: String,
    },
}

/// What a rule measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Horizontal clearance.
    Horizontal,
    /// Vertical clearance at a crossing.
    Vertical,
    /// Cover.
    Cover,
    /// Drainage: slope, diameter, manholes.
    Drainage,
    /// Utility tunnel: openings, sizes, sharing.
    Corridor,
}

/// A rule with what must be printed beside its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRef {
    /// Name of the rule.
    pub id: String,
    /// Standard and edition.
    pub standard: String,
    /// Clause or table.
    pub clause: String,
    /// How far the figure can be trusted.
    pub tag: Confidence,
    /// What it measures.
    pub kind: RuleKind,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Which pack it is of.
    pub(crate) pack: u8,
    pub(crate) when: Option<RuleCondition>,
}

/// Rule packs as tables.
#[derive(Clone, Debug)]
pub struct RuleBook {
    classes: Vec<UtilityClass>,
    rules: Vec<RuleRef>,
    horizontal: Vec<Vec<u32>>,
    vertical: Vec<Vec<u32>>,
    cover: Vec<[Vec<u32>; 2]>,
    limits: Vec<(LimitRule, u32)>,
    sharing: Vec<(SharingRule, u32)>,
    avoidance: Vec<AvoidanceRule>,
    survey: [[f64; 2]; 4],
    conventions: ClearanceConventions,
    /// Largest horizontal figure of each pair of classes.
    pair_reach_m: Vec<f64>,
}

impl RuleBook {
    /// Makes tables of rule packs. Where several packs speak of one pair, the first rule of each pack
    /// whose condition holds is asked.
    ///
    /// # Errors
    /// [`RuleBookError`] when classes or conventions are missing or a rule names an unknown class.
    pub fn new(packs: &[UtilityRules]) -> Result<Self, RuleBookError> {
        let classes: Vec<UtilityClass> = packs.iter().flat_map(|pack| pack.classes.iter().cloned()).collect();
        if classes.is_empty() {
            return Err(RuleBookError::NoClasses);
        }
        if classes.len() > MOST_CLASSES {
            return Err(RuleBookError::TooManyClasses(classes.len()));
        }
        let conventions = packs.iter().find_map(|pack| pack.conventions.clone());
        let conventions = conventions.ok_or(RuleBookError::NoConventions)?;
        let count = classes.len();
        let mut book = Self {
            classes,
            rules: Vec::new(),
            horizontal: vec![Vec::new(); count * count],
            vertical: vec![Vec::new(); count * count],
            cover: vec![[Vec::new(), Vec::new()]; count],
            limits: Vec::new(),
            sharing: Vec::new(),
            avoidance: packs.iter().flat_map(|pack| pack.avoidance.iter().cloned()).collect(),
            survey: [[0.0; 2]; 4],
            conventions,
            pair_reach_m: vec![0.0; count * count],
        };
        for (number, pack) in (0_u8..).zip(packs) {
            book.add(number, pack)?;
        }
        book.measure_reach();
        Ok(book)
    }

    fn add(&mut self, number: u8, pack: &UtilityRules) -> Result<(), RuleBookError> {
        for rule in &pack.horizontal {
            self.add_clearance(number, pack, rule, RuleKind::Horizontal)?;
        }
        for rule in &pack.vertical {
            self.add_clearance(number, pack, rule, RuleKind::Vertical)?;
        }
        for rule in &pack.cover {
            let held = self.named(&rule.id, &rule.of)?;
            let index = self.push(number, pack, &rule.id, RuleKind::Cover, (rule.value_m, "m"), rule.tag);
            self.describe(index, &rule.clause, rule.when.as_ref());
            for class in held {
                self.cover[class][surface_slot(rule.surface)].push(index);
            }
        }
        for rule in &pack.limits {
            let kind = kind_of(rule.quantity);
            let index = self.push(number, pack, &rule.id, kind, (rule.value, &rule.unit), rule.tag);
            self.describe(index, &rule.clause, rule.when.as_ref());
            self.limits.push((rule.clone(), index));
        }
        for rule in &pack.sharing {
            let index = self.push(number, pack, &rule.id, RuleKind::Corridor, (0.0, "1"), rule.tag);
            self.describe(index, &rule.clause, None);
            self.sharing.push((rule.clone(), index));
        }
        for tolerance in &pack.survey {
            self.survey[quality_slot(tolerance.quality)] = [tolerance.plan_m, tolerance.height_m];
        }
        Ok(())
    }

    fn push(
        &mut self,
        pack: u8,
        of: &UtilityRules,
        id: &str,
        kind: RuleKind,
        (value, unit): (f64, &str),
        tag: Confidence,
    ) -> u32 {
        self.rules.push(RuleRef {
            id: id.to_owned(),
            standard: of.standard.clone(),
            clause: String::new(),
            tag,
            kind,
            value,
            unit: unit.to_owned(),
            pack,
            when: None,
        });
        self.rules.len() as u32 - 1
    }

    fn describe(&mut self, index: u32, clause: &str, when: Option<&RuleCondition>) {
        if let Some(rule) = self.rules.get_mut(index as usize) {
            rule.clause = clause.to_owned();
            rule.when = when.cloned();
        }
    }

    fn add_clearance(
        &mut self,
        number: u8,
        pack: &UtilityRules,
        rule: &ClearanceRule,
        kind: RuleKind,
    ) -> Result<(), RuleBookError> {
        let (a, b) = (self.named(&rule.id, &rule.a)?, self.named(&rule.id, &rule.b)?);
        if rule.needs.is_some() {
            return Ok(());
        }
        let index = self.push(number, pack, &rule.id, kind, (rule.value_m, "m"), rule.tag);
        self.describe(index, &rule.clause, rule.when.as_ref());
        let count = self.classes.len();
        let table = if kind == RuleKind::Vertical { &mut self.vertical } else { &mut self.horizontal };
        for &a in &a {
            for &b in &b {
                for cell in [a * count + b, b * count + a] {
                    if table[cell].last() != Some(&index) {
                        table[cell].push(index);
                    }
                }
            }
        }
        Ok(())
    }

    /// Classes that a rule's name means.
    fn named(&self, rule: &str, name: &str) -> Result<Vec<usize>, RuleBookError> {
        let is = |class: &UtilityClass| match name {
            "line" => class.line.is_some(),
            _ => class.id == name || class.family == name,
        };
        let found: Vec<usize> =
            self.classes.iter().enumerate().filter(|(_, class)| is(class)).map(|(i, _)| i).collect();
        if found.is_empty() {
            return Err(RuleBookError::UnknownClass { rule: rule.to_owned(), class: name.to_owned() });
        }
        Ok(found)
    }

    fn measure_reach(&mut self) {
        for (cell, rules) in self.horizontal.iter().enumerate() {
            // A rule of 0 m forbids overlaps: such pairs are looked at too.
            let least = if rules.is_empty() { 0.0 } else { f64::MIN_POSITIVE };
            let most = rules.iter().map(|&rule| self.rules[rule as usize].value).fold(least, f64::max);
            self.pair_reach_m[cell] = most;
        }
    }

    /// The class of a line, and whether a fact that its class depends on was assumed.
    pub fn class_of_line(&self, line: &UtilityLine) -> Option<(u8, bool)> {
        let assumed = line.medium == Medium::Gas && line.gas_pressure.is_none();
        let pressure = if assumed { Some(self.conventions.unknown_gas_pressure) } else { line.gas_pressure };
        let fits = |class: &UtilityClass| {
            class.line.as_ref().is_some_and(|filter| filter_holds(filter, line, pressure))
        };
        let found = self.classes.iter().position(fits)?;
        Some((found as u8, assumed || line.diameter_assumed))
    }

    /// The class of another thing.
    pub fn class_of_thing(&self, thing: NeighbourKind) -> Option<u8> {
        self.classes.iter().position(|class| class.thing == Some(thing)).map(|found| found as u8)
    }

    /// A class.
    pub fn class(&self, class: u8) -> Option<&UtilityClass> {
        self.classes.get(usize::from(class))
    }

    /// Whether two classes belong to one family.
    pub(crate) fn same_family(&self, a: u8, b: u8) -> bool {
        a == b || self.class(a).zip(self.class(b)).is_some_and(|(a, b)| a.family == b.family)
    }

    /// A rule by its number in a finding.
    pub fn rule(&self, index: u32) -> Option<&RuleRef> {
        self.rules.get(index as usize)
    }

    /// All rules that are applied.
    pub fn rules(&self) -> &[RuleRef] {
        &self.rules
    }

    /// The clearance rules that hold for a pair: of each pack the first.
    pub(crate) fn clearances(
        &self,
        kind: RuleKind,
        (class_a, facts_a): (u8, &LineFacts),
        (class_b, facts_b): (u8, &LineFacts),
    ) -> impl Iterator<Item = u32> + '_ {
        let cell = usize::from(class_a) * self.classes.len() + usize::from(class_b);
        let table = if kind == RuleKind::Vertical { &self.vertical } else { &self.horizontal };
        let cell: &[u32] = table.get(cell).map_or(&[], Vec::as_slice);
        let high = [facts_a.voltage_kv, facts_b.voltage_kv]
            .into_iter()
            .flatten()
            .fold(None, |high: Option<f64>, v| Some(high.map_or(v, |h| h.max(v))));
        let facts = LineFacts {
            diameter_mm: facts_a.diameter_mm.max(facts_b.diameter_mm),
            voltage_kv: high,
            ..LineFacts::default()
        };
        let mut last_pack = None;
        cell.iter().copied().filter(move |&rule| {
            let Some(rule) = self.rules.get(rule as usize) else { return false };
            let holds = last_pack != Some(rule.pack)
                && rule.when.as_ref().is_none_or(|when| LineFacts::pair_meets(&facts, &facts, when));
            if holds {
                last_pack = Some(rule.pack);
            }
            holds
        })
    }

    /// The cover rules that hold for a line: of each pack the first.
    pub(crate) fn covers(&self, class: u8, surface: CoverSurface, facts: &LineFacts) -> Vec<u32> {
        let Some(cells) = self.cover.get(usize::from(class)) else { return Vec::new() };
        let mut found: Vec<u32> = Vec::new();
        let mut last_pack = None;
        for &index in &cells[surface_slot(surface)] {
            let rule = &self.rules[index as usize];
            if last_pack != Some(rule.pack) && rule.when.as_ref().is_none_or(|when| facts.meets(when)) {
                last_pack = Some(rule.pack);
                found.push(index);
            }
        }
        found
    }

    /// Limits with the numbers of their rules.
    pub fn limits(&self) -> impl Iterator<Item = (&LimitRule, u32)> {
        self.limits.iter().map(|(rule, index)| (rule, *index))
    }

    /// Sharing rules with their numbers.
    pub fn sharing(&self) -> impl Iterator<Item = (&SharingRule, u32)> {
        self.sharing.iter().map(|(rule, index)| (rule, *index))
    }

    /// The avoidance order.
    pub fn avoidance(&self) -> &[AvoidanceRule] {
        &self.avoidance
    }

    /// Conventions of the computation.
    pub fn conventions(&self) -> &ClearanceConventions {
        &self.conventions
    }

    /// How far a surveyed position may be off: in plan and in height, metres.
    pub fn tolerance_m(&self, quality: Option<SurveyQuality>) -> [f64; 2] {
        quality.map_or([0.0; 2], |quality| self.survey[quality_slot(quality)])
    }

    /// Largest horizontal figure of a pair of classes, metres.
    pub(crate) fn pair_reach_m(&self, a: u8, b: u8) -> f64 {
        self.pair_reach_m.get(usize::from(a) * self.classes.len() + usize::from(b)).copied().unwrap_or(0.0)
    }

    /// Whether a vertical rule speaks of a pair of classes.
    pub(crate) fn has_vertical(&self, a: u8, b: u8) -> bool {
        self.vertical.get(usize::from(a) * self.classes.len() + usize::from(b)).is_some_and(|v| !v.is_empty())
    }

    /// Largest horizontal figure of each class with the classes that are there, metres.
    pub(crate) fn reach_among(&self, present: &[bool]) -> Vec<f64> {
        let there = |class: &u8| present.get(usize::from(*class)).copied().unwrap_or(false);
        let classes = 0..self.classes.len() as u8;
        let reach =
            |a: u8| classes.clone().filter(there).map(|b| self.pair_reach_m(a, b)).fold(0.0, f64::max);
        classes.clone().map(reach).collect()
    }

    /// How many classes there are.
    pub(crate) fn class_count(&self) -> usize {
        self.classes.len()
    }
}

fn kind_of(quantity: LimitQuantity) -> RuleKind {
    match quantity {
        LimitQuantity::Diameter
        | LimitQuantity::Slope
        | LimitQuantity::ManholeSpacing
        | LimitQuantity::TurnAngle => RuleKind::Drainage,
        _ => RuleKind::Corridor,
    }
}

fn surface_slot(surface: CoverSurface) -> usize {
    match surface {
        CoverSurface::MotorLane => 0,
        CoverSurface::Footway => 1,
    }
}

fn quality_slot(quality: SurveyQuality) -> usize {
    match quality {
        SurveyQuality::A => 0,
        SurveyQuality::B => 1,
        SurveyQuality::C => 2,
        SurveyQuality::D => 3,
    }
}
