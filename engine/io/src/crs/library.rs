//! PROJ itself, held so that several threads may use it side by side.

use std::panic::catch_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError};

use proj::Proj;

use super::CrsError;

/// Making and dropping a PROJ object touches caches that all of PROJ shares; transforming does not.
static SHARED_CACHES: Mutex<()> = Mutex::new(());

fn lock() -> MutexGuard<'static, ()> {
    SHARED_CACHES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A PROJ object that is made and dropped under the lock.
pub struct Library(Option<Proj>);

impl Library {
    /// A coordinate system, to ask what it is.
    pub fn system(definition: &str) -> Result<Self, CrsError> {
        Self::make(definition, || Proj::new(&as_system(definition)))
    }

    /// The way from one system to another, axes east and north.
    pub fn between(from: &str, to: &str) -> Result<Self, CrsError> {
        Self::make(&format!("{from} → {to}"), || {
            Proj::new_known_crs(&as_system(from), &as_system(to), None)
        })
    }

    fn make(
        what: &str,
        create: impl FnOnce() -> Result<Proj, proj::ProjCreateError> + std::panic::UnwindSafe,
    ) -> Result<Self, CrsError> {
        let _guard = lock();
        // The binding panics when PROJ refuses a text without giving a reason.
        match catch_unwind(create) {
            Ok(Ok(proj)) => Ok(Self(Some(proj))),
            Ok(Err(error)) => Err(CrsError(format!("{}: {error}", shortened(what)))),
            Err(_) => Err(CrsError(format!("{}: not a coordinate system", shortened(what)))),
        }
    }

    /// The PROJ object.
    pub fn get(&self) -> Option<&Proj> {
        self.0.as_ref()
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        let _guard = lock();
        drop(self.0.take());
    }
}

/// A PROJ string names a bare operation unless it says that it is a system.
fn as_system(definition: &str) -> String {
    if definition.contains("+proj=") && !definition.contains("+type=crs") {
        format!("{definition} +type=crs")
    } else {
        definition.to_owned()
    }
}

/// The beginning of a long definition, for messages.
pub fn shortened(text: &str) -> String {
    const KEPT: usize = 120;
    match text.char_indices().nth(KEPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
