//! Prints what each further variant of a comparison costs: memory that a process holds when Xinghe is loaded with one to
//! six variants, and the triangles that are drawn. Geometry that variants share is there once; the goal is less than 10 %
//! of the first for each. Nothing is drawn: images and shadow maps of a side come on top, `linli render --compare` tells
//! the memory with them.
//!
//! `cargo bench --workspace --bench compared`

use std::path::Path;
use std::process::Command;

use linli_app::loading;
use linli_screens::xinghe;
use linli_view::{LoadEvent, SceneChoice};

/// Names what is loaded in a process of its own: the scene folder and the variants.
const CHILD: &str = "LINLI_COMPARED_CHILD";
/// Scene and variants; the last two are begun over others in a copy of the scene.
const KEYS: [&str; 6] = ["base", "courtyard", "green", "tower", "courtyard-2", "tower-2"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let Some(asked) = std::env::var_os(CHILD) {
        return load(&asked.to_string_lossy());
    }
    let folder = tempfile::tempdir()?;
    copy(&xinghe(), folder.path())?;
    // The last two: what one variant changes, over another one.
    for (key, over, edits, of) in
        [("courtyard-2", "courtyard", 344, "green"), ("tower-2", "tower", 27, "green")]
    {
        let variants = folder.path().join("variants");
        let text = std::fs::read_to_string(variants.join(format!("{of}.json")))?;
        let begun = format!("\"key\": \"{key}\", \"base\": \"{over}\", \"base_edits\": {edits}");
        let text = text.replacen(&format!("\"key\": \"{of}\""), &begun, 1);
        std::fs::write(variants.join(format!("{key}.json")), text)?;
    }
    let mut first = None;
    let mut before = 0.0;
    for count in 1..=KEYS.len() {
        let asked = format!("{}\n{}", folder.path().display(), KEYS[..count].join(","));
        let said = Command::new(std::env::current_exe()?).env(CHILD, asked).output()?;
        let text = String::from_utf8_lossy(&said.stdout);
        let mut numbers = text.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
        let (Some(mb), Some(primitives)) = (numbers.next(), numbers.next()) else {
            return Err(format!("{count}: {}", String::from_utf8_lossy(&said.stderr)).into());
        };
        let base = *first.get_or_insert(mb);
        let added = if count == 1 { 0.0 } else { (mb - before) / base * 100.0 };
        println!("{count} variants: {mb:7.1} MB, {primitives:9.0} triangles and lines, added {added:5.1} %");
        before = mb;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Loads what is asked for and keeps all of it, as a window does.
fn load(asked: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (folder, keys) = asked.split_once('\n').ok_or("what is loaded?")?;
    let keys: Vec<String> = keys.split(',').map(str::to_owned).collect();
    let choice = if keys.len() == 1 { SceneChoice::Base } else { SceneChoice::Comparison(keys) };
    let (mut kept, mut primitives) = (Vec::new(), 0);
    for event in loading::start_choice(folder.into(), choice, std::sync::Arc::default()) {
        match &event {
            LoadEvent::Tiles(tiles) => primitives += tiles.iter().map(|tile| tile.primitives).sum::<usize>(),
            LoadEvent::Failed(why) => return Err(why.clone().into()),
            _ => {}
        }
        if matches!(event, LoadEvent::Tiles(_) | LoadEvent::Trees(_) | LoadEvent::Done(_)) {
            kept.push(event);
        }
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("the system tells no memory")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    println!("{} {primitives}", kilobytes / 1024.0);
    drop(kept);
    Ok(())
}
