//! Reports: pages that need no other file.

mod comparison;
mod comparison_page;
mod comparison_plan;

pub use comparison::ComparisonReport;
