//! OpenStreetMap: `.osm.pbf` and `.osm` (XML), gzipped or not.
//!
//! Places are longitude and latitude in degrees; nothing has a height of its own, so every element
//! stands on the ground. Keys are `osm/node/1`, `osm/way/1`, `osm/relation/1`; an object that is
//! several things (a building with a shop, a way that is cut) gives one element the plain key and
//! adds a suffix to the others (`osm/node/5#entrance`, `osm/way/7#street2`).
//!
//! | tags | element |
//! |---|---|
//! | `building`, `building:part` | building, building part (rule for heights: `tag/building.rs`) |
//! | `highway`, `railway` lines | street with its node numbers; `area=yes` also an area |
//! | crossings, signals, gates, lifts | street node |
//! | stations, entrances, bus and tram stops | station, station entrance, stop |
//! | platforms with a mode | stop, unless a stop of that mode is within 50 m: then a structure |
//! | `amenity=parking`, `parking_entrance` | car park |
//! | `leisure`, `natural`, `landuse`, `place=square` | area of land or water |
//! | `natural=tree`, `natural=tree_row` | tree; a row gives one every 8 m |
//! | `natural=coastline` | line; and the sea as one area when the lines close against the box |
//! | rivers and streams as lines | `waterway` line |
//! | `amenity`, `shop`, `office`, … | facility at a place inside |
//! | `addr:housenumber` | address; on a building its `address` |
//! | any other feature | structure or other, in the source's words |
//!
//! Untagged nodes and ways only carry geometry. Relations other than areas (routes, restrictions)
//! are counted in the report.

mod area;
mod code;
mod convert;
mod count;
mod feature;
mod file;
mod measure;
mod outline;
mod part;
mod sea;
mod stop;
mod tag;
#[cfg(test)]
mod tests;

use file::{Store, looks_like_pbf, looks_like_xml, read_pbf, read_xml};

use crate::report::FileReport;
use crate::{Format, Input, ReadContext, Reading, Rejection};

/// Attribution that the licence of the data demands.
const LICENCE: &str = "© OpenStreetMap contributors, ODbL 1.0";

/// OpenStreetMap, binary.
pub static OSM_PBF: Format = Format {
    id: "osm-pbf",
    title: "OpenStreetMap PBF",
    extensions: &["osm.pbf", "pbf"],
    recognise: recognise_pbf,
    read: |input, context| read(input, context, "OSM PBF 0.6", read_pbf),
};

/// OpenStreetMap, XML.
pub static OSM_XML: Format = Format {
    id: "osm-xml",
    title: "OpenStreetMap XML",
    extensions: &["osm", "osm.xml"],
    recognise: recognise_xml,
    read: |input, context| read(input, context, "OSM XML 0.6", read_xml),
};

/// By content; and by name, so that a web page saved as `.osm.pbf` is refused with its reason.
fn recognise_pbf(input: &Input) -> bool {
    let named = input.name.to_ascii_lowercase().trim_end_matches(".gz").ends_with(".pbf");
    looks_like_pbf(input) || (named && !looks_like_xml(input))
}

fn recognise_xml(input: &Input) -> bool {
    let named = input.name.to_ascii_lowercase().trim_end_matches(".gz").ends_with(".osm");
    !looks_like_pbf(input) && (looks_like_xml(input) || named)
}

type ReadFile = fn(&Input, &ReadContext, &mut FileReport) -> Result<Store, Rejection>;

fn read(input: &Input, context: &ReadContext, format: &str, file: ReadFile) -> Result<Reading, Rejection> {
    let name_file = |mut rejection: Rejection| {
        rejection.0.file.clone_from(&input.name);
        rejection
    };
    let mut report = FileReport::new(&input.name);
    report.format = format.to_owned();
    report.crs = Some("EPSG:4326 (always, by the format)".to_owned());
    let mut store = file(input, context, &mut report).map_err(name_file)?;
    store.complete(&mut report);
    let (elements, report) = convert::convert(&store, context, report).map_err(name_file)?;
    Ok(Reading {
        crs: Some("EPSG:4326".to_owned()),
        has_heights: false,
        elements,
        licence: Some(LICENCE.to_owned()),
        report,
    })
}
