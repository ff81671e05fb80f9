//! Questions that a person would ask of the pictures.
//!
//! All pictures are small, of the project's own district, and drawn in one process. Questions compare
//! two pictures that differ in one thing (a selection, a layer, the panels): what changed is what was asked.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::Path;
use std::sync::OnceLock;

use bevy::math::UVec2;
use image::RgbaImage;
use linli_app::picture::draw_all;
use linli_model::{Key, Language, Layer};
use linli_present::Command;
use linli_view::{PanelsShown, Picture, Shot};

/// Width and height of every picture.
const SIZE: UVec2 = UVec2::new(480, 270);
/// Key of the station's building in the district.
const STATION_BUILDING: &str = "building/station-hall";

#[derive(Clone, Copy, Debug)]
enum Name {
    Overview,
    OverviewWithoutBuildings,
    Station,
    StationSelected,
    StationBare,
    Below,
    BelowWithoutPipes,
    Night,
    Chinese,
}

const ALL: [Name; 9] = [
    Name::Overview,
    Name::OverviewWithoutBuildings,
    Name::Station,
    Name::StationSelected,
    Name::StationBare,
    Name::Below,
    Name::BelowWithoutPipes,
    Name::Night,
    Name::Chinese,
];

fn shot(name: Name) -> Shot {
    let hour = |hour: u32| Command::SetMinuteOfDay(hour * 60);
    let mut shot = Shot {
        view: Some("overview".into()),
        pose: None,
        size_px: SIZE,
        // Each shot sets everything it depends on: the session goes on from shot to shot.
        commands: vec![
            Command::SetLanguage(Language::English),
            hour(10),
            Command::ShowUnderground(false),
            Command::ShowLayer(Layer::Buildings, true),
            Command::ShowLayer(Layer::Utilities, true),
            Command::Select(None),
        ],
        select: None,
        storey: None,
        inside: None,
        home: None,
        measures: Vec::new(),
        panels: PanelsShown::None,
        show: None,
    };
    let mut also = |command| shot.commands.push(command);
    match name {
        Name::Overview => {}
        Name::OverviewWithoutBuildings => also(Command::ShowLayer(Layer::Buildings, false)),
        Name::Night => also(hour(22)),
        Name::Below => also(Command::ShowUnderground(true)),
        Name::BelowWithoutPipes => {
            also(Command::ShowUnderground(true));
            also(Command::ShowLayer(Layer::Utilities, false));
        }
        Name::Chinese => also(Command::SetLanguage(Language::Chinese)),
        Name::Station | Name::StationSelected | Name::StationBare => {}
    }
    match name {
        Name::Station | Name::StationSelected | Name::StationBare | Name::Chinese => {
            shot.view = Some("station".into());
        }
        Name::Below | Name::BelowWithoutPipes => shot.view = Some("underground".into()),
        _ => {}
    }
    if matches!(name, Name::StationSelected) {
        shot.select = Some(Key::from(STATION_BUILDING));
    }
    if matches!(name, Name::Station | Name::Chinese) {
        shot.panels = PanelsShown::Furniture;
    }
    shot
}

fn pictures() -> &'static [Picture] {
    static PICTURES: OnceLock<Vec<Picture>> = OnceLock::new();
    PICTURES.get_or_init(|| {
        let scene = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/lantern-court");
        let shots = ALL.into_iter().map(shot).collect();
        let pictures = draw_all(&scene, Language::English, shots).expect("the district is drawn");
        println!("drawn by {}", pictures[0].adapter);
        // Kept for whoever wants to look, and for a failed question.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screens");
        std::fs::create_dir_all(&folder).unwrap();
        for (name, picture) in ALL.iter().zip(&pictures) {
            picture.image.save(folder.join(format!("{name:?}.png"))).unwrap();
        }
        pictures
    })
}

fn picture(name: Name) -> &'static RgbaImage {
    &pictures()[name as usize].image
}

/// Share of pixels that pass a test.
fn share(image: &RgbaImage, test: impl Fn([u8; 4]) -> bool) -> f64 {
    let passed = image.pixels().filter(|pixel| test(pixel.0)).count();
    passed as f64 / f64::from(image.width() * image.height())
}

fn luminance(pixel: [u8; 4]) -> f64 {
    let linear = |c: u8| (f64::from(c) / 255.0).powf(2.2);
    0.2126 * linear(pixel[0]) + 0.7152 * linear(pixel[1]) + 0.0722 * linear(pixel[2])
}

/// Where two pictures differ clearly.
fn difference(a: &RgbaImage, b: &RgbaImage) -> Vec<(u32, u32)> {
    a.enumerate_pixels()
        .filter(|(x, y, pixel)| {
            let other = b.get_pixel(*x, *y);
            (0..3).any(|i| pixel.0[i].abs_diff(other.0[i]) > 24)
        })
        .map(|(x, y, _)| (x, y))
        .collect()
}

fn middle(places: &[(u32, u32)]) -> (f64, f64) {
    let n = places.len().max(1) as f64;
    let sum = places.iter().fold((0.0, 0.0), |s, p| (s.0 + f64::from(p.0), s.1 + f64::from(p.1)));
    (sum.0 / n, sum.1 / n)
}

#[test]
fn nothing_is_black_and_nothing_is_one_flat_colour() {
    for name in [Name::Overview, Name::Station, Name::Below] {
        let image = picture(name);
        assert!(share(image, |p| luminance(p) < 0.003) < 0.02, "{name:?} is black in places");
        let mut seen = std::collections::BTreeSet::new();
        image.pixels().for_each(|p| {
            seen.insert(p.0.map(|c| c / 16));
        });
        assert!(seen.len() > 60, "{name:?} has only {} shades", seen.len());
    }
}

#[test]
fn the_district_fills_the_first_picture() {
    let changed = difference(picture(Name::Overview), picture(Name::OverviewWithoutBuildings));
    let covered = changed.len() as f64 / f64::from(SIZE.x * SIZE.y);
    assert!((0.12..0.85).contains(&covered), "buildings and their shadows cover {covered:.2} of the picture");
    let (x, y) = middle(&changed);
    assert!((x / f64::from(SIZE.x) - 0.5).abs() < 0.15, "off centre: {x:.0}");
    assert!((y / f64::from(SIZE.y) - 0.5).abs() < 0.2, "off centre: {y:.0}");
}

#[test]
fn the_stations_building_is_in_the_middle() {
    let changed = difference(picture(Name::StationBare), picture(Name::StationSelected));
    assert!(changed.len() > 300, "the selected building covers {} pixels", changed.len());
    let (x, y) = middle(&changed);
    assert!((x / f64::from(SIZE.x) - 0.5).abs() < 0.2, "{x:.0}");
    assert!((y / f64::from(SIZE.y) - 0.5).abs() < 0.25, "{y:.0}");
}

#[test]
fn pipes_show_through_the_ground_in_their_colours() {
    let (below, without) = (picture(Name::Below), picture(Name::BelowWithoutPipes));
    let changed = difference(below, without);
    let covered = changed.len() as f64 / f64::from(SIZE.x * SIZE.y);
    assert!(covered > 0.004, "pipes cover {covered:.4} of the picture");
    // Water is blue, heat is orange: both must be told apart even through the ground.
    let hue = |test: &dyn Fn(i32, i32, i32) -> bool| {
        changed
            .iter()
            .filter(|(x, y)| {
                let [r, g, b, _] = below.get_pixel(*x, *y).0.map(i32::from);
                test(r, g, b)
            })
            .count()
    };
    assert!(hue(&|r, _, b| b > r + 25) > 20, "no blue pipe is seen");
    assert!(hue(&|r, _, b| r > b + 35) > 20, "no warm pipe is seen");
}

#[test]
fn names_can_be_read() {
    let (with, without) = (picture(Name::Station), picture(Name::StationBare));
    let changed = difference(with, without);
    // The title stands in the upper left corner.
    let title: Vec<_> = changed.iter().filter(|(x, y)| *x < SIZE.x / 2 && *y < SIZE.y / 4).collect();
    assert!(title.len() > 60, "the title has {} pixels", title.len());
    let bright = title.iter().map(|(x, y)| luminance(with.get_pixel(*x, *y).0)).fold(0.0, f64::max);
    let dark = title.iter().map(|(x, y)| luminance(with.get_pixel(*x, *y).0)).fold(1.0, f64::min);
    // Contrast of text and rim after WCAG 2.2, 1.4.3: at least 4.5 : 1.
    let contrast = (bright + 0.05) / (dark + 0.05);
    assert!(contrast >= 4.5, "contrast {contrast:.1}");
}

#[test]
fn the_language_changes_the_words_and_only_them() {
    let changed = difference(picture(Name::Station), picture(Name::Chinese));
    let covered = changed.len() as f64 / f64::from(SIZE.x * SIZE.y);
    assert!(covered > 0.0005, "nothing changed");
    assert!(covered < 0.08, "{covered:.3} of the picture changed");
}

#[test]
fn at_night_it_is_dark_and_windows_are_lit() {
    let (day, night) = (picture(Name::Overview), picture(Name::Night));
    let mean = |image: &RgbaImage| {
        image.pixels().map(|p| luminance(p.0)).sum::<f64>() / f64::from(image.width() * image.height())
    };
    assert!(mean(night) < 0.35 * mean(day), "night {:.3}, day {:.3}", mean(night), mean(day));
    let warm = share(night, |[r, _, b, _]| r > 120 && r > b.saturating_add(30));
    assert!(warm > 0.0008, "lit windows cover {warm:.4}");
}
