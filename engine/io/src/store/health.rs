//! Whether edits are kept, and what was found when a variant was opened; for people.

use std::path::PathBuf;

use linli_model::{EditProblem, Language};

use super::journal::JournalFault;
use super::lock::Owner;

/// Whether the last edit is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// In the scene folder, on the disk.
    #[default]
    Kept,
    /// The scene folder cannot be written; the edits are kept in another place, on the disk.
    Elsewhere {
        /// The journal there.
        path: PathBuf,
        /// What the system said about the scene folder.
        reason: String,
    },
    /// Nothing can be written; the edits are in memory only.
    MemoryOnly {
        /// What the system said.
        reason: String,
    },
    /// The scene folder cannot be written, as far as is known before the first edit.
    Unwritable {
        /// What the system said.
        reason: String,
    },
}

impl Health {
    /// Whether the last edit is on a disk.
    pub fn is_kept(&self) -> bool {
        matches!(self, Self::Kept | Self::Elsewhere { .. })
    }

    /// What is wrong and what to do; `None` when all is well.
    pub fn text(&self, language: Language) -> Option<String> {
        let english = language == Language::English;
        Some(match self {
            Self::Kept => return None,
            Self::Elsewhere { path, reason } if english => format!(
                "the scene folder cannot be written ({reason}); your edits are kept in {}; free space or permissions there, \
                 or save a copy elsewhere",
                path.display()
            ),
            Self::Elsewhere { path, reason } => format!(
                "场景文件夹无法写入（{reason}）；编辑已保存在 {}；请检查空间和权限，或另存",
                path.display()
            ),
            Self::MemoryOnly { reason } if english => format!(
                "nothing can be written ({reason}); your edits are in memory only: save a copy to another disk before you close"
            ),
            Self::MemoryOnly { reason } => {
                format!("无法写入任何位置（{reason}）；编辑仅在内存中，关闭前请另存到其他磁盘")
            }
            Self::Unwritable { reason } if english => {
                format!("the scene folder cannot be written ({reason}); edits will be kept in another place")
            }
            Self::Unwritable { reason } => {
                format!("场景文件夹无法写入（{reason}）；编辑将保存在其他位置")
            }
        })
    }
}

/// What was found when a variant was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// How many operations of a journal were made again.
    pub operations: usize,
    /// Whether that journal was the one in the other place.
    pub elsewhere: bool,
    /// What is wrong with the rest of the journal.
    pub fault: Option<JournalFault>,
    /// An edit of the journal does not fit the scene as it is now.
    pub not_fitting: Vec<EditProblem>,
    /// Copies of what could not be used; they are never removed by the program.
    pub copies: Vec<PathBuf>,
    /// The variant's file could not be read, and this backup was taken.
    pub backup: Option<PathBuf>,
}

impl Recovery {
    /// Whether there is anything to tell.
    pub fn is_quiet(&self) -> bool {
        self.operations == 0
            && self.backup.is_none()
            && self.not_fitting.is_empty()
            && self.copies.is_empty()
            && matches!(self.fault, None | Some(JournalFault::Torn))
    }

    /// What was found, one line for each thing.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let say = |en: String, zh: String| if language == Language::English { en } else { zh };
        let mut lines = Vec::new();
        if let Some(path) = &self.backup {
            let path = path.display();
            lines.push(say(
                format!("the variant's file could not be read; the backup {path} was taken"),
                format!("方案文件不可读，已采用备份 {path}"),
            ));
        }
        if self.operations > 0 {
            let n = self.operations;
            lines.push(say(
                format!("{n} steps that were not yet saved were restored"),
                format!("已恢复未保存的 {n} 步编辑"),
            ));
        }
        match &self.fault {
            None | Some(JournalFault::Torn) => {}
            Some(JournalFault::Garbled(n)) => lines.push(say(
                format!("the journal is garbled; its last {n} records were not used"),
                format!("日志已损坏；最后 {n} 条记录未采用"),
            )),
            Some(JournalFault::Gap(n)) => lines.push(say(
                format!("records of the journal are missing; its last {n} records were not used"),
                format!("日志有缺失；最后 {n} 条记录未采用"),
            )),
            Some(JournalFault::Newer(n)) => lines.push(say(
                format!("a newer program wrote the journal; its last {n} records were not used; update the program"),
                format!("日志由更新版本的程序写入；最后 {n} 条记录未采用；请更新程序"),
            )),
            Some(JournalFault::OtherFile) => lines.push(say(
                "the variant's file was changed by another program since the journal was written; the journal was not used"
                    .to_owned(),
                "方案文件在日志之后被其他程序修改；日志未采用".to_owned(),
            )),
        }
        lines.extend(self.not_fitting.iter().map(|problem| problem.text(language)));
        for path in &self.copies {
            let path = path.display();
            lines.push(say(
                format!("what could not be used is kept in {path}"),
                format!("未采用的内容保存在 {path}"),
            ));
        }
        lines
    }
}

/// Who may edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// This program.
    Write,
    /// Another program has the scene open: this one may only look.
    ReadOnly(Owner),
}

impl Access {
    /// Who has the scene; `None` when this program has.
    pub fn text(&self, language: Language) -> Option<String> {
        let Self::ReadOnly(owner) = self else { return None };
        let Owner { program, pid, host, user, since } = owner;
        Some(match language {
            Language::English => format!(
                "{user}@{host} has this scene open for editing in {program} (process {pid}) since {since}; close it there \
                 first, or fork a variant in a copy"
            ),
            Language::Chinese => format!(
                "{user}@{host} 正在 {program}（进程 {pid}）中编辑该场景，始于 {since}；请先在那里关闭，或在副本中分支"
            ),
        })
    }
}
