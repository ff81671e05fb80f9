//! What the screen is set to. Changed only by [`Session::apply`].

use std::collections::BTreeSet;

use crate::compare::{CompareMode, CompareView};
use crate::{
    CutPlan, DrawingForm, EditTool, EditWish, FigureSection, LineDrawing, Moment, OverlayKind, ReachView,
    ReachWish, SectionPlan, ToolsView, ToolsWish, TourMoment,
};
use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, Offset, TimeZone, Timelike};
use linli_model::{ElementId, Language, Layer, SceneFrame, Stage};
use linli_sim::indicator::Subject;
use linli_sim::trace::TraceWay;
use linli_sim::{SunError, SunPosition, clock_offset_hours, sun_position};

/// How the camera moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameraMode {
    /// Turns about a point.
    #[default]
    Orbit,
    /// Flies freely.
    Fly,
    /// Walks at eye height; walls stop it.
    Walk,
}

/// A figure of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureName {
    /// Name of its spec, for example `density.far`.
    pub id: String,
    /// What it is about; the first figure of the name without it.
    pub subject: Option<Subject>,
}

/// Something that a person, a key, a test or a script asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Shows the texts in a language.
    SetLanguage(Language),
    /// Shows or hides a layer.
    ShowLayer(Layer, bool),
    /// Selects an element, or nothing.
    Select(Option<ElementId>),
    /// Shows what is below ground through faded ground, or not.
    ShowUnderground(bool),
    /// Changes how the camera moves.
    SetCameraMode(CameraMode),
    /// Walks inside a compartment of the selected utility tunnel, counted from the left, or leaves it.
    WalkInside(Option<usize>),
    /// Shows a stage of the place.
    SetStage(Stage),
    /// Day of the construction stage.
    SetDay(NaiveDate),
    /// Lets the days of construction pass, at days a second, or stops them.
    Play(Option<f64>),
    /// Shows two stages or days side by side, or one.
    SetSplit(Option<Split>),
    /// Cuts the ground open, or closes it.
    SetCut(Option<CutPlan>),
    /// Cuts the ground open before the camera, or along the selected line; closes it when it is open.
    CutHere,
    /// Cuts everything through, or makes it whole.
    SetSection(Option<SectionPlan>),
    /// Cuts everything through where the camera looks; makes it whole when it is cut.
    SectionHere,
    /// Plays a tour from its beginning, by its key.
    PlayTour(String),
    /// Stops a tour for a while, or lets it go on.
    PauseTour(bool),
    /// Goes to a time of the tour, seconds from its beginning.
    SeekTour(f64),
    /// Ends the tour.
    EndTour,
    /// Shows a variant of the scene by its key, or the scene as it is.
    OpenVariant(Option<String>),
    /// Begin a variant over what the one on screen is now.
    ForkVariant,
    /// Take changes back, or make them again, until so many are made.
    GoToEdit(usize),
    /// Write the comparison on screen as a page.
    ExportComparison,
    /// Shows variants of the scene together, by their keys; `base` is the scene as it is.
    OpenComparison(Vec<String>),
    /// Changes how variants are looked at together.
    SetCompareMode(CompareMode),
    /// Moves the line of a swipe, 0 left … 1 right.
    SetCompareAt(f32),
    /// Looks at a side of a comparison.
    LookAtSide(usize),
    /// Opens or closes the panel of comparisons.
    ShowCompare(bool),
    /// Takes a tool for editing, or puts it away.
    SetTool(Option<EditTool>),
    /// Changes the scene's variant.
    Edit(EditWish),
    /// Takes the last change back.
    Undo,
    /// Makes the change again that was taken back last.
    Redo,
    /// Opens or closes the panel of layouts.
    ShowLayouts(bool),
    /// Marks each parcel with how much more it may carry and what stops it first, or not.
    ShowElastic(bool),
    /// Shows the findings of the underground check, or not.
    ShowFindings(bool),
    /// Chooses a finding by its id, or none.
    SelectFinding(Option<String>),
    /// Draws the selected utility line or tunnel, or puts the drawing away.
    DrawLine(Option<LineDrawing>),
    /// Follows the network of the selected utility line or node, or stops it.
    FollowNetwork(Option<TraceWay>),
    /// Opens or closes the panel of figures.
    ShowFigures(bool),
    /// Folds a group of figures, or opens it.
    FoldFigures(FigureSection, bool),
    /// Opens a figure, so that it tells how it came about, or none.
    OpenFigure(Option<FigureName>),
    /// Colours the scene by values, or not.
    SetOverlay(Option<OverlayKind>),
    /// Opens the selected building above a storey (1 is the ground floor), or closes it.
    OpenStorey(Option<i32>),
    /// Opens or closes the list of works.
    ShowSchedule(bool),
    /// Opens or closes a summary of the schedule.
    FoldTask(u32, bool),
    /// Minutes after midnight on the local clock.
    SetMinuteOfDay(u32),
    /// Day of the sun.
    SetDate(NaiveDate),
    /// Opens or closes the help overlay.
    ShowHelp(bool),
    /// Opens or closes the layers panel.
    ShowPanels(bool),
    /// Flies to the whole site.
    GoHome,
    /// Flies to an element and selects it.
    FlyTo(ElementId),
    /// Flies to a saved view by its position in the list.
    GoToView(usize),
    /// Turns north up.
    NorthUp,
    /// Looks straight down.
    TopView,
    /// Shows something of reach.
    Reach(ReachWish),
    /// Something of the tools: measuring, colours by attribute, table, what is shown.
    Tools(ToolsWish),
    /// Saves a picture.
    Screenshot,
}

/// What the window has to do after a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Nothing beyond the changed session.
    None,
    /// Move the camera to the whole site.
    Home,
    /// Move the camera to an element.
    FlyTo(ElementId),
    /// Move the camera to a saved view.
    View(usize),
    /// Turn the camera's north up.
    NorthUp,
    /// Look straight down.
    TopView,
    /// Save a picture.
    Screenshot,
    /// Cut the ground open before the camera.
    CutHere,
    /// Cut everything through where the camera looks.
    SectionHere,
    /// Show a variant of the scene.
    OpenVariant(Option<String>),
    /// Show variants of the scene together.
    OpenComparison(Vec<String>),
    /// Change the variant.
    Edit(EditWish),
    /// Take the last change back.
    Undo,
    /// Make the change again that was taken back last.
    Redo,
    /// Take changes back, or make them again, until so many are made.
    GoToEdit(usize),
    /// Begin a variant over what the one on screen is now.
    ForkVariant,
    /// Write the comparison on screen as a page.
    ExportComparison,
}

/// A tour that is played.
#[derive(Clone, Debug, PartialEq)]
pub struct TourPlay {
    /// Its key.
    pub tour: String,
    /// Seconds from its beginning.
    pub seconds: f64,
    /// Whether it stands still.
    pub paused: bool,
}

/// A picture of two moments: the second begins right of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Place of the line, 0 left … 1 right.
    pub at: f32,
    /// What is right of it.
    pub other: Moment,
}

/// The state of the screen, without a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Language of the texts.
    pub language: Language,
    /// Layers that are not shown.
    pub hidden: BTreeSet<Layer>,
    /// The selected element.
    pub selection: Option<ElementId>,
    /// Whether the ground is faded so that pipes show.
    pub underground: bool,
    /// How the camera moves.
    pub mode: CameraMode,
    /// The tunnel that somebody walks in, and its compartment from the left.
    pub inside: Option<(ElementId, usize)>,
    /// Stage of the place, and the day of construction.
    pub moment: Moment,
    /// Days a second that pass in construction, while they do.
    pub playing: Option<f64>,
    /// The tour that is played.
    pub tour: Option<TourPlay>,
    /// Where the ground is cut open.
    pub cut: Option<CutPlan>,
    /// Where everything is cut through.
    pub section: Option<SectionPlan>,
    /// The tool in hand.
    pub tool: Option<EditTool>,
    /// Whether the findings of the underground check are shown.
    pub findings: bool,
    /// The finding that is chosen, by its id.
    pub finding: Option<String>,
    /// The drawing of the selected line.
    pub drawing: Option<LineDrawing>,
    /// Which way the network of the selection is followed.
    pub trace: Option<TraceWay>,
    /// Whether the panel of layouts is open.
    pub layouts: bool,
    /// Whether parcels are marked with how much more they may carry.
    pub elastic: bool,
    /// Whether the panel of figures is open.
    pub figures: bool,
    /// Groups of figures that are folded.
    pub folded_figures: BTreeSet<FigureSection>,
    /// The figure that tells how it came about.
    pub figure: Option<FigureName>,
    /// Values that colour the scene.
    pub overlay: Option<OverlayKind>,
    /// A building that is open above a storey; 1 is the ground floor.
    pub storey: Option<(ElementId, i32)>,
    /// A second moment beside the first.
    pub split: Option<Split>,
    /// How variants are looked at together, while they are.
    pub compare: CompareView,
    /// Whether the panel of comparisons is open.
    pub comparing: bool,
    /// Whether the list of works is open.
    pub schedule: bool,
    /// Summaries of the schedule that are folded, by their position.
    pub folded: BTreeSet<u32>,
    /// Date and local time of the sun.
    pub time: DateTime<FixedOffset>,
    /// Whether the help overlay is open.
    pub help: bool,
    /// Whether the panels are open.
    pub panels: bool,
    /// What is shown of reach.
    pub reach: ReachView,
    /// The tools.
    pub tools: ToolsView,
    /// Degrees north and east of the scene.
    place_deg: [f64; 2],
}

impl Session {
    /// A session at a scene: 21 June at 10 in the morning on the local clock, everything shown, except
    /// addresses, which would cover the picture.
    pub fn new(frame: &SceneFrame, language: Language) -> Self {
        let hours = clock_offset_hours(frame.latitude_deg, frame.longitude_deg).clamp(-12, 14);
        let offset = FixedOffset::east_opt(hours * 3600).unwrap_or_else(|| chrono::Utc.fix());
        let local = NaiveDate::from_ymd_opt(2026, 6, 21)
            .and_then(|day| day.and_hms_opt(10, 0, 0))
            .unwrap_or_default();
        let time = offset.from_local_datetime(&local).earliest().unwrap_or_default();
        Self {
            language,
            hidden: BTreeSet::from([Layer::Addresses]),
            selection: None,
            underground: false,
            mode: CameraMode::Orbit,
            inside: None,
            moment: Moment { stage: Stage::Design, day: local.date() },
            playing: None,
            tour: None,
            cut: None,
            section: None,
            tool: None,
            findings: false,
            finding: None,
            drawing: None,
            trace: None,
            layouts: false,
            elastic: false,
            figures: false,
            // An overview first: each folded group tells its first figure.
            folded_figures: FigureSection::ALL.into_iter().skip(2).collect(),
            figure: None,
            overlay: None,
            storey: None,
            split: None,
            compare: CompareView::default(),
            comparing: false,
            schedule: false,
            folded: BTreeSet::new(),
            time,
            help: false,
            panels: true,
            reach: ReachView::default(),
            tools: ToolsView::default(),
            place_deg: [frame.latitude_deg, frame.longitude_deg],
        }
    }

    /// Whether a layer is shown.
    pub fn shows(&self, layer: Layer) -> bool {
        !self.hidden.contains(&layer)
    }

    /// The moments on screen: one, or two in a split picture.
    pub fn moments(&self) -> impl Iterator<Item = Moment> {
        [Some(self.moment), self.split.map(|split| split.other)].into_iter().flatten()
    }

    /// Whether what lies below the ground can be seen.
    pub fn opens_ground(&self) -> bool {
        self.underground || self.cut.is_some() || self.section.is_some()
    }

    /// Whether a stage is on screen, on either side.
    pub fn shows_stage(&self, stage: Stage) -> bool {
        self.moments().any(|moment| moment.stage == stage)
    }

    /// Minutes after midnight on the local clock.
    pub fn minute_of_day(&self) -> u32 {
        self.time.hour() * 60 + self.time.minute()
    }

    /// Where the sun stands now.
    ///
    /// # Errors
    /// [`SunError`] when the scene's place or the year is outside what the algorithm covers.
    pub fn sun(&self) -> Result<SunPosition, SunError> {
        sun_position(self.place_deg[0], self.place_deg[1], &self.time)
    }

    /// Carries out a command.
    pub fn apply(&mut self, command: Command) -> Effect {
        match command {
            Command::SetLanguage(language) => self.language = language,
            Command::ShowLayer(layer, true) => {
                self.hidden.remove(&layer);
            }
            Command::ShowLayer(layer, false) => {
                self.hidden.insert(layer);
            }
            Command::Select(selection) => self.select(selection),
            Command::ShowUnderground(on) => self.underground = on,
            Command::SetCameraMode(mode) => {
                self.mode = mode;
                self.inside = None;
            }
            Command::WalkInside(compartment) => {
                self.inside = self.selection.zip(compartment);
                self.mode = if self.inside.is_some() { CameraMode::Walk } else { CameraMode::Orbit };
            }
            Command::SetStage(stage) => {
                self.moment.stage = stage;
                self.playing = None;
            }
            Command::SetDay(day) => self.moment.day = day,
            Command::Play(days_per_second) => {
                self.playing = days_per_second.filter(|days| days.is_finite() && *days > 0.0);
                if self.playing.is_some() {
                    self.moment.stage = Stage::Construction;
                }
            }
            Command::SetSplit(split) => {
                self.split = split.map(|split| Split { at: split.at.clamp(0.02, 0.98), ..split });
            }
            Command::SetCut(cut) => self.cut = cut,
            Command::CutHere if self.cut.is_some() => self.cut = None,
            Command::CutHere => return Effect::CutHere,
            Command::SetSection(section) => self.section = section,
            Command::SectionHere if self.section.is_some() => self.section = None,
            Command::SectionHere => return Effect::SectionHere,
            Command::PlayTour(tour) => self.tour = Some(TourPlay { tour, seconds: 0.0, paused: false }),
            Command::PauseTour(paused) => self.in_tour(|tour| tour.paused = paused),
            Command::SeekTour(seconds) if seconds.is_finite() => {
                self.in_tour(|tour| tour.seconds = seconds.max(0.0));
            }
            Command::SeekTour(_) => {}
            Command::EndTour => self.tour = None,
            Command::OpenVariant(variant) => return Effect::OpenVariant(variant),
            Command::OpenComparison(keys) => {
                self.split = None;
                self.tool = None;
                return Effect::OpenComparison(keys);
            }
            Command::SetCompareMode(mode) => {
                self.compare.mode = mode;
                self.compare.side = 0;
            }
            Command::SetCompareAt(at) if at.is_finite() => self.compare.at = at.clamp(0.02, 0.98),
            Command::SetCompareAt(_) => {}
            Command::LookAtSide(side) => self.compare.side = side,
            Command::ShowCompare(on) => self.show_panel(|session| &mut session.comparing, on),
            Command::ShowLayouts(on) => self.show_panel(|session| &mut session.layouts, on),
            Command::ShowElastic(on) => self.elastic = on,
            Command::SetTool(tool) => {
                // What lies below the ground is drawn with the ground lifted.
                self.underground |= matches!(tool, Some(EditTool::Draw(drawing)) if drawing.is_underground());
                self.tool = tool;
            }
            Command::Edit(wish) => {
                // Places are set one after the other; what has several points is done with its last.
                if matches!(&wish, EditWish::Draw(drawing, _) if drawing.form() != DrawingForm::Place) {
                    self.tool = None;
                }
                return Effect::Edit(wish);
            }
            Command::GoToEdit(made) => return Effect::GoToEdit(made),
            Command::ForkVariant => return Effect::ForkVariant,
            Command::ExportComparison => return Effect::ExportComparison,
            Command::Undo => return Effect::Undo,
            Command::Redo => return Effect::Redo,
            Command::ShowFindings(on) => {
                self.show_panel(|session| &mut session.findings, on);
                self.finding = None;
            }
            Command::SelectFinding(finding) => {
                if finding.is_some() {
                    self.show_panel(|session| &mut session.findings, true);
                }
                self.finding = finding;
            }
            Command::DrawLine(drawing) => self.drawing = drawing.filter(|drawing| drawing.is_finite()),
            Command::FollowNetwork(way) => self.trace = way,
            Command::ShowFigures(on) => {
                self.show_panel(|session| &mut session.figures, on);
                self.figure = self.figure.take().filter(|_| on);
            }
            Command::FoldFigures(section, true) => {
                self.folded_figures.insert(section);
            }
            Command::FoldFigures(section, false) => {
                self.folded_figures.remove(&section);
            }
            Command::OpenFigure(figure) => self.figure = figure,
            Command::SetOverlay(overlay) => {
                self.overlay = overlay;
                self.tools.colour = self.tools.colour.take().filter(|_| overlay.is_none());
            }
            Command::OpenStorey(storey) => self.storey = self.selection.zip(storey),
            Command::ShowSchedule(on) => self.schedule = on,
            Command::FoldTask(task, true) => {
                self.folded.insert(task);
            }
            Command::FoldTask(task, false) => {
                self.folded.remove(&task);
            }
            Command::SetMinuteOfDay(minute) => {
                let midnight = self.time - Duration::minutes(i64::from(self.minute_of_day()));
                self.time = midnight + Duration::minutes(i64::from(minute.min(24 * 60 - 1)));
            }
            Command::SetDate(date) => {
                let changed = self
                    .time
                    .with_day(1)
                    .and_then(|t| t.with_year(date.year()))
                    .and_then(|t| t.with_month(date.month()))
                    .and_then(|t| t.with_day(date.day()));
                self.time = changed.unwrap_or(self.time);
            }
            Command::Reach(wish) => {
                if let ReachWish::Open(on) = wish {
                    self.show_panel(|session| &mut session.reach.open, on);
                }
                self.reach.apply(wish);
            }
            Command::Tools(wish) => {
                if let ToolsWish::Open(on) = wish {
                    self.show_panel(|session| &mut session.tools.open, on);
                }
                // Two colourings at once would be read as one.
                self.overlay = self.overlay.filter(|_| !matches!(wish, ToolsWish::Colour(Some(_))));
                self.tools.apply(wish);
            }
            Command::ShowHelp(on) => self.help = on,
            Command::ShowPanels(on) => self.panels = on,
            Command::GoHome => return Effect::Home,
            Command::FlyTo(id) => {
                self.select(Some(id));
                return Effect::FlyTo(id);
            }
            Command::GoToView(view) => return Effect::View(view),
            Command::NorthUp => return Effect::NorthUp,
            Command::TopView => return Effect::TopView,
            Command::Screenshot => return Effect::Screenshot,
        }
        Effect::None
    }

    /// Opens or closes one of the panels that stand in one place: the others close when it opens.
    fn show_panel(&mut self, panel: impl Fn(&mut Self) -> &mut bool, on: bool) {
        if on {
            let beside = [&mut self.reach.open, &mut self.tools.open];
            let own = [&mut self.figures, &mut self.findings, &mut self.comparing, &mut self.layouts];
            for other in own.into_iter().chain(beside) {
                *other = false;
            }
        }
        *panel(self) = on;
    }

    /// Whether a panel covers the place of the layers.
    pub fn covers_layers(&self) -> bool {
        self.figures || self.findings || self.comparing || self.layouts || self.reach.open || self.tools.open
    }

    fn select(&mut self, selection: Option<ElementId>) {
        if self.selection != selection {
            self.reach.level = None;
        }
        if self.storey.is_some_and(|(open, _)| Some(open) != selection) {
            self.storey = None;
        }
        if selection.is_none() {
            (self.drawing, self.trace) = (None, None);
        }
        self.selection = selection;
    }

    fn in_tour(&mut self, change: impl FnOnce(&mut TourPlay)) {
        if let Some(tour) = &mut self.tour {
            change(tour);
        }
    }

    /// Shows the stage, the day, the hour and the ground of a moment of a tour.
    pub fn follow(&mut self, moment: &TourMoment) {
        self.moment.stage = moment.stage;
        self.moment.day = moment.day.unwrap_or(self.moment.day);
        self.playing = None;
        self.split = None;
        self.underground = moment.underground;
        let minute = moment.minute.rem_euclid(24.0 * 60.0);
        self.apply(Command::SetMinuteOfDay(minute as u32));
    }
}

#[cfg(test)]
mod tests;
