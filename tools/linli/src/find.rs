//! `linli find`: elements by name, address or key.

use linli_io::Language;
use linli_model::{Element, SceneFrame};
use linli_present::{address_of, search};

use crate::args::FindArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read.
pub fn run(args: &FindArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    // One more than is printed tells whether there is more.
    let found = search(&opened.community, &args.text, args.limit.saturating_add(1));
    for element in found.iter().take(args.limit).filter_map(|hit| opened.community.element(hit.id)) {
        put_line(&line(element, &opened.community.frame));
    }
    if found.len() > args.limit {
        put_line(&format!("… {}", either(language, "more; see --limit", "更多未列出，可用 --limit 调整")));
    }
    if found.is_empty() {
        eprintln!("{}: {}", either(language, "nothing found", "未找到"), args.text);
        return Ok(Outcome::Wrong);
    }
    Ok(Outcome::Done)
}

/// Key, layer, name, address and place of an element, separated by tabs.
fn line(element: &Element, frame: &SceneFrame) -> String {
    let aabb = element.geometry.aabb();
    let place = if aabb.is_empty() {
        "-".to_owned()
    } else {
        let [x, y, z] = frame.projected_from_local(aabb.centre());
        format!("{x:.1} {y:.1} {z:.1}")
    };
    let name = element.name.as_deref().unwrap_or("-");
    let address = address_of(element).unwrap_or_else(|| "-".to_owned());
    format!("{}\t{}\t{name}\t{address}\t{place}", element.key, element.layer().name())
}
