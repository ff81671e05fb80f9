//! The XML of schedule programs.

use super::codes;
use crate::report::Message;
pub use crate::xml::{Node, Open};
use crate::xml::{Visit, XmlProblem};
use crate::{Limits, Rejection};

/// Gives every element that `wanted` asks for, with those that are open around it, to `visit`
/// ([`crate::xml::walk`], with the codes of schedules).
pub fn walk(
    text: &str,
    limits: &Limits,
    wanted: &dyn Fn(&[Open], &str) -> bool,
    visit: &mut Visit<'_, Rejection>,
) -> Result<(), Rejection> {
    crate::xml::walk(text, limits, wanted, visit, |problem, line| {
        let (code, detail) = match problem {
            XmlProblem::Syntax(what) => (&codes::XML_SYNTAX, what),
            XmlProblem::DocType => (&codes::XML_DOCTYPE, String::new()),
            XmlProblem::Depth(levels) => (&codes::XML_DEPTH, levels.to_string()),
        };
        Message::new(code, format!("line {line}"), detail).into()
    })
}
