use super::*;

fn session() -> Session {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.15,
        latitude_deg: 30.27,
        convergence_deg: 0.0,
    };
    Session::new(&frame, Language::Chinese)
}

#[test]
fn the_sun_follows_the_clock() {
    let mut session = session();
    assert_eq!(session.minute_of_day(), 600);
    session.apply(Command::SetMinuteOfDay(12 * 60 + 1));
    let noon = session.sun().map(|s| s.elevation_deg).unwrap_or_default();
    assert!((noon - 83.1).abs() < 0.3, "summer solstice in Hangzhou, got {noon}");
    session.apply(Command::SetDate(NaiveDate::from_ymd_opt(2026, 12, 22).unwrap_or_default()));
    let winter = session.sun().map(|s| s.elevation_deg).unwrap_or_default();
    assert!((winter - 36.3).abs() < 0.3, "got {winter}");
    session.apply(Command::SetMinuteOfDay(99_999));
    assert_eq!(session.minute_of_day(), 1439);
    assert!(session.sun().is_ok_and(|s| s.elevation_deg < -50.0));
}

#[test]
fn a_tour_is_played_paused_sought_and_ended() {
    let mut session = session();
    session.apply(Command::PauseTour(true));
    assert_eq!(session.tour, None);
    session.apply(Command::PlayTour("t".into()));
    session.apply(Command::SeekTour(f64::NAN));
    session.apply(Command::SeekTour(7.5));
    session.apply(Command::PauseTour(true));
    assert_eq!(session.tour, Some(TourPlay { tour: "t".into(), seconds: 7.5, paused: true }));
    session.apply(Command::EndTour);
    assert_eq!(session.tour, None);
}

#[test]
fn a_storey_is_open_only_while_its_building_is_selected() {
    let mut session = session();
    session.apply(Command::OpenStorey(Some(2)));
    assert_eq!(session.storey, None);
    session.apply(Command::Select(Some(ElementId(3))));
    session.apply(Command::OpenStorey(Some(2)));
    assert_eq!(session.storey, Some((ElementId(3), 2)));
    session.apply(Command::FlyTo(ElementId(3)));
    assert!(session.storey.is_some());
    session.apply(Command::Select(None));
    assert_eq!(session.storey, None);
}

#[test]
fn cutting_again_closes_the_ground() {
    let mut session = session();
    assert_eq!(session.apply(Command::CutHere), Effect::CutHere);
    session.apply(Command::SetCut(Some(CutPlan::at([0.0; 2], 0.0))));
    assert_eq!(session.apply(Command::CutHere), Effect::None);
    assert_eq!(session.cut, None);
}

#[test]
fn a_section_at_no_number_is_none() {
    let mut session = session();
    session.apply(Command::DrawLine(Some(LineDrawing::CrossSection { chainage_m: f64::NAN })));
    assert_eq!(session.drawing, None);
    session.apply(Command::DrawLine(Some(LineDrawing::LongProfile)));
    assert_eq!(session.drawing, Some(LineDrawing::LongProfile));
}

#[test]
fn figures_and_findings_take_turns_in_their_place() {
    let mut session = session();
    session.apply(Command::ShowFigures(true));
    session.apply(Command::OpenFigure(Some(FigureName { id: "density.far".into(), subject: None })));
    assert!(session.figures && session.figure.is_some());
    session.apply(Command::ShowFindings(true));
    assert!(session.findings && !session.figures);
    session.apply(Command::ShowFigures(true));
    assert!(session.figures && !session.findings);
    session.apply(Command::ShowFigures(false));
    assert_eq!((session.figures, session.figure.clone()), (false, None));
    for open in [Command::ShowLayouts(true), Command::ShowCompare(true), Command::ShowFindings(true)] {
        session.apply(open);
        let panels = [session.figures, session.findings, session.comparing, session.layouts];
        assert_eq!(panels.into_iter().filter(|open| *open).count(), 1);
        assert!(session.covers_layers());
    }
    session.apply(Command::ShowFindings(false));
    assert!(!session.covers_layers());
}

#[test]
fn layers_are_hidden_and_shown_and_flying_selects() {
    let mut session = session();
    session.apply(Command::ShowLayer(Layer::Trees, false));
    assert!(!session.shows(Layer::Trees));
    session.apply(Command::ShowLayer(Layer::Trees, true));
    assert!(session.shows(Layer::Trees));
    assert_eq!(session.apply(Command::FlyTo(ElementId(3))), Effect::FlyTo(ElementId(3)));
    assert_eq!(session.selection, Some(ElementId(3)));
}

#[test]
fn the_tools_take_turns_with_the_panels_beside_and_colours_with_the_analyses() {
    let mut session = session();
    session.apply(Command::ShowFigures(true));
    session.apply(Command::Tools(ToolsWish::Open(true)));
    assert!(session.tools.open && !session.figures && session.covers_layers());
    session.apply(Command::ShowLayouts(true));
    assert!(!session.tools.open);
    session.apply(Command::SetOverlay(Some(OverlayKind::CarReach)));
    let ask = crate::thematic::ThemeAsk::by("storeys");
    session.apply(Command::Tools(ToolsWish::Colour(Some(ask.clone()))));
    assert_eq!((session.overlay, session.tools.colour.clone()), (None, Some(ask)));
    session.apply(Command::SetOverlay(Some(OverlayKind::CarReach)));
    assert_eq!(session.tools.colour, None);
}
