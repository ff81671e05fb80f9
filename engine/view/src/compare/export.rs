//! The comparison on screen as a page in a file.

use std::sync::Arc;

use bevy::prelude::*;
use linli_present::report::ComparisonReport;
use linli_present::{Effect, Text, text};
use linli_sim::compare::{HomeMeasure, winners_and_losers};
use linli_sim::figures::FigureRules;

use super::{CompareWork, ComparedFigures, Comparison, Explained, open};
use crate::ViewSet;
use crate::figures::FigureBasis;
use crate::job::Job;
use crate::panel::Notice;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Deed, ViewSession};

/// Keeps a page of a name. Gives its place, or why it cannot be kept.
pub type KeepPage = dyn Fn(&str, &str) -> Result<String, String> + Send + Sync;

/// Where pages are kept; without it none is exported.
#[derive(Resource, Clone)]
pub struct PageKeeper {
    /// The scene as the command line names it.
    pub scene: String,
    /// Keeps a page.
    pub keep: Arc<KeepPage>,
}

/// A page that is being written: where it came to lie, or why it did not.
#[derive(Resource, Default)]
struct Writing(Option<Job<Result<String, String>>>);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Writing>().add_systems(Update, run.after(ViewSet::Session));
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn run(
    mut deeds: MessageReader<Deed>,
    scene: Res<CurrentScene>,
    work: Res<CompareWork>,
    info: Res<SceneInfo>,
    (keeper, basis): (Option<Res<PageKeeper>>, Option<Res<FigureBasis>>),
    session: Res<ViewSession>,
    mut writing: ResMut<Writing>,
    mut notice: ResMut<Notice>,
) {
    let language = session.0.language;
    if let Some(job) = &writing.0 {
        let told = job.next();
        let is_over = job.is_over();
        if let Some(told) = told {
            let words = match told {
                Ok(place) => format!("{} {place}", text(Text::Saved, language)),
                Err(why) => format!("{}: {why}", text(Text::NotSaved, language)),
            };
            notice.0 = Some((words, 8.0));
            writing.0 = None;
        } else if is_over {
            notice.0 = Some((text(Text::NotSaved, language).to_owned(), 8.0));
            writing.0 = None;
        }
    }
    let asked = deeds.read().filter(|Deed(effect)| *effect == Effect::ExportComparison).count() > 0;
    let (true, Some(comparison), Some(keeper)) = (asked, open(&scene), keeper) else { return };
    let Some(figures) = work.figures.clone() else {
        notice.0 = Some((text(Text::NotReckonedYet, language).to_owned(), 8.0));
        return;
    };
    let explained = work.explained.as_ref().and_then(|explained| explained.as_ref().ok()).cloned();
    let (comparison, name, keeper) = (comparison.clone(), info.name.clone(), keeper.clone());
    let rules = basis.zip(scene.0.as_ref()).map(|(basis, scene)| basis.of_scene(scene));
    writing.0 = Job::start("page", move |_, news| {
        let names = [name.as_str(), keeper.scene.as_str()];
        let told = report_of(&comparison, names, &figures, explained.as_deref(), rules.as_ref())
            .ok_or_else(|| "two sides are compared".to_owned())
            .and_then(|report| (keeper.keep)(&name, &report.to_page()));
        // A window that was closed no longer listens.
        let _ = news.send(told);
    });
}

/// What the page tells of the first two sides; the scene has a name for people and one for the command line.
fn report_of(
    comparison: &Arc<Comparison>,
    [scene, path]: [&str; 2],
    figures: &ComparedFigures,
    explained: Option<&Explained>,
    rules: Option<&FigureRules>,
) -> Option<ComparisonReport> {
    let [a, b, ..] = comparison.sides.as_slice() else { return None };
    let between =
        |rules| HomeMeasure::ALL.map(|by| winners_and_losers(&a.community, &b.community, rules, by));
    Some(ComparisonReport {
        command: format!("linli compare {path} {} {}", a.key, b.key),
        scene: scene.to_owned(),
        names: [a, b].map(|side| [side.chinese.clone(), side.english.clone()]),
        sides: [a, b].map(|side| (*side.community).clone()),
        rows: figures.rows.clone(),
        differences: comparison.differences.clone(),
        causes: explained.map(|explained| explained.causes.clone()),
        explanations: explained.map(|explained| explained.explanations.clone()).unwrap_or_default(),
        people: rules.map(between).into_iter().flatten().collect(),
        without: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_model::variant::VariantTree;
    use linli_model::{Community, Element, Geometry, Kind, SceneFrame};

    use super::super::ComparedSide;
    use super::*;

    #[test]
    fn the_page_of_a_comparison_names_both_sides_and_what_differs() {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let base = Community::new("town", frame);
        let mut more = base.clone();
        more.put(Element::new("a tree", Kind::Tree(Default::default()), Geometry::Point([1.0, 2.0, 0.0])));
        let side = |key: &str, community: &Community| ComparedSide {
            key: key.to_owned(),
            english: format!("the {key}"),
            chinese: format!("方案{key}"),
            community: Arc::new(community.clone()),
        };
        let sides = vec![side("base", &base), side("green", &more)];
        let comparison = Arc::new(Comparison::of(sides, VariantTree::default()).unwrap());
        let figures = ComparedFigures { rows: Vec::new(), sides: Vec::new() };
        let report = report_of(&comparison, ["town", "scenes/town"], &figures, None, None).unwrap();
        assert_eq!(
            (report.counts(), report.command.as_str()),
            ([1, 0, 0, 0], "linli compare scenes/town base green")
        );
        let page = report.to_page();
        assert!(page.contains("方案green") && page.contains("the base"), "{page}");
    }
}
