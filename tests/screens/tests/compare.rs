//! Questions that a person would ask of pictures of two variants together: Lantern Court as it is, and with one
//! building removed, one added and one changed. Small pictures, drawn in one process.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::Path;
use std::sync::OnceLock;

use bevy::math::UVec2;
use image::RgbaImage;
use linli_app::picture::draw_choice;
use linli_io::store::{StorePlaces, store_variant};
use linli_model::variant::make::{BuildingDraft, delete, draw_building, set_storeys};
use linli_model::variant::resolve_edits;
use linli_model::{BuildingUse, Community, ElementId, Key, Kind, Language, Variant};
use linli_present::{CameraPose, Command, CompareMode};
use linli_screens::{loaded, scene};
use linli_view::{PanelsShown, SceneChoice, Shot};

const SIZE: UVec2 = UVec2::new(320, 180);

/// Pictures of what is compared, with the places that the camera looks at.
struct Pictures {
    base: RgbaImage,
    variant: RgbaImage,
    swipe: RgbaImage,
    ghost: RgbaImage,
    differences: RgbaImage,
    split: RgbaImage,
    narrow: [RgbaImage; 2],
}

/// Looks straight down, so that no sky is in the picture.
fn pose(at: [f64; 2]) -> CameraPose {
    CameraPose::new([at[0], at[1] - 4.0, 330.0], [at[0], at[1], 0.0])
}

fn shot(at: [f64; 2], size_px: UVec2, mode: Option<CompareMode>) -> Shot {
    let commands = mode.into_iter().map(Command::SetCompareMode).collect();
    Shot {
        view: None,
        pose: Some(pose(at)),
        size_px,
        commands,
        select: None,
        storey: None,
        inside: None,
        home: None,
        measures: Vec::new(),
        panels: PanelsShown::None,
        show: None,
    }
}

fn copied(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Buildings by ground area, the largest first, with their middle.
fn buildings(community: &Community) -> Vec<(Key, [f64; 2])> {
    let mut all: Vec<(f64, Key, [f64; 2])> = community
        .elements()
        .iter()
        .filter(|element| matches!(element.kind, Kind::Building(_)))
        .map(|element| {
            let aabb = element.geometry.aabb();
            let (size, centre) = (aabb.size(), aabb.centre());
            (size[0] * size[1], element.key.clone(), [centre[0], centre[1]])
        })
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    all.into_iter().map(|(_, key, centre)| (key, centre)).collect()
}

fn pictures() -> &'static Pictures {
    static PICTURES: OnceLock<Pictures> = OnceLock::new();
    PICTURES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        copied(&scene(), folder.path());
        let base = loaded(folder.path()).expect("the scene").base;
        let houses = buildings(&base);
        let (gone, at) = houses[0].clone();
        let near = |place: &[f64; 2]| (place[0] - at[0]).hypot(place[1] - at[1]);
        let changed = houses.iter().skip(1).min_by(|a, b| near(&a.1).total_cmp(&near(&b.1))).unwrap();
        // A new building over the place of the removed one, smaller, so that both are seen.
        let corner = |x: f64, y: f64| [at[0] + x, at[1] + y];
        let draft = BuildingDraft {
            name: None,
            footprint: vec![
                corner(-20.0, -16.0),
                corner(20.0, -16.0),
                corner(20.0, 16.0),
                corner(-20.0, 16.0),
            ],
            storeys: 9,
            storey_height_m: 3.0,
            use_: BuildingUse::Residential,
            dwellings: 4,
            residents: 10,
            jobs: 0,
            parcel: None,
        };
        let mut edits = Vec::new();
        let mut now = base.as_ref().clone();
        let mut make = |edit: linli_model::Edit, now: &mut Community| {
            *now = resolve_edits(now, std::slice::from_ref(&edit)).unwrap().apply(now);
            edits.push(edit);
        };
        let edit = delete(&now, std::slice::from_ref(&gone)).unwrap();
        make(edit, &mut now);
        let edit = draw_building(&now, &draft).unwrap();
        make(edit, &mut now);
        let edit = set_storeys(&now, &changed.0, 12).unwrap();
        make(edit, &mut now);
        let variant = Variant::of("new", edits);
        store_variant(&StorePlaces::of(folder.path()), &variant, &base.frame).unwrap();

        let draw = |choice: SceneChoice, shots: Vec<Shot>| {
            let pictures = draw_choice(folder.path(), choice, Language::English, shots).expect("pictures");
            pictures.into_iter().map(|picture| picture.image).collect::<Vec<_>>()
        };
        let half = UVec2::new(SIZE.x / 2, SIZE.y);
        let alone = || vec![shot(at, SIZE, None), shot(at, half, None)];
        let both = SceneChoice::Comparison(vec!["base".to_owned(), "new".to_owned()]);
        let modes = [CompareMode::Swipe, CompareMode::Ghost, CompareMode::Differences, CompareMode::Split];
        let compared = modes.into_iter().map(|mode| shot(at, SIZE, Some(mode))).collect();
        let [base, left]: [RgbaImage; 2] = draw(SceneChoice::Base, alone()).try_into().unwrap();
        let [variant, right]: [RgbaImage; 2] =
            draw(SceneChoice::Variant("new".to_owned()), alone()).try_into().unwrap();
        let [swipe, ghost, differences, split]: [RgbaImage; 4] = draw(both, compared).try_into().unwrap();
        Pictures { base, variant, swipe, ghost, differences, split, narrow: [left, right] }
    })
}

/// Share of pixels that differ visibly between two pictures, in a range of columns, the second from `shift` on.
fn changed(a: &RgbaImage, b: &RgbaImage, columns: std::ops::Range<u32>, shift: u32) -> f64 {
    let mut count = 0_u32;
    for x in columns.clone() {
        for y in 0..a.height() {
            let (p, q) = (a.get_pixel(x, y).0, b.get_pixel(x - shift, y).0);
            let most = (0..3).map(|k| p[k].abs_diff(q[k])).max().unwrap();
            count += u32::from(most > 24);
        }
    }
    f64::from(count) / f64::from(columns.len() as u32 * a.height())
}

/// Share of pixels with a hue near that of a colour, clearly coloured, where another picture has it not.
fn gained(image: &RgbaImage, before: &RgbaImage, colour: [u8; 3]) -> f64 {
    let unit = |c: [u8; 3]| {
        let [r, g, b] = c.map(f64::from);
        let grey = (r + g + b) / 3.0;
        let off = [r - grey, g - grey, b - grey];
        (off, off.iter().map(|v| v * v).sum::<f64>().sqrt())
    };
    let (wanted, length) = unit(colour);
    let is_near = |p: &image::Rgba<u8>| {
        let (off, own) = unit([p.0[0], p.0[1], p.0[2]]);
        let dot: f64 = off.iter().zip(wanted).map(|(a, b)| a * b).sum();
        own > 24.0 && dot / (own * length) > 0.93
    };
    let new = image.pixels().zip(before.pixels()).filter(|(now, then)| is_near(now) && !is_near(then));
    new.count() as f64 / f64::from(image.width() * image.height())
}

/// Share of pixels that have any clear colour.
fn coloured(image: &RgbaImage) -> f64 {
    let spread = |p: &image::Rgba<u8>| {
        let [r, g, b, _] = p.0;
        r.max(g).max(b) - r.min(g).min(b)
    };
    image.pixels().filter(|p| spread(p) > 40).count() as f64 / f64::from(image.width() * image.height())
}

#[test]
fn a_swipe_shows_the_first_left_and_the_second_right() {
    let p = pictures();
    let (left, right) = (0..SIZE.x / 2 - 3, SIZE.x / 2 + 3..SIZE.x);
    assert!(changed(&p.base, &p.variant, 0..SIZE.x, 0) > 0.01, "the variant differs from the scene");
    // Each side has its own sun: it is the picture of the variant alone, shadows as well.
    let alike =
        [changed(&p.swipe, &p.base, left.clone(), 0), changed(&p.swipe, &p.variant, right.clone(), 0)];
    let other = [changed(&p.swipe, &p.variant, left, 0), changed(&p.swipe, &p.base, right, 0)];
    assert!(alike[0] < 0.002 && alike[1] < 0.002, "{alike:?}");
    assert!(other[0] > 0.01 && other[1] > 0.01, "{other:?}");
}

#[test]
fn pictures_beside_each_other_are_whole() {
    let p = pictures();
    let half = SIZE.x / 2;
    let left = changed(&p.split, &p.narrow[0], 3..half - 3, 0);
    let right = changed(&p.split, &p.narrow[1], half + 3..SIZE.x - 3, half);
    assert!(left < 0.003 && right < 0.003, "{left} {right}");
    assert!(changed(&p.narrow[0], &p.narrow[1], 0..half, 0) > 0.01);
}

#[test]
fn what_was_added_removed_and_changed_has_its_colour_and_the_rest_is_grey() {
    let p = pictures();
    for (name, colour) in [("added", [0, 158, 115]), ("removed", [213, 94, 0]), ("changed", [230, 159, 0])] {
        let here = gained(&p.differences, &p.base, colour);
        assert!(here > 0.0015, "{name}: {here:.4}");
    }
    let all = coloured(&p.differences);
    assert!(all < 0.5 * coloured(&p.base), "the rest is grey: {all:.3} of {:.3}", coloured(&p.base));
}

#[test]
fn a_ghost_is_the_first_with_what_the_second_adds() {
    let p = pictures();
    let ghost = changed(&p.ghost, &p.base, 0..SIZE.x, 0);
    let whole = changed(&p.variant, &p.base, 0..SIZE.x, 0);
    assert!(ghost > 0.002 && ghost < whole, "{ghost} {whole}");
}

#[test]
fn variants_that_are_not_there_are_refused_in_plain_words() {
    let refused = |keys: &[&str]| {
        let choice = SceneChoice::Comparison(keys.iter().map(|key| (*key).to_owned()).collect());
        let at = [0.0, 0.0];
        let drawn = draw_choice(&scene(), choice, Language::English, vec![shot(at, SIZE, None)]);
        drawn.err().map(|why| why.to_string()).unwrap_or_default()
    };
    assert!(refused(&["base", "nowhere"]).contains("nowhere: no variant of this key"));
    assert!(refused(&["base", "base"]).contains("named twice"));
    assert!(refused(&["base"]).contains("two to 6"));
}

#[test]
fn the_union_holds_every_side() {
    let p = linli_app::loading::start_choice(
        linli_screens::xinghe(),
        SceneChoice::Comparison(["base", "courtyard", "green", "tower"].map(str::to_owned).to_vec()),
        std::sync::Arc::default(),
    );
    let scene = p.iter().find_map(|event| match event {
        linli_view::LoadEvent::Done(scene) => Some(scene),
        _ => None,
    });
    let scene = scene.expect("the scene");
    let comparison = scene.comparison.as_ref().expect("a comparison");
    for (number, side) in comparison.sides.iter().enumerate() {
        let on = |id: ElementId| comparison.union.sides_of(id).contains(number);
        let count = (0..scene.community.elements().len() as u32).filter(|id| on(ElementId(*id))).count();
        assert_eq!(count, side.community.elements().len(), "{}", side.key);
    }
    let extra = scene.community.elements().len() as f64 / scene.base.elements().len() as f64;
    assert!(extra < 1.1, "four variants hold {extra:.3} times the elements of one");
}
