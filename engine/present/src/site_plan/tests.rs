#![expect(clippy::unwrap_used, reason = "tests")]
use linli_model::{
    Building, Community, Element, Geometry, Kind, Language, Polygon, SceneFrame, StoreyRun, Street,
    StreetClass, Tree, UtilityLine,
};
use linli_sim::drawing::{Drawing, Form};

use super::*;

fn community() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [519_000.0, 3_348_000.0, 0.0],
        longitude_deg: 120.15,
        latitude_deg: 30.27,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("Lane <1>", frame);
    let ring = vec![[0.0, 0.0, 0.0], [40.0, 0.0, 0.0], [40.0, 20.0, 0.0], [0.0, 20.0, 0.0]];
    let run = StoreyRun {
        from_level: 1,
        to_level: 18,
        height_m: 3.0,
        use_: linli_model::BuildingUse::Residential,
        floor_area_m2: 800.0,
        dwellings: 4,
        residents: 12,
        jobs: 0,
    };
    let building = Building { storeys: vec![run], ..Building::default() };
    let mut house = Element::new("house", Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]));
    house.name = Some("Tower of the east".into());
    community.add_renamed(house);
    let street = Geometry::Line(vec![[-500.0, -10.0, 0.0], [500.0, -10.0, 0.0]]);
    community.add_renamed(Element::new("s", Kind::Street(Street::new(StreetClass::Secondary)), street));
    community.add_renamed(Element::new("t", Kind::Tree(Tree::default()), Geometry::Point([20.0, 24.0, 0.0])));
    let pipe = UtilityLine { diameter_mm: 300.0, ..UtilityLine::default() };
    let line = Geometry::Line(vec![[0.0, -10.0, -2.0], [40.0, -10.0, -2.0]]);
    community.add_renamed(Element::new("p", Kind::UtilityLine(pipe), line));
    community
}

fn ask() -> SitePlan {
    SitePlan {
        paper: PaperSize::A4,
        scale: None,
        centre: None,
        underground: false,
        language: Language::English,
    }
}

fn of_house(drawing: &Drawing) -> Vec<[f64; 2]> {
    let mark =
        drawing.marks.iter().find(|m| m.element.as_ref().is_some_and(|key| key.as_str() == "house")).unwrap();
    match &mark.form {
        Form::Area { rings, .. } => rings[0].clone(),
        other => panic!("{other:?}"),
    }
}

fn words(drawing: &Drawing) -> Vec<&str> {
    let mut words = Vec::new();
    for mark in &drawing.marks {
        if let Form::Text(letter) = &mark.form {
            words.push(letter.words.as_str());
        }
    }
    words
}

#[test]
fn lengths_on_paper_are_those_of_the_scale() {
    let drawing = site_plan(&community(), &|_| true, &SitePlan { scale: Some(500.0), ..ask() }).unwrap();
    assert_eq!((drawing.size, drawing.is_paper), ([297.0, 210.0], true));
    let ring = of_house(&drawing);
    let (west, east) = ring.iter().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p[0]), b.max(p[0])));
    let (top, foot) = ring.iter().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p[1]), b.max(p[1])));
    // 40 m by 20 m at 1 : 500 are 80 mm by 40 mm.
    assert!((east - west - 80.0).abs() < 1e-6 && (foot - top - 40.0).abs() < 1e-6, "{ring:?}");
    let svg = drawing.to_svg();
    assert!(svg.contains("width=\"297mm\" height=\"210mm\"") && svg.contains("Lane &lt;1&gt;"));
}

#[test]
fn the_largest_usual_scale_at_which_all_fits_is_taken() {
    let drawing = site_plan(&community(), &|_| true, &ask()).unwrap();
    // 60 m by 40 m with its margin on 233 mm by 170 mm.
    assert!(words(&drawing).contains(&"1 : 500"), "{:?}", words(&drawing));
    let told = words(&drawing);
    for wanted in ["Tower of the east", "18F", "N", "Streets", "Trees", "Buildings"] {
        assert!(told.contains(&wanted), "{wanted}: {told:?}");
    }
}

#[test]
fn nothing_is_drawn_beyond_the_frame_and_lines_only_when_asked() {
    let frame = Frame::window([297.0, 210.0]);
    let is_line = |drawing: &Drawing| {
        drawing.marks.iter().any(|m| m.element.as_ref().is_some_and(|k| k.as_str() == "p"))
    };
    let plain = site_plan(&community(), &|_| true, &ask()).unwrap();
    assert!(!is_line(&plain));
    let below = site_plan(&community(), &|_| true, &SitePlan { underground: true, ..ask() }).unwrap();
    assert!(is_line(&below));
    for mark in below.marks.iter().filter(|mark| mark.element.is_some()) {
        let points: Vec<[f64; 2]> = match &mark.form {
            Form::Area { rings, .. } => rings.concat(),
            Form::Line { points, .. } => points.clone(),
            _ => Vec::new(),
        };
        for [x, y] in points {
            assert!(x >= frame[0][0] - 1e-6 && x <= frame[1][0] + 1e-6, "{x}");
            assert!(y >= frame[0][1] - 1e-6 && y <= frame[1][1] + 1e-6, "{y}");
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let nothing = Community::new("empty", community().frame);
    assert_eq!(site_plan(&nothing, &|_| true, &ask()), Err(SitePlanError::Empty));
    let odd = SitePlan { scale: Some(f64::NAN), ..ask() };
    assert!(matches!(site_plan(&community(), &|_| true, &odd), Err(SitePlanError::Scale(_))));
    assert_eq!(site_plan(&community(), &|_| false, &ask()), Err(SitePlanError::Empty));
}
