//! File operations that fail when they are told to.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::store::{Append, Files, SystemFiles};

/// Which operations fail.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    /// None.
    Never,
    /// The N-th, once.
    Once(usize),
    /// The N-th and all after it.
    From(usize),
    /// Whatever touches something in this folder.
    Inside(PathBuf),
}

/// The files of the system, with faults. A write that fails leaves half of the bytes behind.
#[derive(Clone, Debug)]
pub(super) struct FaultyFiles {
    fault: Arc<Mutex<Fault>>,
    count: Arc<AtomicUsize>,
}

impl FaultyFiles {
    pub(super) fn new(fault: Fault) -> Self {
        Self { fault: Arc::new(Mutex::new(fault)), count: Arc::default() }
    }

    /// How many operations there were.
    pub(super) fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    pub(super) fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    fn step(&self, path: &Path) -> io::Result<()> {
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        let fails = match &*self.fault.lock().unwrap() {
            Fault::Never => false,
            Fault::Once(n) => number == *n,
            Fault::From(n) => number >= *n,
            Fault::Inside(folder) => path.starts_with(folder),
        };
        if fails { Err(io::Error::new(io::ErrorKind::StorageFull, "no space left")) } else { Ok(()) }
    }
}

#[derive(Debug)]
struct FaultyAppend {
    files: FaultyFiles,
    path: PathBuf,
    inner: Box<dyn Append>,
}

impl Append for FaultyAppend {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Err(e) = self.files.step(&self.path) {
            self.inner.append(&bytes[..bytes.len() / 2])?;
            return Err(e);
        }
        self.inner.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.files.step(&self.path)?;
        self.inner.sync()
    }
}

impl Files for FaultyFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        SystemFiles.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.step(folder)?;
        SystemFiles.list(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(folder)?;
        SystemFiles.make_folder(folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(path)?;
        if let Err(e) = self.step(path) {
            SystemFiles.write(path, &bytes[..bytes.len() / 2])?;
            return Err(e);
        }
        SystemFiles.write(path, bytes)?;
        self.step(path)
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn Append>> {
        self.step(path)?;
        let inner = SystemFiles.open_append(path)?;
        Ok(Box::new(FaultyAppend { files: self.clone(), path: path.to_owned(), inner }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(to)?;
        SystemFiles.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(path)?;
        SystemFiles.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(folder)?;
        SystemFiles.sync_folder(folder)
    }
}
