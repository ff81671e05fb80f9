//! What tags say: one file a subject, tables first.

pub(super) mod building;
pub(super) mod facility;
pub(super) mod land;
pub(super) mod street;
pub(super) mod transit;
