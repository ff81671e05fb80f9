//! Questions that a person would ask of the pictures of Xinghe's stages, small and drawn in one process.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::sync::OnceLock;

use bevy::math::UVec2;
use chrono::NaiveDate;
use image::RgbaImage;
use linli_app::picture::draw_all;
use linli_model::{Key, Language, Stage};
use linli_present::{Command, Moment, Split};
use linli_screens::xinghe;
use linli_view::{PanelsShown, Picture, Shot};

const SIZE: UVec2 = UVec2::new(320, 180);
/// The tallest tower of the design.
const TOWER: &str = "A1/office-1";

fn day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

fn shot(moment: Moment, split: Option<Split>, select: Option<&str>) -> Shot {
    Shot {
        view: Some("overview".into()),
        pose: None,
        size_px: SIZE,
        commands: vec![
            Command::SetStage(moment.stage),
            Command::SetDay(moment.day),
            Command::SetSplit(split),
            Command::Select(None),
        ],
        select: select.map(Key::from),
        storey: None,
        inside: None,
        home: None,
        measures: Vec::new(),
        panels: PanelsShown::None,
        show: None,
    }
}

/// Design, planning, before the works, in the works, both with the tower selected, and planning beside design.
fn pictures() -> &'static [Picture] {
    static PICTURES: OnceLock<Vec<Picture>> = OnceLock::new();
    PICTURES.get_or_init(|| {
        let at = |stage, day| Moment { stage, day };
        let design = at(Stage::Design, day(2027, 1));
        let before = at(Stage::Construction, day(2026, 1));
        let works = at(Stage::Construction, day(2028, 5));
        let plan = at(Stage::Planning, day(2027, 1));
        let shots = vec![
            shot(design, None, None),
            shot(plan, None, None),
            shot(before, None, None),
            shot(works, None, None),
            shot(before, None, Some(TOWER)),
            shot(works, None, Some(TOWER)),
            shot(plan, Some(Split { at: 0.5, other: design }), None),
        ];
        draw_all(&xinghe(), Language::English, shots).expect("the pictures")
    })
}

/// Share of pixels that differ visibly between two pictures, in a range of columns.
fn changed(a: &RgbaImage, b: &RgbaImage, columns: std::ops::Range<u32>) -> f64 {
    let mut count = 0_u32;
    for x in columns.clone() {
        for y in 0..a.height() {
            let (p, q) = (a.get_pixel(x, y).0, b.get_pixel(x, y).0);
            let most = (0..3).map(|k| p[k].abs_diff(q[k])).max().unwrap();
            count += u32::from(most > 24);
        }
    }
    f64::from(count) / f64::from(columns.len() as u32 * a.height())
}

fn image(number: usize) -> &'static RgbaImage {
    &pictures()[number].image
}

#[test]
fn the_three_stages_are_three_pictures() {
    let all = 0..SIZE.x;
    let (design, plan, before, works) = (image(0), image(1), image(2), image(3));
    for (name, a, b, least) in [
        ("the plan and the design", design, plan, 0.10),
        ("the design and the land before the works", design, before, 0.03),
        ("before and in the works", before, works, 0.02),
        ("the works and the design", works, design, 0.03),
    ] {
        let share = changed(a, b, all.clone());
        assert!(share > least, "{name} differ by {share:.3} only");
    }
}

#[test]
fn what_is_not_built_yet_cannot_be_seen_even_when_it_is_selected() {
    assert_eq!(changed(image(2), image(4), 0..SIZE.x), 0.0, "the tower before its time");
    let share = changed(image(3), image(5), 0..SIZE.x);
    assert!(share > 0.001, "the tower in its works: {share:.4}");
}

#[test]
fn a_split_picture_has_one_moment_on_each_side() {
    let (design, plan, split) = (image(0), image(1), image(6));
    let half = SIZE.x / 2;
    // Shadows of what stands on one side only are left out, so that halves are alike and not the same.
    let left = [changed(split, plan, 0..half - 4), changed(split, design, 0..half - 4)];
    let right = [changed(split, plan, half + 4..SIZE.x), changed(split, design, half + 4..SIZE.x)];
    assert!(left[0] * 3.0 < left[1], "left of the line is the plan: {left:?}");
    assert!(right[1] * 3.0 < right[0], "right of it is the design: {right:?}");
}
