//! The figures panel without a window: which figures, how they are said, whether they are fresh.

mod compass;
mod elastic_mark;
mod freshness;
mod how;
mod parts;
mod row;
mod section;

pub use compass::{Compass, Spoke, UnitRoom, compass_of, floor_text, unit_room};
pub use elastic_mark::{ElasticMark, elastic_legend, elastic_mark};
pub use freshness::{FigureTrack, Freshness};
pub use how::{FigureHow, figure_how};
pub use parts::{FigureShown, figure_shown, parcel_overlay};
pub use row::{FigureDifference, FigureMark, FigureRow, amount, signed_amount};
pub use section::{
    FigureChoice, FigureSection, FigureSections, FigureSources, chosen_parcel, figure_rows, figure_sections,
};
