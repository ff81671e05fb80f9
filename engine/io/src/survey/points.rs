//! Rows of point tables.

use linli_model::{Attributes, UtilityNodeKind};

use super::axes::Axes;
use super::columns::{Column, TableKind};
use super::number;
use super::table::Table;
use crate::FileReport;
use crate::report::Message;
use crate::utility::{DraftNode, codes, value, words};

/// Nodes of a point table. In a table with connections, the rows of one point after the first repeat it.
pub fn nodes(table: &Table, axes: Axes, report: &mut FileReport) -> Vec<DraftNode> {
    let mut nodes = Vec::with_capacity(table.rows.len());
    let mut known = std::collections::BTreeSet::new();
    let repeats = table.kind == TableKind::PointsWithConnections;
    let by_sheet = words::survey_medium_of(&table.sheet);
    for (row, fields) in &table.rows {
        let field = |column| table.columns.field(fields, column);
        let place = table.place(*row);
        let id = field(Column::Id).to_owned();
        if id.is_empty() {
            if !repeats {
                report.push(Message::new(&codes::BAD_ROW, place, "no point number"));
            }
            continue;
        }
        if repeats && !known.insert(id.clone()) {
            continue;
        }
        let ground_m = number(field(Column::Ground));
        if ground_m.is_none() && !field(Column::Ground).is_empty() {
            let detail = format!("{} = {}", table.columns.header(Column::Ground), field(Column::Ground));
            report.push(Message::new(&codes::BAD_ROW, place.as_str(), detail).object(id.as_str()));
        }
        let shaft = number(field(Column::ShaftDepth));
        let bottom = number(field(Column::ShaftBottom)).zip(ground_m).map(|(bottom, ground)| ground - bottom);
        let said = words::survey_medium_of(field(Column::Medium));
        nodes.push(DraftNode {
            xy: axes.place(&table.columns, fields),
            ground_m,
            depth_m: shaft.or(bottom),
            medium: said.or(by_sheet).or_else(|| words::survey_medium_of(&id)),
            kind: kind(field(Column::Fitting), field(Column::Feature)),
            attributes: attributes(table, fields),
            place,
            id,
            ..DraftNode::default()
        });
    }
    nodes
}

fn kind(fitting: &str, feature: &str) -> UtilityNodeKind {
    words::survey_node_of(fitting).or_else(|| words::survey_node_of(feature)).unwrap_or_default()
}

/// Every field that is not empty, as the table names it.
pub fn attributes(table: &Table, fields: &[String]) -> Attributes {
    let named = table.columns.headers.iter().zip(fields);
    let filled = named.filter(|(header, field)| !header.trim().is_empty() && !field.trim().is_empty());
    filled.map(|(header, field)| (header.trim().into(), value(field))).collect()
}
