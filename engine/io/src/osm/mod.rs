//! OSM PBF
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Format, Input, ReadContext, Reading, Rejection};

static UNSUPPORTED: Code = Code {
    id: "CIM-osm-pbf-000",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "not read yet{}",
    chinese: "{}",
    advice_english: "",
    advice_chinese: "",
};
/// OSM PBF
pub static OSM_PBF: Format =
    Format { id: "osm-pbf", title: "OSM PBF", extensions: &[], recognise: |_| false, read };
fn read(_: &Input, _: &ReadContext) -> Result<Reading, Rejection> {
    Err(Message::new(&UNSUPPORTED, "", "").into())
}
/// OSM XML
pub static OSM_XML: Format =
    Format { id: "osm-xml", title: "OSM XML", extensions: &[], recognise: |_| false, read };
