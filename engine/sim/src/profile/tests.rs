#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{
    Community, Compartment, CompartmentKind, Corridor, Element, Geometry, Key, Kind, Language, Medium,
    Point3, SceneFrame, UtilityLine,
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
            colour: |_| [1, 2, 3],
            medium: |medium, _| format!("<{medium:?}>"),
            compartment: |kind, _| format!("{kind:?}"),
        };
        let drawing = long_profile_drawing(&profile, SHEET, &style).to_svg();
        assert!(drawing.contains(word) && drawing.contains("&lt;Sewage&gt;") && drawing.contains(">0.50<"));
        for svg in [drawing, cross_section_drawing(&section, SHEET, &style).to_svg()] {
            let (opened, closed) = (svg.matches("<text").count(), svg.matches("</text>").count());
            assert!(opened == closed && svg.ends_with("</svg>\n") && !svg.contains("NaN"));
        }
    }
}

#[test]
fn a_run_goes_straight_on_along_the_widest_line() {
    let mut community = town();
    let mut add = |key: &str, diameter_mm: f64, points: Vec<Point3>| {
        let facts = UtilityLine { medium: Medium::Sewage, diameter_mm, ..UtilityLine::default() };
        community.add(Element::new(key, Kind::UtilityLine(facts), Geometry::Line(points))).unwrap();
    };
    // A wide one that turns off, a narrow one straight on, and one back along the way that came.
    add("wide", 600.0, vec![[70.0, 0.0, -2.3], [70.0, 40.0, -2.5]]);
    add("straight", 300.0, vec![[70.0, 0.0, -2.3], [110.0, 0.0, -2.5]]);
    add("back", 900.0, vec![[70.0, 0.0, -2.3], [40.0, 12.0, -2.5]]);
    let ground = Ground::level(0.0);
    for key in ["s1", "s2", "wide"] {
        let run = run_through(&community, &Key::from(key), &ground).unwrap();
        let mut keys: Vec<&str> = run.iter().map(Key::as_str).collect();
        // A run through a line that is drawn the other way round is told the other way round.
        if keys.first() == Some(&"wide") {
            keys.reverse();
        }
        assert_eq!(keys, ["s1", "s2", "wide"], "through {key}");
        assert!(long_profile(&community, &run, &ground).is_ok());
    }
    let alone = run_through(&community, &Key::from("w"), &ground).unwrap();
    assert_eq!(alone, [Key::from("w")]);
    assert_eq!(
        run_through(&community, &Key::from("nothing"), &ground),
        Err(ProfileError::NotALine(Key::from("nothing")))
    );
}

#[test]
fn a_section_of_a_tunnel_shows_its_compartments_from_either_way() {
    let frame = town().frame;
    let mut community = Community::new("test", frame);
    let room = |compartment, width_m| Compartment { compartment, width_m, height_m: 3.0, lines: Vec::new() };
    let corridor = Corridor {
        compartments: vec![room(CompartmentKind::Power, 2.0), room(CompartmentKind::General, 3.0)],
        wall_m: 0.5,
    };
    let axis = vec![[0.0, 0.0, -6.0], [100.0, 0.0, -6.0]];
    community.add(Element::new("tunnel", Kind::Corridor(corridor), Geometry::Line(axis))).unwrap();
    let carried = UtilityLine { corridor: Some(Key::from("tunnel")), ..UtilityLine::default() };
    let inside = vec![[100.0, -2.0, -5.0], [0.0, -2.0, -5.0]];
    community.add(Element::new("inside", Kind::UtilityLine(carried), Geometry::Line(inside))).unwrap();
    let ground = Ground::level(0.0);
    let section = cross_section(&community, &Key::from("tunnel"), 40.0, 8.0, &ground).unwrap();
    assert_eq!(section_length_m(&community, &Key::from("tunnel"), &ground), Ok(100.0));
    let tunnel = section.cuts.iter().find(|cut| cut.medium.is_none()).unwrap();
    assert_eq!(tunnel.size_mm, [6500.0, 4000.0]);
    // Walls of 0.5 m: the left compartment from −2.75 to −0.75, the right one to 2.75.
    let rooms: Vec<_> = tunnel.rooms.iter().map(|room| (room.kind, room.offset_m, room.height_m)).collect();
    assert_eq!(
        rooms,
        [
            (CompartmentKind::Power, [-2.75, -0.75], [-7.5, -4.5]),
            (CompartmentKind::General, [-0.25, 2.75], [-7.5, -4.5])
        ]
    );
    // Along the line inside, which runs the other way, the power compartment is on the right, beside the line.
    let back = cross_section(&community, &Key::from("inside"), 40.0, 8.0, &ground).unwrap();
    let tunnel = back.cuts.iter().find(|cut| cut.medium.is_none()).unwrap();
    assert_eq!(tunnel.rooms.first().map(|room| room.offset_m), Some([2.75, 4.75]));
    assert!(back.cuts.iter().any(|cut| cut.in_tunnel));
}
