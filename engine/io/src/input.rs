//! One input file: its name and its bytes, decompressed within limits.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use crate::report::{Code, Message, Outcome, Rejection, Severity};
use crate::{Limits, report};

static UNREADABLE: Code = Code {
    id: "CIM-IN-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file cannot be opened: {}",
    chinese: "无法打开文件：{}",
    advice_english: "check the path and the permissions",
    advice_chinese: "请检查路径和访问权限",
};
static TOO_LARGE: Code = Code {
    id: "CIM-IN-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file is larger than the limit: {}",
    chinese: "文件超过大小上限：{}",
    advice_english: "cut it into smaller pieces, or raise the limit",
    advice_chinese: "请拆分文件，或提高上限",
};
static BAD_GZIP: Code = Code {
    id: "CIM-IN-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the gzip data is damaged: {}",
    chinese: "gzip 数据损坏：{}",
    advice_english: "copy or download the file again",
    advice_chinese: "请重新复制或下载文件",
};
static GZIP_BOMB: Code = Code {
    id: "CIM-IN-004",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the compressed data grows beyond the limit: {}",
    chinese: "压缩数据解压后超过上限：{}",
    advice_english: "decompress it yourself if you trust it, or raise the limit",
    advice_chinese: "若来源可信请先自行解压，或提高上限",
};
static EMPTY: Code = Code {
    id: "CIM-IN-005",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file is empty{}",
    chinese: "文件为空{}",
    advice_english: "copy or export it again",
    advice_chinese: "请重新复制或导出",
};

/// A file's name and its decompressed content.
#[derive(Clone, Debug)]
pub struct Input {
    /// File name for reports, without its folder.
    pub name: String,
    /// Content, decompressed when it was gzipped.
    pub bytes: Vec<u8>,
    /// Where the file is on disk; `None` for bytes from elsewhere. Formats of several files find the
    /// others beside it.
    pub path: Option<PathBuf>,
}

impl Input {
    /// Reads a file from disk.
    ///
    /// # Errors
    /// A [`Rejection`] when it cannot be opened, is empty, or passes a limit.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Rejection> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let reject = |code, detail: String| {
            let mut message = Message::new(code, "", detail);
            message.file.clone_from(&name);
            Rejection::from(message)
        };
        let file = File::open(path).map_err(|e| reject(&UNREADABLE, e.to_string()))?;
        let meta = file.metadata().map_err(|e| reject(&UNREADABLE, e.to_string()))?;
        if !meta.is_file() {
            return Err(reject(&UNREADABLE, "not a regular file".into()));
        }
        if meta.len() > limits.file_bytes {
            return Err(reject(&TOO_LARGE, format!("{} of {} bytes", meta.len(), limits.file_bytes)));
        }
        let mut bytes = Vec::with_capacity(meta.len() as usize);
        BufReader::new(file)
            .take(limits.file_bytes)
            .read_to_end(&mut bytes)
            .map_err(|e| reject(&UNREADABLE, e.to_string()))?;
        Ok(Self { path: Some(path.to_owned()), ..Self::from_bytes(&name, bytes, limits)? })
    }

    /// Takes bytes as a file of a name, decompressing gzip.
    ///
    /// # Errors
    /// A [`Rejection`] when the data is empty, damaged, or grows beyond the limits.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Self, Rejection> {
        let reject = |code: &'static report::Code, detail: String| {
            let mut message = Message::new(code, "", detail);
            message.file = name.to_owned();
            Rejection::from(message)
        };
        if bytes.is_empty() {
            return Err(reject(&EMPTY, String::new()));
        }
        if !bytes.starts_with(&[0x1f, 0x8b]) {
            return Ok(Self { name: name.to_owned(), bytes, path: None });
        }
        let by_ratio = (bytes.len() as u64).saturating_mul(limits.decompression_ratio).max(1 << 20);
        let most = by_ratio.min(limits.decompressed_bytes);
        let mut plain = Vec::new();
        MultiGzDecoder::new(bytes.as_slice())
            .take(most + 1)
            .read_to_end(&mut plain)
            .map_err(|e| reject(&BAD_GZIP, e.to_string()))?;
        if plain.len() as u64 > most {
            return Err(reject(&GZIP_BOMB, format!("{} bytes become more than {most}", bytes.len())));
        }
        if plain.is_empty() {
            return Err(reject(&EMPTY, String::new()));
        }
        Ok(Self { name: name.to_owned(), bytes: plain, path: None })
    }

    /// Names of the other files in the folder with one of the endings (in lower case), in order, at most so many.
    pub fn neighbours(&self, endings: &[&str], most: usize) -> Vec<String> {
        let Some(folder) = self.path.as_deref().and_then(folder_of) else { return Vec::new() };
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let fits = |name: &String| {
            let lower = name.to_lowercase();
            *name != self.name && endings.iter().any(|ending| lower.ends_with(&format!(".{ending}")))
        };
        let mut names: Vec<String> = names.filter(fits).take(most).collect();
        names.sort();
        names
    }

    /// The file of the same name with another ending (in lower case), whatever its capitals.
    ///
    /// # Errors
    /// A [`Rejection`] when it is there but cannot be read; `None` when it is not there.
    pub fn sibling(&self, ending: &str, limits: &Limits) -> Option<Result<Self, Rejection>> {
        /// Most files of a folder that are looked at.
        const MOST_FILES: usize = 20_000;
        let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem).to_lowercase();
        let wanted = format!("{stem}.{ending}");
        let name =
            self.neighbours(&[ending], MOST_FILES).into_iter().find(|name| name.to_lowercase() == wanted)?;
        Some(self.neighbour(&name, limits))
    }

    /// Another file of the folder.
    ///
    /// # Errors
    /// A [`Rejection`] as [`Input::open`] gives.
    pub fn neighbour(&self, name: &str, limits: &Limits) -> Result<Self, Rejection> {
        let folder = self.path.as_deref().and_then(folder_of).unwrap_or(Path::new("."));
        Self::open(&folder.join(name), limits)
    }

    /// The first bytes of another file of the folder, as they are on disk.
    ///
    /// # Errors
    /// When it cannot be opened or read.
    pub fn neighbour_head(&self, name: &str, length: usize) -> std::io::Result<Vec<u8>> {
        let folder = self.path.as_deref().and_then(folder_of).unwrap_or(Path::new("."));
        let mut head = Vec::new();
        File::open(folder.join(name))?.take(length as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    /// The first bytes as text, for recognising a format.
    pub fn head(&self, length: usize) -> String {
        let end = length.min(self.bytes.len());
        let head = String::from_utf8_lossy(&self.bytes[..end]).into_owned();
        head.trim_start_matches('\u{feff}').trim_start().to_owned()
    }
}

/// The folder of a path; the current one for a bare name.
fn folder_of(path: &Path) -> Option<&Path> {
    let parent = path.parent()?;
    Some(if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(plain).and_then(|()| encoder.finish()).unwrap_or_default()
    }

    fn code(result: Result<Input, Rejection>) -> &'static str {
        result.map_or_else(|rejection| rejection.0.code.id, |_| "accepted")
    }

    #[test]
    fn gzip_is_undone_and_bombs_are_not() {
        let limits = Limits::default();
        let plain = Input::from_bytes("a.gz", gzip(b"hello"), &limits);
        assert_eq!(plain.map(|input| input.bytes).ok(), Some(b"hello".to_vec()));
        let bomb = gzip(&vec![0_u8; 40 << 20]);
        assert!(bomb.len() < 50_000);
        assert_eq!(code(Input::from_bytes("bomb.gz", bomb, &limits)), "CIM-IN-004");
    }

    #[test]
    fn damage_and_emptiness_are_named() {
        let limits = Limits::default();
        assert_eq!(code(Input::from_bytes("e", Vec::new(), &limits)), "CIM-IN-005");
        assert_eq!(code(Input::from_bytes("e.gz", gzip(b""), &limits)), "CIM-IN-005");
        let mut cut = gzip(b"a long enough text to be cut somewhere in the middle of it");
        cut.truncate(cut.len() - 12);
        assert_eq!(code(Input::from_bytes("cut.gz", cut, &limits)), "CIM-IN-003");
    }
}
