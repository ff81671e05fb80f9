//! Files ⇄ facts. The only room that knows file formats.
//!
//! Every reader turns one file into a [`Reading`]: elements in the file's own coordinates, plus a
//! [`FileReport`] of what was found, skipped and mended. [`import`] brings the readings of many
//! files into one [`linli_model::Community`]. A reader never panics and never stops at one bad
//! object: what cannot be used is named in the report, with its place and what to do.

mod archive;
mod bcf;
mod budget;
mod bytes;
mod citygml;
mod cityjson;
mod crs;
mod dxf;
mod epanet;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod geoparquet;
mod geotiff;
mod gltf;
mod gtfs;
mod ifc;
mod import;
mod input;
mod isybau;
mod kiosk;
mod landxml;
mod limits;
mod matrix;
mod osm;
mod reading;
mod reimport;
mod report;
mod rules;
mod scene;
mod schedule;
mod shapefile;
pub mod store;
mod survey;
mod swmm;
mod text;
mod tiles3d;
mod utility;
mod vector;
mod xml;

pub use bcf::{BCF_STATUSES, BCF_TYPES, BcfTopic, write_bcf};
pub use citygml::CITYGML;
pub use cityjson::CITYJSON;
pub use crs::{CrsError, CrsInfo, Transform, convergence_deg, projected_crs_for};
pub use dxf::DXF;
pub use epanet::EPANET;
pub use flatgeobuf::FLATGEOBUF;
pub use geojson::GEOJSON;
pub use geopackage::GEOPACKAGE;
pub use geoparquet::GEOPARQUET;
pub use geotiff::GEOTIFF;
pub use gltf::GLTF;
pub use gtfs::{read_gtfs, read_gtfs_input};
pub use ifc::IFC;
pub use import::{ImportError, ImportOptions, Inspect, check, companions, import};
pub use input::Input;
pub use isybau::ISYBAU;
pub use kiosk::{
    kiosk_settings_schema, read_kiosk_settings, read_kiosk_settings_input, read_tally, write_atomically,
    write_kiosk_settings, write_tally, write_tally_csv,
};
pub use landxml::LANDXML;
pub use limits::Limits;
pub use osm::{OSM_PBF, OSM_XML};
pub use reading::{Format, ReadContext, Reading};
pub use reimport::{
    ElementUpdate, PlaceUpdate, Reimport, ReimportFault, Update, ValueUpdate, compare, reimport,
};
pub use report::{
    Code, FileReport, ImportReport, Language, Message, Outcome, ProblemGroup, Rejection, Severity,
};
pub use rules::{
    built_in_capital_prices, built_in_utility_rule_names, built_in_utility_rules, read_capital_prices,
    read_utility_rules,
};
pub use scene::{
    AnswerFile, ChapterFile, ChoiceFile, ComparisonFile, CueFile, LayerEntry, OverlayFile, PictureFile,
    QuestionFile, SCHEMA_VERSION, SceneError, SceneFile, ShowDraft, ShowFile, ShowStepFile, TourFile,
    TourStopFile, TwoFile, VariantRefused, View, read_bookmarks, read_comments, read_scene, read_scene_file,
    read_scene_schedule, read_show, read_show_file, read_show_input, read_tour_input, read_tours,
    read_variant, read_variant_input, read_variants, scene_is, scene_of_show, scene_schema, show_path,
    show_schema, tour_path, tour_schema, variant_community, variant_path, variant_schema, write_bookmarks,
    write_comments, write_scene, write_scene_watched, write_show, write_tour, write_variant,
};
pub use schedule::{read_schedule, read_schedule_input, write_schedule_csv};
pub use shapefile::SHAPEFILE;
pub use survey::SURVEY;
pub use swmm::SWMM;
pub use tiles3d::TILES_3D;

/// Every format that can be read, in the order in which content is tried against them.
pub const FORMATS: &[&Format] = &[
    &OSM_PBF,
    &GEOTIFF,
    &GEOPACKAGE,
    &FLATGEOBUF,
    &GEOPARQUET,
    &OSM_XML,
    &CITYJSON,
    &GEOJSON,
    &TILES_3D,
    &GLTF,
    &EPANET,
    &SWMM,
    &SURVEY,
    &SHAPEFILE,
    &CITYGML,
    &ISYBAU,
    &LANDXML,
    &DXF,
    &IFC,
];
