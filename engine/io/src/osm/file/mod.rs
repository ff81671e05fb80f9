//! The two files that hold OpenStreetMap data, and what both are read into.

mod pbf;
mod store;
mod wire;
mod xml;

pub(super) use pbf::{looks_like_pbf, read_pbf};
pub(super) use store::{Bounds, Member, MemberKind, Relation, Store, Tags, Way};
pub(super) use xml::{looks_like_xml, read_xml};
