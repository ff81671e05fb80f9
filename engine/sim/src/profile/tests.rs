#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{
    Community, Element, Geometry, Key, Kind, Language, Medium, Point3, SceneFrame, UtilityLine,
};
use linli_space::Ground;

use super::*;

fn town() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0, 0.0, 5.0],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("test", frame);
    let mut add = |key: &str, medium: Medium, diameter_mm: f64, points: Vec<Point3>| {
        let facts = UtilityLine { medium, diameter_mm, ..UtilityLine::default() };
        community.add(Element::new(key, Kind::UtilityLine(facts), Geometry::Line(points))).unwrap();
    };
    add("s1", Medium::Sewage, 400.0, vec![[0.0, 0.0, -2.0], [30.0, 0.0, -2.1]]);
    // Drawn the other way round.
    add("s2", Medium::Sewage, 400.0, vec![[70.0, 0.0, -2.3], [30.0, 0.0, -2.1]]);
    add("w", Medium::Water, 200.0, vec![[50.0, -10.0, -1.4], [50.0, 10.0, -1.4]]);
    add("side", Medium::Power, 100.0, vec![[0.0, -3.0, -1.0], [70.0, -3.0, -1.0]]);
    community
}

#[test]
fn a_profile_follows_its_lines_and_meets_what_crosses() {
    let community = town();
    let keys = [Key::from("s1"), Key::from("s2")];
    let profile = long_profile(&community, &keys, &Ground::level(0.0)).unwrap();
    assert_eq!(profile.length_m, 70.0);
    let last = profile.points.last().unwrap();
    assert!((last.axis_m + 2.3).abs() < 1e-9 && (last.crown_m + 2.1).abs() < 1e-9);
    assert!(profile.points.windows(2).all(|p| p[0].chainage_m <= p[1].chainage_m));
    // At 50 m the axis is at −2.2; the water main's at −1.4: 0.8 − 0.2 − 0.1.
    assert_eq!(profile.crossings.len(), 1);
    let crossing = profile.crossings.first().unwrap();
    assert!((crossing.chainage_m - 50.0).abs() < 1e-9 && (crossing.gap_m - 0.5).abs() < 1e-9);
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let community = town();
    let ground = Ground::level(0.0);
    assert_eq!(long_profile(&community, &[], &ground), Err(ProfileError::NoLines));
    let missing = Key::from("x");
    assert_eq!(
        long_profile(&community, std::slice::from_ref(&missing), &ground),
        Err(ProfileError::NotALine(missing))
    );
    let apart = [Key::from("s1"), Key::from("w")];
    assert_eq!(
        long_profile(&community, &apart, &ground),
        Err(ProfileError::NotJoined(Key::from("s1"), Key::from("w")))
    );
    let beyond = cross_section(&community, &Key::from("s1"), 31.0, 5.0, &ground);
    assert_eq!(beyond, Err(ProfileError::BeyondEnd("30.00".into())));
}

#[test]
fn a_section_holds_what_the_plane_cuts_with_its_offset() {
    let community = town();
    let section = cross_section(&community, &Key::from("s1"), 10.0, 6.0, &Ground::level(0.0)).unwrap();
    let keys: Vec<&str> = section.cuts.iter().map(|cut| cut.key.as_str()).collect();
    assert_eq!(keys, ["s1", "side"]);
    let side = section.cuts.last().unwrap();
    // To the east the right hand is south: 3 m.
    assert!((side.offset_m - 3.0).abs() < 1e-9 && (side.cover_m - 0.95).abs() < 1e-9);
}

#[test]
fn drawings_are_well_formed_and_speak_both_languages() {
    let community = town();
    let ground = Ground::level(0.0);
    let keys = [Key::from("s1"), Key::from("s2")];
    let profile = long_profile(&community, &keys, &ground).unwrap();
    let section = cross_section(&community, &Key::from("s1"), 10.0, 6.0, &ground).unwrap();
    for (language, word) in [(Language::Chinese, "纵断面"), (Language::English, "Long profile")] {
        let style = DrawingStyle {
            language,
            datum_m: 5.0,
            colour: &|_| [1, 2, 3],
            medium: &|medium| format!("<{medium:?}>"),
        };
        let drawing = long_profile_svg(&profile, &style);
        assert!(drawing.contains(word) && drawing.contains("&lt;Sewage&gt;") && drawing.contains(">0.50<"));
        for svg in [drawing, cross_section_svg(&section, &style)] {
            let (opened, closed) = (svg.matches("<text").count(), svg.matches("</text>").count());
            assert!(opened == closed && svg.ends_with("</svg>\n") && !svg.contains("NaN"));
        }
    }
}
