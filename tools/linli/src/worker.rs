//! Imports in a process of their own, with limits on memory and time: a file that makes a reader
//! run away must not take the window along.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use linli_io::{Language, SCHEMA_VERSION, companions, scene_is};

use crate::args::ReadArgs;
use crate::outcome::Outcome;
use crate::speech::{argument, either};
use crate::watch;

/// Most memory of an import, bytes of address space.
const MEMORY_BYTES: u64 = 8 << 30;
/// Longest time of an import.
const TIME: Duration = Duration::from_secs(15 * 60);
/// Time for an import to clean up after the wish to stop.
const GRACE: Duration = Duration::from_secs(2);
/// Most entries of named folders that make the name of the cache folder.
const MOST_ENTRIES: usize = 20_000;

/// Imports files into `keep`, or into the cache folder of these files; a cached import of the very
/// same files is used again. The inner error is how the import ended when it gave no scene.
///
/// # Errors
/// When the import could not be started or ran out of time.
pub fn import(
    paths: &[PathBuf],
    reading: &ReadArgs,
    keep: Option<&Path>,
    language: Language,
) -> anyhow::Result<Result<PathBuf, Outcome>> {
    let scene = match keep {
        Some(folder) => folder.to_owned(),
        None => {
            let scene = cache_folder(language)?.join(format!("{:016x}", fingerprint(paths, reading)));
            if scene_is(&scene) {
                return Ok(Ok(scene));
            }
            scene
        }
    };
    if let Some(parent) = scene.parent() {
        std::fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    }
    let mut child = start(paths, reading, &scene, language)?;
    let status = wait(&mut child)?;
    if let (Some(0), true) = (status.and_then(|status| status.code()), scene_is(&scene)) {
        return Ok(Ok(scene));
    }
    remove_leftovers(&scene, child.id());
    match status {
        None if watch::stopped() => Ok(Err(Outcome::Stopped)),
        None => {
            let what = either(language, "the import took too long and was stopped", "导入超时，已中止");
            bail!("{what} ({} s)", TIME.as_secs());
        }
        Some(status) => match status.code() {
            Some(1) => Ok(Err(Outcome::Wrong)),
            Some(2) => Ok(Err(Outcome::CouldNotRun)),
            Some(130) => Ok(Err(Outcome::Stopped)),
            _ => {
                let what = either(
                    language,
                    "the import ended unexpectedly, perhaps out of memory; import the files one by one to find the cause",
                    "导入意外终止，可能是内存不足；请逐个导入文件以查找原因",
                );
                bail!("{what} ({status})");
            }
        },
    }
}

fn start(paths: &[PathBuf], reading: &ReadArgs, scene: &Path, language: Language) -> anyhow::Result<Child> {
    let own = std::env::current_exe().context("own path")?;
    let mut arguments: Vec<OsString> =
        vec!["import".into(), "--lang".into(), argument(language).into(), "--out".into(), scene.into()];
    arguments.extend(reading.words().into_iter().map(OsString::from));
    arguments.push("--".into());
    arguments.extend(paths.iter().map(|path| path.clone().into_os_string()));
    let mut command = if cfg!(unix) {
        // The shell sets the limit and becomes the import; paths are arguments, never shell words.
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"ulimit -v "$0"; exec "$@""#]).arg((MEMORY_BYTES / 1024).to_string()).arg(own);
        shell
    } else {
        Command::new(own)
    };
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    command.spawn().context("linli import")
}

/// Waits for the import; `None` when it had to be killed.
fn wait(child: &mut Child) -> anyhow::Result<Option<ExitStatus>> {
    let end = Instant::now() + TIME;
    let mut stop_by = None;
    loop {
        if let Some(status) = child.try_wait().context("linli import")? {
            return Ok(Some(status));
        }
        // Ctrl-C reaches the import as well; it is only killed when it does not end by itself.
        if watch::stopped() && stop_by.is_none() {
            stop_by = Some(Instant::now() + GRACE);
        }
        if Instant::now() > stop_by.unwrap_or(end) {
            child.kill().context("linli import")?;
            child.wait().context("linli import")?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A killed import cannot remove its unfinished folder itself.
fn remove_leftovers(scene: &Path, process: u32) {
    if let Some(name) = scene.file_name() {
        let unfinished = format!(".{}.new-{process}", name.to_string_lossy());
        // Usually it is not there.
        let _ = std::fs::remove_dir_all(scene.with_file_name(unfinished));
    }
}

/// `$XDG_CACHE_HOME/linli/scenes`, or the place that this system has for it.
fn cache_folder(language: Language) -> anyhow::Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = variable("XDG_CACHE_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(".cache")));
    let what = either(language, "no cache folder; name one with --out", "没有缓存文件夹，请用 --out 指定");
    Ok(home.context(what.to_owned())?.join("linli").join("scenes"))
}

/// Fingerprint of names, sizes and times of all files and of those beside them that belong to them, and of the
/// way they are read (FNV-1a).
fn fingerprint(paths: &[PathBuf], reading: &ReadArgs) -> u64 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    hash.add(env!("CARGO_PKG_VERSION"));
    hash.add(&SCHEMA_VERSION.to_string());
    hash.add(&format!("{reading:?}"));
    // What lies beside a file of a named folder is in that folder as well.
    let beside = paths.iter().filter(|path| path.is_file()).flat_map(|path| companions(path));
    let mut waiting: Vec<PathBuf> = paths.iter().cloned().chain(beside).collect();
    waiting.reverse();
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        seen += 1;
        if seen > MOST_ENTRIES {
            break;
        }
        let whole = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        hash.add(&whole.to_string_lossy());
        if let Ok(meta) = std::fs::metadata(&path) {
            hash.add(&format!("{} {:?}", meta.len(), meta.modified().ok()));
        }
        if path.is_dir() && !path.is_symlink() {
            let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
            let mut entries: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            entries.sort();
            waiting.extend(entries.into_iter().rev());
        }
    }
    hash.0
}

struct Fnv(u64);

impl Fnv {
    /// Adds a text and its end.
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_changed_file_has_another_fingerprint() {
        let home = tempfile::tempdir().unwrap();
        let (a, b) = (home.path().join("a"), home.path().join("b"));
        std::fs::write(&a, "1").unwrap();
        std::fs::write(&b, "1").unwrap();
        let reading = ReadArgs::default();
        let both = [a.clone(), b.clone()];
        let first = fingerprint(&both, &reading);
        assert_eq!(first, fingerprint(&both, &reading));
        assert_ne!(first, fingerprint(&[b, a.clone()], &reading));
        let other = ReadArgs { crs: Some("EPSG:4549".into()), ..ReadArgs::default() };
        assert_ne!(first, fingerprint(&both, &other));
        let folder = [home.path().to_owned()];
        let before = fingerprint(&folder, &reading);
        std::fs::write(&a, "12").unwrap();
        assert_ne!(first, fingerprint(&both, &reading));
        assert_ne!(before, fingerprint(&folder, &reading));
        let changed = fingerprint(&both, &reading);
        std::fs::write(home.path().join("A.Placement.JSON"), "{}").unwrap();
        assert_ne!(changed, fingerprint(&both, &reading), "the file beside it counts, whatever its capitals");
    }

    #[test]
    fn a_changed_file_that_belongs_to_another_counts() {
        let home = tempfile::tempdir().unwrap();
        let reading = ReadArgs::default();
        let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).unwrap();
        write("house.gltf", r#"{"buffers": [{"byteLength": 1, "uri": "walls.bin"}]}"#);
        write("pipes.shp", "1");
        write("net.gpkg", "1");
        for (file, beside) in
            [("house.gltf", "walls.bin"), ("pipes.shp", "pipes.shx"), ("net.gpkg", "net.gpkg-wal")]
        {
            let named = [home.path().join(file)];
            let before = fingerprint(&named, &reading);
            write("unlike.txt", beside);
            assert_eq!(before, fingerprint(&named, &reading), "{file}: another file does not");
            write(beside, "1");
            let there = fingerprint(&named, &reading);
            assert_ne!(before, there, "{beside}");
            write(beside, "12");
            assert_ne!(there, fingerprint(&named, &reading), "{beside}");
        }
    }
}
