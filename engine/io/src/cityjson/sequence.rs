//! CityJSONSeq: a header line, then one CityJSONFeature a line.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};

use linli_model::{Key, Kind};
use rayon::prelude::*;

use super::codes::{self, list, object as object_code};
use super::document::{Document, Shared, check_root, read_document};
use super::header::Cut;
use super::object::Scratch;
use crate::report::Message;

/// Root members of a feature.
const FEATURE_MEMBERS: &[&str] = &["type", "id", "CityObjects", "vertices", "appearance"];

/// Reads the features that follow the header; `text` is the rest of the file, whose first line is
/// line `first_line` of the file. Gives one document a line.
///
/// # Errors
/// The message of the rejection, when the user stops it.
pub fn read_features(
    text: &str,
    first_line: usize,
    shared: &Shared<'_>,
) -> Result<Vec<Document>, Box<Message>> {
    let lines: Vec<(usize, &str)> =
        (first_line..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    let (done, total) = (AtomicU64::new(0), lines.len() as u64);
    let read = |scratch: &mut Scratch, &(number, line): &(usize, &str)| {
        let before = done.fetch_add(1, Ordering::Relaxed);
        if before.is_multiple_of(64) {
            shared.context.progress.step("cityjson", before, total);
        }
        (!shared.context.progress.cancelled()).then(|| read_feature(number, line, shared, scratch))
    };
    let documents: Vec<Option<Document>> = lines.par_iter().map_init(Scratch::default, read).collect();
    let documents: Option<Vec<Document>> = documents.into_iter().collect();
    let mut documents = documents.ok_or_else(|| Message::new(&codes::STOPPED, "", ""))?;
    rename_repeated(&mut documents);
    Ok(documents)
}

fn read_feature(number: usize, line: &str, shared: &Shared<'_>, scratch: &mut Scratch) -> Document {
    let skipped = |message: Message| {
        // A whole file would be refused for this; here only the line is.
        let place = if message.place.is_empty() { format!("line {number}") } else { message.place };
        let mut skipped =
            Message::new(&list::BAD_LINE, place, message.code.english.replace("{}", &message.detail));
        skipped.object = message.object;
        Document { found: vec![skipped], ..Document::default() }
    };
    let cut = match Cut::new(line, number, format!("line {number} "), shared.context.limits) {
        Ok(cut) => cut,
        Err(message) => return skipped(*message),
    };
    if !line.get(cut.end..).unwrap_or_default().trim().is_empty() {
        return skipped(Message::new(&codes::SYNTAX, cut.position(cut.end), "trailing characters"));
    }
    let mut document = match read_document(&cut, shared, Some(scratch)) {
        Ok(document) => document,
        Err(message) => return skipped(*message),
    };
    let type_ = cut.text_of("type").unwrap_or_else(|| "(none)".to_owned());
    if type_ != "CityJSONFeature" {
        let count = document.objects.len();
        let detail = format!("its type is {type_} ({count} objects)");
        document.found = vec![Message::new(&list::NOT_A_FEATURE, format!("line {number} /type"), detail)];
        for object in &mut document.objects {
            object.element = None;
            object.found.clear();
        }
    }
    check_root(&cut, FEATURE_MEMBERS, shared.header.extensions, &mut document.found);
    document
}

/// Objects whose id an earlier feature has taken get a key of their own.
fn rename_repeated(documents: &mut [Document]) {
    let mut taken: HashSet<Key> = HashSet::new();
    for document in documents {
        let mut renamed: Vec<(Key, Key)> = Vec::new();
        for object in &mut document.objects {
            let Some(element) = &mut object.element else { continue };
            let mut key = element.key.clone();
            let mut number = 1_u32;
            while taken.contains(&key) {
                number += 1;
                key = Key::from(format!("{}~{number}", element.key));
            }
            taken.insert(key.clone());
            if key != element.key {
                let message =
                    Message::new(&object_code::RENAMED, "", key.as_str()).object(object.id.as_str());
                object.found.push(message);
                renamed.push((std::mem::replace(&mut element.key, key.clone()), key));
            }
        }
        for (old, new) in &renamed {
            for element in document.objects.iter_mut().filter_map(|o| o.element.as_mut()) {
                if let Kind::Building(facts) | Kind::BuildingPart(facts) = &mut element.kind
                    && facts.parent.as_ref() == Some(old)
                {
                    facts.parent = Some(new.clone());
                }
            }
        }
    }
}
