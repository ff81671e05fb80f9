//! What may still be made of a file: a count that everything draws on before it is made.

use std::cell::Cell;
use std::fmt;

use linli_model::Progress;

/// Why nothing more is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// More than the limit was asked for.
    Limit,
    /// The user wishes to stop.
    Stopped,
}

impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Limit => "more would be made of the file than the limit allows",
            Self::Stopped => "reading was stopped",
        })
    }
}

impl From<Spent> for String {
    fn from(spent: Spent) -> Self {
        spent.to_string()
    }
}

/// A count in the unit of whoever draws on it. What is taken does not come back, also when what was made is dropped
/// again: so it bounds the work as well as the memory.
pub struct Budget<'a> {
    left: Cell<u64>,
    progress: &'a dyn Progress,
    spent: Cell<Option<Spent>>,
}

impl<'a> Budget<'a> {
    /// A budget of so many; `progress` tells whether to stop.
    pub fn new(left: u64, progress: &'a dyn Progress) -> Self {
        Self { left: Cell::new(left), progress, spent: Cell::new(None) }
    }

    /// Takes from what is left.
    ///
    /// # Errors
    /// When it is not enough (what is left stays), or the user wishes to stop.
    pub fn take(&self, count: usize) -> Result<(), Spent> {
        if self.progress.cancelled() {
            self.spent.set(Some(Spent::Stopped));
            return Err(Spent::Stopped);
        }
        match self.left.get().checked_sub(count as u64) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => {
                self.spent.set(Some(Spent::Limit));
                Err(Spent::Limit)
            }
        }
    }

    /// What is left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// Why something was not given, the last time that happened.
    pub fn spent(&self) -> Option<Spent> {
        self.spent.get()
    }
}

#[cfg(test)]
mod tests {
    use linli_model::NoProgress;

    use super::*;

    #[test]
    fn what_is_taken_is_gone_and_no_more_is_given() {
        let budget = Budget::new(10, &NoProgress);
        assert_eq!((budget.take(7), budget.spent()), (Ok(()), None));
        assert_eq!((budget.take(4), budget.spent()), (Err(Spent::Limit), Some(Spent::Limit)));
        assert_eq!((budget.take(3), budget.left()), (Ok(()), 0));
        assert_eq!(budget.take(usize::MAX), Err(Spent::Limit));
    }
}
