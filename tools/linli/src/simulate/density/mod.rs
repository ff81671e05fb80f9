//! `linli simulate density`: floor, people, density towards the station, and what may be added.

mod files;
mod text;

use std::path::Path;

use anyhow::Context as _;
use linli_io::{Input, Language, Limits};
use linli_model::{ElementId, Key};
use linli_sim::density::{
    DensityModel, DensityOptions, DensityRules, FigureParts, Room, RoomOptions, StationGradient, Underground,
};
use linli_sim::indicator::{Indicator, Verdict};
use linli_sim::reach::ReachRules;
use linli_space::StreetGraph;

use super::{figures, picture};
use crate::args::DensityArgs;
use crate::info::{Opened, open};
use crate::outcome::Outcome;
use crate::output::put;
use crate::speech::either;

/// Everything that is written.
pub struct Answer {
    pub scene: String,
    pub picture: String,
    pub has_schedule: bool,
    pub model: DensityModel,
    pub gradient: StationGradient,
    pub underground: Underground,
    pub rooms: Vec<Room>,
    pub figures: Vec<Indicator>,
}

/// Runs the command.
///
/// # Errors
/// When the scene, a schedule or rules cannot be read, or the files cannot be written.
pub fn run(args: &DensityArgs, language: Language) -> anyhow::Result<Outcome> {
    let rules = rules(args.city.as_deref(), language)?;
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let answer = answer(args, &opened, &rules, language)?;
    if let Some(folder) = &args.out {
        write(folder, &files::all(&answer, &opened.community))?;
    }
    if args.json {
        put(&format!("{:#}\n", files::document(&answer)));
    } else if args.csv {
        put(&figures::csv(&answer.figures));
    } else {
        put(&text::summary(&answer, language));
    }
    let is_broken = |figure: &Indicator| figure.limits.iter().any(|judged| judged.verdict == Verdict::Broken);
    Ok(if answer.figures.iter().any(is_broken) { Outcome::Wrong } else { Outcome::Done })
}

fn rules(city: Option<&Path>, language: Language) -> anyhow::Result<DensityRules> {
    let Some(path) = city else { return Ok(DensityRules::standard()?) };
    let national = DensityRules::national()?;
    if path == Path::new("none") {
        return Ok(national);
    }
    let input = Input::open(path, &Limits::default())
        .map_err(|rejection| anyhow::anyhow!("{}", rejection.0.text(language)))?;
    let text = String::from_utf8(input.bytes).with_context(|| path.display().to_string())?;
    national.with_city(&text).with_context(|| path.display().to_string())
}

fn answer(
    args: &DensityArgs,
    opened: &Opened,
    rules: &DensityRules,
    language: Language,
) -> anyhow::Result<Answer> {
    let community = &opened.community;
    let timeline = picture::timeline(&args.counted, opened, &args.scene, language)?;
    let counted = picture::counted(&args.counted, opened, timeline.as_ref());
    let counts = |id: ElementId| counted.get(id.index()).copied().unwrap_or(false);
    let streets = StreetGraph::of(community);
    let reach = ReachRules::standard()?;
    let options = DensityOptions { rules, reach: &reach, counts: &counts };
    let model = DensityModel::new(community, &streets, &options);
    let room_options = room_options(args, opened, language)?;
    let rooms = model.room(community, &counts, &room_options);
    let gradient = model.gradient();
    let patterns = (0..model.unit_count())
        .filter_map(|unit| model.street_pattern(unit, community, &streets, &counts))
        .collect::<Vec<_>>();
    let underground = model.underground(community, &counts);
    let figures = model.indicators(&FigureParts {
        gradient: &gradient,
        patterns: &patterns,
        underground: &underground,
        rooms: &rooms,
    });
    Ok(Answer {
        scene: community.name.clone(),
        picture: picture::name(&args.counted),
        has_schedule: timeline.is_some(),
        model,
        gradient,
        underground,
        rooms,
        figures,
    })
}

/// Transfers between parcels that are there.
fn room_options(args: &DensityArgs, opened: &Opened, language: Language) -> anyhow::Result<RoomOptions> {
    let mut options = RoomOptions {
        reach_people: args.reach_people,
        pipe_people: args.pipe_people,
        ..RoomOptions::default()
    };
    for (from, to, area_m2) in &args.transfer {
        for (key, sign) in [(from, -1.0), (to, 1.0)] {
            let key = Key::from(key.as_str());
            if opened.community.id_of(&key).is_none() {
                let what = either(language, "no parcel has this key", "没有此键的地块");
                anyhow::bail!("{key}: {what}");
            }
            *options.transfers_m2.entry(key).or_insert(0.0) += sign * area_m2;
        }
    }
    Ok(options)
}

/// Writes files into a folder, which is made when it is not there.
pub fn write(folder: &Path, files: &[(&'static str, String)]) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
