//! Against every GeoJSON file of the data, the districts' figures, and bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

mod bad;
mod data;
mod mapping;

use linli_model::{Element, NoProgress};

use super::*;
use crate::Limits;

fn read_as(name: &str, text: &str, crs: Option<&str>) -> Result<Reading, Rejection> {
    read_bytes(name, text.as_bytes(), crs)
}

fn read_bytes(name: &str, bytes: &[u8], crs: Option<&str>) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input::from_bytes(name, bytes.to_vec(), &limits)?;
    read(&input, &ReadContext { limits: &limits, progress: &NoProgress, crs })
}

fn element<'a>(reading: &'a Reading, key: &str) -> &'a Element {
    let found = reading.elements.iter().find(|e| e.key.as_str() == key);
    found.unwrap_or_else(|| {
        panic!("no {key}; there are {:?}", reading.elements.iter().map(|e| &e.key).collect::<Vec<_>>())
    })
}

/// Code of the refusal, or the codes of the report.
fn outcome(result: &Result<Reading, Rejection>) -> Vec<&'static str> {
    match result {
        Ok(reading) => reading.report.codes.keys().copied().collect(),
        Err(rejection) => vec![rejection.0.code.id],
    }
}
