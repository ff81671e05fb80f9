//! Makes the scenes that come with the project: [`xinghe`], the demo community of about 80 ha, and Lantern
//! Court (灯笼里, [`district`]), about 14 ha around a metro station by a canal.
//!
//! Everything follows from a seed: the same seed gives the same bytes. The plan itself (streets,
//! blocks, buildings, mains) is fixed; the seed chooses colours, trees and the sizes of row houses.

mod building;
mod draft;
mod folder;
mod green;
mod plan;
mod random;
mod relief;
mod street;
mod transit;
mod tree;
mod utility;
mod view;
pub mod xinghe;

pub use folder::write;
pub use view::views;

use linli_model::Community;

use draft::Draft;
use random::Random;
use utility::Utilities;

/// The seed of the committed scene of Lantern Court.
pub const SEED: u64 = 2049;

/// Lantern Court of a seed.
pub fn district(seed: u64) -> Community {
    let mut draft = Draft::new();
    let mut random = Random::new(seed);
    relief::draw(&mut draft);
    building::draw(&mut draft, &mut random);
    let mut network = street::layout();
    street::door_paths(&draft, &mut network);
    network.join();
    network.draw(&mut draft);
    green::draw(&mut draft);
    transit::draw(&mut draft, &network);
    let utilities = Utilities::layout(&draft);
    utilities.draw(&mut draft);
    tree::draw(&mut draft, &network, &utilities, &mut random);
    draft.community
}
