//! What a community **is**: facts, keys, layers, coordinates.
//!
//! This room knows no files, no triangles, no pixels. Everything above it (readers, geometry,
//! simulations, pictures) speaks in these nouns:
//!
//! | noun | meaning |
//! |---|---|
//! | [`Community`] | the digital base of one place: every element, above and below ground |
//! | [`Element`] | one thing with a stable [`Key`], a [`Kind`], a [`Geometry`] and its [`Source`] |
//! | [`SceneFrame`] | the projected coordinate system and the local origin of all coordinates |
//! | [`Boundary`] | planar faces with holes, each told apart as roof, wall, ground, window … |
//! | [`Layer`] | the drawer an element is shown and stored in |
//!
//! Coordinates are `f64` metres in the scene's projected coordinate system **minus** the frame's
//! anchor (x east, y north, z up), so that nothing jitters at map coordinates.

mod attribute;
mod bookmark;
mod boundary;
mod building;
mod capital_prices;
mod comment;
mod community;
mod confidence;
mod element;
mod equipment;
mod frame;
mod geometry;
mod greening;
mod key;
mod kiosk;
mod language;
mod layer;
mod parcel;
mod place;
mod presence;
mod progress;
mod raster;
mod schedule;
mod show;
mod show_edit;
mod site_work;
mod source;
mod storey;
mod street;
mod tally;
mod terrain;
mod timetable;
mod tour;
mod transit;
mod underground;
mod utility;
mod utility_rules;
pub mod variant;

pub use attribute::{AttributeValue, Attributes};
pub use bookmark::Bookmark;
pub use boundary::{Boundary, BoundaryError, Face, FaceKind};
pub use building::{Building, BuildingUse, Lod, RoofShape};
pub use capital_prices::{CAPITAL_PRICES_SCHEMA, CapitalPrices, Price, UsePrices};
pub use comment::Comment;
pub use community::{Community, DuplicateKey};
pub use confidence::Confidence;
pub use element::{Element, ElementId, Kind, Vertical};
pub use equipment::{Equipment, EquipmentKind};
pub use frame::SceneFrame;
pub use geometry::{Aabb, Geometry, Point3, Polygon};
pub use greening::{Greening, GreeningPlace, Planting};
pub use key::Key;
pub use kiosk::{
    IdleTimes, KioskLimits, KioskMode, KioskNetwork, KioskScreen, KioskSettings, LinkRole, Opening,
    OpeningHours, QualitySettings, SoftwareRendering,
};
pub use language::Language;
pub use layer::Layer;
pub use parcel::{LandUse, Parcel};
pub use place::{Area, AreaUse, Facility, Scenario, Tree};
pub use presence::{Presence, Stage, Truth};
pub use progress::{NoProgress, Progress};
pub use raster::{RASTER_UNITS_PER_METRE, Welder, on_raster, point_on_raster};
pub use schedule::{Dependency, DependencyKind, Schedule, Selector, Span, StoreyRange, Task, Work};
pub use show::{
    Answer, Chapter, Choice, Comparison, Overlay, Play, Question, ReachOf, Show, ShowCue, ShowPicture,
    ShowStep, Words,
};
pub use show_edit::{RecordedView, ShowEdit};
pub use site_work::{SiteWork, SiteWorkKind};
pub use source::{Source, SourceRef};
pub use storey::{Entrance, EntranceUse, LiftBank, StoreyRun};
pub use street::{Access, ModeAccess, Oneway, Street, StreetClass, StreetNode, StreetNodeKind};
pub use tally::{Tally, TallyKey};
pub use terrain::TerrainGrid;
pub use timetable::{
    Call, Service, Timetable, TimetableRoute, TimetableStop, TimetableTransfer, TimetableTrip,
};
pub use tour::{Tour, TourStop};
pub use transit::{CarStorage, Parking, ParkingKind, Station, StationEntrance, Stop, TransitMode};
pub use underground::{Basement, Compartment, CompartmentKind, Corridor, CorridorNode, CorridorNodeKind};
pub use utility::{
    DepthReference, GasPressure, Medium, Section, SurveyQuality, UtilityLine, UtilityNode, UtilityNodeKind,
};
pub use utility_rules::{
    AvoidanceRule, Bound, ClearanceConventions, ClearanceRule, CoverRule, CoverSurface, Laid, LimitQuantity,
    LimitRule, LineFilter, LineRole, NeighbourKind, Racks, RuleCondition, RuleFact, SharingRule,
    SurveyTolerance, UTILITY_RULES_SCHEMA, UtilityClass, UtilityRules, Yielding,
};
pub use variant::{Action, Change, Edit, EditFault, EditProblem, EditSession, ResolvedVariant, Variant};
