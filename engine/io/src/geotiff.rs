//! GeoTIFF
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Format, Input, ReadContext, Reading, Rejection};

static UNSUPPORTED: Code = Code {
    id: "CIM-geotiff-000",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "not read yet{}",
    chinese: "{}",
    advice_english: "",
    advice_chinese: "",
};
/// GeoTIFF
pub static GEOTIFF: Format =
    Format { id: "geotiff", title: "GeoTIFF", extensions: &[], recognise: |_| false, read };
fn read(_: &Input, _: &ReadContext) -> Result<Reading, Rejection> {
    Err(Message::new(&UNSUPPORTED, "", "").into())
}
