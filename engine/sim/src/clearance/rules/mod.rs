//! Rule packs made ready to ask: classes, tables, limits.

mod book;
mod condition;

pub use book::{RuleBook, RuleBookError, RuleKind, RuleRef};
pub(crate) use condition::LineFacts;
