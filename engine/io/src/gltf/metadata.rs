//! What is known about features: the property tables of `EXT_structural_metadata`.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{AttributeValue, Attributes, Key};
use serde::Deserialize;
use serde_json::{Number, Value};

use super::buffer::Buffers;
use super::document::{Document, Whole};
use super::feature::Feature;
use crate::Limits;
use crate::budget::{Budget, Spent};

/// Longest list or text of one value that is kept, entries and bytes.
const LONGEST_VALUE: usize = 4096;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extension {
    #[serde(default)]
    schema: Option<Schema>,
    #[serde(default)]
    schema_uri: Option<String>,
    #[serde(default)]
    property_tables: Vec<TableFile>,
}

#[derive(Debug, Default, Deserialize)]
struct Schema {
    #[serde(default)]
    classes: BTreeMap<String, Class>,
    #[serde(default)]
    enums: BTreeMap<String, Enumeration>,
}

#[derive(Debug, Deserialize)]
struct Class {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    properties: BTreeMap<String, Property>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Enumeration {
    #[serde(default)]
    value_type: Option<String>,
    #[serde(default)]
    values: Vec<EnumerationValue>,
}

#[derive(Debug, Deserialize)]
struct EnumerationValue {
    name: String,
    value: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Property {
    #[serde(default)]
    name: Option<String>,
    #[serde(rename = "type")]
    type_: String,
    #[serde(default)]
    component_type: Option<String>,
    #[serde(default)]
    enum_type: Option<String>,
    #[serde(default)]
    array: bool,
    #[serde(default)]
    count: Option<Whole>,
    #[serde(default)]
    normalized: bool,
    #[serde(default)]
    offset: Option<Value>,
    #[serde(default)]
    scale: Option<Value>,
    #[serde(default)]
    no_data: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct TableFile {
    #[serde(rename = "class")]
    class: String,
    count: Whole,
    #[serde(default)]
    properties: BTreeMap<String, ColumnFile>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ColumnFile {
    values: Whole,
    #[serde(default)]
    array_offsets: Option<Whole>,
    #[serde(default)]
    string_offsets: Option<Whole>,
    #[serde(default)]
    array_offset_type: Option<String>,
    #[serde(default)]
    string_offset_type: Option<String>,
    #[serde(default)]
    offset: Option<Value>,
    #[serde(default)]
    scale: Option<Value>,
}

/// Tables of a document.
pub struct Tables<'a> {
    buffers: &'a Buffers<'a>,
    schema: Schema,
    tables: Vec<TableFile>,
    problems: Vec<(String, String)>,
    longest: usize,
}

impl<'a> Tables<'a> {
    /// The tables of a document; none when it has none.
    pub fn of(document: &Document, buffers: &'a Buffers<'a>, limits: &Limits) -> Self {
        let longest = LONGEST_VALUE.min(usize::try_from(limits.objects).unwrap_or(usize::MAX));
        let mut tables =
            Self { buffers, schema: Schema::default(), tables: Vec::new(), problems: Vec::new(), longest };
        let named = document.extensions.as_ref().and_then(|found| found.get("EXT_structural_metadata"));
        let Some(named) = named else { return tables };
        match Extension::deserialize(named) {
            Ok(found) => {
                if found.schema.is_none() && found.schema_uri.is_some() {
                    let why = "its schema lies in another file, which is not read";
                    tables
                        .problems
                        .push(("/extensions/EXT_structural_metadata/schemaUri".into(), why.into()));
                }
                tables.schema = found.schema.unwrap_or_default();
                tables.tables = found.property_tables;
            }
            Err(error) => {
                tables.problems.push(("/extensions/EXT_structural_metadata".into(), error.to_string()));
            }
        }
        tables.check();
        tables
    }

    /// What cannot be used, and where.
    pub fn problems(&self) -> impl Iterator<Item = (&str, &str)> {
        self.problems.iter().map(|(place, why)| (place.as_str(), why.as_str()))
    }

    /// The name of each table's class.
    pub fn classes(&self) -> BTreeMap<usize, String> {
        let name = |table: &TableFile| {
            let titled = self.schema.classes.get(&table.class).and_then(|class| class.name.clone());
            titled.unwrap_or_else(|| table.class.clone())
        };
        self.tables.iter().map(name).enumerate().collect()
    }

    /// What is known about each of these features; a feature that is in no table has no attributes.
    ///
    /// # Errors
    /// When this would be more than the budget allows.
    pub fn attributes(
        &self,
        wanted: &BTreeSet<Feature>,
        budget: &Budget,
    ) -> Result<BTreeMap<Feature, Attributes>, Spent> {
        let mut found = BTreeMap::new();
        for feature in wanted {
            let Some(table) = feature.table.and_then(|table| self.tables.get(table)) else { continue };
            let Some(class) = self.schema.classes.get(&table.class) else { continue };
            let row = feature.id as usize;
            if row >= table.count.0 {
                continue;
            }
            budget.take(table.properties.len())?;
            let mut attributes = Attributes::new();
            for (id, column) in &table.properties {
                let Some(property) = class.properties.get(id) else { continue };
                let Ok(Some(value)) = self.value(property, column, row) else { continue };
                if let AttributeValue::Text(text) = &value {
                    budget.take(text.len() / super::ELEMENT_BYTES as usize)?;
                }
                attributes.push(Key::from(property.name.as_deref().unwrap_or(id)), value);
            }
            found.insert(*feature, attributes);
        }
        Ok(found)
    }

    /// Looks at the first and the last value of every column.
    fn check(&mut self) {
        let mut problems = Vec::new();
        for (number, table) in self.tables.iter().enumerate() {
            let place = format!("/extensions/EXT_structural_metadata/propertyTables/{number}");
            let Some(class) = self.schema.classes.get(&table.class) else {
                problems.push((place, format!("there is no class {}", table.class)));
                continue;
            };
            for (id, column) in &table.properties {
                let Some(property) = class.properties.get(id) else {
                    problems.push((place.clone(), format!("the class has no property {id}")));
                    continue;
                };
                let ends = [0, table.count.0.saturating_sub(1)];
                if let Some(why) = ends.iter().find_map(|row| self.value(property, column, *row).err()) {
                    problems.push((place.clone(), format!("{id}: {why}")));
                }
            }
        }
        self.problems.append(&mut problems);
    }

    /// A value of a column; none when it stands for no data.
    fn value(
        &self,
        property: &Property,
        column: &ColumnFile,
        row: usize,
    ) -> Result<Option<AttributeValue>, String> {
        let (first, count) = match (property.array, property.count) {
            (false, _) => (row, 1),
            (true, Some(count)) => (row.checked_mul(count.0).ok_or("too many")?, count.0),
            (true, None) => {
                let offsets = column.array_offsets.ok_or("it has no array offsets")?;
                let kind = column.array_offset_type.as_deref();
                let (start, end) = (self.offset(offsets, kind, row)?, self.offset(offsets, kind, row + 1)?);
                (start, end.checked_sub(start).ok_or("its array offsets fall")?)
            }
        };
        if count > self.longest {
            return Err(format!("a list of {count}"));
        }
        let mut entries = Vec::with_capacity(count);
        for at in first..first.saturating_add(count) {
            entries.push(self.entry(property, column, at)?);
        }
        let value = if property.array { Value::Array(entries) } else { entries.pop().unwrap_or_default() };
        if property.no_data.as_ref() == Some(&value) {
            return Ok(None);
        }
        Ok(match value {
            Value::Null => None,
            Value::Bool(value) => Some(AttributeValue::Bool(value)),
            Value::Number(number) => Some(match number.as_i64() {
                Some(whole) => AttributeValue::Integer(whole),
                None => AttributeValue::Number(number.as_f64().ok_or("a number that is not finite")?),
            }),
            Value::String(text) => Some(AttributeValue::Text(text)),
            other => Some(AttributeValue::Text(other.to_string())),
        })
    }

    /// An entry of a column: a number, several of them, a text, yes or no.
    fn entry(&self, property: &Property, column: &ColumnFile, at: usize) -> Result<Value, String> {
        let (bytes, _) = self.buffers.view(column.values)?;
        let short = || format!("value {at} of {} bytes", bytes.len());
        match property.type_.as_str() {
            "BOOLEAN" => {
                let byte = bytes.get(at / 8).ok_or_else(short)?;
                Ok(Value::Bool(byte >> (at % 8) & 1 == 1))
            }
            "STRING" => {
                let offsets = column.string_offsets.ok_or("it has no string offsets")?;
                let kind = column.string_offset_type.as_deref();
                let (start, end) = (self.offset(offsets, kind, at)?, self.offset(offsets, kind, at + 1)?);
                let text = bytes.get(start..end).ok_or_else(short)?;
                let text = text.get(..self.longest).unwrap_or(text);
                Ok(Value::String(String::from_utf8_lossy(text).into_owned()))
            }
            "ENUM" => {
                let kind = property.enum_type.as_ref().and_then(|name| self.schema.enums.get(name));
                let kind = kind.ok_or("its enumeration is not there")?;
                let component = kind.value_type.as_deref().unwrap_or("UINT16");
                let number = component_at(bytes, component, at).ok_or_else(short)?;
                let named = kind.values.iter().find(|value| Some(value.value) == number.as_i64());
                Ok(named.map_or(number, |value| Value::String(value.name.clone())))
            }
            type_ => {
                let components = match type_ {
                    "SCALAR" => 1,
                    "VEC2" => 2,
                    "VEC3" => 3,
                    "VEC4" | "MAT2" => 4,
                    "MAT3" => 9,
                    "MAT4" => 16,
                    _ => return Err(format!("type {type_}")),
                };
                let first = at.checked_mul(components).ok_or_else(short)?;
                let numbers = (0..components).map(|i| {
                    let component = property.component_type.as_deref().unwrap_or_default();
                    let number = component_at(bytes, component, first + i).ok_or_else(short)?;
                    Ok(property.stretched(number, component, column, i))
                });
                let mut numbers = numbers.collect::<Result<Vec<Value>, String>>()?;
                Ok(if components == 1 { numbers.pop().unwrap_or_default() } else { Value::Array(numbers) })
            }
        }
    }

    fn offset(&self, view: Whole, kind: Option<&str>, at: usize) -> Result<usize, String> {
        let (bytes, _) = self.buffers.view(view)?;
        let number = component_at(bytes, kind.unwrap_or("UINT32"), at);
        let number = number.and_then(|number| usize::try_from(number.as_u64()?).ok());
        number.ok_or_else(|| format!("offset {at} of {} bytes", bytes.len()))
    }
}

impl Property {
    /// A number as it is meant: normalised, scaled and moved.
    fn stretched(&self, number: Value, component: &str, column: &ColumnFile, part: usize) -> Value {
        let pick = |value: &Option<Value>| match value {
            Some(Value::Array(parts)) => parts.get(part).and_then(Value::as_f64),
            Some(value) => value.as_f64(),
            None => None,
        };
        let scale = pick(&column.scale).or_else(|| pick(&self.scale));
        let offset = pick(&column.offset).or_else(|| pick(&self.offset));
        let most = match (self.normalized, component) {
            (true, "INT8") => Some(127.0),
            (true, "UINT8") => Some(255.0),
            (true, "INT16") => Some(32_767.0),
            (true, "UINT16") => Some(65_535.0),
            (true, "INT32") => Some(f64::from(i32::MAX)),
            (true, "UINT32") => Some(f64::from(u32::MAX)),
            _ => None,
        };
        if scale.is_none() && offset.is_none() && most.is_none() {
            return number;
        }
        let plain = number.as_f64().unwrap_or(f64::NAN);
        let plain = most.map_or(plain, |most| (plain / most).max(-1.0));
        Number::from_f64(plain * scale.unwrap_or(1.0) + offset.unwrap_or(0.0))
            .map_or(Value::Null, Value::Number)
    }
}

/// A number of a type in tightly packed bytes, null when it is not finite; none beyond their end.
fn component_at(bytes: &[u8], component: &str, at: usize) -> Option<Value> {
    fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
        let start = at.checked_mul(N)?;
        bytes.get(start..start.checked_add(N)?)?.try_into().ok()
    }
    Some(match component {
        "INT8" => Value::from(i8::from_le_bytes(part(bytes, at)?)),
        "UINT8" => Value::from(u8::from_le_bytes(part(bytes, at)?)),
        "INT16" => Value::from(i16::from_le_bytes(part(bytes, at)?)),
        "UINT16" => Value::from(u16::from_le_bytes(part(bytes, at)?)),
        "INT32" => Value::from(i32::from_le_bytes(part(bytes, at)?)),
        "UINT32" => Value::from(u32::from_le_bytes(part(bytes, at)?)),
        "INT64" => Value::from(i64::from_le_bytes(part(bytes, at)?)),
        "UINT64" => Value::from(u64::from_le_bytes(part(bytes, at)?)),
        "FLOAT32" => {
            // The shortest decimal that is this number, as the writer meant it.
            let value = f32::from_le_bytes(part(bytes, at)?);
            value.to_string().parse::<f64>().map_or(Value::Null, Value::from)
        }
        "FLOAT64" => Value::from(f64::from_le_bytes(part(bytes, at)?)),
        _ => return None,
    })
}
