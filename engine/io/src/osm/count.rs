//! Counts of objects as the file itself holds them.

use super::file::{Store, Tags};
use super::tag::street::layer;
use crate::FileReport;

/// Counts nodes, ways and relations by tags, whatever becomes of them.
pub(super) fn count_objects(store: &Store, report: &mut FileReport) {
    for node in store.nodes.iter().filter(|node| !node.tags.is_empty()) {
        let tags = store.tags(&node.tags);
        count_if(report, "bus_stop", tags.is("highway", "bus_stop"));
        count_if(report, "tree_nodes", tags.is("natural", "tree"));
        let railway = match tags.get("railway") {
            Some("station") => "railway_station",
            Some("halt") => "railway_halt",
            Some("subway_entrance") => "railway_subway_entrance",
            Some("tram_stop") => "railway_tram_stop",
            _ => continue,
        };
        report.count(railway, 1);
    }
    for way in &store.ways {
        let tags = store.tags(&way.tags);
        count_if(report, "building_ways", tags.set("building").is_some());
        count_if(report, "building_part_ways", tags.get("building:part").is_some());
        count_if(report, "highway_ways", tags.get("highway").is_some());
        count_if(report, "tunnel_ways", tags.set("tunnel").is_some());
        count_if(report, "layer_below_0_ways", layer(tags).is_some_and(|layer| layer < 0));
    }
    for relation in &store.relations {
        let tags = store.tags(&relation.tags);
        let building = tags.is("type", "multipolygon") && tags.set("building").is_some();
        count_if(report, "building_multipolygon_relations", building);
    }
}

/// Counts one area: those cut at the edge of the file count apart.
pub(super) fn count_area(tags: Tags, complete: bool, report: &mut FileReport) {
    let building = tags.set("building").is_some();
    count_if(report, "building_areas_cut", building && !complete);
    if !complete {
        return;
    }
    count_if(report, "building_areas", building);
    count_if(report, "building_areas_with_height", building && tags.get("height").is_some());
    count_if(report, "building_areas_with_levels", building && tags.get("building:levels").is_some());
    count_if(report, "green_areas", is_green(tags));
}

/// Whether an area counts as planted.
fn is_green(tags: Tags) -> bool {
    const LANDUSE: [&str; 7] =
        ["allotments", "cemetery", "forest", "grass", "meadow", "recreation_ground", "village_green"];
    tags.is_any("leisure", &["garden", "golf_course", "nature_reserve", "park"])
        || tags.is_any("landuse", &LANDUSE)
        || tags.is_any("natural", &["grassland", "heath", "scrub", "wood"])
}

fn count_if(report: &mut FileReport, name: &str, condition: bool) {
    if condition {
        report.count(name, 1);
    }
}
