//! XML of utility networks: the walker with this module's codes.

use crate::utility::{codes, reject};
use crate::xml::{Node, Open, Visit, XmlProblem};
use crate::{Input, Limits, Rejection};

/// The wanted elements with all that is inside, in the order of the file.
///
/// # Errors
/// A [`Rejection`] when the XML is damaged, declares a document type, or holds more than the limit.
pub fn kept(
    input: &Input,
    text: &str,
    limits: &Limits,
    wanted: &dyn Fn(&[Open], &str) -> bool,
) -> Result<Vec<Node>, Rejection> {
    let mut nodes = Vec::new();
    let mut visit = |_: &[Open], node: Node| {
        if nodes.len() as u64 >= limits.objects {
            return Err(Stop::TooMany);
        }
        nodes.push(node);
        Ok(())
    };
    let visit: &mut Visit<'_, Stop> = &mut visit;
    match crate::xml::walk(text, limits, wanted, visit, |problem, line| Stop::Xml(problem, line)) {
        Ok(()) => Ok(nodes),
        Err(Stop::TooMany) => Err(reject(input, &codes::TOO_MANY, limits.objects.to_string())),
        Err(Stop::Xml(problem, line)) => {
            let why = match problem {
                XmlProblem::Syntax(why) => why,
                XmlProblem::DocType => "it declares a document type".to_owned(),
                XmlProblem::Depth(most) => format!("it is nested deeper than {most} levels"),
            };
            let mut rejection = reject(input, &codes::XML, why);
            rejection.0.place = format!("line {line}");
            Err(rejection)
        }
    }
}

enum Stop {
    TooMany,
    Xml(XmlProblem, usize),
}

/// Whether the first element of a text has a name and the beginning holds a word.
pub fn begins_with(head: &str, root: &str, word: &str) -> bool {
    let head = head.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    head.starts_with('<') && head.contains(root) && head.contains(word)
}
