//! Chinese pipe surveys: a table of points (管线点表) and a table of lines (管线线表), or one table of points
//! with their connections (管线成果表), as CSV or as sheets of an XLSX workbook.
//!
//! Column names are those of CJJ 61-2017 and of common programs ([`columns`]). A line table in a CSV file of
//! its own finds its points in the point table beside it. **Axes**: Chinese surveys write X for north and Y
//! for east; the size of the coordinates decides. **Depths** are to the crown of pressure pipes and cables
//! and to the invert of sewers unless the column says otherwise.

mod axes;
mod columns;
mod companion;
mod lines;
mod points;
mod table;
#[cfg(test)]
mod tests;

use axes::Axes;
use columns::TableKind;
use table::{Table, TableProblem};

use crate::archive::{self, ArchiveProblem};
use crate::report::{Code, Message, Outcome, Severity};
use crate::utility::{self, DraftNetwork, FileFacts, codes, words};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};

/// Pipe survey tables.
pub static SURVEY: Format = Format {
    id: "pipe-survey",
    title: "pipe survey tables",
    extensions: &["csv", "txt", "xlsx"],
    recognise,
    read,
};

static NO_TABLE: Code = Code {
    id: "CIM-PS-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "no table of points or lines: {}",
    chinese: "没有管线点表或线表：{}",
    advice_english: "a point table needs a point number and two coordinates, a line table the numbers of its start and end",
    advice_chinese: "点表须有点号和坐标列，线表须有起点点号和终点点号列",
};
static NO_POINTS: Code = Code {
    id: "CIM-PS-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the line table has no point table{}",
    chinese: "线表缺少对应的点表{}",
    advice_english: "put the point table into the same folder, named alike (JS_LINE.csv, JS_POINT.csv)",
    advice_chinese: "请将点表放在同一文件夹并使用对应名称（如 给水线表.csv、给水点表.csv）",
};
static ARCHIVE: Code = Code {
    id: "CIM-PS-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the workbook cannot be opened: {}",
    chinese: "无法打开工作簿：{}",
    advice_english: "save it again as XLSX, or as CSV",
    advice_chinese: "请另存为 XLSX 或 CSV",
};
static AXES: Code = Code {
    id: "CIM-PS-004",
    severity: Severity::Note,
    outcome: Outcome::Kept,
    english: "which coordinate points north: {}",
    chinese: "坐标方向判定：{}",
    advice_english: "name the columns 北坐标 and 东坐标 if that is wrong",
    advice_chinese: "如有误，请将列名改为“北坐标”“东坐标”",
};
static COMPANION: Code = Code {
    id: "CIM-PS-005",
    severity: Severity::Note,
    outcome: Outcome::Kept,
    english: "the points are those of {}",
    chinese: "管点取自 {}",
    advice_english: "import that file too if its points should be in the scene",
    advice_chinese: "如需在场景中显示管点，请一并导入该文件",
};

/// Bytes at the beginning of a text in which the header is looked for.
const HEAD: usize = 1 << 16;

fn recognise(input: &Input) -> bool {
    if archive::is_archive(&input.bytes) {
        return archive::directory_holds(&input.bytes, "xl/workbook.xml");
    }
    let head = input.bytes.get(..HEAD.min(input.bytes.len())).unwrap_or_default();
    let decoded = text::decode(head);
    // A character cut in two at the end makes the whole look like another encoding.
    let whole = match head.iter().rposition(|byte| *byte == b'\n') {
        Some(end) if input.bytes.len() > HEAD => text::decode(head.get(..end).unwrap_or_default()),
        _ => decoded,
    };
    table::is_survey(&whole.text)
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    report.crs = context.crs.map(|crs| format!("{crs} (given by the user)"));
    let tables = tables(input, context, &mut report)?;
    let beside = points_beside(&tables, input, context, &mut report)?;
    let everything: Vec<&Table> = tables.iter().chain(beside.iter()).collect();
    tell_axes(&everything, &mut report);
    let (axes, _) = Axes::of_all(&everything);
    let mut network = DraftNetwork::default();
    for table in &tables {
        let name = if table.sheet.is_empty() { "rows".to_owned() } else { table.sheet.clone() };
        report.count(&name, table.rows.len() as u64);
        tell_unused(table, &mut report);
        if table.kind != TableKind::Lines {
            network.nodes.extend(points::nodes(table, axes, &mut report));
        }
        network.lines.extend(lines::lines(table, axes, &mut report));
    }
    if let Some(table) = &beside {
        // Its own reading tells about its rows.
        let mut silent = FileReport::new("");
        let mut nodes = points::nodes(table, axes, &mut silent);
        nodes.iter_mut().for_each(|node| node.elsewhere = true);
        network.nodes.extend(nodes);
    }
    let stem = text::stem(&input.name);
    let file = FileFacts { stem, medium: words::medium_in(stem), twins: false, geographic: false };
    utility::reading(network, file, context.crs.map(str::to_owned), input, context, report)
}

/// The tables of a file.
fn tables(input: &Input, context: &ReadContext, report: &mut FileReport) -> Result<Vec<Table>, Rejection> {
    let refuse = |problem: TableProblem| match problem {
        TableProblem::NoHeader => utility::reject(input, &NO_TABLE, "no header row".to_owned()),
        TableProblem::Workbook(why) => utility::reject(input, &ARCHIVE, why),
        TableProblem::TooMany(limit) => utility::reject(input, &codes::TOO_MANY, limit.to_string()),
    };
    if archive::is_archive(&input.bytes) {
        "pipe survey (XLSX)".clone_into(&mut report.format);
        archive::check(&input.bytes, context.limits).map_err(|problem| {
            let why = match problem {
                ArchiveProblem::Damaged(why) => why,
                ArchiveProblem::Grows(most) => format!("unpacked it is larger than {most} bytes"),
                ArchiveProblem::Entries(count) => format!("{count} entries"),
            };
            utility::reject(input, &ARCHIVE, why)
        })?;
        return table::from_workbook(&input.bytes, context.limits).map_err(refuse);
    }
    "pipe survey (CSV)".clone_into(&mut report.format);
    let decoded = text::decode(&input.bytes);
    if decoded.guessed {
        report.push(Message::new(&codes::ENCODING, "", decoded.encoding));
    }
    Ok(vec![table::from_csv(&decoded.text, context.limits).map_err(refuse)?])
}

/// The point table of another file, where there are lines without points and without coordinates.
fn points_beside(
    tables: &[Table],
    input: &Input,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Option<Table>, Rejection> {
    let has_points = tables.iter().any(|table| table.kind != TableKind::Lines);
    let has_ends = |table: &Table| table.columns.has(columns::Column::EndX(1));
    if has_points || tables.iter().all(has_ends) {
        return Ok(None);
    }
    match companion::points_beside(input, context.limits) {
        Some((name, table)) => {
            report.push(Message::new(&COMPANION, "", name));
            Ok(Some(table))
        }
        None => Err(utility::reject(input, &NO_POINTS, String::new())),
    }
}

fn tell_axes(tables: &[&Table], report: &mut FileReport) {
    let named = |table: &&&Table| {
        table.columns.has(columns::Column::X) || table.columns.has(columns::Column::EndX(0))
    };
    if tables.iter().any(|table| named(&table)) {
        let (axes, why) = Axes::of_all(tables);
        let what = if axes == Axes::NorthFirst { "X north, Y east" } else { "X east, Y north" };
        report.push(Message::new(&AXES, "", format!("{what}, {why}")));
    }
}

fn tell_unused(table: &Table, report: &mut FileReport) {
    let pairs = table.columns.headers.iter().zip(&table.columns.columns);
    let unused: Vec<&str> = pairs
        .filter(|(name, column)| column.is_none() && !name.trim().is_empty())
        .map(|(name, _)| name.trim())
        .collect();
    if !unused.is_empty() {
        report.push(Message::new(&codes::UNUSED_COLUMNS, table.sheet.as_str(), unused.join(", ")));
    }
}

/// A finite number; full-width digits and decimal commas are read too.
fn number(text: &str) -> Option<f64> {
    let plain: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            '．' => '.',
            '－' => '-',
            other => other,
        })
        .collect();
    let plain = plain.trim_end_matches(['m', 'M', '米']).trim_end();
    let number = plain.parse().or_else(|_| plain.replace(',', ".").parse());
    number.ok().filter(|v: &f64| v.is_finite())
}
