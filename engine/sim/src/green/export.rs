//! The count as files: JSON of figures, CSV of the ledger and of sites, GeoJSON of what counts where.

use geo::{Area as _, MultiPolygon};
use linli_model::{GreeningPlace, SceneFrame};
use serde_json::{Value, json};

use super::access::GreenAccess;
use super::count::Counting;
use super::cover::Cover;
use super::inventory::{Ground, Upper};
use super::ledger::LedgerRow;
use super::model::GreenModel;
use super::plane::{LEAST_M2, Plan, outline_of};
use super::site::Site;
use crate::csv::quoted;
use crate::indicator::Indicator;

/// Name of a site in files: its key, or what it is.
fn site_name(site: &Site) -> String {
    match &site.key {
        Some(key) => key.to_string(),
        None => serde_json::to_value(site.kind)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default(),
    }
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    // Adding zero keeps "-0" away.
    (value * scale).round() / scale + 0.0
}

/// Figures of every site with their profile, inputs, limits and what was decided by a rule.
///
/// # Errors
/// When a figure cannot be written as JSON.
pub fn green_json(
    model: &GreenModel,
    figures: &[Vec<Indicator>],
    access: Option<&GreenAccess>,
) -> Result<Value, serde_json::Error> {
    let profile = model.profile();
    let sums = model.sums();
    let mut sites = Vec::new();
    for ((site, figures), sums) in model.sites().iter().zip(figures).zip(&sums) {
        let covers: serde_json::Map<String, Value> = Cover::ALL
            .iter()
            .filter(|cover| sums.cover_m2(**cover) > 0.0)
            .map(|cover| (cover.name().to_owned(), json!(rounded(sums.cover_m2(*cover), 3))))
            .collect();
        sites.push(json!({
            "site": site_name(site),
            "kind": site.kind,
            "name": site.name,
            "area_m2": rounded(site.area_m2(), 3),
            "residents": sums.residents,
            "dwellings": sums.dwellings,
            "covers_m2": covers,
            "figures": serde_json::to_value(figures)?,
        }));
    }
    let parks = access.map(|access| {
        json!({
            "speed_mps": access.speed_mps,
            "usable": access.parks.iter().map(|park| json!({
                "element": park.key, "area_m2": rounded(park.area_m2, 1), "entries": park.entries,
            })).collect::<Vec<_>>(),
            "too_small": access.too_small,
        })
    });
    Ok(json!({
        "profile": {
            "key": profile.key, "name": {"zh": profile.name.zh, "en": profile.name.en},
            "edition": profile.edition, "note": profile.note,
        },
        "sites": sites,
        "parks": parks,
        "issues": serde_json::to_value(model.issues())?,
    }))
}

/// The ledger, one row a line.
pub fn ledger_csv(model: &GreenModel, rows: &[LedgerRow]) -> String {
    let mut text =
        "site,element,account,cover,area_m2,soil_m,height_m,weight,weighted_m2,clause,confidence\n"
            .to_owned();
    let maybe = |value: Option<f64>| value.map(|v| format!("{v:.2}")).unwrap_or_default();
    for row in rows {
        let site = model.sites().get(row.site as usize).map(site_name).unwrap_or_default();
        let line = [
            quoted(&site),
            quoted(row.element.as_ref().map_or("", |key| key.as_str())),
            row.account.name().to_owned(),
            row.cover.map_or("", Cover::name).to_owned(),
            format!("{:.4}", row.area_m2),
            maybe(row.soil_m),
            maybe(row.height_m),
            format!("{}", row.weight),
            format!("{:.4}", row.weighted_m2),
            quoted(&row.clause),
            row.confidence.tag().to_owned(),
        ];
        text.push_str(&line.join(","));
        text.push('\n');
    }
    text
}

/// Figures by site: a line a site, a column a figure.
pub fn sites_csv(model: &GreenModel, figures: &[Vec<Indicator>]) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for figure in figures.iter().flatten() {
        if !columns.contains(&figure.spec.id) {
            columns.push(figure.spec.id);
        }
    }
    let mut text = format!("site,kind,name,area_m2,{}\n", columns.join(","));
    for (site, figures) in model.sites().iter().zip(figures) {
        let kind = serde_json::to_value(site.kind).ok().and_then(|v| v.as_str().map(str::to_owned));
        let mut line = vec![
            quoted(&site_name(site)),
            kind.unwrap_or_default(),
            quoted(site.name.as_deref().unwrap_or("")),
            format!("{:.2}", site.area_m2()),
        ];
        line.extend(columns.iter().map(|id| {
            let figure = figures.iter().find(|figure| figure.spec.id == *id);
            let value = figure.and_then(|figure| Some((figure.value.known()?, figure.spec.decimals)));
            value
                .map(|(value, decimals)| format!("{value:.*}", usize::from(decimals) + 2))
                .unwrap_or_default()
        }));
        text.push_str(&line.join(","));
        text.push('\n');
    }
    text
}

/// What covers the ground and what of it counts, in the scene's projected system.
///
/// # Errors
/// When a coordinate is not a number.
pub fn green_geojson(model: &GreenModel, frame: &SceneFrame) -> Result<String, serde_json::Error> {
    let rings = |shape: &MultiPolygon| -> Value {
        let ring = |line: &geo::LineString| -> Value {
            let point = |c: &geo::Coord| {
                let p = frame.projected_from_local([c.x, c.y, 0.0]);
                json!([rounded(p[0], 4), rounded(p[1], 4)])
            };
            line.0.iter().map(point).collect()
        };
        let polygon = |p: &geo::Polygon| -> Value {
            std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()
        };
        shape.iter().map(polygon).collect()
    };
    let mut features: Vec<Value> = Vec::new();
    let mut push = |key: &linli_model::Key, what: &str, cover: Option<Cover>, shape: MultiPolygon| {
        let area_m2 = shape.unsigned_area();
        if area_m2 <= LEAST_M2 {
            return;
        }
        features.push(json!({
            "type": "Feature",
            "properties": {
                "element": key, "what": what, "cover": cover.map(Cover::name),
                "area_m2": rounded(area_m2, 4),
            },
            "geometry": {"type": "MultiPolygon", "coordinates": rings(&shape)},
        }));
    };
    let counting = model.counting();
    for (ground, parts) in model.inventory.pieces() {
        let parts: Vec<&Ground> =
            parts.into_iter().filter_map(|part| model.inventory.grounds.get(part)).collect();
        let free: Vec<Plan> = parts.iter().filter_map(|part| counting.free(part)).collect();
        push(&ground.key, "ground", Some(ground.cover), together(&free));
        if ground.cover.is_green() {
            let counted: Vec<Plan> = free.iter().filter_map(|free| counting.without_strips(free)).collect();
            push(&ground.key, "counted_green", Some(ground.cover), together(&counted));
        }
    }
    for (number, upper) in model.inventory.uppers.iter() {
        if upper.green.place == GreeningPlace::Roof {
            push(&upper.key, "roof_green", None, counting.free_garden(number, upper));
        }
    }
    let name = format!("urn:ogc:def:crs:{}", frame.crs.replacen(':', "::", 1));
    serde_json::to_string(&json!({
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": name}},
        "features": features,
    }))
}

/// Parts that lie beside each other as one outline.
fn together(parts: &[Plan]) -> MultiPolygon {
    let polygons: Vec<geo::Polygon> = parts.iter().flat_map(|part| part.shape.iter().cloned()).collect();
    outline_of(&polygons)
}

impl Counting<'_> {
    /// Outline of what is left of a piece of ground.
    fn free(&self, item: &Ground) -> Option<Plan> {
        Plan::of_clean(item.plan.minus(self.grounds_above(item).map(|ground| &ground.plan)))
    }

    /// A green without the strips along walls and kerbs.
    fn without_strips(&self, free: &Plan) -> Option<Plan> {
        let strips = self.inventory.strips.near(&free.rect);
        let strips = strips.into_iter().filter_map(|number| self.inventory.strips.get(number));
        Plan::of_clean(free.minus(strips.map(|strip| &strip.plan)))
    }

    /// What is seen of a roof garden from above.
    fn free_garden(&self, number: u32, item: &Upper) -> MultiPolygon {
        item.plan.minus(self.gardens_above(number, item).chain(self.rising(item, &item.plan.rect)))
    }
}
