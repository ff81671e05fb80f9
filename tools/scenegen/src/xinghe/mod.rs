//! Xinghe (星河社区): a planning unit of about 80 ha in Hangzhou around a metro station, with an
//! implementation unit of about 24 ha, from the station's basement to the roof gardens.
//!
//! The plan ([`plan`]) is fixed; the seed chooses colours, trees, people and the like. A smaller or larger
//! site is the same plan cut down to the blocks around the station, or units side by side.

mod building;
mod context;
mod land;
mod placing;
mod plan;
mod relief;
mod show;
mod site;
mod street;
mod tour;
mod tree;
mod utility;
mod variant;
mod view;
mod works;

pub(crate) use placing::Placing;
pub(crate) use site::{Border, Site, Unit};
pub use utility::{CONFLICTS, Conflict};
pub use works::{PROBLEM_CLASH, PROBLEM_CLOSURE};

use std::path::Path;

use linli_model::{Community, Schedule, Task, Variant};

use crate::draft::Draft;
use crate::folder::Extras;
use crate::random::Random;

/// The seed of the committed scene.
pub const SEED: u64 = 2035;
/// The size of the committed scene, hectares.
pub const SIZE_HA: f64 = 80.0;

/// The community of a seed and a size in hectares.
pub fn community(seed: u64, size_ha: f64) -> Community {
    scheduled(seed, size_ha).0
}

/// The community of a seed and a size in hectares, and the schedule by which it is built.
pub fn scheduled(seed: u64, size_ha: f64) -> (Community, Schedule) {
    let mut tasks = Vec::new();
    let mut draft = Draft::named("星河社区 / Xinghe");
    let site = Site::of_size(size_ha);
    relief::draw(&mut draft, &site);
    for unit in &site.units {
        draft.placing = Some(unit.placing);
        // Both hold plan places of one unit.
        draft.built.clear();
        draft.doors.clear();
        let mut random = Random::new(seed ^ unit.number().wrapping_mul(0x9E37_79B9_7F4A_7C15));
        tasks.extend(draw_unit(&mut draft, unit, &mut random));
    }
    (draft.community, works::schedule(tasks))
}

/// One unit. The order matters: what comes later keeps clear of what stands.
fn draw_unit(draft: &mut Draft, unit: &Unit, random: &mut Random) -> Vec<Task> {
    building::draw(draft, unit, random);
    context::draw(draft, unit, random);
    street::draw(draft, unit, random);
    utility::draw(draft, unit, random);
    land::draw(draft, unit, random);
    tree::draw(draft, unit, random);
    works::draw(draft, unit)
}

/// The variants of the design of a community that [`community`] gave.
pub fn variants(community: &Community) -> Vec<Variant> {
    variant::variants(community)
}

/// Date and time of day for the sun: a clear autumn morning.
const DATE_TIME: &str = "2030-10-12T09:40";

/// Writes the community of a seed and a size as a scene folder.
///
/// # Errors
/// When the folder holds something else, or cannot be written.
pub fn write(folder: &Path, seed: u64, size_ha: f64) -> anyhow::Result<()> {
    let (community, schedule) = scheduled(seed, size_ha);
    let extras = Extras {
        views: view::views(),
        date_time: DATE_TIME,
        source: include_str!("SOURCE.md"),
        schedule: Some(&schedule),
        tours: tour::tours(),
        variants: variant::variants(&community),
        show: show::show(&community),
    };
    crate::folder::write_folder(folder, &community, extras)
}
