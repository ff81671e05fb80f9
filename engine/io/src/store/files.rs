//! The file operations that saving is made of, so that each can be made to fail in tests.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A file that grows at its end.
pub trait Append: Send + Debug {
    /// Writes bytes at the end.
    ///
    /// # Errors
    /// As the system says; some of the bytes may be there then.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Brings everything that was written to the disk.
    ///
    /// # Errors
    /// As the system says. What was written before is then in doubt, and the file must not be used again.
    fn sync(&mut self) -> io::Result<()>;
}

/// File operations of the system, or of a test.
pub trait Files: Send + Sync + Debug {
    /// All bytes of a file.
    ///
    /// # Errors
    /// As the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The files and folders in a folder, by name; none when it is not there.
    ///
    /// # Errors
    /// As the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Makes a folder and those above it, where they are not there.
    ///
    /// # Errors
    /// As the system says.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a file anew and brings it to the disk.
    ///
    /// # Errors
    /// As the system says; the file may be there in part then.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Opens a file to write at its end; it is made when it is not there.
    ///
    /// # Errors
    /// As the system says.
    fn open_append(&self, path: &Path) -> io::Result<Box<dyn Append>>;

    /// Gives a file another name; one that has it is replaced.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file; it is no error when it is not there.
    ///
    /// # Errors
    /// As the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Brings the names in a folder to the disk.
    ///
    /// # Errors
    /// As the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The files of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemFiles;

#[derive(Debug)]
struct SystemAppend(File);

impl Append for SystemAppend {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

impl Files for SystemFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(e),
        };
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn Append>> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Box::new(SystemAppend(file)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut last = fs::rename(from, to);
        // Virus scanners on Windows hold a file for a moment.
        for _ in 0..if cfg!(windows) { 10 } else { 0 } {
            if last.is_ok() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            last = fs::rename(from, to);
        }
        last
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Only Unix lets a folder be opened and synced; elsewhere the rename itself has to do.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

/// Saves a file so that there is either the old one or the new one: write a new one beside it, bring it to the disk,
/// rename it, bring the name to the disk.
///
/// # Errors
/// As the system says; the old file is then as it was, or the new one is there as a whole.
pub fn save(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A bare file name has an empty parent: the current folder.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files.make_folder(folder)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let fresh = path.with_file_name(name);
    let written = files.write(&fresh, bytes).and_then(|()| files.rename(&fresh, path));
    if let Err(e) = written {
        // What is left of it is of no use to anybody.
        let _ = files.remove(&fresh);
        return Err(e);
    }
    files.sync_folder(folder)
}
