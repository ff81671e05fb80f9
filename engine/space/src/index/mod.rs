//! Spatial index: which elements are where, exactly.

pub(crate) mod vector;
