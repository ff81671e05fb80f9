//! Why an edit cannot be made, and why a tree of variants cannot be changed.

use crate::{Key, Language};

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EditFault {
    /// The key of an element to add is taken.
    KeyTaken,
    /// There is no element of the key to remove, to replace or to set.
    NothingThere,
    /// What is there is not what the change says was there.
    NotAsKnown,
    /// The element has no value of this kind.
    NoSuchValue,
    /// A number is not finite, or there is no shape.
    NotFinite,
    /// The element would name another one that is not there.
    Dangling(Key),
    /// The variant is approved and locked.
    Locked,
}

/// A change that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditProblem {
    /// Number of the edit, from 1.
    pub number: usize,
    /// Key of the element.
    pub key: Key,
    /// Why.
    pub fault: EditFault,
}

impl EditProblem {
    /// What is wrong and what to do, in English.
    pub fn english(&self) -> String {
        let (number, key) = (self.number, &self.key);
        match &self.fault {
            EditFault::KeyTaken => {
                format!(
                    "edit {number} adds {key}, which is there already; replace it, or give it another key"
                )
            }
            EditFault::NothingThere => {
                format!("edit {number} changes {key}, which is not there; correct the key, or add it first")
            }
            EditFault::NotAsKnown => {
                format!("edit {number}: {key} is no longer what the variant was made from; look at it again")
            }
            EditFault::NoSuchValue => {
                format!("edit {number} sets a value that {key} does not have; set one of its own kind")
            }
            EditFault::NotFinite => {
                format!("edit {number}: a number of {key} is not finite; enter it again")
            }
            EditFault::Dangling(to) => {
                format!("edit {number}: {key} would name {to}, which is not there; delete both, or keep {to}")
            }
            EditFault::Locked => {
                "the variant is approved and locked; fork it, or take the approval back".to_owned()
            }
        }
    }

    /// The same in Chinese.
    pub fn chinese(&self) -> String {
        let (number, key) = (self.number, &self.key);
        match &self.fault {
            EditFault::KeyTaken => format!("第 {number} 项编辑新增 {key}，但该键已存在；请改为替换或另取键"),
            EditFault::NothingThere => {
                format!("第 {number} 项编辑涉及 {key}，但该要素不存在；请改正键或先新增")
            }
            EditFault::NotAsKnown => format!("第 {number} 项编辑：{key} 已与方案制作时不同，请重新核对"),
            EditFault::NoSuchValue => {
                format!("第 {number} 项编辑设定了 {key} 没有的属性；请设定该类要素的属性")
            }
            EditFault::NotFinite => format!("第 {number} 项编辑：{key} 的数值无效，请重新输入"),
            EditFault::Dangling(to) => {
                format!("第 {number} 项编辑：{key} 将引用不存在的 {to}；请一并删除，或保留 {to}")
            }
            EditFault::Locked => "第 1 项：方案已批准并锁定；请分支后修改，或撤销批准".to_owned(),
        }
    }

    /// In a language.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }
}

/// Why a tree of variants cannot be changed or followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeProblem {
    /// No variant has this key.
    NoSuchVariant(String),
    /// The key is taken.
    KeyTaken(String),
    /// The key is empty, too long, or has characters that no file name can hold.
    BadKey(String),
    /// The variant is approved and locked.
    Locked(String),
    /// Other variants build upon it.
    BuiltUpon(String, Vec<String>),
    /// Variants build upon each other in a circle, or too deep.
    Circle(String),
    /// The variant that this one builds upon is not there.
    BaseMissing(String, String),
    /// The variant that this one builds upon has fewer edits than it wants.
    BaseShorter(String, String),
    /// There is no edit of this number.
    NoSuchEdit(String, usize),
    /// Edits of a variant cannot be made.
    Edits(String, Vec<EditProblem>),
}

impl TreeProblem {
    /// What is wrong and what to do, in a language; one line for each problem.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let say = |en: String, zh: String| vec![if language == Language::English { en } else { zh }];
        match self {
            Self::NoSuchVariant(key) => {
                say(format!("{key}: no variant of this key"), format!("{key}：没有该键的方案"))
            }
            Self::KeyTaken(key) => say(
                format!("{key}: a variant of this key is there already; choose another key"),
                format!("{key}：该键的方案已存在；请另取键"),
            ),
            Self::BadKey(key) => say(
                format!("{key:?}: not a key: 1 to 64 letters, digits, - and _ are wanted"),
                format!("{key:?}：键无效：须为 1～64 个字母、数字、- 或 _"),
            ),
            Self::Locked(key) => say(
                format!("{key}: approved and locked; fork it, or take the approval back"),
                format!("{key}：已批准并锁定；请分支后修改，或撤销批准"),
            ),
            Self::BuiltUpon(key, by) => say(
                format!("{key}: {} build upon it; remove or promote these first", by.join(", ")),
                format!("{key}：{} 以其为基础；请先处理这些方案", by.join("、")),
            ),
            Self::Circle(key) => say(
                format!("{key}: variants build upon each other in a circle or too deep; change a base"),
                format!("{key}：方案层层引用过多或成环；请修改其基础方案"),
            ),
            Self::BaseMissing(key, base) => say(
                format!("{key}: the variant that it builds upon is not there: {base}"),
                format!("{key}：所依据的方案不存在：{base}"),
            ),
            Self::BaseShorter(key, base) => say(
                format!("{key}: {base} has lost edits that it builds upon; restore them, or fork again"),
                format!("{key}：所依据的方案 {base} 的编辑已减少；请恢复，或重新分支"),
            ),
            Self::NoSuchEdit(key, number) => {
                say(format!("{key}: it has no edit {number}"), format!("{key}：没有第 {number} 项编辑"))
            }
            Self::Edits(key, problems) => {
                problems.iter().map(|problem| format!("{key}: {}", problem.text(language))).collect()
            }
        }
    }
}
