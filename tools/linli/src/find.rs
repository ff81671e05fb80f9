//! `linli find`: elements by name, address or key.

use linli_io::Language;
use linli_model::{Element, SceneFrame};

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
    let wanted = args.text.trim().to_lowercase();
    let mut found: Vec<(u8, &Element)> = opened
        .community
        .elements()
        .iter()
        .filter_map(|element| Some((rank(element, &wanted)?, element)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    for (_, element) in found.iter().take(args.limit) {
        put_line(&line(element, &opened.community.frame));
    }
    let hidden = found.len().saturating_sub(args.limit);
    if hidden > 0 {
        put_line(&format!(
            "… {hidden} {}",
            either(language, "more; see --limit", "条未列出，可用 --limit 调整")
        ));
    }
    if found.is_empty() {
        eprintln!("{}: {}", either(language, "nothing found", "未找到"), args.text);
        return Ok(Outcome::Wrong);
    }
    Ok(Outcome::Done)
}

/// Address of an element: the one of a building, or the source's own.
fn address(element: &Element) -> Option<String> {
    let own = || ["address", "addr:full"].into_iter().find_map(|name| element.attributes.get(name));
    let building = element.kind.building().and_then(|building| building.address.clone());
    building.or_else(|| own().map(ToString::to_string)).or_else(|| street_and_number(element))
}

/// Street and house number of OpenStreetMap.
fn street_and_number(element: &Element) -> Option<String> {
    let street = element.attributes.get("addr:street")?;
    let number = element.attributes.get("addr:housenumber").map(ToString::to_string).unwrap_or_default();
    Some(format!("{street} {number}").trim_end().to_owned())
}

/// How well an element fits; lower is better, `None` is not at all.
fn rank(element: &Element, wanted: &str) -> Option<u8> {
    let texts = [element.name.clone(), address(element), Some(element.key.to_string())];
    let texts: Vec<String> = texts.into_iter().flatten().map(|text| text.to_lowercase()).collect();
    if texts.iter().any(|text| text == wanted) {
        Some(0)
    } else if texts.iter().any(|text| text.starts_with(wanted)) {
        Some(1)
    } else {
        texts.iter().any(|text| text.contains(wanted)).then_some(2)
    }
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
    let address = address(element).unwrap_or_else(|| "-".to_owned());
    format!("{}\t{}\t{name}\t{address}\t{place}", element.key, element.layer().name())
}
