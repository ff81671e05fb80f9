#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{Overlay, Play, Scenario};

use super::*;

const HOME: &str = r#"{"eye_m":[0,-9,9],"target_m":[0,0,0]}"#;
const WORDS: &str = r#"{"zh":"字","en":"word"}"#;

fn read(chapters: &str, rest: &str) -> Result<Show, Vec<Message>> {
    let text = format!(
        r#"{{"schema_version":1,"key":"s","title":{WORDS},"invitation":{WORDS},"home":{HOME},"chapters":[{chapters}]{rest}}}"#
    );
    read_show_input(&Input { name: "s.json".to_owned(), bytes: text.into_bytes(), path: None }, &[])
}

fn chapter(key: &str, more: &str) -> String {
    format!(r#"{{"key":"{key}","title":{WORDS},"summary":{WORDS},"steps":[{HOME}]{more}}}"#)
}

#[test]
fn a_show_is_read_with_all_its_parts() {
    let step = r#"{"eye_m":[0,-9,9],"target_m":[0,0,0],"stay_s":5,"caption_zh":"此","caption_en":"here",
        "narration_zh":"说","narration_en":"say","overlay":{"scenario":"low_carbon"},
        "comparison":{"moment":{"stage":"construction","date":"2028-09-01"}},"variant":"tower","selection":"A1/x"}"#;
    let question = format!(
        r#""question":{{"key":"q","at_s":2,"words":{WORDS},"answer":{{"vote":{{"choices":[
            {{"key":"a","words":{WORDS},"variant":"tower"}},{{"key":"b","words":{WORDS}}}]}}}}}}"#
    );
    let text = format!(
        r#"{{"key":"one","title":{WORDS},"summary":{WORDS},"plays":["sun","home"],"hidden":["trees"],
            "steps":[{step}],"cues":[{{"at_s":0,"address":"/light/a","value":0.5}}],{question}}}"#
    );
    let show = read(&text, r#","attract":["one"]"#).unwrap();
    let chapter = &show.chapters[0];
    assert_eq!(chapter.steps[0].overlay, Some(Overlay::Scenario(Scenario::LowCarbon)));
    assert_eq!((chapter.plays.as_slice(), chapter.hidden.len()), ([Play::Sun, Play::Home].as_slice(), 1));
    assert_eq!(show.attract_chapters(), [0]);
}

#[test]
fn everything_that_is_wrong_is_named_with_its_place() {
    let guess = format!(
        r#","question":{{"key":"q","at_s":-1,"words":{WORDS},"answer":{{"guess":{{"unit":{WORDS},"least":9,"most":1,
            "step":1,"figure":3,"source":{WORDS}}}}}}}"#
    );
    let bad = [
        chapter("a b", ""),
        chapter("same", r#","plays":["jump"],"hidden":["sky"]"#),
        chapter("same", &guess),
        chapter(
            "c",
            r#","cues":[{"at_s":0,"address":"light","value":1}],"pictures":[{"file":"../x.png","at_s":0,"for_s":1,"caption":{"zh":"","en":"x"}}]"#,
        ),
        format!(
            r#"{{"key":"d","title":{WORDS},"summary":{WORDS},"steps":[{{"view":"nowhere","caption_zh":"一"}}]}}"#
        ),
    ];
    let problems = read(&bad.join(","), r#","attract":["gone"]"#).unwrap_err();
    let places: Vec<&str> = problems.iter().map(|message| message.place.as_str()).collect();
    for wanted in [
        "/chapters/0/key",
        "/chapters/1/plays",
        "/chapters/1/hidden",
        "/chapters/2/question",
        "/chapters/2/question/answer",
        "/chapters/3/cues/0",
        "/chapters/3/pictures/0",
        "/chapters/3/pictures/0/caption",
        "/chapters/4/steps/0",
        "/chapters/4/steps/0/caption",
        "/chapters",
        "/attract/0",
    ] {
        assert!(places.contains(&wanted), "{wanted} is not among {places:?}");
    }
    assert_eq!(read("", "").unwrap_err()[0].place, "/chapters");
    let cut =
        read_show_input(&Input { name: "s".to_owned(), bytes: b"{\n \"key\": 3".to_vec(), path: None }, &[])
            .unwrap_err();
    assert_eq!((cut[0].code.id, cut[0].place.as_str()), ("CIM-SHOW-001", "line 2, column 9"));
    let unknown = read(&chapter("a", r#","color":"red""#), "").unwrap_err();
    assert!(unknown[0].detail.contains("color"), "{}", unknown[0].detail);
    let step = r#"{"eye_m":[0,-9,9],"target_m":[0,0,0],"stays_s":5}"#;
    let mistyped = format!(r#"{{"key":"a","title":{WORDS},"summary":{WORDS},"steps":[{step}]}}"#);
    assert!(read(&mistyped, "").unwrap_err()[0].detail.contains("stays_s"));
}

#[test]
fn cutting_a_show_anywhere_is_an_error_and_never_a_panic() {
    let text = write_show(&ShowFile {
        schema_version: 1,
        key: "s".to_owned(),
        title: TwoFile { zh: "题".to_owned(), en: "t".to_owned() },
        invitation: TwoFile { zh: "请".to_owned(), en: "i".to_owned() },
        scene: None,
        home: Default::default(),
        attract: Vec::new(),
        chapters: vec![ChapterFile {
            key: "a".to_owned(),
            steps: vec![Default::default()],
            ..Default::default()
        }],
    });
    for end in 0..text.len() - 2 {
        let input = Input { name: "s".to_owned(), bytes: text.as_bytes()[..end].to_vec(), path: None };
        assert!(read_show_input(&input, &[]).is_err());
    }
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/show.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, show_schema()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        show_schema(),
        "run the tests once with UPDATE_SCHEMA=1"
    );
}
