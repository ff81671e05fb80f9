//! One edit as JSON, and back. Variants and journals share it.

use linli_model::variant::{Action, Change, Edit, Value};
use linli_model::{Element, Key, SceneFrame};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::scene::feature::{FeatureRead, feature_line, read_feature};

/// A change as a file has it: a feature is an element as a layer file of the scene has it.
#[derive(Serialize, Deserialize)]
pub(super) struct ChangeFile {
    op: Operation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    feature: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    old: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    old_value: Option<Value>,
}

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Operation {
    Add,
    Remove,
    Replace,
    Set,
}

/// An edit as a file has it: an action with its changes. Files of version 1 have a single change in its place.
#[derive(Serialize, Deserialize)]
pub(crate) struct EditFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    action: Option<Action>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeFile>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    op: Option<Operation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    feature: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    old: Option<Box<RawValue>>,
}

impl EditFile {
    /// Whether a program that reads version 1 understands it.
    pub(super) fn is_of_version_1(edit: &Edit) -> bool {
        match edit.changes.as_slice() {
            [Change::Set { .. }] => false,
            [change] => edit.action == Action::of(change),
            _ => false,
        }
    }

    /// An edit of version 1 as one of version 2.
    fn upgraded(self) -> Result<(Option<Action>, Vec<ChangeFile>), String> {
        match (self.op, self.changes) {
            (Some(op), None) => {
                let (key, feature, old) = (self.key, self.feature, self.old);
                Ok((self.action, vec![ChangeFile { op, key, feature, old, value: None, old_value: None }]))
            }
            (None, Some(changes)) => Ok((self.action, changes)),
            (Some(_), Some(_)) => Err("it has both an op and changes".to_owned()),
            (None, None) => Err("it has neither an op nor changes".to_owned()),
        }
    }

    /// Of an edit, in the layout of a version.
    ///
    /// # Errors
    /// What is wrong with an element that cannot be written.
    pub(crate) fn of(edit: &Edit, frame: &SceneFrame, version: u32) -> Result<Self, String> {
        let none = Self { action: None, changes: None, op: None, key: None, feature: None, old: None };
        let mut changes: Vec<ChangeFile> =
            edit.changes.iter().map(|change| ChangeFile::of(change, frame)).collect::<Result<_, _>>()?;
        if version == 1
            && let Some(change) = changes.pop()
        {
            let ChangeFile { op, key, feature, old, .. } = change;
            return Ok(Self { op: Some(op), key, feature, old, ..none });
        }
        Ok(Self { action: Some(edit.action.clone()), changes: Some(changes), ..none })
    }

    /// The edit.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn into_edit(self, frame: &SceneFrame) -> Result<Edit, String> {
        let (action, files) = self.upgraded()?;
        let many = files.len() > 1;
        let mut changes = Vec::with_capacity(files.len());
        for (at, file) in files.into_iter().enumerate() {
            let change = file.into_change(frame);
            let place = |what: String| if many { format!("change {}: {what}", at + 1) } else { what };
            changes.push(change.map_err(place)?);
        }
        let action = match (action, changes.as_slice()) {
            (Some(action), _) => action,
            (None, [change]) => Action::of(change),
            (None, _) => return Err("it has no action".to_owned()),
        };
        Ok(Edit::new(action, changes))
    }
}

impl ChangeFile {
    fn of(change: &Change, frame: &SceneFrame) -> Result<Self, String> {
        let raw = |element: &Element| -> Result<Box<RawValue>, String> {
            let line = feature_line(element, frame, None).map_err(|e| format!("{}: {e}", element.key))?;
            RawValue::from_string(line).map_err(|e| format!("{}: {e}", element.key))
        };
        let maybe = |old: &Option<Box<Element>>| old.as_deref().map(raw).transpose();
        let file = |op| Self { op, key: None, feature: None, old: None, value: None, old_value: None };
        Ok(match change {
            Change::Add(element) => Self { feature: Some(raw(element)?), ..file(Operation::Add) },
            Change::Remove { key, old } => {
                Self { key: Some(key.to_string()), old: maybe(old)?, ..file(Operation::Remove) }
            }
            Change::Replace { new, old } => {
                Self { feature: Some(raw(new)?), old: maybe(old)?, ..file(Operation::Replace) }
            }
            Change::Set { key, new, old } => Self {
                key: Some(key.to_string()),
                value: Some(new.clone()),
                old_value: old.clone(),
                ..file(Operation::Set)
            },
        })
    }

    fn into_change(self, frame: &SceneFrame) -> Result<Change, String> {
        let element = |feature: &RawValue| -> Result<Box<Element>, String> {
            match read_feature(feature.get(), frame)? {
                FeatureRead { element, grid: None } => Ok(Box::new(element)),
                FeatureRead { grid: Some(_), .. } => {
                    Err("height grids do not belong in a variant".to_owned())
                }
            }
        };
        let new = || self.feature.as_deref().map(element).transpose()?.ok_or("it has no feature".to_owned());
        let old = || self.old.as_deref().map(element).transpose();
        let named = |element: &Element| match &self.key {
            Some(key) if key != element.key.as_str() => {
                Err(format!("its key is {key} and that of its feature {}", element.key))
            }
            _ => Ok(()),
        };
        Ok(match self.op {
            Operation::Add => {
                let element = new()?;
                named(&element)?;
                Change::Add(element)
            }
            Operation::Replace => {
                let (new, old) = (new()?, old()?);
                named(&new)?;
                old.iter().try_for_each(|old| named(old))?;
                Change::Replace { new, old }
            }
            Operation::Remove => {
                let old = old()?;
                let key =
                    self.key.as_deref().map(Key::from).or_else(|| old.as_ref().map(|old| old.key.clone()));
                old.iter().try_for_each(|old| named(old))?;
                Change::Remove { key: key.ok_or("it has no key")?, old }
            }
            Operation::Set => Change::Set {
                key: Key::from(self.key.as_deref().ok_or("it has no key")?),
                new: self.value.clone().ok_or("it has no value")?,
                old: self.old_value.clone(),
            },
        })
    }
}
