//! Tells two programs on one scene of each other.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Name of the lock file in a scene folder.
const FILE: &str = "scene.lock";
/// Longest lock file that is read, bytes.
const LONGEST: u64 = 4096;

/// Who has a scene open for editing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Program.
    pub program: String,
    /// Number of its process.
    pub pid: u32,
    /// Name of the machine.
    pub host: String,
    /// Name of the person.
    pub user: String,
    /// When it was opened, as the program says it.
    pub since: String,
}

impl Owner {
    /// This process. `since` is the time for people; this room has no clock.
    pub fn this(program: &str, since: &str) -> Self {
        let first = |names: &[&str]| {
            let set =
                names.iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
            set.unwrap_or_default()
        };
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").map(|name| name.trim().to_owned());
        Self {
            program: program.to_owned(),
            pid: std::process::id(),
            host: host.unwrap_or_else(|_| first(&["COMPUTERNAME", "HOSTNAME"])),
            user: first(&["USER", "USERNAME", "LOGNAME"]),
            since: since.to_owned(),
        }
    }
}

/// A scene that is held open for editing; given back when dropped, and by the system when the program dies.
#[derive(Debug)]
pub struct SceneLock {
    file: File,
}

/// Why a scene is not held.
#[derive(Debug)]
pub enum LockFault {
    /// Another program has it.
    Held(Owner),
    /// The folder cannot be written, or the system knows no locks there.
    Unavailable(io::Error),
}

impl SceneLock {
    /// Holds a scene. A lock that a dead program left is taken over without a question: the system gave it back.
    ///
    /// # Errors
    /// When another program has it, or the folder cannot be written.
    pub fn take(folder: &Path, owner: &Owner) -> Result<Self, LockFault> {
        let path = folder.join(FILE);
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = open.map_err(LockFault::Unavailable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockFault::Held(owner_of(&mut file))),
            Err(TryLockError::Error(e)) => return Err(LockFault::Unavailable(e)),
        }
        let text = serde_json::to_string(owner).unwrap_or_default();
        let written = file.set_len(0).and_then(|()| file.rewind());
        written
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.flush())
            .map_err(LockFault::Unavailable)?;
        Ok(Self { file })
    }
}

impl Drop for SceneLock {
    fn drop(&mut self) {
        // The next program writes its own name; an empty file names nobody.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn owner_of(file: &mut File) -> Owner {
    let mut text = String::new();
    let read = file.take(LONGEST).read_to_string(&mut text);
    read.ok().and_then(|_| serde_json::from_str(&text).ok()).unwrap_or_default()
}
