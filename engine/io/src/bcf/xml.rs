//! The XML files of a BCF 3.0 archive. Elements stand in the order that the schemas ask for.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use linli_model::Point3;

use super::{AUTHOR, BCF_STATUSES, BCF_TYPES, BcfTopic};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Name of a topic's viewpoint file.
pub const VIEWPOINT: &str = "viewpoint.bcfv";

/// Field of view of viewpoints, degrees.
const FIELD_OF_VIEW_DEG: f64 = 60.0;

/// `bcf.version`.
pub fn version() -> String {
    format!("{HEAD}<Version VersionId=\"3.0\"/>\n")
}

/// `project.bcfp`.
pub fn project(name: &str) -> String {
    let name = match escaped(name).trim() {
        "" => "Linli".to_owned(),
        name => name.to_owned(),
    };
    format!("{HEAD}<ProjectInfo><Project ProjectId=\"{name}\"><Name>{name}</Name></Project></ProjectInfo>\n")
}

/// `extensions.xml`: every type, status and label that topics use.
pub fn extensions(topics: &[BcfTopic]) -> String {
    let labels: BTreeSet<&str> =
        topics.iter().flat_map(|topic| topic.labels.iter().map(String::as_str)).collect();
    let mut xml = format!("{HEAD}<Extensions>\n");
    list(&mut xml, "TopicTypes", "TopicType", BCF_TYPES);
    list(&mut xml, "TopicStatuses", "TopicStatus", BCF_STATUSES);
    list(&mut xml, "Priorities", "Priority", []);
    list(&mut xml, "TopicLabels", "TopicLabel", labels);
    list(&mut xml, "Users", "User", [AUTHOR]);
    list(&mut xml, "SnippetTypes", "SnippetType", []);
    list(&mut xml, "Stages", "Stage", []);
    xml.push_str("</Extensions>\n");
    xml
}

fn list<'a>(xml: &mut String, all: &str, one: &str, values: impl IntoIterator<Item = &'a str>) {
    let _ = write!(xml, "<{all}>");
    for value in values {
        let _ = write!(xml, "<{one}>{}</{one}>", escaped(value));
    }
    let _ = writeln!(xml, "</{all}>");
}

/// A topic's `markup.bcf`.
pub fn markup(topic: &BcfTopic) -> String {
    let mut xml = format!(
        "{HEAD}<Markup>\n<Topic Guid=\"{}\" TopicType=\"{}\" TopicStatus=\"{}\">\n<Title>{}</Title>\n",
        topic.guid,
        topic.kind,
        topic.status,
        escaped(&topic.title)
    );
    if !topic.labels.is_empty() {
        list(&mut xml, "Labels", "Label", topic.labels.iter().map(String::as_str));
    }
    let _ = write!(
        xml,
        "<CreationDate>{}</CreationDate>\n<CreationAuthor>{AUTHOR}</CreationAuthor>\n<Description>{}</Description>\n\
         <Viewpoints><ViewPoint Guid=\"{}\"><Viewpoint>{VIEWPOINT}</Viewpoint></ViewPoint></Viewpoints>\n\
         </Topic>\n</Markup>\n",
        escaped(&topic.created),
        escaped(&topic.description),
        topic.guid
    );
    xml
}

/// A topic's viewpoint.
pub fn viewpoint(topic: &BcfTopic) -> String {
    let mut xml = format!("{HEAD}<VisualizationInfo Guid=\"{}\">\n<Components>\n", topic.guid);
    if !topic.elements.is_empty() {
        xml.push_str("<Selection>");
        for key in &topic.elements {
            let _ = write!(
                xml,
                "<Component><OriginatingSystem>{AUTHOR}</OriginatingSystem><AuthoringToolId>{}</AuthoringToolId></Component>",
                escaped(key)
            );
        }
        xml.push_str("</Selection>\n");
    }
    let (direction, up) = directions(topic.eye_m, topic.target_m);
    let _ = write!(
        xml,
        "<Visibility DefaultVisibility=\"true\"/>\n</Components>\n<PerspectiveCamera>\
         <CameraViewPoint>{}</CameraViewPoint><CameraDirection>{}</CameraDirection>\
         <CameraUpVector>{}</CameraUpVector><FieldOfView>{FIELD_OF_VIEW_DEG}</FieldOfView>\
         <AspectRatio>1.7777777778</AspectRatio></PerspectiveCamera>\n",
        point(topic.eye_m),
        point(direction),
        point(up)
    );
    if !topic.lines_m.is_empty() {
        xml.push_str("<Lines>");
        for [a, b] in &topic.lines_m {
            let _ = write!(
                xml,
                "<Line><StartPoint>{}</StartPoint><EndPoint>{}</EndPoint></Line>",
                point(*a),
                point(*b)
            );
        }
        xml.push_str("</Lines>\n");
    }
    xml.push_str("</VisualizationInfo>\n");
    xml
}

/// Unit directions of view and up.
fn directions(eye: Point3, target: Point3) -> (Point3, Point3) {
    let unit = |v: Point3| {
        let length = v.iter().map(|c| c * c).sum::<f64>().sqrt();
        (length > 1e-9).then(|| v.map(|c| c / length))
    };
    let view = unit(std::array::from_fn(|i| target[i] - eye[i])).unwrap_or([0.0, 0.0, -1.0]);
    // Up is what is left of the vertical beside the direction of view; looking straight down, north.
    let up = std::array::from_fn(|i| if i == 2 { 1.0 } else { 0.0 } - view[2] * view[i]);
    (view, unit(up).unwrap_or([0.0, 1.0, 0.0]))
}

fn point([x, y, z]: Point3) -> String {
    format!("<X>{x:.6}</X><Y>{y:.6}</Y><Z>{z:.6}</Z>")
}

/// Text with XML's marks escaped and without characters that XML 1.0 does not know.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
