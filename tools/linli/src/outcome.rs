//! How a command ended.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use linli_io::Language;

use crate::speech::either;

/// How a command ended, when it could run at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// It ran, but the data has errors, nothing was usable or nothing was found.
    Wrong,
    /// It could not run.
    CouldNotRun,
    /// The user stopped it.
    Stopped,
    /// Another program did the work and ended with this code.
    Passed(u8),
}

impl Outcome {
    /// The exit code, as `--help` lists it.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Wrong => 1,
            Self::CouldNotRun => 2,
            Self::Stopped => 130,
            Self::Passed(code) => code,
        })
    }
}

/// Refuses paths that are not there.
pub fn all_there(paths: &[PathBuf], language: Language) -> anyhow::Result<()> {
    for path in paths {
        if !path.exists() {
            let what =
                either(language, "no such file or folder; check the path", "文件或文件夹不存在，请检查路径");
            bail!("{}: {what}", path.display());
        }
    }
    Ok(())
}
