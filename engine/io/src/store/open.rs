//! A variant that is open for editing: the session, its journal, its file.

use std::io;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use linli_model::variant::{EditSession, Operation, Touched, TreeProblem, VariantTree};
use linli_model::{Community, Edit, EditProblem, Language, SceneFrame};
use thiserror::Error;

use super::backup;
use super::files::{Append, save};
use super::health::{Access, Health, Recovery};
use super::journal::{self, JournalFault, Writer, content_id};
use super::lock::{LockFault, Owner, SceneLock};
use super::places::{StorePlaces, read_file, set_aside};
use crate::Message;
use crate::scene::write_variant;

/// After so many operations, or bytes of the journal, the variant's file wants to be saved.
const MOST_OPERATIONS: usize = 500;
const MOST_JOURNAL_BYTES: usize = 8 << 20;
/// After so many minutes with operations that are in the journal only, too.
const MOST_MINUTES: i64 = 10;

/// Why a variant cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The tree has no such variant, or its edits do not fit.
    #[error("{0:?}")]
    Tree(TreeProblem),
    /// The variant's file cannot be read, and there is no backup of it.
    #[error("the variant's file cannot be read")]
    Unreadable(Vec<Message>),
}

impl OpenError {
    /// What is wrong and what to do, one line for each thing.
    pub fn lines(&self, language: Language) -> Vec<String> {
        match self {
            Self::Tree(problem) => problem.lines(language),
            Self::Unreadable(messages) => messages.iter().map(|message| message.text(language)).collect(),
        }
    }
}

/// A variant that is open for editing. Every operation is on the disk before it is made.
#[derive(Debug)]
pub struct EditStore {
    places: StorePlaces,
    key: String,
    frame: SceneFrame,
    session: EditSession,
    access: Access,
    writer: Writer,
    /// The records of the journal since it began.
    lines: Vec<String>,
    line_bytes: usize,
    /// The journal, while everything of it is on the disk.
    handle: Option<Box<dyn Append>>,
    /// The journal in the other place.
    other: Option<Box<dyn Append>>,
    health: Health,
    /// Why the journal of the scene folder must stay as it is: it holds what is kept nowhere else.
    untouchable: Option<String>,
    /// The content of the variant's file.
    saved: Vec<u8>,
    /// Operations that are in the journal only, and since when.
    unsaved: usize,
    unsaved_since: Option<DateTime<Utc>>,
    _lock: Option<SceneLock>,
}

impl EditStore {
    /// Opens a variant of a scene: its file, and what its journal holds beyond. `tree` holds the variants of the
    /// scene, `scene` is the community of the scene itself.
    ///
    /// # Errors
    /// When there is no such variant, it cannot be read, or its edits do not fit.
    pub fn open(
        places: StorePlaces,
        scene: &Community,
        tree: &VariantTree,
        key: &str,
        owner: &Owner,
    ) -> Result<(Self, Recovery), OpenError> {
        let (lock, access, health) = match SceneLock::take(&places.scene, owner) {
            Ok(lock) => (Some(lock), Access::Write, Health::Kept),
            Err(LockFault::Held(owner)) => (None, Access::ReadOnly(owner), Health::Kept),
            Err(LockFault::Unavailable(e)) => {
                (None, Access::Write, Health::Unwritable { reason: e.to_string() })
            }
        };
        let frame = scene.frame.clone();
        let mut recovery = Recovery::default();
        let (variant, saved) = read_file(&places, key, &frame, &mut recovery)?;
        let mut tree = tree.clone();
        tree.put(variant.clone());
        let base = tree.base_community(scene, key).map_err(OpenError::Tree)?;
        let session = EditSession::open(Arc::new(base), variant)
            .map_err(|problems| OpenError::Tree(TreeProblem::Edits(key.to_owned(), problems)))?;
        let mut store = Self {
            writer: Writer::new(frame.clone(), 0),
            key: key.to_owned(),
            places,
            frame,
            session,
            access,
            lines: Vec::new(),
            line_bytes: 0,
            handle: None,
            other: None,
            health,
            untouchable: None,
            saved,
            unsaved: 0,
            unsaved_since: None,
            _lock: lock,
        };
        store.recover(&mut recovery);
        Ok((store, recovery))
    }

    /// Makes the operations of the journals again that the file does not hold.
    fn recover(&mut self, recovery: &mut Recovery) {
        let content = content_id(&self.saved);
        let paths = [self.places.journal(&self.key), self.places.other_journal(&self.key)];
        let mut found = Vec::new();
        for (elsewhere, path) in [false, true].into_iter().zip(paths) {
            let Ok(bytes) = self.places.files.read(&path) else { continue };
            let read = journal::read(&bytes, &content, &self.frame);
            found.push((elsewhere, path, bytes, read));
        }
        // The one that goes further; of equals the one in the scene folder.
        let known = |read: &journal::Read| read.fault != Some(JournalFault::OtherFile);
        let best = (0..found.len()).rev().max_by_key(|at| {
            found.get(*at).map(|(_, _, _, read)| (known(read), read.operations.len(), read.seq))
        });
        let seq = found.iter().map(|(_, _, _, read)| read.seq).max().unwrap_or_default();
        self.writer = Writer::new(self.frame.clone(), seq);
        let Some((elsewhere, path, bytes, read)) = best.map(|at| found.swap_remove(at)) else { return };
        let mut made = Vec::new();
        for operation in read.operations {
            match self.session.replay(operation.clone()) {
                Ok(_) => made.push(operation),
                Err(problems) => {
                    recovery.not_fitting = problems;
                    break;
                }
            }
        }
        recovery.operations = made.len();
        recovery.elsewhere = elsewhere && !made.is_empty();
        recovery.fault = read.fault.clone();
        let lost = !matches!(read.fault, None | Some(JournalFault::Torn)) || !recovery.not_fitting.is_empty();
        let may_write = self.access == Access::Write;
        if lost && may_write {
            let copy = set_aside(&self.places, &path, &bytes);
            if copy.is_none() {
                self.untouchable = Some(format!("{}: no copy of it could be made", path.display()));
            }
            recovery.copies.extend(copy);
        }
        self.unsaved = made.len();
        if !may_write || (made.is_empty() && recovery.is_quiet() && read.fault.is_none()) {
            return;
        }
        // A journal of its own from here on: what was good of the old one, and nothing else.
        let mut lines = Vec::new();
        let begun = self.writer.begin(&self.key, content);
        let written = made.iter().map(|operation| self.writer.operation(None, operation));
        for line in std::iter::once(begun).chain(written.collect::<Vec<_>>()) {
            lines.extend(line.ok());
        }
        self.line_bytes = lines.iter().map(String::len).sum();
        self.lines = lines;
        self.keep_all();
    }

    /// The session.
    pub fn session(&self) -> &EditSession {
        &self.session
    }

    /// Who may edit.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Whether the last operation is kept, and where.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// How many operations are in the journal and not yet in the variant's file.
    pub fn unsaved(&self) -> usize {
        self.unsaved
    }

    /// Makes an edit: looked at, brought to the disk, made. Where the disk fails, the edit is made all the same, and
    /// [`EditStore::health`] tells where it is kept.
    ///
    /// # Errors
    /// Everything that is wrong with the edit; nothing is changed then.
    pub fn commit(&mut self, edit: Edit, now: DateTime<Utc>) -> Result<Touched, Vec<EditProblem>> {
        if self.access != Access::Write {
            return Err(vec![self.locked()]);
        }
        let edit = self.session.check(edit)?;
        let operation = Operation::Commit(Box::new(edit));
        if self.keep(&operation, now).is_err() {
            return Err(vec![EditProblem {
                number: self.session.edits().len() + 1,
                key: linli_model::Key::from(self.key.as_str()),
                fault: linli_model::EditFault::NotFinite,
            }]);
        }
        let Operation::Commit(edit) = operation else { return Ok(Touched::default()) };
        Ok(self.session.commit_checked(*edit))
    }

    /// Takes the last edit back; `None` when there is none, or nothing may be changed.
    pub fn undo(&mut self, now: DateTime<Utc>) -> Option<Touched> {
        if self.access != Access::Write || self.session.approval().is_some() || self.session.depth().0 == 0 {
            return None;
        }
        self.keep(&Operation::Undo, now).ok()?;
        self.session.undo()
    }

    /// Makes the edit again that was taken back last; `None` when there is none, or nothing may be changed.
    pub fn redo(&mut self, now: DateTime<Utc>) -> Option<Touched> {
        if self.access != Access::Write || self.session.approval().is_some() || self.session.depth().1 == 0 {
            return None;
        }
        self.keep(&Operation::Redo, now).ok()?;
        self.session.redo()
    }

    fn locked(&self) -> EditProblem {
        EditProblem {
            number: self.session.edits().len() + 1,
            key: linli_model::Key::from(self.key.as_str()),
            fault: linli_model::EditFault::Locked,
        }
    }

    /// Brings an operation to the disk.
    ///
    /// # Errors
    /// When it cannot be written as text; nothing is changed then.
    fn keep(&mut self, operation: &Operation, now: DateTime<Utc>) -> Result<(), String> {
        if self.lines.is_empty() {
            let begun = self.writer.begin(&self.key, content_id(&self.saved))?;
            self.line_bytes = begun.len();
            self.lines.push(begun);
        }
        let at = now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let line = self.writer.operation(Some(at), operation)?;
        self.keep_line(line);
        self.unsaved += 1;
        self.unsaved_since.get_or_insert(now);
        Ok(())
    }

    fn keep_line(&mut self, line: String) {
        self.line_bytes += line.len();
        let appended =
            self.handle.as_mut().map(|handle| handle.append(line.as_bytes()).and_then(|()| handle.sync()));
        self.lines.push(line);
        match appended {
            Some(Ok(())) => self.health = Health::Kept,
            // After an error nobody knows what the file holds: it is never written to again, but written anew.
            Some(Err(_)) | None => {
                self.handle = None;
                self.keep_all();
            }
        }
    }

    /// Writes the whole journal anew, in the scene folder or else in the other place.
    fn keep_all(&mut self) {
        let files = Arc::clone(&self.places.files);
        let path = self.places.journal(&self.key);
        let text = self.lines.concat();
        let free = self.untouchable.as_ref().map_or(Ok(()), |why| Err(io::Error::other(why.clone())));
        let written = free
            .and_then(|()| save(files.as_ref(), &path, text.as_bytes()))
            .and_then(|()| files.open_append(&path));
        let reason = match written {
            Ok(handle) => {
                self.handle = Some(handle);
                self.other = None;
                let other = self.places.other_journal(&self.key);
                // Left behind it would only be an older copy.
                let _ = files.remove(&other);
                self.health = Health::Kept;
                return;
            }
            Err(e) => e.to_string(),
        };
        let path = self.places.other_journal(&self.key);
        let last = self.lines.last().map(String::as_bytes).unwrap_or_default();
        let appended = self.other.as_mut().map(|other| other.append(last).and_then(|()| other.sync()));
        let kept = match appended {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) | None => {
                self.other = None;
                let written = save(files.as_ref(), &path, text.as_bytes());
                written.and_then(|()| files.open_append(&path)).map(|other| self.other = Some(other))
            }
        };
        self.health = match kept {
            Ok(()) => Health::Elsewhere { path, reason },
            Err(_) => Health::MemoryOnly { reason },
        };
    }

    /// Whether it is time to save the variant's file without being asked.
    pub fn wants_save(&self, now: DateTime<Utc>) -> bool {
        let long = self.unsaved_since.is_some_and(|since| (now - since).num_minutes() >= MOST_MINUTES);
        self.unsaved > 0 && (long || self.unsaved >= MOST_OPERATIONS || self.line_bytes >= MOST_JOURNAL_BYTES)
    }

    /// Saves the variant's file, with a backup of the one before, and begins a new journal.
    ///
    /// # Errors
    /// As the system says; the journal goes on to hold what the file does not.
    pub fn save(&mut self, now: DateTime<Utc>) -> io::Result<()> {
        if self.access != Access::Write || self.unsaved == 0 {
            return Ok(());
        }
        let text = self.text().map_err(io::Error::other)?;
        let content = content_id(text.as_bytes());
        // The journal tells of the new file before it is there: whichever of both is found, they fit.
        let mark = self.writer.save(content.clone()).map_err(io::Error::other)?;
        self.keep_line(mark);
        let files = Arc::clone(&self.places.files);
        backup::keep(files.as_ref(), &self.places.variants(), &self.key, &self.saved, now)?;
        save(files.as_ref(), &self.places.file(&self.key), text.as_bytes())?;
        self.saved = text.into_bytes();
        self.unsaved = 0;
        self.unsaved_since = None;
        // Where this fails, the old journal goes on with its own numbers.
        let mut fresh = self.writer.clone();
        let begun = fresh.begin(&self.key, content).map_err(io::Error::other)?;
        let path = self.places.journal(&self.key);
        // Where this fails, the old journal goes on: it knows the new file.
        if self.untouchable.is_none() && save(files.as_ref(), &path, begun.as_bytes()).is_ok() {
            self.writer = fresh;
            self.line_bytes = begun.len();
            self.lines = vec![begun];
            self.handle = files.open_append(&path).ok();
            let _ = files.remove(&self.places.other_journal(&self.key));
            self.other = None;
            self.health = Health::Kept;
        } else {
            self.handle = None;
            self.keep_all();
        }
        Ok(())
    }

    /// The variant as the text of its file: to save a copy anywhere.
    ///
    /// # Errors
    /// What is wrong with an element that cannot be written.
    pub fn text(&self) -> Result<String, String> {
        write_variant(&self.session.variant(), &self.frame)
    }
}
