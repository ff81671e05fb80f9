//! Everything that a comparison tells.

use anyhow::bail;
use linli_io::Language;
use linli_model::Community;
use linli_model::variant::{Difference, differences};
use linli_sim::compare::{
    CauseEdit, Causes, Explanation, FigureGroup, FigureRow, FigureRules, Method, People, explain,
    figure_table, figures_of, winners_and_losers,
};
use linli_sim::indicator::Subject;
use serde_json::{Value, json};

use crate::args::CompareArgs;
use crate::speech::either;
use crate::variant::{BASE, Scene, difference_json, edit_json};

/// Everything that a comparison tells.
pub struct Answer {
    /// The command so far, to be run again with other choices.
    pub command: String,
    /// Name of the scene.
    pub scene: String,
    /// Names of both sides, in Chinese and English.
    pub names: [[String; 2]; 2],
    /// Both communities.
    pub sides: [Community; 2],
    /// The figures.
    pub rows: Vec<FigureRow>,
    /// The elements that differ.
    pub differences: Vec<Difference>,
    /// What the edits are that differ, where causes were asked for.
    pub causes: Option<Causes>,
    /// Why figures differ.
    pub explanations: Vec<Explanation>,
    /// Winners and losers, where reach was asked for.
    pub people: Option<People>,
    /// Causes that are left out of the second side.
    pub without: Vec<usize>,
}

impl Answer {
    /// Compares.
    ///
    /// # Errors
    /// When there is no such variant or cause, or a variant does not fit.
    pub fn new(
        scene: &Scene,
        args: &CompareArgs,
        rules: &FigureRules,
        groups: &[&FigureGroup],
        language: Language,
    ) -> anyhow::Result<Self> {
        let a = scene.community(&args.a, language)?;
        let causes = causes_of(scene, args, language)?;
        let count = causes.causes().len();
        if let Some(number) = args.without.iter().find(|number| **number == 0 || **number > count) {
            let what = either(language, "no such cause; there are", "没有此项原因，共有");
            bail!("{number}: {what} {count}");
        }
        let b = if args.without.is_empty() {
            scene.community(&args.b, language)?
        } else {
            causes.community(|cause| !args.without.contains(&(cause + 1)))
        };
        let table = |community: &Community| figures_of(community, rules, groups);
        let rows = figure_table(&table(&a), &table(&b));
        let explanations = if args.no_causes || !args.without.is_empty() {
            Vec::new()
        } else {
            explain(&causes, rules, groups, args.orders as usize, args.seed)
        };
        let reach = groups.iter().any(|group| group.name == "reach");
        let people = reach.then(|| winners_and_losers(&a, &b, &rules.reach));
        let name = |key: &str| match scene.tree.get(key) {
            Some(variant) => [variant.name_zh.clone(), variant.name_en.clone()],
            None => ["现有方案".to_owned(), "The scene".to_owned()],
        };
        let figures = if args.figures.is_empty() {
            String::new()
        } else {
            format!(" --figures {}", args.figures.join(","))
        };
        Ok(Self {
            command: format!("linli compare {} {} {}{figures}", args.scene.display(), args.a, args.b),
            scene: scene.opened.community.name.clone(),
            names: [name(&args.a), name(&args.b)],
            differences: differences(&a, &b),
            sides: [a, b],
            rows,
            causes: (!args.no_causes).then_some(causes),
            explanations,
            people,
            without: args.without.clone(),
        })
    }

    /// The command that shows the second side without a cause (from 0).
    pub fn without(&self, cause: usize) -> String {
        format!("{} --without {}", self.command, cause + 1)
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        let name = |[zh, en]: &[String; 2]| json!({"zh": zh, "en": en});
        let differences: Vec<Value> = self.differences.iter().map(difference_json).collect();
        let causes = self.causes.iter().flat_map(|causes| causes.causes()).enumerate();
        let edits = |edits: &[CauseEdit]| -> Vec<Value> {
            let one = |edit: &CauseEdit| {
                let mut value = edit_json(edit.number, &edit.edit);
                value["variant"] = json!(edit.variant);
                value
            };
            edits.iter().map(one).collect()
        };
        let causes: Vec<Value> = causes
            .map(|(at, cause)| {
                json!({
                    "number": at + 1, "elements": cause.keys, "a": edits(&cause.a), "b": edits(&cause.b),
                    "without": self.without(at),
                })
            })
            .collect();
        let explanations: Vec<Value> = self
            .explanations
            .iter()
            .map(|explanation| {
                let shares: Vec<Value> = explanation
                    .causes
                    .iter()
                    .map(|(cause, value, error)| {
                        json!({"cause": cause + 1, "contribution": value, "standard_error": error})
                    })
                    .collect();
                let method = match explanation.method {
                    Method::Exact => json!("exact"),
                    Method::Sampled(orders) => json!({"sampled_orders": orders}),
                };
                json!({
                    "id": explanation.spec.id, "subject": explanation.subject, "unit": explanation.spec.unit,
                    "difference": explanation.total, "method": method, "contributions": shares,
                })
            })
            .collect();
        json!({
            "command": self.command, "scene": self.scene, "a": name(&self.names[0]), "b": name(&self.names[1]),
            "without": self.without, "figures": self.rows, "elements": differences, "causes": causes,
            "explanations": explanations, "people": self.people,
        })
    }
}

/// The causes between the two variants.
fn causes_of(scene: &Scene, args: &CompareArgs, language: Language) -> anyhow::Result<Causes> {
    let edits = |key: &str| -> anyhow::Result<Vec<CauseEdit>> {
        if key == BASE && scene.tree.get(BASE).is_none() {
            return Ok(Vec::new());
        }
        let edits = scene.tree.edits(key).map_err(|problem| scene.told(&problem, language))?;
        let one = |(variant, number, edit): (&str, usize, &linli_model::Edit)| CauseEdit {
            variant: variant.to_owned(),
            number,
            edit: edit.clone(),
        };
        Ok(edits.into_iter().map(one).collect())
    };
    let (mut a, mut b) = (edits(&args.a)?, edits(&args.b)?);
    let same = |(x, y): &(&CauseEdit, &CauseEdit)| (&x.variant, x.number) == (&y.variant, y.number);
    let shared = a.iter().zip(&b).take_while(same).count();
    let common: Vec<linli_model::Edit> = a.drain(..shared).map(|edit| edit.edit).collect();
    b.drain(..shared);
    let told = |problems: Vec<linli_model::EditProblem>| {
        let lines: Vec<String> = problems.iter().map(|problem| problem.text(language)).collect();
        anyhow::anyhow!(lines.join("\n"))
    };
    let base = &scene.opened.community;
    let base = linli_model::variant::resolve_edits(base, &common).map_err(told)?.apply(base);
    Causes::new(base, a, b).map_err(told)
}

/// Name of a figure with what it is about.
pub fn title(spec: &linli_sim::indicator::IndicatorSpec, subject: &Subject, language: Language) -> String {
    let title = spec.title.text(language);
    match subject {
        Subject::Unit => title.to_owned(),
        Subject::Part(part) => format!("{title} · {part}"),
        Subject::Element(key) => format!("{title} · {key}"),
    }
}
