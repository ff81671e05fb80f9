//! GeoJSON
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Format, Input, ReadContext, Reading, Rejection};

static UNSUPPORTED: Code = Code {
    id: "CIM-geojson-000",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "not read yet{}",
    chinese: "{}",
    advice_english: "",
    advice_chinese: "",
};
/// GeoJSON
pub static GEOJSON: Format =
    Format { id: "geojson", title: "GeoJSON", extensions: &[], recognise: |_| false, read };
fn read(_: &Input, _: &ReadContext) -> Result<Reading, Rejection> {
    Err(Message::new(&UNSUPPORTED, "", "").into())
}
