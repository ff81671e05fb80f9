//! Draws the inside of a storey of a scene as SVG, seen from above and from the south.
//!
//! `cargo run --release -p linli_space --example storey_plan -- buildings.geojson KEY STOREY [TILT]`
//!
//! STOREY is 0 for the ground floor, or `all` for one line of figures for every storey of every building. TILT is the
//! angle from the vertical in degrees (30). Only footprints are read; heights count from level ground.

use std::error::Error;

use linli_model::{Building, Element, FaceKind, Geometry, Kind, Point3, Polygon, Vertical};
use linli_space::{Ground, StoreyInterior, storey_interior};
use serde_json::Value;

/// Walls are cut this high above the floor, metres.
const CUT_M: f64 = 1.5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, key, storey, rest @ ..] = arguments.as_slice() else {
        return Err("usage: storey_plan buildings.geojson KEY STOREY [TILT]".into());
    };
    let buildings = read(&std::fs::read_to_string(file)?)?;
    if storey == "all" {
        figures(&buildings);
        return Ok(());
    }
    let element = buildings.iter().find(|e| e.key.as_str() == key).ok_or("no such building")?;
    let tilt: f64 = rest.first().map_or(Ok(30.0), |text| text.parse())?;
    let interior = interior(&buildings, element, storey.parse()?).ok_or("no interior")?;
    println!("{}", svg(&interior, tilt.to_radians()));
    Ok(())
}

fn read(text: &str) -> Result<Vec<Element>, Box<dyn Error>> {
    let collection: Value = serde_json::from_str(text)?;
    let mut origin: Option<[f64; 2]> = None;
    let mut elements = Vec::new();
    for feature in collection["features"].as_array().ok_or("no features")? {
        let properties = &feature["properties"];
        let kind = properties["kind"].as_str().unwrap_or_default();
        if !kind.starts_with("building") {
            continue;
        }
        let mut building: Building = serde_json::from_value(properties.clone())?;
        let geometry = &feature["geometry"];
        let rings: Vec<Vec<Vec<Point3>>> = match geometry["type"].as_str() {
            Some("Polygon") => vec![serde_json::from_value(geometry["coordinates"].clone())?],
            Some("MultiPolygon") => serde_json::from_value(geometry["coordinates"].clone())?,
            _ => continue,
        };
        let [x, y] = *origin.get_or_insert([rings[0][0][0][0], rings[0][0][0][1]]);
        let open = |ring: &Vec<Point3>| ring[1..].iter().map(|p| [p[0] - x, p[1] - y, 0.0]).collect();
        let polygon = |rings: &Vec<Vec<Point3>>| Polygon {
            exterior: open(&rings[0]),
            holes: rings[1..].iter().map(open).collect(),
        };
        building.lifts.iter_mut().for_each(|l| l.at = [l.at[0] + ANCHOR[0] - x, l.at[1] + ANCHOR[1] - y]);
        let kind = if kind == "building" { Kind::Building(building) } else { Kind::BuildingPart(building) };
        let geometry = Geometry::Area(rings.iter().map(polygon).collect());
        let mut element = Element::new(properties["key"].as_str().unwrap_or_default(), kind, geometry);
        element.vertical = Vertical::AboveGround;
        elements.push(element);
    }
    Ok(elements)
}

/// Anchor of Xinghe, which places of lifts count from.
const ANCHOR: [f64; 2] = [519_247.0, 3_348_953.0];

fn interior(buildings: &[Element], element: &Element, storey: usize) -> Option<StoreyInterior> {
    let is_part = |e: &&Element| e.kind.building().and_then(|b| b.parent.as_ref()) == Some(&element.key);
    let parts: Vec<&Element> = buildings.iter().filter(is_part).collect();
    storey_interior(element, &parts, storey, &Ground::level(0.0), CUT_M)
}

fn figures(buildings: &[Element]) {
    for element in buildings.iter().filter(|e| matches!(e.kind, Kind::Building(_))) {
        for storey in 0.. {
            let start = std::time::Instant::now();
            let Some(found) = interior(buildings, element, storey) else { break };
            let last = found.rooms.iter().filter_map(|room| room.dwelling).max().map_or(0, |id| id + 1);
            println!(
                "{}\t{}\t{:.0}\t{}\t{}\t{}\t{:.2}\t{:.2}\t{:.1}",
                element.key.as_str(),
                found.level,
                found.gross_area_m2,
                found.rooms.len(),
                last,
                found.shape.triangles.len(),
                found.wall_area_m2 / found.gross_area_m2,
                found.window_wall_ratio,
                start.elapsed().as_secs_f64() * 1e3
            );
        }
    }
}

/// Triangles that face the eye, the far ones first.
fn svg(interior: &StoreyInterior, tilt: f64) -> String {
    let shape = &interior.shape;
    let project = |p: Point3| {
        let (y, z) = (p[1], p[2] - interior.floor_m);
        ([p[0], -(y * tilt.cos() + z * tilt.sin())], z * tilt.cos() - y * tilt.sin())
    };
    let mut faces = Vec::new();
    for part in &shape.parts {
        let colour = part.colour.unwrap_or(match part.kind {
            FaceKind::Window => [120, 170, 200],
            FaceKind::Wall => [214, 196, 170],
            _ => [200, 200, 200],
        });
        for t in &shape.triangles[part.triangles.start as usize..part.triangles.end as usize] {
            let [a, b, c] = t.map(|i| project(shape.vertices[i as usize]));
            let turn = (b.0[0] - a.0[0]) * (c.0[1] - a.0[1]) - (b.0[1] - a.0[1]) * (c.0[0] - a.0[0]);
            if turn < 0.0 {
                let [p, q, r]: [Point3; 3] = t.map(|i| shape.vertices[i as usize]);
                let (u, v) = ([q[0] - p[0], q[1] - p[1]], [r[0] - p[0], r[1] - p[1]]);
                let flat = (u[0] * v[1] - u[1] * v[0]).abs() > 1e-9;
                let shade = if flat { 1.0 } else { 0.82 };
                // Floors are under everything: their triangles are too large to be sorted by their middle.
                let low = [p, q, r].iter().all(|p| p[2] <= interior.floor_m + 1e-6) && flat;
                let layer = if low { 1000.0 * (p[2] - interior.floor_m - 1.0) } else { 0.0 };
                let z = (a.1 + b.1 + c.1) / 3.0 + layer + if flat { 0.0 } else { 1e-3 };
                faces.push((z, [a.0, b.0, c.0], colour.map(|v| (f64::from(v) * shade) as u8)));
            }
        }
    }
    faces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let points = faces.iter().flat_map(|f| f.1);
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for p in points {
        for k in 0..2 {
            (low[k], high[k]) = (low[k].min(p[k]), high[k].max(p[k]));
        }
    }
    let scale = 1500.0 / (high[0] - low[0]).max(high[1] - low[1]);
    let at = |p: [f64; 2]| format!("{:.1},{:.1}", (p[0] - low[0]) * scale, (p[1] - low[1]) * scale);
    let body: Vec<String> = faces
        .iter()
        .map(|(_, [a, b, c], [red, green, blue])| {
            let colour = format!("rgb({red},{green},{blue})");
            let points = format!("{} {} {}", at(*a), at(*b), at(*c));
            format!(r#"<polygon points="{points}" fill="{colour}" stroke="{colour}" stroke-width="0.4"/>"#)
        })
        .collect();
    let size = [(high[0] - low[0]) * scale, (high[1] - low[1]) * scale];
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{:.0}" height="{:.0}"><rect width="100%" height="100%" fill="white"/>{}</svg>"#,
        size[0],
        size[1],
        body.join("\n")
    )
}
