//! `linli info`: what a scene holds.

use std::fmt::Write as _;

use linli_io::{FileReport, ImportReport, Language, SceneError, SceneFile, read_scene};
use linli_model::{Aabb, Community, Layer, Progress};
use serde_json::{Value, json};

use crate::args::InfoArgs;
use crate::outcome::Outcome;
use crate::output::{put, put_line};
use crate::speech::either;
use crate::variant;
use crate::watch::Watch;

/// A scene with its file and its messages.
pub struct Opened {
    /// `scene.json`.
    pub file: SceneFile,
    /// What it describes.
    pub community: Community,
    /// What could not be used.
    pub report: FileReport,
}

/// Opens a scene; `None` when the user stopped it.
///
/// # Errors
/// When the folder is not a scene that can be read.
pub fn open(folder: &std::path::Path, language: Language) -> anyhow::Result<Option<Opened>> {
    let watch = Watch::new(language);
    let mut file = None;
    let progress: &dyn Progress = &watch;
    let read = read_scene(folder, progress, &mut |scene| file = Some(scene.clone()), &mut |_, _| {});
    watch.finish();
    match (read, file) {
        (Ok((community, report)), Some(file)) => Ok(Some(Opened { file, community, report })),
        (Err(SceneError::Cancelled) | Ok(_), _) => Ok(None),
        (Err(error), _) => anyhow::bail!(error.text(language)),
    }
}

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read.
pub fn run(args: &InfoArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let mut change = None;
    if let Some(key) = &args.variant {
        let changed = variant::applied(&args.scene, &opened.community, key, language)?;
        change = Some(Change {
            key: key.clone(),
            floor_m2: [&opened.community, &changed].map(variant::floor_area_m2),
        });
        opened.community = changed;
    }
    let extents = layer_extents(&opened.community);
    if args.json {
        put_line(&format!("{:#}", to_json(&opened, &extents, change.as_ref())));
    } else {
        put(&to_text(&opened, &extents, language));
        put(&change.map(|change| change.text(language)).unwrap_or_default());
    }
    Ok(if opened.report.messages.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

/// What a variant does to the floor area above and below the ground.
struct Change {
    key: String,
    /// Before and after, square metres.
    floor_m2: [f64; 2],
}

impl Change {
    fn text(&self, language: Language) -> String {
        let [before, after] = self.floor_m2;
        let (variant, area) = (
            either(language, "variant", "方案"),
            either(language, "floor area of the design", "设计总建筑面积"),
        );
        format!("{variant}: {}\n{area}: {after:.0} m² ({:+.0} m²)\n", self.key, after - before)
    }
}

fn layer_extents(community: &Community) -> Vec<(Layer, usize, Aabb)> {
    let extent = |layer: Layer| {
        let elements = community.elements().iter().filter(|element| element.layer() == layer);
        elements.fold(Aabb::EMPTY, |aabb, element| aabb.union(&element.geometry.aabb()))
    };
    let counts = community.layer_counts().into_iter();
    counts.map(|(layer, count)| (layer, count, extent(layer))).collect()
}

fn to_json(opened: &Opened, extents: &[(Layer, usize, Aabb)], change: Option<&Change>) -> Value {
    let aabb =
        |aabb: &Aabb| if aabb.is_empty() { Value::Null } else { json!({"min": aabb.min, "max": aabb.max}) };
    let layers: Vec<Value> = extents
        .iter()
        .map(
            |(layer, count, extent)| json!({"layer": layer.name(), "count": count, "extent_m": aabb(extent)}),
        )
        .collect();
    let report = ImportReport { files: vec![opened.report.clone()] }.to_json();
    json!({
        "name": opened.community.name,
        "frame": opened.community.frame,
        "extent_m": aabb(&opened.community.aabb()),
        "layers": layers,
        "views": opened.file.views,
        "sources": opened.community.sources,
        "messages": report["files"][0]["messages"],
        "variant": change.map(|change| json!({
            "key": change.key, "floor_area_before_m2": change.floor_m2[0], "floor_area_m2": change.floor_m2[1],
        })),
    })
}

fn to_text(opened: &Opened, extents: &[(Layer, usize, Aabb)], language: Language) -> String {
    let mut text = String::new();
    let (community, frame) = (&opened.community, &opened.community.frame);
    let say = |english, chinese| either(language, english, chinese);
    let _ = writeln!(text, "{}: {}", say("name", "名称"), community.name);
    let _ = writeln!(text, "{}: {}", say("coordinate system", "坐标系"), frame.crs);
    let [east, north, up] = frame.anchor_m;
    let _ = writeln!(text, "{}: {east} {north} {up} m", say("anchor", "原点"));
    let _ = writeln!(
        text,
        "{}: {:.6}° {:.6}°",
        say("longitude, latitude", "经纬度"),
        frame.longitude_deg,
        frame.latitude_deg
    );
    let _ = writeln!(text, "{}: {:.4}°", say("convergence", "子午线收敛角"), frame.convergence_deg);
    let _ = writeln!(text, "{}: {}", say("extent", "范围"), extent_text(&community.aabb()));
    let _ = writeln!(text, "{}:", say("layers", "图层"));
    for (layer, count, extent) in extents {
        let _ = writeln!(text, "  {:<12} {count:>9}  {}", layer.name(), extent_text(extent));
    }
    let views: Vec<&str> = opened.file.views.iter().map(|view| view.key.as_str()).collect();
    let _ = writeln!(text, "{}: {}", say("views", "视角"), views.join(", "));
    for source in &community.sources {
        let licence = source.licence.as_deref().unwrap_or("-");
        let _ = writeln!(text, "{}: {} ({}; {licence})", say("source", "来源"), source.file, source.format);
    }
    for message in &opened.report.messages {
        let _ = writeln!(text, "{}", message.text(language));
    }
    text
}

/// Width, depth and heights of a box.
fn extent_text(aabb: &Aabb) -> String {
    if aabb.is_empty() {
        return "-".to_owned();
    }
    let [x, y, _] = aabb.size();
    // Adding zero after rounding keeps "-0.0" away.
    let [low, high] = [aabb.min[2], aabb.max[2]].map(|z| (z * 10.0).round() / 10.0 + 0.0);
    format!("{x:.1} × {y:.1} m, z {low:.1} … {high:.1} m")
}
