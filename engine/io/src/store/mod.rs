//! Variants that are being worked on: nothing is lost.
//!
//! | promise | how |
//! |---|---|
//! | an edit that is said to be kept survives a kill and a power cut | a journal, brought to the disk before the edit is made |
//! | a file is the old one or the new one | write a new one, sync, rename, sync the folder |
//! | two programs are told of each other | a lock that the system gives back when its holder dies |
//! | a full or read-only disk is told at once | [`Health`]; the journal goes on in the user's state folder |
//! | older states can be had again | a ring of backups |

mod backup;
mod files;
mod health;
mod journal;
mod lock;
mod open;
mod places;
#[cfg(test)]
mod tests;

pub use files::{Append, Files, SystemFiles, save};
pub use health::{Access, Health, Recovery};
pub use journal::JournalFault;
pub use lock::{LockFault, Owner, SceneLock};
pub use open::{EditStore, OpenError};
pub use places::{StorePlaces, discard_variant, state_folder, store_variant};
