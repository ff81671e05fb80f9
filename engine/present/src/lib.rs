//! How a community is shown, without a GPU: texts, numbers, cards, search, cameras, session.
//!
//! The window, the picture maker and the command line all draw from here, and every rule here is
//! tested without a window.

mod bookmark;
mod camera;
mod card;
mod commands;
pub mod compare;
mod cut;
mod edit;
mod fact;
mod figure;
mod finding;
mod furniture;
mod gantt;
mod home_ways;
pub mod kiosk;
pub mod layout;
pub mod measure;
mod number;
mod overlay;
mod palette;
mod parallel;
mod radar;
mod reach_overlay;
mod reach_view;
pub mod report;
mod room;
mod search;
mod section;
mod session;
mod show_author;
pub mod site_plan;
mod small_map;
mod stage;
mod sun_overlay;
pub mod table;
mod text;
pub mod thematic;
mod timelapse;
mod tools;
mod tour;
mod utility;
mod visibility;

pub use bookmark::{bookmark_commands, bookmark_of, free_bookmark_name};
pub use camera::{
    CameraPose, Fence, Flight, Gallery, GalleryPlace, OrbitCamera, WALK_EYE_HEIGHT_M, Walker, default_views,
    fit,
};
pub use card::{Card, CardRow, card_of, compartment_text, medium_text, scenario_text, title_of, work_rows};
pub use commands::{NamedCommand, commands_named};
pub use compare::{CompareMode, CompareView, ElementDifference};
pub use cut::{CutPlace, CutPlan};
pub use edit::{
    DraftPoint, Drawing, DrawingForm, DrawingGroup, EditTool, EditWish, Field, FieldInput, FieldKind, Handle,
    HandleDrag, HandlePlace, MirrorWay, SnapLine, SnapPoint, SnapTo, drawing_group_text, drawing_text,
    edit_of, fields_of, footprint_area, handles_of, snap_in_plan, snap_lines, snap_text, snapped,
    storey_height_m, storeys_of, storeys_of_element, wish_of_drag,
};
pub use fact::{Fact, FactValue, fact_of, fact_text, fact_unit, kind_text, kind_token, kinds_in, names_in};
pub use figure::{
    Compass, ElasticMark, FigureChoice, FigureDifference, FigureHow, FigureMark, FigureRow, FigureSection,
    FigureSections, FigureShown, FigureSources, FigureTrack, Freshness, Spoke, UnitRoom, amount,
    chosen_parcel, compass_of, elastic_legend, elastic_mark, figure_how, figure_rows, figure_sections,
    figure_shown, floor_text, parcel_overlay, signed_amount, unit_room,
};
pub use finding::{
    certainty_text, clause_text, finding_line, hit_line, measured_text, mend_text, rule_kind_text,
    verdict_text,
};
pub use furniture::{ScaleBar, compass_point, scale_bar};
pub use gantt::{GanttRow, RowState, gantt_rows, task_name};
pub use home_ways::{HomeWayKind, HomeWays, WayPart, WayRow, basis_of, walker_of};
pub use number::{area, clock, coordinate, count, integer, length, quantity};
pub use overlay::{ElementValues, Overlay, OverlayKind};
pub use palette::{
    Colour, PlanPaint, area_colour, building_colour, category_scenario_colour, land_use_colour,
    massing_colour, medium_colour, plan_colour, roof_colour, side_colour, softened, stop_colour,
};
pub use parallel::{AxisFilters, ParallelAxis, ParallelChart};
pub use radar::{RADAR_AXES, Radar, radar};
pub use reach_overlay::{car_overlay, goods_overlay, person_overlay};
pub use reach_view::{FRONT_MINUTES, ReachView, ReachWish};
pub use room::room_text;
pub use search::{SearchHit, address_of, search};
pub use section::SectionPlan;
pub use session::{CameraMode, Command, Effect, FigureName, Session, Split, TourPlay};
pub use show_author::{chapter_length_s, chapter_tour, recorded_view};
pub use small_map::{SmallMap, pose_above};
pub use stage::{ElementLook, Floors, Moment, Pattern, WorkState, levels_below, look_at};
pub use sun_overlay::sun_overlay;
pub use text::{Text, land_use_text, layer_text, said, stage_text, text, truth_text, work_state_text};
pub use timelapse::{FilmFile, MOST_FRAMES, days_between, ffmpeg_arguments, frame_name};
pub use tools::{ToolPage, ToolsView, ToolsWish};
pub use tour::{TourMoment, tour_at, tour_length_s};
pub use utility::{LineDrawing, drawing_style, has_network, trace_rows, trace_text};
pub use visibility::{FAINT, VisibilityView, VisibilityWish};
