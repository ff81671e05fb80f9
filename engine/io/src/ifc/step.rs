//! The exchange file of STEP (ISO 10303-21): entities with numbers, one after the other. One that cannot be read is
//! named and passed over.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::codes;
use crate::FileReport;
use crate::report::Message;

/// Deepest nesting of lists.
const DEEPEST: usize = 16;

/// Types that nothing is made of: thousands in every model.
const NOT_USED: [&str; 21] = [
    "IFCPROPERTY",
    "IFCQUANTITY",
    "IFCELEMENTQUANTITY",
    "IFCRELDEFINESBYPROPERTIES",
    "IFCSTYLED",
    "IFCPRESENTATION",
    "IFCTEXT",
    "IFCRELSPACEBOUNDARY",
    "IFCCONNECTION",
    "IFCOWNERHISTORY",
    "IFCSURFACESTYLE",
    "IFCCOLOUR",
    "IFCCURVESTYLE",
    "IFCRELASSOCIATESAPPROVAL",
    "IFCRELASSOCIATESCLASSIFICATION",
    "IFCRELASSOCIATESCONSTRAINT",
    "IFCRELASSOCIATESDOCUMENT",
    "IFCRELASSOCIATESLIBRARY",
    "IFCFILLAREA",
    "IFCMATERIALDEFINITION",
    "IFCMATERIALPROPERTIES",
];

/// A parameter of an entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `$` or `*`.
    None,
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// `.NAME.`
    Name(String),
    /// `#12`
    Id(u64),
    /// `(…)`
    List(Vec<Value>),
    /// `NAME(…)`
    Typed(String, Vec<Value>),
}

/// An entity.
#[derive(Debug)]
pub struct Entity {
    /// Type in capitals.
    pub type_: String,
    /// Parameters in order.
    pub values: Vec<Value>,
}

impl Entity {
    /// A parameter; nothing beyond the last.
    pub fn value(&self, i: usize) -> &Value {
        self.values.get(i).unwrap_or(&Value::None)
    }

    /// A parameter that names an entity.
    pub fn id(&self, i: usize) -> Option<u64> {
        self.value(i).id()
    }

    /// A parameter that is a number, with or without a type.
    pub fn number(&self, i: usize) -> Option<f64> {
        self.value(i).number()
    }

    /// A parameter that is text and not empty.
    pub fn text(&self, i: usize) -> Option<&str> {
        match self.value(i) {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    /// A parameter that is a name of a list of names.
    pub fn name(&self, i: usize) -> Option<&str> {
        match self.value(i) {
            Value::Name(name) => Some(name),
            _ => None,
        }
    }

    /// A parameter that is a list.
    pub fn list(&self, i: usize) -> &[Value] {
        self.value(i).list()
    }

    /// The entities that a parameter names.
    pub fn ids(&self, i: usize) -> impl Iterator<Item = u64> {
        self.list(i).iter().filter_map(Value::id)
    }
}

impl Value {
    /// The entity that it names.
    pub fn id(&self) -> Option<u64> {
        match self {
            Self::Id(id) => Some(*id),
            _ => None,
        }
    }

    /// The number that it is, with or without a type.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Typed(_, values) => match values.as_slice() {
                [Self::Number(number)] => Some(*number),
                _ => None,
            },
            _ => None,
        }
    }

    /// The list that it is; empty for anything else.
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }
}

/// A model.
#[derive(Debug, Default)]
pub struct Model {
    /// Name of the schema.
    pub schema: String,
    entities: HashMap<u64, Entity>,
    order: Vec<u64>,
}

impl Model {
    /// The entity of a number.
    pub fn get(&self, id: u64) -> Option<&Entity> {
        self.entities.get(&id)
    }

    /// The entity that a parameter of another names.
    pub fn of(&self, entity: &Entity, i: usize) -> Option<&Entity> {
        self.get(entity.id(i)?)
    }

    /// Entities of a type in the order of the file.
    pub fn all<'a>(&'a self, type_: &'a str) -> impl Iterator<Item = (u64, &'a Entity)> {
        self.iter().filter(move |(_, entity)| entity.type_ == type_)
    }

    /// All entities in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Entity)> {
        self.order.iter().filter_map(|id| Some((*id, self.entities.get(id)?)))
    }

    /// Reads a text; at most so many entities.
    ///
    /// # Errors
    /// A message that refuses the file.
    pub fn read(text: &str, most: u64, report: &mut FileReport) -> Result<Self, Box<Message>> {
        let mut parser = Parser { text: text.as_bytes(), at: 0, line: 1 };
        parser.blank();
        if !parser.text.get(parser.at..).is_some_and(|rest| rest.starts_with(b"ISO-10303-21")) {
            return Err(Box::new(Message::new(
                &codes::DAMAGED,
                "line 1",
                "it does not begin with ISO-10303-21",
            )));
        }
        let mut model = Self::default();
        let mut ended = false;
        while let Some(statement) = parser.statement() {
            match statement {
                Statement::Schema(schema) => model.schema = schema,
                Statement::End => ended = true,
                Statement::Bad(line, why) => {
                    report.push(Message::new(&codes::LINE, format!("line {line}"), why));
                }
                Statement::Entity(line, id, entity) => {
                    if NOT_USED.iter().any(|name| entity.type_.starts_with(name)) {
                        continue;
                    }
                    if model.order.len() as u64 >= most {
                        return Err(Box::new(Message::new(&codes::TOO_MANY, "", format!("{most} entities"))));
                    }
                    match model.entities.entry(id) {
                        Entry::Occupied(_) => {
                            report.push(Message::new(
                                &codes::SAME_ID,
                                format!("line {line}"),
                                format!("#{id}"),
                            ));
                        }
                        Entry::Vacant(place) => {
                            place.insert(entity);
                            model.order.push(id);
                        }
                    }
                }
                Statement::Other => {}
            }
        }
        if !ended {
            report.push(Message::new(&codes::TRUNCATED, format!("line {}", parser.line), ""));
        }
        Ok(model)
    }
}

enum Statement {
    Schema(String),
    Entity(usize, u64, Entity),
    Bad(usize, String),
    End,
    Other,
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        self.line += usize::from(byte == b'\n');
        Some(byte)
    }

    /// Steps over blanks and comments.
    fn blank(&mut self) {
        loop {
            match self.peek() {
                Some(byte) if byte.is_ascii_whitespace() || byte == 0 => _ = self.next(),
                Some(b'/') if self.text.get(self.at + 1) == Some(&b'*') => {
                    self.at += 2;
                    while let Some(byte) = self.next() {
                        if byte == b'*' && self.peek() == Some(b'/') {
                            self.at += 1;
                            break;
                        }
                    }
                }
                _ => return,
            }
        }
    }

    /// The next statement; one that cannot be read ends at its semicolon.
    fn statement(&mut self) -> Option<Statement> {
        self.blank();
        self.peek()?;
        let line = self.line;
        let found = self.inner();
        let (statement, ended) = match found {
            Ok(statement) => {
                self.blank();
                let ended = self.peek() == Some(b';');
                let bad = matches!(statement, Statement::Entity(..)) && !ended;
                let missing = || Statement::Bad(line, "a semicolon is missing".to_owned());
                (if bad { missing() } else { statement }, ended)
            }
            Err(why) => (Statement::Bad(line, why), false),
        };
        if ended {
            self.at += 1;
        } else {
            self.skip();
        }
        Some(statement)
    }

    /// Steps behind the next semicolon outside of text.
    fn skip(&mut self) {
        let mut in_text = false;
        while let Some(byte) = self.next() {
            match byte {
                b'\'' => in_text = !in_text,
                // Text does not run over lines; one that is never closed must not swallow the rest.
                b'\n' => in_text = false,
                b';' if !in_text => return,
                _ => {}
            }
        }
    }

    fn inner(&mut self) -> Result<Statement, String> {
        if self.peek() != Some(b'#') {
            let name = self.word();
            return Ok(match name.as_str() {
                "FILE_SCHEMA" => {
                    let Value::List(list) = self.value(0)? else { return Ok(Statement::Other) };
                    let schema = list.first().and_then(|list| list.list().first());
                    match schema {
                        Some(Value::Text(schema)) => Statement::Schema(schema.to_uppercase()),
                        _ => Statement::Other,
                    }
                }
                "END-ISO-10303-21" => Statement::End,
                "" => return Err("a statement without a name".to_owned()),
                _ => Statement::Other,
            });
        }
        let line = self.line;
        let id = self.reference()?;
        self.blank();
        if self.next() != Some(b'=') {
            return Err(format!("#{id} without an equals sign"));
        }
        self.blank();
        let type_ = self.word();
        if type_.is_empty() {
            return Err(format!("#{id} without a type"));
        }
        self.blank();
        match self.value(0).map_err(|why| format!("#{id}={type_}: {why}"))? {
            Value::List(values) => Ok(Statement::Entity(line, id, Entity { type_, values })),
            _ => Err(format!("#{id}={type_} without parameters")),
        }
    }

    fn word(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
            self.at += 1;
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        String::from_utf8_lossy(word).to_ascii_uppercase()
    }

    fn reference(&mut self) -> Result<u64, String> {
        self.at += 1;
        let digits = self.word();
        digits.parse().ok().filter(|id| *id > 0).ok_or_else(|| format!("the number #{digits}"))
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        if depth > DEEPEST {
            return Err(format!("lists nested deeper than {DEEPEST}"));
        }
        self.blank();
        match self.peek() {
            Some(b'$' | b'*') => {
                self.at += 1;
                Ok(Value::None)
            }
            Some(b'#') => self.reference().map(Value::Id),
            Some(b'\'') => self.string().map(Value::Text),
            Some(b'"') => {
                self.at += 1;
                while self.next().ok_or("binary data that never ends")? != b'"' {}
                Ok(Value::None)
            }
            Some(b'.') if self.text.get(self.at + 1).is_some_and(u8::is_ascii_alphabetic) => {
                self.at += 1;
                let name = self.word();
                if self.next() == Some(b'.') {
                    Ok(Value::Name(name))
                } else {
                    Err(format!("the name .{name}"))
                }
            }
            Some(b'(') => self.list(depth).map(Value::List),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let name = self.word();
                self.blank();
                if self.peek() != Some(b'(') {
                    return Err(format!("the word {name}"));
                }
                Ok(Value::Typed(name, self.list(depth)?))
            }
            Some(byte) if byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.') => self.number(),
            Some(byte) => Err(format!("the character {:?}", char::from(byte))),
            None => Err("it ends too early".to_owned()),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Value>, String> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.blank();
            if self.peek() == Some(b')') {
                self.at += 1;
                return Ok(values);
            }
            if !values.is_empty() {
                if self.next() != Some(b',') {
                    return Err("a comma or bracket is missing".to_owned());
                }
                self.blank();
            }
            values.push(self.value(depth + 1)?);
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        while self.peek().is_some_and(part) {
            self.at += 1;
        }
        let text = String::from_utf8_lossy(self.text.get(start..self.at).unwrap_or_default()).into_owned();
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Value::Number).ok_or_else(|| format!("the number {text}"))
    }

    fn string(&mut self) -> Result<String, String> {
        self.at += 1;
        let start = self.at;
        loop {
            match self.next() {
                Some(b'\'') if self.peek() == Some(b'\'') => self.at += 1,
                Some(b'\'') => break,
                Some(_) => {}
                None => return Err("text that never ends".to_owned()),
            }
        }
        let raw =
            String::from_utf8_lossy(self.text.get(start..self.at - 1).unwrap_or_default()).replace("''", "'");
        Ok(decoded(&raw))
    }
}

/// Text with its `\X2\…\X0\`, `\X4\…\X0\`, `\X\..`, `\S\.` and `\\` undone; what is none of these stays.
fn decoded(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (found, length) = escape(rest).unwrap_or_else(|| ("\\".to_owned(), 1));
        text.push_str(&found);
        rest = &rest[length..];
    }
    text + rest
}

/// The characters of an escape at the beginning of a text, and how long it is.
fn escape(text: &str) -> Option<(String, usize)> {
    if text.starts_with("\\\\") {
        return Some(("\\".to_owned(), 2));
    }
    for (mark, width) in [("\\X2\\", 4), ("\\X4\\", 8)] {
        if let Some(rest) = text.strip_prefix(mark) {
            // The end is the next backslash: a search beyond it would go through a long text again and again.
            let digits = &rest[..rest.find('\\')?];
            rest[digits.len()..].strip_prefix("\\X0\\")?;
            let units: Option<Vec<u32>> = (0..digits.len() / width)
                .map(|i| u32::from_str_radix(digits.get(i * width..(i + 1) * width)?, 16).ok())
                .collect();
            let units = units?;
            let found = if width == 4 {
                String::from_utf16_lossy(&units.iter().map(|unit| *unit as u16).collect::<Vec<_>>())
            } else {
                units.into_iter().map(|unit| char::from_u32(unit).unwrap_or('\u{fffd}')).collect()
            };
            return Some((found, mark.len() + digits.len() + 4));
        }
    }
    if let Some(rest) = text.strip_prefix("\\X\\") {
        let byte = u8::from_str_radix(rest.get(..2)?, 16).ok()?;
        return Some((char::from(byte).to_string(), 5));
    }
    let letter = text.strip_prefix("\\S\\")?.chars().next()?;
    let byte = u8::try_from(u32::from(letter)).ok()?.checked_add(128)?;
    Some((char::from(byte).to_string(), 3 + letter.len_utf8()))
}
