//! Implicit tilings: tiles that follow from their numbers, as far as subtrees say that they are there.

use std::rc::Rc;

use super::codes;
use super::document::{ContentFile, ImplicitFile};
use super::files::{Files, name_of};
use super::subtree::{Scheme, Subtree};
use crate::FileReport;
use crate::report::Message;

/// Most levels of a tiling.
const MOST_LEVELS: u32 = 31;
/// Most contents of a tile.
const MOST_CONTENTS: usize = 64;

/// A tiling.
#[derive(Debug)]
pub struct Implicit {
    scheme: Scheme,
    subtree_levels: u32,
    levels: u32,
    subtrees: String,
    contents: Vec<String>,
    /// Error of its root, metres; each level halves it.
    pub error_m: f64,
    named_by: String,
}

/// A tile of a tiling.
#[derive(Clone, Debug)]
pub struct Place {
    /// Level within the tiling.
    pub level: u32,
    at: [u32; 3],
    subtree: Rc<Subtree>,
    /// Level and place within the subtree.
    own: (u32, [u32; 3]),
}

impl Implicit {
    /// The tiling that a tile of a tileset declares.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of(
        file: &ImplicitFile,
        contents: &[ContentFile],
        error_m: f64,
        named_by: &str,
    ) -> Result<Self, String> {
        let scheme = match file.subdivision_scheme.to_ascii_uppercase().as_str() {
            "QUADTREE" => Scheme::Quadtree,
            "OCTREE" => Scheme::Octree,
            other => return Err(format!("a subdivision {}", other.chars().take(20).collect::<String>())),
        };
        let levels = file.available_levels.or_else(|| file.maximum_level?.checked_add(1));
        let levels = levels.filter(|levels| (1..=MOST_LEVELS).contains(levels));
        let levels = levels.ok_or_else(|| format!("levels that are none, or more than {MOST_LEVELS}"))?;
        if !scheme.bears(file.subtree_levels) {
            return Err(format!("subtrees of {} levels", file.subtree_levels));
        }
        if contents.len() > MOST_CONTENTS {
            return Err(format!("{} contents of a tile", contents.len()));
        }
        Ok(Self {
            scheme,
            subtree_levels: file.subtree_levels,
            levels,
            subtrees: file.subtrees.uri.clone(),
            contents: contents.iter().map(|content| content.uri.clone()).collect(),
            error_m,
            named_by: named_by.to_owned(),
        })
    }

    /// Its root and the names of the root's contents; none when it is not there.
    pub fn root(&self, files: &Files, report: &mut FileReport) -> Option<(Place, Vec<String>)> {
        let subtree = self.subtree(0, [0; 3], files, report)?;
        let place = Place { level: 0, at: [0; 3], subtree, own: (0, [0; 3]) };
        place.subtree.has_tile(0, [0; 3]).then(|| {
            let contents = self.contents(&place, report);
            (place, contents)
        })
    }

    /// The tiles right below a tile, and the names of their contents.
    pub fn children(
        &self,
        parent: &Place,
        files: &Files,
        report: &mut FileReport,
    ) -> Vec<(Place, Vec<String>)> {
        let level = parent.level + 1;
        if level >= self.levels {
            return Vec::new();
        }
        let mut found = Vec::new();
        for number in 0..self.scheme.children() {
            let below = |at: [u32; 3]| {
                std::array::from_fn(|axis| match axis as u32 {
                    axis if axis < self.scheme.axes() => at[axis as usize] << 1 | number >> axis & 1,
                    _ => 0,
                })
            };
            let (at, own) = (below(parent.at), (parent.own.0 + 1, below(parent.own.1)));
            let place = if own.0 < self.subtree_levels {
                Place { level, at, subtree: parent.subtree.clone(), own }
            } else if parent.subtree.has_child(own.1) {
                let Some(subtree) = self.subtree(level, at, files, report) else { continue };
                Place { level, at, subtree, own: (0, [0; 3]) }
            } else {
                continue;
            };
            if place.subtree.has_tile(place.own.0, place.own.1) {
                let contents = self.contents(&place, report);
                found.push((place, contents));
            }
        }
        found
    }

    fn subtree(
        &self,
        level: u32,
        at: [u32; 3],
        files: &Files,
        report: &mut FileReport,
    ) -> Option<Rc<Subtree>> {
        let uri = filled(&self.subtrees, level, at);
        let read = name_of(&uri, &self.named_by)
            .and_then(|name| Subtree::read(&name, files, self.scheme, self.subtree_levels));
        read.map(Rc::new).map_err(|why| report.push(Message::new(&codes::SUBTREE, uri, why))).ok()
    }

    fn contents(&self, place: &Place, report: &mut FileReport) -> Vec<String> {
        let (level, at) = place.own;
        let there =
            self.contents.iter().enumerate().filter(|(i, _)| place.subtree.has_content(*i, level, at));
        let mut names = Vec::new();
        for (_, template) in there {
            match name_of(&filled(template, place.level, place.at), &self.named_by) {
                Ok(name) => names.push(name),
                Err(why) => report.push(Message::new(&codes::ADDRESS, self.named_by.as_str(), why)),
            }
        }
        names
    }
}

/// A template with the numbers of a tile put in.
fn filled(template: &str, level: u32, [x, y, z]: [u32; 3]) -> String {
    [("{level}", level), ("{x}", x), ("{y}", y), ("{z}", z)]
        .iter()
        .fold(template.to_owned(), |text, (name, number)| text.replace(name, &number.to_string()))
}
