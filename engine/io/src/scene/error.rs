//! Why a scene cannot be opened or written.

use std::path::PathBuf;

use thiserror::Error;

use crate::Language;

/// Why a scene cannot be opened or written; the text says what to do.
#[derive(Debug, Error)]
pub enum SceneError {
    /// The folder holds no `scene.json`.
    #[error("{}: no scene.json in this folder; name a folder that `linli import` made", .0.display())]
    NotAScene(PathBuf),
    /// `scene.json` is not what it should be.
    #[error("{}:{line}:{column}: {what}; mend this place or import the files again", .file.display())]
    Content {
        /// The scene file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// The folder was written by a newer program.
    #[error("{}: layout version {version} is newer than this program reads; update the program", .file.display())]
    Newer {
        /// The scene file.
        file: PathBuf,
        /// Version found.
        version: u32,
    },
    /// A folder that is not a scene is in the way.
    #[error("{}: this folder is not empty and not a scene, so it is left alone; name another folder", .0.display())]
    InTheWay(PathBuf),
    /// An element cannot be written.
    #[error("element {key}: {what}")]
    Element {
        /// Key of the element.
        key: String,
        /// What is wrong.
        what: String,
    },
    /// Reading or writing failed.
    #[error("{}: {source}; check the free space and the permissions", .path.display())]
    Disk {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

impl SceneError {
    /// The text in a language.
    pub fn text(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::NotAScene(path) => {
                format!("{}：该文件夹中没有 scene.json；请指定由 linli import 生成的文件夹", path.display())
            }
            Self::Content { file, line, column, what } => {
                format!("{}:{line}:{column}：{what}；请修改此处，或重新导入文件", file.display())
            }
            Self::Newer { file, version } => {
                format!("{}：布局版本 {version} 比本程序新；请更新程序", file.display())
            }
            Self::InTheWay(path) => {
                format!("{}：文件夹非空且不是场景，未作改动；请换一个文件夹", path.display())
            }
            Self::Element { key, what } => format!("要素 {key}：{what}"),
            Self::Disk { path, source } => {
                format!("{}：{source}；请检查磁盘空间和权限", path.display())
            }
            Self::Cancelled => "已取消".to_owned(),
        }
    }
}
