//! Everything that can be asked for by its name: the command palette.

use linli_model::{Language, Layer, Stage};

use crate::measure::{MeasureKind, MeasureWish, measure_text};
use crate::text::{Text, layer_text, stage_text, text};
use crate::{
    CameraMode, Command, DrawingGroup, EditTool, OverlayKind, ReachWish, Session, ToolPage, ToolsWish,
    drawing_text,
};

/// A command with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedCommand {
    /// Name in the language that was asked for.
    pub name: String,
    /// What it does, in order.
    pub commands: Vec<Command>,
}

/// Everything that can be asked for by its name, as the session stands: what is on is named to be put off.
fn all(session: &Session, language: Language) -> Vec<NamedCommand> {
    let mut list: Vec<NamedCommand> = Vec::new();
    let mut add_all = |name: String, commands: Vec<Command>| list.push(NamedCommand { name, commands });
    let said = |name: Text| text(name, language).to_owned();
    let tools = |page, more: Option<ToolsWish>| -> Vec<Command> {
        let wishes = [ToolsWish::Open(true), ToolsWish::Page(page)].into_iter().chain(more);
        wishes.map(Command::Tools).collect()
    };
    let mut single: Vec<(String, Command)> = Vec::new();
    let mut add = |name: String, command: Command| single.push((name, command));
    for (name, command) in [
        (Text::Home, Command::GoHome),
        (Text::NorthUp, Command::NorthUp),
        (Text::TopView, Command::TopView),
        (Text::Orbit, Command::SetCameraMode(CameraMode::Orbit)),
        (Text::Fly, Command::SetCameraMode(CameraMode::Fly)),
        (Text::Walk, Command::SetCameraMode(CameraMode::Walk)),
        (Text::Underground, Command::ShowUnderground(!session.underground)),
        (Text::CutOpen, Command::CutHere),
        (Text::Section, Command::SectionHere),
        (Text::Figures, Command::ShowFigures(!session.figures)),
        (Text::ReachOfHome, Command::Reach(ReachWish::Open(!session.reach.open))),
        (Text::UndergroundCheck, Command::ShowFindings(!session.findings)),
        (Text::CompareVariants, Command::ShowCompare(!session.comparing)),
        (Text::Layouts, Command::ShowLayouts(!session.layouts)),
        (Text::ElasticInScene, Command::ShowElastic(!session.elastic)),
        (Text::Works, Command::ShowSchedule(!session.schedule)),
        (Text::Tools, Command::Tools(ToolsWish::Open(!session.tools.open))),
        (Text::SmallMap, Command::Tools(ToolsWish::Map(!session.tools.map))),
        (Text::Undo, Command::Undo),
        (Text::Redo, Command::Redo),
        (Text::ForkVariant, Command::ForkVariant),
        (Text::ExportComparison, Command::ExportComparison),
        (Text::Screenshot, Command::Screenshot),
        (Text::Help, Command::ShowHelp(!session.help)),
        (Text::SwitchLanguage, Command::SetLanguage(language.other())),
        (Text::MoveTool, Command::SetTool(Some(EditTool::Move))),
        (Text::Reshape, Command::SetTool(Some(EditTool::Reshape))),
    ] {
        add(said(name), command);
    }
    for drawing in DrawingGroup::ALL.into_iter().flat_map(DrawingGroup::drawings) {
        let name = format!("{}: {}", said(Text::Draw), drawing_text(drawing, language));
        add(name, Command::SetTool(Some(EditTool::Draw(drawing))));
    }
    for stage in Stage::ALL {
        add(format!("{}: {}", said(Text::StageWord), stage_text(stage, language)), Command::SetStage(stage));
    }
    let names = [Text::PersonReach, Text::CarReach, Text::GoodsReach, Text::SunlightOfHomes];
    for (kind, name) in OverlayKind::ALL.iter().zip(names) {
        let wanted = (session.overlay.as_ref() != Some(kind)).then_some(*kind);
        add(format!("{}: {}", said(Text::Values), said(name)), Command::SetOverlay(wanted));
    }
    single.into_iter().for_each(|(name, command)| add_all(name, vec![command]));
    for kind in MeasureKind::ALL {
        let name = format!("{}: {}", said(Text::Measure), measure_text(kind, language));
        let take = ToolsWish::Measure(MeasureWish::Take(Some(kind)));
        add_all(name, tools(ToolPage::Measure, Some(take)));
    }
    for (page, name) in [
        (ToolPage::Colours, Text::ColoursByAttribute),
        (ToolPage::Visibility, Text::Visibility),
        (ToolPage::Bookmarks, Text::Bookmarks),
    ] {
        add_all(format!("{}: {}", said(Text::Tools), said(name)), tools(page, None));
    }
    let mut add = |name: String, command: Command| add_all(name, vec![command]);
    for layer in Layer::ALL {
        let name = format!("{}: {}", said(Text::Layers), layer_text(layer, language));
        add(name, Command::ShowLayer(layer, !session.shows(layer)));
    }
    list
}

/// Commands in whose name every word of the query stands, those whose name begins with it first; at most `limit`.
/// Without a word all of them.
pub fn commands_named(query: &str, session: &Session, language: Language, limit: usize) -> Vec<NamedCommand> {
    let query = query.trim().to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let fits = |named: &NamedCommand| {
        let name = named.name.to_lowercase();
        words.iter().all(|word| name.contains(word)).then(|| (!name.starts_with(&query), named.clone()))
    };
    let mut found: Vec<(bool, NamedCommand)> = all(session, language).iter().filter_map(fits).collect();
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().take(limit).map(|(_, named)| named).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use linli_model::{Medium, SceneFrame};

    use super::*;
    use crate::Drawing;

    fn session() -> Session {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.15,
            latitude_deg: 30.27,
            convergence_deg: 0.0,
        };
        Session::new(&frame, Language::English)
    }

    #[test]
    fn a_command_is_found_by_words_of_its_name_in_either_language() {
        let session = session();
        let first = |query: &str, language| {
            commands_named(query, &session, language, 5).first().map(|named| named.commands[0].clone())
        };
        let gas = Some(Command::SetTool(Some(EditTool::Draw(Drawing::Line(Medium::Gas)))));
        assert_eq!(first("draw gas", Language::English), gas);
        assert_eq!(first("燃气", Language::Chinese), gas);
        assert_eq!(first("undo", Language::English), Some(Command::Undo));
        assert_eq!(first("no such thing", Language::English), None);
    }

    #[test]
    fn what_is_on_is_put_off() {
        let mut session = session();
        let named = |session: &Session| commands_named("underground", session, Language::English, 1);
        session.apply(named(&session)[0].commands[0].clone());
        assert!(session.underground);
        session.apply(named(&session)[0].commands[0].clone());
        assert!(!session.underground);
    }

    #[test]
    fn every_name_is_there_once() {
        for language in [Language::English, Language::Chinese] {
            let all = commands_named("", &session(), language, usize::MAX);
            let names: BTreeSet<&String> = all.iter().map(|named| &named.name).collect();
            assert_eq!(names.len(), all.len());
            assert!(all.len() > 100, "{}", all.len());
        }
    }
}
