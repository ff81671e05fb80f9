//! Cameras: where the eye is, how it moves, and where it may not go.

mod fence;
mod flight;
mod gallery;
mod orbit;
mod pose;
mod walk;

pub use fence::Fence;
pub use flight::Flight;
pub use gallery::{Gallery, GalleryPlace};
pub use orbit::OrbitCamera;
pub use pose::{CameraPose, default_views, fit};
pub use walk::{WALK_EYE_HEIGHT_M, Walker};
