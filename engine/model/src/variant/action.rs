//! What a person did, as the history and the list of causes name it.

use serde::{Deserialize, Serialize};

use super::edit::Change;
use crate::{BuildingUse, Language, Point3};

/// What a person did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Added an element.
    Add,
    /// Removed an element.
    Remove,
    /// Replaced an element.
    Replace,
    /// Set a value.
    Set,
    /// Drew a building.
    DrawBuilding,
    /// Moved elements, metres.
    Move(Point3),
    /// Rotated elements, degrees counter-clockwise.
    Rotate(f64),
    /// Scaled elements along east, north and up.
    Scale(Point3),
    /// Mirrored elements.
    Mirror,
    /// Pushed a face out, metres.
    PushFace(f64),
    /// Moved, added or took out a corner or vertex.
    Reshape,
    /// Set the number of storeys.
    SetStoreys(i16),
    /// Set the use of storeys.
    SetStoreyUse {
        /// Lowest level.
        from: i16,
        /// Highest level.
        to: i16,
        /// The use.
        #[serde(rename = "use")]
        use_: BuildingUse,
    },
    /// Planted a roof, a balcony or a wall.
    Plant,
    /// Dug a basement.
    DigBasement,
    /// Drew a street, path or footbridge.
    DrawStreet,
    /// Added a crossing, gate or lift.
    AddCrossing,
    /// Added an entrance of a station or a building.
    AddEntrance,
    /// Drew a park, square or other area.
    DrawArea,
    /// Planted trees.
    PlantTrees(u32),
    /// Laid a utility line.
    LayLine,
    /// Drew a utility tunnel.
    DrawCorridor,
    /// Added a shaft or node of a utility network or tunnel.
    AddShaft,
    /// Set the depth of a line, metres deeper than before.
    Deepen(f64),
    /// Added a facility.
    AddFacility,
    /// Drew a parcel.
    DrawParcel,
    /// Deleted elements with what belongs to them.
    Delete(u32),
    /// Copied elements.
    Copy(u32),
    /// Copied elements in an array of columns and rows.
    Array(u32, u32),
    /// Took an edit of another variant.
    CherryPick {
        /// Key of that variant.
        from: String,
        /// What the edit does.
        what: Box<Self>,
    },
    /// Solved a conflict of a merge.
    Merge {
        /// Key of the other variant.
        from: String,
    },
    /// Took back a step.
    TakeBack(Box<Self>),
    /// Named by the person or the program that did it.
    Named {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
}

impl Action {
    /// What a single change does.
    pub fn of(change: &Change) -> Self {
        match change {
            Change::Add(_) => Self::Add,
            Change::Remove { .. } => Self::Remove,
            Change::Replace { .. } => Self::Replace,
            Change::Set { .. } => Self::Set,
        }
    }

    /// Name of the step in a language.
    pub fn text(&self, language: Language) -> String {
        let say = |en: &str, zh: &str| match language {
            Language::English => en.to_owned(),
            Language::Chinese => zh.to_owned(),
        };
        match self {
            Self::Add => say("Add", "新增"),
            Self::Remove => say("Remove", "移除"),
            Self::Replace => say("Change", "修改"),
            Self::Set => say("Set a value", "设定属性"),
            Self::DrawBuilding => say("Draw a building", "新建建筑"),
            Self::Move([x, y, z]) => {
                let by = (x * x + y * y + z * z).sqrt();
                say(&format!("Move by {by:.2} m"), &format!("移动 {by:.2} m"))
            }
            Self::Rotate(deg) => say(&format!("Rotate by {deg:.1}°"), &format!("旋转 {deg:.1}°")),
            Self::Scale([x, y, z]) => {
                let by = format!("{x:.3} × {y:.3} × {z:.3}");
                say(&format!("Scale {by}"), &format!("缩放 {by}"))
            }
            Self::Mirror => say("Mirror", "镜像"),
            Self::PushFace(by) => say(&format!("Push a face by {by:+.2} m"), &format!("推拉面 {by:+.2} m")),
            Self::Reshape => say("Reshape", "修改形状"),
            Self::SetStoreys(n) => say(&format!("Set {n} storeys"), &format!("层数改为 {n}")),
            Self::SetStoreyUse { from, to, .. } => {
                say(&format!("Set the use of storeys {from} to {to}"), &format!("改变 {from}～{to} 层用途"))
            }
            Self::Plant => say("Plant a roof, balcony or wall", "立体绿化"),
            Self::DigBasement => say("Dig a basement", "新建地下室"),
            Self::DrawStreet => say("Draw a street", "新建道路"),
            Self::AddCrossing => say("Add a crossing or gate", "新增过街或门"),
            Self::AddEntrance => say("Add an entrance", "新增出入口"),
            Self::DrawArea => say("Draw an area", "新建用地面"),
            Self::PlantTrees(n) => say(&format!("Plant {n} trees"), &format!("种植 {n} 棵树")),
            Self::LayLine => say("Lay a utility line", "敷设管线"),
            Self::DrawCorridor => say("Draw a utility tunnel", "新建综合管廊"),
            Self::AddShaft => say("Add a shaft or node", "新增井室"),
            Self::Deepen(by) => say(&format!("Lay {by:+.2} m deeper"), &format!("埋深调整 {by:+.2} m")),
            Self::AddFacility => say("Add a facility", "新增设施"),
            Self::DrawParcel => say("Draw a parcel", "新建地块"),
            Self::Delete(n) => say(&format!("Delete {n} elements"), &format!("删除 {n} 个要素")),
            Self::Copy(n) => say(&format!("Copy {n} elements"), &format!("复制 {n} 个要素")),
            Self::Array(columns, rows) => {
                say(&format!("Array of {columns} × {rows}"), &format!("阵列 {columns} × {rows}"))
            }
            Self::CherryPick { from, what } => {
                let what = what.text(language);
                say(&format!("{what} (from {from})"), &format!("{what}（取自 {from}）"))
            }
            Self::Merge { from } => say(&format!("Merge from {from}"), &format!("合并自 {from}")),
            Self::TakeBack(what) => {
                let what = what.text(language);
                say(&format!("Take back: {what}"), &format!("撤回：{what}"))
            }
            Self::Named { zh, en } => say(en, zh),
        }
    }
}
