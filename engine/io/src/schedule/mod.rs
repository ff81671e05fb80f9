//! Construction schedules: the open CSV table, Microsoft Project XML, Primavera XER and P6 XML.
//!
//! See `docs/data/schedules.md`. What cannot be used is in the report; problems of the whole network, such as
//! rings of dependencies, are not looked for here.

mod codes;
mod csv;
mod date;
mod dependency;
mod draft;
mod encoding;
mod link;
mod mspdi;
mod p6;
mod p6_tie;
pub mod table;
mod tie;
mod tree;
mod write;
mod xer;
mod xer_tables;
mod xml;

#[cfg(test)]
mod tests;

use std::path::Path;

use linli_model::Schedule;

pub use write::write_schedule_csv;

use crate::report::Message;
use crate::{FileReport, Input, Limits, Rejection};

/// Hours of work in a day where no calendar of the file tells them.
const HOURS_PER_DAY: f64 = 8.0;
/// Longest path of summaries that becomes an id, characters.
const PATH_LENGTH: usize = 120;
/// Characters at the beginning of a file that its format is known by.
const HEAD: usize = 1 << 16;

/// The file formats of schedules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Csv,
    ProjectXml,
    Xer,
    P6Xml,
}

/// Reads a schedule; its format is known by its content, not by its name.
///
/// # Errors
/// A [`Rejection`] when the file cannot be opened, is too large, is no schedule, or is damaged as a whole.
pub fn read_schedule(path: &Path) -> Result<(Schedule, FileReport), Rejection> {
    let limits = Limits::default();
    read_schedule_input(&Input::open(path, &limits)?, &limits)
}

/// Reads a schedule out of bytes, within limits.
///
/// # Errors
/// A [`Rejection`] when it is no schedule, is damaged as a whole, or passes a limit.
pub fn read_schedule_input(input: &Input, limits: &Limits) -> Result<(Schedule, FileReport), Rejection> {
    let named = |mut rejection: Rejection| {
        rejection.0.file.clone_from(&input.name);
        rejection
    };
    let mut report = FileReport::new(&input.name);
    let text = encoding::decode(&input.bytes, &mut report);
    let text = text.trim_start_matches('\u{feff}');
    let kind = recognise(text).map_err(named)?;
    let (format, read): (&str, ReadText) = match kind {
        Kind::Csv => ("schedule table (CSV)", csv::read),
        Kind::ProjectXml => ("Microsoft Project XML", mspdi::read),
        Kind::Xer => ("Primavera XER", xer::read),
        Kind::P6Xml => ("Primavera P6 XML", p6::read),
    };
    format.clone_into(&mut report.format);
    let draft = read(text, &input.name, report, limits).map_err(named)?;
    draft.finish(limits).map_err(named)
}

type ReadText = fn(&str, &str, FileReport, &Limits) -> Result<draft::Draft, Rejection>;

fn recognise(text: &str) -> Result<Kind, Rejection> {
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or_default().trim_start();
    if head.starts_with('<') {
        return match root(head) {
            Some("Project") => Ok(Kind::ProjectXml),
            Some("APIBusinessObjects") => Ok(Kind::P6Xml),
            other => {
                let what = other
                    .map_or("XML without an element".to_owned(), |name| format!("<{}>", draft::shown(name)));
                Err(Message::new(&codes::NOT_A_SCHEDULE, "line 1", what).into())
            }
        };
    }
    if xer::recognise(head) {
        return Ok(Kind::Xer);
    }
    if csv::recognise(text) {
        return Ok(Kind::Csv);
    }
    let what = if head.is_empty() { "no text" } else { "no XML, no XER, and no header with an id column" };
    Err(Message::new(&codes::NOT_A_SCHEDULE, "line 1", what).into())
}

/// Name of the first element, without its namespace prefix.
fn root(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        let at = rest.find('<')?;
        rest = rest.get(at + 1..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if !rest.starts_with(['?', '!']) {
            let name = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
            return Some(name.rsplit(':').next().unwrap_or(name)).filter(|name| !name.is_empty());
        }
    }
}

/// A percentage without the noise of its computation.
fn rounded_percent(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
