//! Price packs of the capital balance: JSON.

use linli_model::CapitalPrices;

use crate::Input;
use crate::report::{Code, Message, Outcome, Rejection, Severity};

static NOT_JSON: Code = Code {
    id: "CIM-CP-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the price pack is not what its schema asks for: {}",
    chinese: "价格包不符合格式：{}",
    advice_english: "compare it with assets/rules/capital_zhejiang.json; field names must be the same",
    advice_chinese: "请对照 assets/rules/capital_zhejiang.json，字段名须一致",
};
static WRONG: Code = Code {
    id: "CIM-CP-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "a price cannot be: {}",
    chinese: "价格不合理：{}",
    advice_english: "correct the entry that is named",
    advice_chinese: "请修正所指条目",
};

/// Reads a pack of prices and checks it.
///
/// # Errors
/// A [`Rejection`] that names the line of the JSON, or the price that is wrong.
pub fn read_capital_prices(input: &Input) -> Result<CapitalPrices, Rejection> {
    let reject = |code: &'static Code, place: String, detail: String| {
        let mut message = Message::new(code, place, detail);
        message.file.clone_from(&input.name);
        Rejection::from(message)
    };
    let prices: CapitalPrices = serde_json::from_slice(&input.bytes)
        .map_err(|e| reject(&NOT_JSON, format!("line {}", e.line()), e.to_string()))?;
    match prices.contradiction() {
        Some((place, detail)) => Err(reject(&WRONG, place, detail)),
        None => Ok(prices),
    }
}

/// The example prices that come with the program.
///
/// # Errors
/// A [`Rejection`] when the shipped pack is damaged.
pub fn built_in_capital_prices() -> Result<CapitalPrices, Rejection> {
    let text = include_str!("../../../../assets/rules/capital_zhejiang.json");
    read_capital_prices(&Input { name: "capital_zhejiang.json".to_owned(), bytes: text.as_bytes().to_vec(), path: None })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn read(change: impl Fn(&str) -> String) -> Result<CapitalPrices, Rejection> {
        let text = change(include_str!("../../../../assets/rules/capital_zhejiang.json"));
        read_capital_prices(&Input { name: "mine.json".to_owned(), bytes: text.into_bytes(), path: None })
    }

    #[test]
    fn the_shipped_pack_is_whole_and_every_place_can_be_changed() {
        let mut prices = built_in_capital_prices().unwrap();
        let places: Vec<String> = prices.prices().into_iter().map(|(place, _)| place).collect();
        assert_eq!(places.len(), 6 + 19);
        for (number, place) in places.iter().enumerate() {
            prices.price_mut(place).unwrap().value = number as f64;
        }
        let values: Vec<f64> = prices.prices().iter().map(|(_, price)| price.value).collect();
        assert!(values.iter().enumerate().all(|(number, value)| *value == number as f64));
        assert!(prices.price_mut("uses/residential/other").is_none());
    }

    #[test]
    fn a_wrong_price_is_named() {
        let error = |from: &str, to: &str| format!("{:?}", read(|text| text.replace(from, to)).unwrap_err());
        assert!(error("\"value\": 0.06, \"low\"", "\"value\": 6, \"low\"").contains("sale_tax"));
        assert!(error("\"value\": 25000", "\"value\": -1").contains("uses/residential/sale_price"));
        assert!(error("capital-prices/1", "capital-prices/9").contains("schema"));
        assert!(error("\"profit\"", "\"profits\"").contains("CIM-CP-001"));
        assert!(read(|_| "{".to_owned()).is_err());
    }
}
