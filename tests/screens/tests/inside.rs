//! Questions that a person would ask of what is inside: the ground cut open, everything cut through, a storey opened, values in colours,
//! a moment of a tour, another variant. Small pictures of Xinghe, drawn in one process a variant.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::sync::OnceLock;

use bevy::math::{DVec3, UVec2};
use image::RgbaImage;
use linli_app::picture::{draw_all, draw_choice};
use linli_io::read_tours;
use linli_model::{Key, Language};
use linli_present::{CameraPose, Command, CutPlace, CutPlan, OverlayKind, SectionPlan, Session};
use linli_screens::{loaded, xinghe};
use linli_view::{PanelsShown, Picture, SceneChoice, Shot, picked};

const SIZE: UVec2 = UVec2::new(320, 180);
/// A tower of flats.
const FLATS: &str = "A2/home-1";

fn shot(pose: Option<CameraPose>, commands: Vec<Command>) -> Shot {
    let cleared = vec![
        Command::EndTour,
        Command::SetCut(None),
        Command::SetSection(None),
        Command::SetOverlay(None),
        Command::Select(None),
        Command::ShowUnderground(false),
    ];
    Shot {
        view: pose.is_none().then(|| "overview".to_owned()),
        pose,
        size_px: SIZE,
        commands: cleared.into_iter().chain(commands).collect(),
        select: None,
        storey: None,
        inside: None,
        home: None,
        measures: Vec::new(),
        panels: PanelsShown::None,
        show: None,
    }
}

/// Over the utility tunnel under Hebin Road.
fn street() -> Option<CameraPose> {
    Some(CameraPose::new([-250.0, -290.0, 45.0], [-250.0, -248.0, -3.0]))
}

fn cut(through_lines: bool) -> Command {
    let place =
        CutPlace::Block { centre: [-250.0, -236.0], heading_deg: 83.0, length_m: 46.0, width_m: 47.0 };
    Command::SetCut(Some(CutPlan { place, depth_m: 9.0, through_lines }))
}

/// Above the tower of flats, near enough to see into a storey of it.
fn storey(level: Option<i32>) -> Shot {
    let pose = CameraPose::new([118.0, 30.0, 64.0], [147.0, 66.0, 33.0]);
    Shot { select: Some(Key::from(FLATS)), storey: level, ..shot(Some(pose), Vec::new()) }
}

/// The tower from afar, whole or cut through.
fn tower(section: Option<SectionPlan>) -> Shot {
    let pose = CameraPose::new([60.0, -40.0, 70.0], [147.0, 66.0, 15.0]);
    shot(Some(pose), vec![Command::SetSection(section)])
}

/// The street closed, cut open, and with its lines cut as well; homes in their colours and in the values of the
/// walk to the station; the first moment of a tour, and the same pose without it; a tower closed and opened.
fn pictures() -> &'static [Picture] {
    static PICTURES: OnceLock<Vec<Picture>> = OnceLock::new();
    PICTURES.get_or_init(|| {
        let scene = linli_io::read_scene_file(&xinghe()).unwrap();
        let (tours, _) = read_tours(&xinghe(), &scene.views);
        let tour = tours.iter().find(|tour| tour.key == "introduction").unwrap();
        let first = &tour.stops[0];
        let pose = CameraPose::new(first.eye_m, first.target_m);
        let shots = vec![
            shot(street(), Vec::new()),
            shot(street(), vec![cut(false)]),
            shot(street(), vec![cut(true)]),
            shot(None, Vec::new()),
            shot(None, vec![Command::SetOverlay(Some(OverlayKind::PersonReach))]),
            shot(None, vec![Command::PlayTour(tour.key.clone())]),
            shot(
                Some(pose),
                vec![Command::SetStage(first.stage), Command::SetMinuteOfDay(first.minute as u32)],
            ),
            storey(None),
            storey(Some(8)),
            tower(None),
            tower(Some(SectionPlan::Upright { through: [147.0, 66.0], heading_deg: 39.0 })),
            tower(Some(SectionPlan::Level { height_m: 20.0 })),
        ];
        draw_all(&xinghe(), Language::English, shots).expect("the pictures")
    })
}

fn image(number: usize) -> &'static RgbaImage {
    &pictures()[number].image
}

/// Share of pixels that differ visibly between two pictures.
fn changed(a: &RgbaImage, b: &RgbaImage) -> f64 {
    let differs = |(p, q): (&image::Rgba<u8>, &image::Rgba<u8>)| (0..3).any(|k| p.0[k].abs_diff(q.0[k]) > 24);
    let count = a.pixels().zip(b.pixels()).filter(|pair| differs(*pair)).count();
    count as f64 / f64::from(a.width() * a.height())
}

/// Share of pixels of which a question holds.
fn share(image: &RgbaImage, of: impl Fn([i32; 3]) -> bool) -> f64 {
    let count = image.pixels().filter(|p| of([0, 1, 2].map(|k| i32::from(p.0[k])))).count();
    count as f64 / f64::from(image.width() * image.height())
}

#[test]
fn a_cut_opens_the_street_and_its_lines_run_through_it_or_end() {
    let (closed, open, through) = (image(0), image(1), image(2));
    assert!(changed(closed, open) > 0.12, "cut open: {:.3}", changed(closed, open));
    assert!(changed(open, through) > 0.01, "lines end: {:.3}", changed(open, through));
    // Power cables are red; in a street that is closed nothing below it shows.
    let red = |image| share(image, |[r, g, b]| r > 150 && g < 70 && b < 70);
    assert!(red(open) > 0.004, "{:.4}", red(open));
    assert!(
        red(closed) < red(open) / 4.0 && red(through) < red(open) / 2.0,
        "{} {}",
        red(closed),
        red(through)
    );
}

#[test]
fn homes_take_the_colours_of_their_minutes() {
    let blue = |image| share(image, |[r, _, b]| b > r + 50);
    let (design, values) = (image(3), image(4));
    assert!(blue(values) > blue(design) + 0.02, "near: {:.3} {:.3}", blue(design), blue(values));
    // Walls and roofs of homes are no longer grey.
    let grey =
        |image| share(image, |[r, g, b]| (r - g).abs() < 12 && (g - b).abs() < 12 && (60..210).contains(&r));
    assert!(grey(values) < grey(design), "{:.3} {:.3}", grey(design), grey(values));
}

#[test]
fn a_tour_begins_where_its_first_stop_says() {
    assert!(changed(image(5), image(6)) < 0.01, "{:.3}", changed(image(5), image(6)));
    assert!(changed(image(5), image(3)) > 0.05 || changed(image(6), image(3)) < 0.01);
}

#[test]
fn an_open_storey_shows_its_rooms() {
    let (closed, open) = (image(7), image(8));
    assert!(changed(closed, open) > 0.08, "{:.3}", changed(closed, open));
}

#[test]
fn a_section_shows_slabs_rooms_and_soil() {
    let (whole, upright, level) = (image(9), image(10), image(11));
    assert!(changed(whole, upright) > 0.2, "upright: {:.3}", changed(whole, upright));
    assert!(changed(whole, level) > 0.05, "level: {:.3}", changed(whole, level));
    // Sandy silt, which only a face shows.
    let soil = |image| {
        share(image, |[r, g, b]| (r - 188).abs() < 26 && (g - 160).abs() < 26 && (b - 114).abs() < 26)
    };
    assert!(soil(upright) > soil(whole) + 0.02, "soil: {:.3} {:.3}", soil(whole), soil(upright));
    assert!(soil(level) < soil(whole) + 0.01, "no soil above the ground: {:.3}", soil(level));
}

#[test]
fn a_click_meets_only_what_a_section_keeps() {
    let scene = loaded(&xinghe()).expect("the scene");
    let mut session = Session::new(&scene.community.frame, Language::English);
    let tower = scene.community.id_of(&Key::from(FLATS)).unwrap();
    // Straight down onto the tower.
    let (above, down) = (DVec3::new(147.0, 66.0, 300.0), -DVec3::Z);
    let of_tower = |id: Option<linli_model::ElementId>| {
        id.and_then(|id| scene.community.element(id)).is_some_and(|element| {
            let whole = element.kind.building().and_then(|building| building.parent.clone());
            element.key == Key::from(FLATS) || whole == Some(Key::from(FLATS))
        })
    };
    let roof = picked(&scene, &session, above, down).unwrap();
    assert!(roof.point.z > 25.0, "{roof:?}");
    session.apply(Command::SetSection(Some(SectionPlan::Level { height_m: 20.0 })));
    let floor = picked(&scene, &session, above, down).unwrap();
    assert!((floor.point.z - 20.0).abs() < 1e-6 && of_tower(floor.id), "{floor:?} {tower:?}");
    // From the south through a plane in the middle of it: its face, not its wall.
    session
        .apply(Command::SetSection(Some(SectionPlan::Upright { through: [147.0, 66.0], heading_deg: 0.0 })));
    let face = picked(&scene, &session, DVec3::new(147.0, -100.0, 10.0), DVec3::Y).unwrap();
    assert!((face.point.y - 66.0).abs() < 1e-6 && of_tower(face.id), "{face:?}");
    // Below the ground the face is soil.
    let soil = picked(&scene, &session, DVec3::new(147.0, -100.0, -25.0), DVec3::Y).unwrap();
    assert!((soil.point.y - 66.0).abs() < 1e-6 && soil.id.is_none(), "{soil:?}");
    // What lies before the plane takes no click from behind it.
    let behind = picked(&scene, &session, DVec3::new(147.0, 40.0, 300.0), -DVec3::Z);
    assert_eq!(behind, None);
}

#[test]
fn a_variant_is_another_place() {
    let of = |variant: Option<&str>| {
        let choice = SceneChoice::variant(variant.map(str::to_owned));
        let pictures = draw_choice(&xinghe(), choice, Language::English, vec![shot(None, Vec::new())]);
        pictures.expect("a picture").remove(0).image
    };
    let share = changed(image(3), &of(Some("tower")));
    assert!(share > 0.002, "the tower: {share:.4}");
    let nowhere = SceneChoice::Variant("nowhere".to_owned());
    let nothing = draw_choice(&xinghe(), nowhere, Language::English, vec![shot(None, Vec::new())]);
    assert!(nothing.is_err_and(|why| why.to_string().contains("courtyard")), "known variants are named");
}
