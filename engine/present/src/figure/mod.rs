//! The figures panel without a window: which figures, how they are said, whether they are fresh.

mod compass;
mod freshness;
mod how;
mod parts;
mod row;
mod section;

pub use compass::{Compass, Spoke, UnitRoom, compass_of, unit_room};
pub use freshness::{FigureTrack, Freshness};
pub use how::{FigureHow, figure_how};
pub use parts::{FigureShown, figure_shown, parcel_overlay};
pub use row::{FigureDifference, FigureMark, FigureRow, amount, signed_amount};
pub use section::{
    FigureChoice, FigureSection, FigureSections, FigureSources, chosen_parcel, figure_rows, figure_sections,
};
