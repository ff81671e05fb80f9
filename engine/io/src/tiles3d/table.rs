//! Tables of tiles of 3D Tiles 1.0: JSON with numbers in it or in the bytes behind it.

use linli_model::{AttributeValue, Attributes, Key};
use serde_json::{Map, Value};

use crate::text;

/// Deepest nesting of a table.
const DEEPEST: usize = 64;

/// A feature table or a batch table.
#[derive(Debug, Default)]
pub struct Table<'a> {
    json: Map<String, Value>,
    binary: &'a [u8],
}

impl<'a> Table<'a> {
    /// The table of these bytes; an empty one when there are none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of(json: &[u8], binary: &'a [u8]) -> Result<Self, String> {
        let shown = std::str::from_utf8(json).map_err(|_| "a table that is not UTF-8")?;
        let shown = shown.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if shown.is_empty() {
            return Ok(Self { json: Map::new(), binary });
        }
        if text::nesting_beyond(shown, DEEPEST).is_some() {
            return Err(format!("a table nested deeper than {DEEPEST} levels"));
        }
        let json = serde_json::from_str(shown).map_err(|error| format!("a table: {error}"))?;
        Ok(Self { json, binary })
    }

    /// Whether there is any column.
    pub fn is_empty(&self) -> bool {
        self.json.keys().all(|name| is_no_column(name))
    }

    /// A single number: itself, or the first of a list.
    pub fn whole(&self, name: &str) -> Option<usize> {
        let value = match self.json.get(name)? {
            Value::Array(list) => list.first()?,
            value => value,
        };
        value.as_u64().and_then(|number| usize::try_from(number).ok())
    }

    /// Whether a flag is set.
    pub fn flag(&self, name: &str) -> bool {
        self.json.get(name).and_then(Value::as_bool) == Some(true)
    }

    /// So many numbers of a row of a column that has the type the table says, else this one.
    ///
    /// # Errors
    /// When the column is there but not the row.
    pub fn row<const N: usize>(
        &self,
        name: &str,
        otherwise: &str,
        row: usize,
    ) -> Result<Option<[f64; N]>, String> {
        let Some(column) = self.json.get(name) else { return Ok(None) };
        let short = || format!("{name} has no row {row}");
        if let Value::Array(list) = column {
            let start = row.checked_mul(N).ok_or_else(short)?;
            let found = (0..N).map(|i| list.get(start + i).and_then(Value::as_f64));
            let found: Option<Vec<f64>> = found.collect();
            return found.and_then(|found| found.try_into().ok()).map(Some).ok_or_else(short);
        }
        let type_ = column.get("componentType").and_then(Value::as_str).unwrap_or(otherwise);
        let mut found = [0.0; N];
        for (i, number) in found.iter_mut().enumerate() {
            *number = self.number(column, type_, row, N, i).ok_or_else(short)?;
        }
        Ok(Some(found))
    }

    /// Everything that the table says about a row, in the order of the columns' names.
    pub fn attributes(&self, row: usize) -> Attributes {
        let mut attributes = Attributes::new();
        for (name, column) in self.json.iter().filter(|(name, _)| !is_no_column(name)) {
            if let Some(value) = self.attribute(column, row) {
                attributes.push(Key::from(name.as_str()), value);
            }
        }
        attributes
    }

    /// What cannot be used of a batch table of so many rows.
    pub fn problems(&self, rows: usize) -> Vec<String> {
        let mut problems = Vec::new();
        if self.json.get("extensions").and_then(|found| found.get("3DTILES_batch_table_hierarchy")).is_some()
            || self.json.contains_key("HIERARCHY")
        {
            problems.push("its hierarchy (3DTILES_batch_table_hierarchy)".to_owned());
        }
        let Some(last) = rows.checked_sub(1) else { return problems };
        for (name, column) in self.json.iter().filter(|(name, _)| !is_no_column(name)) {
            let there = match column {
                Value::Array(list) => list.len() > last,
                column => self.attribute(column, last).is_some(),
            };
            if !there {
                let name: String = name.chars().take(80).collect();
                problems.push(format!("{name} has fewer rows than {rows}"));
            }
        }
        problems
    }

    fn attribute(&self, column: &Value, row: usize) -> Option<AttributeValue> {
        let value = match column {
            Value::Array(list) => list.get(row)?.clone(),
            Value::Object(place) => {
                let parts = match place.get("type").and_then(Value::as_str)? {
                    "SCALAR" => 1,
                    "VEC2" => 2,
                    "VEC3" => 3,
                    "VEC4" => 4,
                    _ => return None,
                };
                let type_ = place.get("componentType").and_then(Value::as_str)?;
                let mut numbers = Vec::new();
                for part in 0..parts {
                    let number = self.number(column, type_, row, parts, part)?;
                    let is_whole = !matches!(type_, "FLOAT" | "DOUBLE");
                    numbers.push(if is_whole { Value::from(number as i64) } else { Value::from(number) });
                }
                if parts == 1 { numbers.pop()? } else { Value::Array(numbers) }
            }
            _ => return None,
        };
        match value {
            Value::Null => None,
            Value::Bool(value) => Some(AttributeValue::Bool(value)),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Some(AttributeValue::Integer(whole)),
                None => number.as_f64().map(AttributeValue::Number),
            },
            Value::String(text) => Some(AttributeValue::Text(text)),
            other => Some(AttributeValue::Text(other.to_string())),
        }
    }

    /// A number of a column that lies in the bytes.
    fn number(&self, column: &Value, type_: &str, row: usize, parts: usize, part: usize) -> Option<f64> {
        fn bytes<const N: usize>(binary: &[u8], start: usize, at: usize) -> Option<[u8; N]> {
            let start = at.checked_mul(N)?.checked_add(start)?;
            binary.get(start..start.checked_add(N)?)?.try_into().ok()
        }
        let start = usize::try_from(column.get("byteOffset")?.as_u64()?).ok()?;
        let at = row.checked_mul(parts)?.checked_add(part)?;
        let binary = self.binary;
        Some(match type_ {
            "BYTE" => f64::from(i8::from_le_bytes(bytes(binary, start, at)?)),
            "UNSIGNED_BYTE" => f64::from(u8::from_le_bytes(bytes(binary, start, at)?)),
            "SHORT" => f64::from(i16::from_le_bytes(bytes(binary, start, at)?)),
            "UNSIGNED_SHORT" => f64::from(u16::from_le_bytes(bytes(binary, start, at)?)),
            "INT" => f64::from(i32::from_le_bytes(bytes(binary, start, at)?)),
            "UNSIGNED_INT" => f64::from(u32::from_le_bytes(bytes(binary, start, at)?)),
            "FLOAT" => f64::from(f32::from_le_bytes(bytes(binary, start, at)?)),
            "DOUBLE" => f64::from_le_bytes(bytes(binary, start, at)?),
            _ => return None,
        })
    }
}

/// Members of a table that say nothing about rows.
fn is_no_column(name: &str) -> bool {
    matches!(name, "extensions" | "extras" | "HIERARCHY")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn rows_come_from_the_text_or_from_the_bytes() {
        let binary = [7, 0, 8, 0, 0, 0, 192, 63];
        let json =
            br#"{"a": [1, 2.5], "b": {"byteOffset": 0, "componentType": "UNSIGNED_SHORT", "type": "SCALAR"},
            "c": {"byteOffset": 4, "componentType": "FLOAT", "type": "SCALAR"}, "n": [3]}  "#;
        let table = Table::of(json, &binary).unwrap();
        let first = table.attributes(0);
        let value = |name: &str| first.get(name).and_then(AttributeValue::as_f64);
        assert_eq!([value("a"), value("b"), value("c")], [Some(1.0), Some(7.0), Some(1.5)]);
        assert_eq!(table.attributes(1).get("b"), Some(&AttributeValue::Integer(8)));
        assert_eq!(table.attributes(1).get("c"), None, "the bytes end");
        assert_eq!(table.problems(2), ["c has fewer rows than 2", "n has fewer rows than 2"]);
        assert_eq!(table.row::<1>("b", "FLOAT", 1), Ok(Some([8.0])));
        assert!(table.row::<3>("c", "FLOAT", 0).is_err());
        assert_eq!((table.whole("n"), table.row::<3>("absent", "FLOAT", 0)), (Some(3), Ok(None)));
        assert!(Table::of(b"{", &[]).is_err() && Table::of(b"[1]", &[]).is_err());
        assert!(Table::of("[".repeat(5000).as_bytes(), &[]).is_err());
        assert!(Table::of(b"  \0", &[]).unwrap().is_empty());
    }
}
