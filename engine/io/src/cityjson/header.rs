//! The root of a file: version, transform, coordinate system, extensions.

use std::collections::BTreeMap;

use linli_model::Point3;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::codes;
use super::skim::{self, Member, SkimError};
use super::vertices::{Transform, read_vertices};
use crate::report::Message;
use crate::{Limits, ReadContext};

/// Versions of CityJSON that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 1.0: level of detail as a number, transform optional.
    V1_0,
    /// 1.1.
    V1_1,
    /// 2.0.
    V2_0,
}

impl Version {
    /// As the standard writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1_0 => "1.0",
            Self::V1_1 => "1.1",
            Self::V2_0 => "2.0",
        }
    }
}

/// One JSON object of the file, cut into its root members: a whole file, or a line of a sequence.
#[derive(Debug)]
pub struct Cut<'a> {
    /// Text of the object, to its end.
    pub text: &'a str,
    /// Offset after the object.
    pub end: usize,
    /// Number of the text's first line in the file.
    pub first_line: usize,
    /// Put before every JSON pointer: empty, or `line 7 `.
    pub prefix: String,
    /// Members of `CityObjects`, when it is an object.
    pub objects: Option<Vec<Member<'a>>>,
    /// Vertices as written, or the number of the first bad one and what is wrong with it.
    pub vertices: Option<Result<Vec<Point3>, (usize, SkimError)>>,
    members: Vec<Member<'a>>,
}

impl<'a> Cut<'a> {
    /// Cuts the object that begins at the first byte of `text` that is not blank.
    ///
    /// # Errors
    /// A message with line and column when it is not an object, cut off, or nested too deep.
    pub fn new(
        text: &'a str,
        first_line: usize,
        prefix: String,
        limits: &Limits,
    ) -> Result<Self, Box<Message>> {
        let start = skim::skip_blanks(text.as_bytes(), 0);
        let mut cut =
            Self { text, end: 0, first_line, prefix, objects: None, vertices: None, members: Vec::new() };
        match cut.cut_members(start, limits.json_depth) {
            Ok(end) => Ok(Self { end, ..cut }),
            Err(SkimError::TooDeep(at)) => {
                let limit = limits.json_depth.to_string();
                Err(Message::new(&codes::TOO_DEEP, position(text, at, first_line), limit).into())
            }
            Err(SkimError::Syntax(at) | SkimError::Data(at, _)) => {
                // serde_json says better what is wrong; it does not call itself for ignored values.
                let mut json = serde_json::Deserializer::from_str(text);
                let read = IgnoredAny::deserialize(&mut json).and_then(|_| json.end());
                Err(match read {
                    Err(error) => syntax_message(text, 0, &error, first_line).into(),
                    Ok(()) => {
                        Message::new(&codes::NOT_CITYJSON, position(text, at, first_line), "no JSON object")
                            .into()
                    }
                })
            }
        }
    }

    /// Cuts the root, and in the same pass its city objects; reads the vertices.
    fn cut_members(&mut self, start: usize, limit: usize) -> Result<usize, SkimError> {
        let text = self.text;
        skim::each_member(text, start, |raw_name, name_at, at| {
            let end = if raw_name == "CityObjects" && text.as_bytes().get(at) == Some(&b'{') {
                let (objects, end) = skim::members(text, at, 2, limit)?;
                self.objects = Some(objects);
                end
            } else if raw_name == "vertices" {
                let read = read_vertices(text, at);
                let end = match &read {
                    Ok((_, end)) => *end,
                    Err(_) => skim::skip_value(text.as_bytes(), at, 1, limit)?,
                };
                self.vertices = Some(read.map(|(vertices, _)| vertices));
                end
            } else {
                skim::skip_value(text.as_bytes(), at, 1, limit)?
            };
            let value = text.get(at..end).ok_or(SkimError::Syntax(at))?;
            self.members.push(Member { raw_name, name_at, value, at });
            Ok(end)
        })
    }

    /// The root member of a name; the last one where a name is repeated, as JSON readers do.
    pub fn member(&self, name: &str) -> Option<&Member<'a>> {
        self.members.iter().rev().find(|m| m.raw_name == name)
    }

    /// All root members.
    pub fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// Text value of a root member.
    pub fn text_of(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.member(name)?.value).ok()
    }

    /// Place of a byte offset as `line:column`.
    pub fn position(&self, at: usize) -> String {
        position(self.text, at, self.first_line)
    }

    /// A message about a piece of the text that serde_json could not read.
    pub fn syntax(&self, at: usize, error: &serde_json::Error) -> Message {
        syntax_message(self.text, at, error, self.first_line)
    }
}

fn position(text: &str, at: usize, first_line: usize) -> String {
    let (line, column) = skim::line_column(text, at);
    format!("{}:{column}", line - 1 + first_line)
}

/// Turns the error of a piece that begins at `at` into a message placed in the file.
fn syntax_message(text: &str, at: usize, error: &serde_json::Error, first_line: usize) -> Message {
    let (line, column) = skim::line_column(text, at);
    let line = line - 1 + first_line;
    let place = match error.line() {
        0 | 1 => format!("{line}:{}", (column + error.column()).saturating_sub(1)),
        more => format!("{}:{}", line + more - 1, error.column()),
    };
    Message::new(&codes::SYNTAX, place, plain(error))
}

/// What serde_json says, without its line and column, which count from the start of a piece.
pub fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// What the whole file says about all its objects.
#[derive(Clone, Debug)]
pub struct Header {
    /// Version.
    pub version: Version,
    /// From vertices to coordinates.
    pub transform: Transform,
    /// Coordinate system, normalised.
    pub crs: Option<String>,
    /// Whether any extension is declared.
    pub extensions: bool,
    /// Licence, when the metadata names one.
    pub licence: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawMetadata {
    #[serde(rename = "referenceSystem")]
    reference_system: Option<Value>,
    #[serde(alias = "license")]
    licence: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct RawTransform {
    scale: [f64; 3],
    translate: [f64; 3],
}

/// Reads the header of a file or of a sequence.
///
/// # Errors
/// The message of the rejection, when the file cannot be read at all.
pub fn read_header(
    cut: &Cut<'_>,
    context: &ReadContext<'_>,
    found: &mut Vec<Message>,
) -> Result<Header, Box<Message>> {
    let version = read_version(cut, found)?;
    let transform = read_transform(cut, version, context.limits)?;
    let metadata = match cut.member("metadata").map(|m| (m.at, serde_json::from_str::<RawMetadata>(m.value)))
    {
        Some((at, Err(error))) => {
            found.push(Message::new(
                &codes::BAD_ROOT,
                cut.position(at),
                format!("metadata ({})", plain(&error)),
            ));
            RawMetadata::default()
        }
        Some((_, Ok(metadata))) => metadata,
        None => RawMetadata::default(),
    };
    let stated = metadata.reference_system.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    let crs = choose_crs(stated.as_deref(), context.crs, found)?;
    let extensions = read_extensions(cut, found);
    let licence = metadata.licence.and_then(|v| v.as_str().map(str::to_owned));
    Ok(Header { version, transform, crs, extensions, licence })
}

fn read_version(cut: &Cut<'_>, found: &mut Vec<Message>) -> Result<Version, Box<Message>> {
    let Some(member) = cut.member("version") else {
        return Err(Message::new(&codes::VERSION, "/version", "(none)").into());
    };
    let written = member.value.trim_matches('"');
    let refused = || Message::new(&codes::VERSION, "/version", written.chars().take(40).collect::<String>());
    let mut parts = written.split('.');
    let version = match (parts.next(), parts.next().unwrap_or("0")) {
        (Some("1"), "0") => Version::V1_0,
        (Some("1"), "1") => Version::V1_1,
        (Some("2"), "0") => Version::V2_0,
        _ => return Err(refused().into()),
    };
    if parts.any(|patch| patch.parse::<u8>().is_err()) {
        return Err(refused().into());
    }
    if member.value != format!("\"{}\"", version.name()) {
        found.push(Message::new(&codes::VERSION_MENDED, "/version", member.value));
    }
    Ok(version)
}

fn read_transform(cut: &Cut<'_>, version: Version, limits: &Limits) -> Result<Transform, Box<Message>> {
    let Some(member) = cut.member("transform") else {
        return match version {
            Version::V1_0 => Ok(Transform::IDENTITY),
            _ => Err(Message::new(&codes::NO_TRANSFORM, "/transform", version.name()).into()),
        };
    };
    let bad = |detail: String| Message::new(&codes::BAD_TRANSFORM, "/transform", detail);
    let raw: RawTransform = serde_json::from_str(member.value).map_err(|error| bad(plain(&error)))?;
    if raw.scale.contains(&0.0) {
        return Err(bad("scale 0, all points coincide".to_owned()).into());
    }
    if let Some(negative) = raw.scale.iter().find(|s| **s < 0.0) {
        return Err(bad(format!("scale {negative}, the model would be mirrored")).into());
    }
    if let Some(huge) = raw.scale.iter().find(|s| **s > limits.extent_m) {
        return Err(Message::new(&codes::EXTENT, "/transform/scale", format!("scale {huge:e}")).into());
    }
    Ok(Transform { scale: raw.scale, translate: raw.translate })
}

fn choose_crs(
    stated: Option<&str>,
    chosen: Option<&str>,
    found: &mut Vec<Message>,
) -> Result<Option<String>, Box<Message>> {
    let place = "/metadata/referenceSystem";
    let Some(stated) = stated.map(str::trim).filter(|text| !text.is_empty()) else {
        // What a missing system means depends on what the file is read for: the import says it.
        return Ok(chosen.map(str::to_owned));
    };
    if let Some(crs) = normalise_crs(stated) {
        return Ok(Some(crs));
    }
    let Some(chosen) = chosen else { return Err(Message::new(&codes::BAD_CRS, place, stated).into()) };
    found.push(Message::new(&codes::CRS_REPLACED, place, stated));
    Ok(Some(chosen.to_owned()))
}

/// `AUTHORITY:CODE` from a URN, a URL or the short form; a PROJ or WKT text stays as it is.
fn normalise_crs(text: &str) -> Option<String> {
    if text.starts_with("+proj") || text.contains('[') {
        return Some(text.to_owned());
    }
    let (authority, code) = if text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("urn:")) {
        // urn:ogc:def:crs:AUTHORITY:VERSION:CODE
        let mut parts = text.split(':').skip(4);
        (parts.next()?, parts.last()?)
    } else if let Some((_, path)) = text.split_once("/def/crs/") {
        let mut parts = path.trim_end_matches('/').split('/');
        (parts.next()?, parts.next_back()?)
    } else {
        text.split_once(':').unwrap_or(("EPSG", text))
    };
    let authority = authority.to_ascii_uppercase();
    let word =
        |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
    // EPSG gives out codes from 1024 to 32767 (IOGP Guidance Note 7-1, 5.6).
    let exists = authority != "EPSG" || code.parse().is_ok_and(|n: u32| (1024..=32767).contains(&n));
    (word(&authority) && word(code) && exists).then(|| format!("{authority}:{code}"))
}

fn read_extensions(cut: &Cut<'_>, found: &mut Vec<Message>) -> bool {
    let Some(member) = cut.member("extensions") else { return false };
    let declared: BTreeMap<String, Value> = match serde_json::from_str(member.value) {
        Ok(declared) => declared,
        Err(error) => {
            let detail = format!("extensions ({})", plain(&error));
            found.push(Message::new(&codes::BAD_ROOT, cut.position(member.at), detail));
            return false;
        }
    };
    for (name, value) in &declared {
        let place = format!("/extensions/{}", escape(name));
        let has = |key: &str| value.get(key).is_some_and(Value::is_string);
        let code = if has("url") && has("version") {
            &codes::EXTENSION_NOT_CHECKED
        } else {
            &codes::EXTENSION_INCOMPLETE
        };
        found.push(Message::new(code, place, name.as_str()));
    }
    !declared.is_empty()
}

/// A name as a step of a JSON pointer (RFC 6901).
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_a_coordinate_system() {
        for text in [
            "urn:ogc:def:crs:EPSG::7415",
            "urn:ogc:def:crs:EPSG:6.9:7415",
            "https://www.opengis.net/def/crs/EPSG/0/7415",
            "http://www.opengis.net/def/crs/epsg/0/7415/",
            "EPSG:7415",
            "7415",
        ] {
            assert_eq!(normalise_crs(text).as_deref(), Some("EPSG:7415"), "{text}");
        }
        let crs84 = "https://www.opengis.net/def/crs/OGC/0/CRS84";
        assert_eq!(normalise_crs(crs84).as_deref(), Some("OGC:CRS84"));
        for text in ["EPSG:99999999", "EPSG:", "urn:ogc:def:crs", "somewhere in Delft"] {
            assert_eq!(normalise_crs(text), None, "{text}");
        }
    }
}
