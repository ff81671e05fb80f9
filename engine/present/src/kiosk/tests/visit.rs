//! Visits from beginning to end.

use linli_model::{KioskMode, Language, LinkRole, Tally};

use super::*;

#[test]
fn a_visitor_comes_guesses_and_goes_and_everything_is_as_before() {
    let mut kiosk = kiosk();
    let effects = kiosk.handle(at(0), &Event::Tick);
    assert!(
        effects.contains(&Effect::Play(0))
            && matches!(&effects[1], Effect::Cue(cue) if cue.address == "/light/one")
    );
    // The loop goes on by itself: 20 s a chapter.
    assert!(kiosk.handle(at(20_000), &Event::Tick).contains(&Effect::Play(1)));
    // The first touch only wakes it.
    let place = [1900.0, 900.0];
    assert!(kiosk.handle(at(21_000), &touch(1, TouchPhase::Down, place)).contains(&Effect::Visitor));
    assert!(kiosk.handle(at(21_050), &touch(1, TouchPhase::Up, place)).is_empty());
    assert_eq!(kiosk.phase(), &Phase::Engaged(Place::Menu));
    assert_eq!(press(&mut kiosk, 22_000, Target::Language), [Effect::SetLanguage(Language::English)]);
    assert!(press(&mut kiosk, 23_000, Target::Card(1)).contains(&Effect::Play(1)));
    kiosk.handle(at(29_100), &Event::Tick);
    assert_eq!(kiosk.asking, Some(Asking::Guess { value: 50.0 }));
    let held = kiosk.playhead().and_then(|playhead| playhead.held_us).unwrap();
    assert!((6_000_000..6_100_000).contains(&held));
    // The slider follows the finger from end to end.
    let rect = kiosk.layout(at(30_000)).rect_of(Target::Guess).unwrap();
    let y = rect.y + rect.h / 2.0;
    kiosk.handle(at(30_000), &touch(1, TouchPhase::Down, [rect.x + rect.w * 0.5, y]));
    kiosk.handle(at(30_100), &touch(1, TouchPhase::Moved, [rect.x + rect.w * 0.9, y]));
    kiosk.handle(at(30_200), &touch(1, TouchPhase::Up, [rect.x + rect.w * 0.9, y]));
    assert_eq!(kiosk.asking, Some(Asking::Guess { value: 90.0 }));
    let counted = press(&mut kiosk, 31_000, Target::Confirm);
    assert_eq!(counted, [Effect::Answer("two".to_owned(), "90".to_owned())]);
    assert_eq!(kiosk.tally().count("test", "two", "90"), 1);
    press(&mut kiosk, 33_000, Target::Continue);
    assert_eq!(
        kiosk.playhead().unwrap().position_us(at(33_040).clock_us),
        held,
        "it goes on where it was held"
    );
    // The visitor leaves: asked after the chapter has ended, then the gentle reset, then the full one.
    let mut seen = Vec::new();
    for ms in (34_000..300_000).step_by(100) {
        for effect in kiosk.handle(at(ms), &Event::Tick) {
            if matches!(effect, Effect::Reset(_)) {
                seen.push((effect, ms));
            }
        }
    }
    let kinds: Vec<&Effect> = seen.iter().map(|(effect, _)| effect).collect();
    assert_eq!(kinds, [&Effect::Reset(ResetKind::Gentle), &Effect::Reset(ResetKind::Full)]);
    assert_eq!(seen[1].1 - seen[0].1, 20_000);
    assert!((seen[0].1 as i64 - (33_040 + 75_000)).abs() <= 200, "{seen:?}");
    assert_eq!((kiosk.phase(), kiosk.language()), (&Phase::Attract, Language::Chinese));
}

#[test]
fn a_finger_that_rests_holds_the_screen_and_a_bag_does_not() {
    let mut kiosk = kiosk();
    kiosk.handle(at(0), &touch(1, TouchPhase::Down, [1900.0, 500.0]));
    // A finger that moves a little every 20 s.
    for step in 1..60_u64 {
        kiosk.handle(at(step * 20_000), &touch(1, TouchPhase::Moved, [1900.0 + step as f64, 500.0]));
        assert_eq!(kiosk.phase(), &Phase::Engaged(Place::Menu), "after {step}");
    }
    // Then it lies still: half a minute later it is a thing, and idle time runs from there.
    for second in 1180..1400 {
        kiosk.handle(at(second * 1000), &Event::Tick);
    }
    assert_eq!(kiosk.phase(), &Phase::Attract);
}

#[test]
fn the_warning_is_taken_back_by_a_touch_and_the_visitor_is_where_he_was() {
    let mut kiosk = kiosk();
    press(&mut kiosk, 0, Target::Language);
    press(&mut kiosk, 1_000, Target::Card(0));
    kiosk.handle(at(120_000), &Event::Tick);
    assert!(matches!(kiosk.phase(), Phase::Warning(Place::Chapter, _)));
    press(&mut kiosk, 121_000, Target::StillHere);
    assert_eq!(kiosk.phase(), &Phase::Engaged(Place::Chapter));
    assert_eq!(kiosk.language(), Language::English);
}

#[test]
fn a_question_that_comes_late_is_seen_before_anybody_is_asked_whether_he_is_there() {
    let mut settings = settings();
    settings.idle.warning_after_s = 5.0;
    // In the middle of a chapter, and at its very end.
    for (at_s, seen_ms) in [(6.0, 5_000), (9.9, 5_000)] {
        let mut show = show();
        show.chapters[1].steps.truncate(1);
        if let Some(question) = &mut show.chapters[1].question {
            question.at_s = at_s;
        }
        let mut kiosk = Kiosk::new(show, settings.clone(), Tally::default(), Vec::new(), at(0));
        press(&mut kiosk, 0, Target::Language);
        press(&mut kiosk, 1_000, Target::Card(1));
        let mut ticks = (1_100..20_000).step_by(100);
        let asked = ticks.find(|ms| {
            kiosk.handle(at(*ms), &Event::Tick);
            kiosk.asking.is_some()
        });
        let warned = ticks.find(|ms| {
            kiosk.handle(at(*ms), &Event::Tick);
            matches!(kiosk.phase(), Phase::Warning(..))
        });
        assert_eq!(warned.unwrap() - asked.unwrap(), seen_ms, "a question at {at_s} s");
    }
}

#[test]
fn the_staff_menu_opens_behind_four_corners_and_the_pin_only() {
    let mut kiosk = kiosk();
    let corners = [[5.0, 5.0], [3835.0, 5.0], [3835.0, 2155.0], [5.0, 2155.0]];
    let gesture = |kiosk: &mut Kiosk, from_ms: u64, step_ms: u64| {
        for (at_corner, corner) in corners.into_iter().enumerate() {
            let ms = from_ms + step_ms * at_corner as u64;
            kiosk.handle(at(ms), &touch(7, TouchPhase::Down, corner));
            kiosk.handle(at(ms + 30), &touch(7, TouchPhase::Up, corner));
        }
    };
    gesture(&mut kiosk, 0, 2_000);
    assert!(!matches!(kiosk.phase(), Phase::Pin { .. }), "too slow");
    gesture(&mut kiosk, 10_000, 1_000);
    assert!(matches!(kiosk.phase(), Phase::Pin { .. }));
    for (at_digit, digit) in "1357".bytes().enumerate() {
        press(&mut kiosk, 14_000 + 100 * at_digit as u64, Target::Digit(digit - b'0'));
    }
    press(&mut kiosk, 15_000, Target::Enter);
    assert!(matches!(kiosk.phase(), Phase::Pin { typed } if typed.is_empty()));
    for (at_digit, digit) in PIN.bytes().enumerate() {
        press(&mut kiosk, 16_000 + 100 * at_digit as u64, Target::Digit(digit - b'0'));
    }
    press(&mut kiosk, 17_000, Target::Enter);
    assert_eq!(kiosk.phase(), &Phase::Staff);
    press(&mut kiosk, 18_000, Target::Clean);
    assert!(matches!(kiosk.phase(), Phase::Cleaning(_)));
    // Wiping does nothing, and does not end the cleaning.
    for step in 0..40_u64 {
        let wipe = [800.0 + 20.0 * step as f64, 700.0];
        let phase = if step == 0 { TouchPhase::Down } else { TouchPhase::Moved };
        assert!(kiosk.handle(at(19_000 + step * 1000), &touch(9, phase, wipe)).is_empty());
    }
    kiosk.handle(at(60_000), &touch(9, TouchPhase::Up, [900.0, 700.0]));
    assert_eq!(kiosk.phase(), &Phase::Attract);
}

#[test]
fn doors_close_behind_the_last_visitor_and_open_in_the_morning() {
    let mut kiosk = kiosk();
    // 16:59:30, half a minute before closing.
    let start = (7 * 60 + 29) * 60_000 + 30_000;
    press(&mut kiosk, start, Target::Language);
    let mut slept_at = None;
    for second in 0..300 {
        let now = at(start + second * 1000);
        if kiosk.handle(now, &Event::Tick).contains(&Effect::Sleep(true)) {
            slept_at = Some(now.ms - start);
        }
    }
    // 60 s idle, 15 s warning; the gentle reset is the end of the visit, and it is after five.
    assert!(slept_at.is_some_and(|after| (75_000..78_000).contains(&after)), "{slept_at:?}");
    assert!(kiosk.layout(at(start + 300_000)).dark);
    let morning = start + 16 * 3_600_000 + 31_000;
    assert!(kiosk.handle(at(morning), &Event::Tick).contains(&Effect::Sleep(false)));
    assert_eq!(kiosk.phase(), &Phase::Attract);
}

#[test]
fn a_guide_leads_and_without_the_guide_it_goes_on_by_itself() {
    let mut kiosk = kiosk();
    kiosk.handle(at(0), &Event::Remote(Remote::Mode(KioskMode::Guided)));
    let effects = kiosk.handle(at(1_000), &Event::Remote(Remote::Chapter("three".to_owned())));
    assert!(effects.contains(&Effect::Play(2)));
    kiosk.handle(at(100_000), &Event::Tick);
    assert_eq!(kiosk.phase(), &Phase::Engaged(Place::Chapter), "a guide may talk for long");
    assert!(kiosk.handle(at(100_500), &Event::Remote(Remote::Chapter("nowhere".to_owned()))).is_empty());
    for second in 101..500 {
        kiosk.handle(at(second * 1000), &Event::Tick);
    }
    assert_eq!((kiosk.phase(), kiosk.mode()), (&Phase::Attract, KioskMode::Automatic));
}

#[test]
fn a_follower_shows_what_its_leader_shows_and_goes_on_when_it_is_gone() {
    let mut settings = settings();
    settings.network.role = LinkRole::Follower { leader: "127.0.0.1:1".to_owned() };
    let mut kiosk = Kiosk::new(show(), settings, Default::default(), Vec::new(), at(0));
    let playhead = Playhead { chapter: 2, began_us: -4_000_000, held_us: None };
    assert!(kiosk.handle(at(1_000), &Event::Leader(playhead, None)).contains(&Effect::Play(2)));
    assert!(kiosk.is_following(1_500));
    assert_eq!(kiosk.playhead().unwrap().position_us(at(1_000).clock_us), 5_000_000);
    // Silence: the chapter goes on to its end, then the loop.
    assert!(!kiosk.is_following(4_500));
    kiosk.handle(at(4_500), &Event::Tick);
    assert_eq!(kiosk.playhead().unwrap().chapter, 2);
    let effects = kiosk.handle(at(17_000), &Event::Tick);
    assert!(effects.contains(&Effect::Play(0)), "{effects:?}");
    // It is back: in step again at once.
    kiosk.handle(at(20_000), &Event::Leader(playhead, None));
    assert_eq!(kiosk.playhead(), Some(playhead));
    // A chapter that this show lacks is not followed.
    kiosk.handle(at(30_000), &Event::Leader(Playhead { chapter: 9, ..playhead }, None));
    assert_ne!(kiosk.playhead().unwrap().chapter, 9);
}
