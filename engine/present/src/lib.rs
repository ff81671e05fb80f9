//! How a community is shown, without a GPU: texts, numbers, cards, search, cameras, session.
//!
//! The window, the picture maker and the command line all draw from here, and every rule here is
//! tested without a window.

mod camera;
mod card;
mod furniture;
mod number;
mod palette;
mod search;
mod session;
mod text;
mod tour;

pub use camera::{CameraPose, Fence, Flight, OrbitCamera, WALK_EYE_HEIGHT_M, Walker, default_views, fit};
pub use card::{Card, CardRow, card_of, medium_text, title_of};
pub use furniture::{ScaleBar, compass_point, scale_bar};
pub use number::{area, clock, coordinate, count, integer, length, quantity};
pub use palette::{
    Colour, area_colour, building_colour, category_scenario_colour, land_use_colour, massing_colour,
    medium_colour, roof_colour, softened,
};
pub use search::{SearchHit, address_of, search};
pub use session::{CameraMode, Command, Effect, Session};
pub use text::{Text, layer_text, text};
pub use tour::{TourMoment, tour_at, tour_length_s};
