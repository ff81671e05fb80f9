//! CityJSON
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Format, Input, ReadContext, Reading, Rejection};

static UNSUPPORTED: Code = Code {
    id: "CIM-cityjson-000",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "not read yet{}",
    chinese: "{}",
    advice_english: "",
    advice_chinese: "",
};
/// CityJSON
pub static CITYJSON: Format =
    Format { id: "cityjson", title: "CityJSON", extensions: &[], recognise: |_| false, read };
fn read(_: &Input, _: &ReadContext) -> Result<Reading, Rejection> {
    Err(Message::new(&UNSUPPORTED, "", "").into())
}
