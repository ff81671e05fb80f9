//! `linli profile`: long profile and cross-section.

use anyhow::Context as _;
use linli_io::Language;
use linli_model::Key;
use linli_present::drawing_style;
use linli_sim::profile::{
    SHEET, cross_section, cross_section_drawing, long_profile, long_profile_drawing, run_through,
};
use linli_space::Ground;

use crate::args::ProfileArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, a key is not a line, or the drawing cannot be written.
pub fn run(args: &ProfileArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let community = &opened.community;
    let ground = Ground::of(community);
    let keys: Vec<Key> = args.lines.iter().map(|line| Key::from(line.as_str())).collect();
    let style = drawing_style(language, community.frame.anchor_m[2]);
    let (drawing, json) = match args.section {
        Some(chainage) => {
            let first = keys.first().context(either(language, "name a line", "请给出管线"))?;
            let half_width = args.half_width.clamp(0.5, 500.0);
            let section = cross_section(community, first, chainage, half_width, &ground)?;
            (cross_section_drawing(&section, SHEET, &style), serde_json::to_string_pretty(&section)?)
        }
        None => {
            let keys = match (keys.as_slice(), args.run) {
                ([line], true) => run_through(community, line, &ground)?,
                _ => keys,
            };
            let profile = long_profile(community, &keys, &ground)?;
            (long_profile_drawing(&profile, SHEET, &style), serde_json::to_string_pretty(&profile)?)
        }
    };
    if args.json {
        put_line(&json);
    }
    let svg = drawing.to_svg();
    match &args.out {
        Some(path) => {
            std::fs::write(path, svg).with_context(|| format!("{}: cannot be written", path.display()))?
        }
        None if !args.json => put_line(&svg),
        None => {}
    }
    Ok(Outcome::Done)
}
