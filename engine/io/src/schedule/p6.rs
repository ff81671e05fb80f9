//! Primavera P6 XML (`APIBusinessObjects`), of any version.
//!
//! Written after Oracle's P6 EPPM XML schema: objects are tied by `ObjectId`; `Lag` in hours of work,
//! `HoursPerDay` of the predecessor's calendar to a day; percentages are shares from 0 to 1; a baseline is a
//! `BaselineProject` whose activities have the same `Id`, and its planned dates are what P6 shows.

use std::collections::{BTreeMap, HashMap};

use linli_model::DependencyKind;

use super::codes;
use super::draft::{Draft, Pair, Row};
use super::link::Custom;
use super::p6_tie::assemble;
use super::xml::{Node, Open, walk};
use crate::{FileReport, Limits, Rejection, text};

/// Object of the type of a field of the user, and its value.
pub type Field = (String, String);

/// One project or baseline.
#[derive(Debug, Default)]
pub struct Project {
    pub object: String,
    pub id: String,
    pub name: String,
    pub data_date: String,
    /// Object of the baseline that counts.
    pub baseline: String,
    /// Object of the project that this is a baseline of.
    pub original: String,
    pub is_baseline: bool,
    pub line: usize,
}

/// An activity, with what can be understood only at the end of the file.
pub struct Activity {
    pub row: Row,
    pub project: usize,
    pub object: String,
    pub calendar: String,
    /// Values of fields by the object of their type.
    pub fields: Vec<Field>,
    /// Objects of activity code values.
    pub codes: Vec<String>,
    /// Share or percent done as written.
    pub done: Option<f64>,
}

/// Everything that the file tells.
#[derive(Default)]
pub struct Found {
    pub projects: Vec<Project>,
    /// Position of the project of an open element, by its number.
    pub open: HashMap<u64, usize>,
    pub by_object: HashMap<String, usize>,
    pub wbs: Vec<(usize, Row, Vec<Field>)>,
    pub activities: Vec<Activity>,
    /// Dependencies by the object of the activity that waits: predecessor, kind, hours, place.
    pub links: BTreeMap<String, Vec<(String, DependencyKind, f64, String)>>,
    pub hours: HashMap<String, f64>,
    /// Fields of the user by the object of their type; whether they belong to summaries.
    pub types: HashMap<String, (Custom, bool)>,
    pub code_types: HashMap<String, Custom>,
    pub codes: HashMap<String, (String, String, String)>,
    pub values: HashMap<String, Vec<Field>>,
}

/// Reads the file.
pub fn read(text: &str, file: &str, report: FileReport, limits: &Limits) -> Result<Draft, Rejection> {
    let mut draft = Draft::new(text::stem(file), report);
    let mut found = Found::default();
    let mut taken = 0_u64;
    walk(text, limits, &wanted, &mut |outer, node| {
        taken += 1;
        if taken > limits.objects {
            return Err(crate::report::Message::new(&codes::TOO_MANY, "", limits.objects.to_string()).into());
        }
        take(&mut found, outer, &node, &mut draft);
        Ok(())
    })?;
    assemble(found, draft, limits)
}

const KEPT: [&str; 9] = [
    "WBS",
    "Activity",
    "Relationship",
    "Calendar",
    "UDFType",
    "UDFValue",
    "ActivityCodeType",
    "ActivityCode",
    "ActivityRelationship",
];
const HEADER: [&str; 6] =
    ["ObjectId", "Id", "Name", "DataDate", "CurrentBaselineProjectObjectId", "OriginalProjectObjectId"];

fn is_project(open: &Open) -> bool {
    matches!(open.name.as_str(), "Project" | "BaselineProject")
}

fn wanted(outer: &[Open], name: &str) -> bool {
    let inside = outer.last();
    KEPT.contains(&name) || (HEADER.contains(&name) && inside.is_some_and(is_project))
}

/// The project that an element stands in, or that it names.
fn project_of(found: &mut Found, outer: &[Open], node: &Node) -> usize {
    if let Some(open) = outer.iter().rev().find(|open| is_project(open)) {
        let next = found.projects.len();
        let at = *found.open.entry(open.number).or_insert(next);
        if at == next {
            let is_baseline = open.name == "BaselineProject";
            found.projects.push(Project { is_baseline, line: node.line, ..Project::default() });
        }
        return at;
    }
    let object = node.get("ProjectObjectId");
    let next = found.projects.len();
    let at = *found.by_object.entry(object.to_owned()).or_insert(next);
    if at == next {
        found.projects.push(Project { object: object.to_owned(), line: node.line, ..Project::default() });
    }
    at
}

fn take(found: &mut Found, outer: &[Open], node: &Node, draft: &mut Draft) {
    let object = node.get("ObjectId").to_owned();
    match node.name.as_str() {
        "Calendar" => {
            let hours = node.number("HoursPerDay").filter(|hours| (0.5..=24.0).contains(hours));
            found.hours.extend(hours.map(|hours| (object, hours)));
        }
        "UDFType" => {
            let of_summaries = node.get("SubjectArea") == "WBS";
            let field = Custom::of(node.get("Title"));
            found.types.extend(field.map(|field| (object, (field, of_summaries))));
        }
        "ActivityCodeType" => {
            found.code_types.extend(Custom::of(node.get("Name")).map(|custom| (object, custom)));
        }
        "ActivityCode" => {
            let [of, value, name] =
                ["CodeTypeObjectId", "CodeValue", "Description"].map(|n| node.get(n).to_owned());
            found.codes.insert(object, (of, value, name));
        }
        "UDFValue" => {
            let value = (node.get("UDFTypeObjectId").to_owned(), field_text(node));
            found.values.entry(node.get("ForeignObjectId").to_owned()).or_default().push(value);
        }
        "Relationship" | "ActivityRelationship" => relationship(found, node, draft),
        "WBS" => {
            let project = project_of(found, outer, node);
            let parent = node.get("ParentObjectId");
            let row = Row {
                key: format!("wbs {object}"),
                id: node.get("Code").to_owned(),
                name: node.get("Name").to_owned(),
                parent: (!parent.is_empty()).then(|| format!("wbs {parent}")),
                place: format!("line {}", node.line),
                ..Row::default()
            };
            let fields = node.all("UDF").map(|udf| (udf.get("TypeObjectId").to_owned(), field_text(udf)));
            found.wbs.push((project, row, fields.collect()));
        }
        "Activity" => {
            let project = project_of(found, outer, node);
            let activity = activity(node, project, draft);
            found.activities.push(activity);
        }
        name => {
            let at = project_of(found, outer, node);
            let Some(project) = found.projects.get_mut(at) else { return };
            let place = match name {
                "ObjectId" => &mut project.object,
                "Id" => &mut project.id,
                "Name" => &mut project.name,
                "DataDate" => &mut project.data_date,
                "CurrentBaselineProjectObjectId" => &mut project.baseline,
                _ => &mut project.original,
            };
            node.text.trim().clone_into(place);
            if name == "ObjectId" {
                found.by_object.insert(node.text.trim().to_owned(), at);
            }
        }
    }
}

fn field_text(node: &Node) -> String {
    let names = ["Text", "TextValue", "UDFText", "Value", "CodeValue"];
    names.iter().map(|name| node.get(name)).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}

fn relationship(found: &mut Found, node: &Node, draft: &mut Draft) {
    let (predecessor, successor) =
        (node.get("PredecessorActivityObjectId"), node.get("SuccessorActivityObjectId"));
    let place = format!("line {}", node.line);
    let kind = match node.get("Type") {
        "Finish to Start" | "FS" | "" => DependencyKind::FinishToStart,
        "Start to Start" | "SS" => DependencyKind::StartToStart,
        "Finish to Finish" | "FF" => DependencyKind::FinishToFinish,
        "Start to Finish" | "SF" => DependencyKind::StartToFinish,
        other => return draft.problem(&codes::BAD_DEPENDENCY, &place, successor, other),
    };
    let text = node.get("Lag");
    let lag = if text.is_empty() { Some(0.0) } else { node.number("Lag") };
    if lag.is_none() {
        draft.problem(&codes::BAD_LAG, &place, successor, text);
    }
    let link = (predecessor.to_owned(), kind, lag.unwrap_or_default(), place);
    found.links.entry(successor.to_owned()).or_default().push(link);
}

fn activity(node: &Node, project: usize, draft: &mut Draft) -> Activity {
    let object = node.get("ObjectId").to_owned();
    let place = format!("line {}", node.line);
    let mut id = node.get("Id").to_owned();
    if id.is_empty() {
        id.clone_from(&object);
        draft.problem(&codes::NO_ID, &place, "", &id);
    }
    let pair = |names: [&str; 2], draft: &mut Draft| -> Pair {
        names.map(|name| draft.stamp(node.get(name), &place, &id))
    };
    let mut planned = pair(["PlannedStartDate", "PlannedFinishDate"], draft);
    if planned == [None, None] {
        planned = pair(["StartDate", "FinishDate"], draft);
    }
    let wbs = node.get("WBSObjectId");
    let by_type = match node.get("PercentCompleteType") {
        "Duration" => "DurationPercentComplete",
        "Units" => "UnitsPercentComplete",
        _ => "PhysicalPercentComplete",
    };
    let row = Row {
        key: format!("task {object}"),
        name: node.get("Name").to_owned(),
        parent: (!wbs.is_empty()).then(|| format!("wbs {wbs}")),
        planned,
        actual: pair(["ActualStartDate", "ActualFinishDate"], draft),
        id,
        place,
        ..Row::default()
    };
    Activity {
        row,
        project,
        object,
        calendar: node.get("CalendarObjectId").to_owned(),
        fields: node.all("UDF").map(|udf| (udf.get("TypeObjectId").to_owned(), field_text(udf))).collect(),
        codes: node.all("Code").map(|code| code.get("ValueObjectId").to_owned()).collect(),
        done: node.number("PercentComplete").or_else(|| node.number(by_type)),
    }
}
