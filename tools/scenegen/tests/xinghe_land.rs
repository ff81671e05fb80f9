//! The land of Xinghe and what grows on it: parcels, green land ratios, trees that keep clear, sizes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use linli_model::{
    AreaUse, Community, Element, Geometry, Kind, NoProgress, Parcel, Point3, Polygon, Stage, StreetClass,
    Tree, Truth,
};
use linli_scenegen::xinghe::{SEED, SIZE_HA, community, write};
use linli_space::{Ground, SurfaceKind, surfaces};

static XINGHE: LazyLock<Community> = LazyLock::new(|| community(SEED, SIZE_HA));
/// Two units side by side.
static TWO: LazyLock<Community> = LazyLock::new(|| community(SEED, 150.0));

/// Parcels of the implementation unit and new public buildings.
const NEW: [&str; 14] = ["A1", "A2", "A3", "A4", "A5", "C2", "C4", "D1", "D2", "D3", "E4", "F1", "F2", "F3"];

fn polygons(element: &Element) -> &[Polygon] {
    match &element.geometry {
        Geometry::Area(polygons) => polygons,
        _ => &[],
    }
}

fn area_m2(element: &Element) -> f64 {
    polygons(element).iter().map(Polygon::area_m2).sum()
}

fn areas(community: &Community) -> impl Iterator<Item = (&Element, AreaUse)> {
    community.elements().iter().filter_map(|e| match &e.kind {
        Kind::Area(area) => Some((e, area.use_)),
        _ => None,
    })
}

fn parcels(community: &Community) -> Vec<(&Element, &Parcel)> {
    fn parcel(e: &Element) -> Option<(&Element, &Parcel)> {
        match e {
            Element { kind: Kind::Parcel(parcel), .. } => Some((e, parcel)),
            _ => None,
        }
    }
    community.elements().iter().filter_map(parcel).collect()
}

fn trees(community: &Community) -> Vec<(&Element, &Tree, Point3)> {
    fn tree(e: &Element) -> Option<(&Element, &Tree, Point3)> {
        match e {
            Element { kind: Kind::Tree(tree), geometry: Geometry::Point(p), .. } => Some((e, tree, *p)),
            _ => None,
        }
    }
    community.elements().iter().filter_map(tree).collect()
}

/// Outlines of what stands when all that is designed is built.
fn built(community: &Community) -> Vec<&Polygon> {
    let stands = |e: &&Element| {
        let is_building = e.kind.building().is_some_and(|b| b.min_height_m < 2.5);
        is_building && e.presence.truth != Truth::Proposed && !e.key.as_str().contains("C2/old-")
    };
    community.elements().iter().filter(stands).flat_map(polygons).collect()
}

fn distance(p: Point3, a: Point3, b: Point3) -> f64 {
    let [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    let squared = ux * ux + uy * uy;
    let t = if squared > 0.0 { ((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / squared } else { 0.0 };
    let t = t.clamp(0.0, 1.0);
    (p[0] - a[0] - t * ux).hypot(p[1] - a[1] - t * uy)
}

#[test]
fn parcels_have_their_limits_and_do_not_overlap() {
    let community = &*XINGHE;
    let parcels = parcels(community);
    assert_eq!(parcels.len(), 31);
    for (element, parcel) in &parcels {
        assert!(parcel.far_max.is_some() && parcel.green_min_pct.is_some(), "{}", element.key);
        for stage in Stage::ALL {
            assert!(element.presence.is_part_of(stage), "{} {stage:?}", element.key);
        }
        let middle = element.geometry.aabb().centre();
        let holding =
            parcels.iter().filter(|(e, _)| polygons(e)[0].contains_xy(middle[0], middle[1])).count();
        assert_eq!(holding, 1, "{}", element.key);
    }
    let total: f64 = parcels.iter().map(|(e, _)| area_m2(e)).sum();
    assert!((450_000.0..600_000.0).contains(&total), "{total}");
    let unit = |key: &str| area_m2(community.elements().iter().find(|e| e.key.as_str() == key).unwrap());
    assert!((unit("unit/planning") - 765_400.0).abs() < 1000.0, "{}", unit("unit/planning"));
    let implementation = unit("unit/implementation");
    assert!((200_000.0..300_000.0).contains(&implementation), "{implementation}");
}

/// Green on the ground of each parcel, square metres.
fn green_by_parcel(community: &Community) -> BTreeMap<String, f64> {
    let mut green: BTreeMap<String, f64> = BTreeMap::new();
    for (element, _) in areas(community).filter(|(_, use_)| use_.is_green()) {
        let key = element.key.as_str();
        let plot = key.split('/').next().unwrap().to_owned();
        // Terraces lie in the park before the parcel.
        if !key.contains("terrace") {
            *green.entry(plot).or_default() += area_m2(element);
        }
    }
    green
}

#[test]
fn new_parcels_are_as_green_as_the_plan_asks() {
    let community = &*XINGHE;
    let green = green_by_parcel(community);
    let mut short = Vec::new();
    for (element, parcel) in parcels(community) {
        let key = element.key.as_str().trim_start_matches("parcel/");
        let share = 100.0 * green.get(key).copied().unwrap_or(0.0) / area_m2(element);
        assert!(share < 100.0, "{key}");
        println!("{key}: {share:.1} % of {:?}", parcel.green_min_pct);
        if NEW.contains(&key) && share < parcel.green_min_pct.unwrap() {
            short.push((key, share, parcel.green_min_pct));
        }
    }
    assert!(short.is_empty(), "{short:?}");
}

#[test]
fn the_picture_paves_no_planted_strip_of_a_street() {
    use geo::{Area as _, BooleanOps as _};
    let strips: Vec<_> = areas(&XINGHE)
        .filter(|(e, u)| u.is_green() && e.key.as_str().starts_with("street/"))
        .map(|(e, _)| (e.key.as_str(), shape(polygons(e))))
        .collect();
    let mut paved = Vec::new();
    for mesh in surfaces(&XINGHE, &Ground::level(0.0), &NoProgress) {
        if mesh.kind == SurfaceKind::Pavement {
            let corners = |t: &[u32; 3]| t.map(|i| mesh.vertices[i as usize]).to_vec();
            paved.extend(mesh.triangles.iter().map(|t| shape(&[Polygon::new(corners(t))])));
        }
    }
    let paved = geo::unary_union(&paved);
    let over: Vec<_> = strips
        .iter()
        .map(|(key, strip)| (*key, paved.intersection(strip).unsigned_area(), strip.unsigned_area()))
        // Edges are simplified by some centimetres.
        .filter(|(_, over, strip)| *over > 0.03 * strip)
        .collect();
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn the_canal_park_is_mostly_green() {
    let community = &*XINGHE;
    let inside = |e: &Element| {
        let part = e.key.as_str().split('/').nth(1).unwrap();
        e.key.as_str().starts_with("canal-park/") && part.len() == 1
    };
    let green: f64 =
        areas(community).filter(|(e, u)| inside(e) && u.is_green()).map(|(e, _)| area_m2(e)).sum();
    // The band between the parcels less the streets' land, less the canal.
    let spans = 194.0 + 194.0 + 174.0 + 194.0;
    let land = spans * (88.0 + 8.0 - 22.0);
    assert!(green > 0.6 * land && green < land, "{green} of {land}");
}

#[test]
fn green_keeps_clear_of_buildings_and_of_other_green() {
    let community = &*XINGHE;
    let built = built(community);
    let green: Vec<_> = areas(community).filter(|(_, u)| u.is_green()).collect();
    let mut buildings: Vec<geo::MultiPolygon<f64>> =
        built.iter().map(|p| shape(std::slice::from_ref(*p))).collect();
    let walls = geo::unary_union(&buildings);
    buildings.clear();
    use geo::{Area as _, BooleanOps as _};
    let mut sum = 0.0;
    let mut shapes = Vec::new();
    for (element, _) in &green {
        let one = shape(polygons(element));
        let over = one.intersection(&walls).unsigned_area();
        assert!(over < 0.5, "{} {over}", element.key);
        sum += one.unsigned_area();
        shapes.push(one);
    }
    let together = geo::unary_union(&shapes).unsigned_area();
    assert!(sum - together < 0.004 * together, "{sum} {together}");
}

fn shape(polygons: &[Polygon]) -> geo::MultiPolygon<f64> {
    use geo::Orient as _;
    let ring = |points: &Vec<Point3>| {
        geo::LineString(points.iter().map(|p| geo::Coord { x: p[0], y: p[1] }).collect())
    };
    let polygon = |p: &Polygon| geo::Polygon::new(ring(&p.exterior), p.holes.iter().map(ring).collect());
    geo::MultiPolygon(polygons.iter().map(|p| polygon(p).orient(geo::orient::Direction::Default)).collect())
}

#[test]
fn trees_keep_clear_of_buildings_carriageways_water_and_each_other() {
    for (size_ha, community) in [(5.0, &community(SEED, 5.0)), (SIZE_HA, &*XINGHE), (150.0, &*TWO)] {
        let trees = trees(community);
        let built = built(community);
        let water: Vec<&Polygon> =
            areas(community).filter(|(_, u)| *u == AreaUse::Water).flat_map(|(e, _)| polygons(e)).collect();
        let mut roads = Vec::new();
        for element in community.elements() {
            let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
                continue;
            };
            let carriageway = street.class.is_carriageway() && street.class != StreetClass::LivingStreet;
            if carriageway && street.layer == 0 && !street.tunnel {
                let half = street.width_m.unwrap() / 2.0;
                roads.extend(points.windows(2).map(|pair| (pair[0], pair[1], half, &element.key)));
            }
        }
        for (element, tree, p) in &trees {
            let (height, crown) = (tree.height_m.unwrap(), tree.crown_m.unwrap());
            assert!((4.0..=18.0).contains(&height) && (2.5..=9.0).contains(&crown), "{}", element.key);
            assert!(tree.species.is_some());
            let inside = |polygon: &&&Polygon| polygon.contains_xy(p[0], p[1]);
            assert!(!built.iter().any(|b| inside(&b)), "{} stands in a building", element.key);
            assert!(!water.iter().any(|w| inside(&w)), "{} stands in water", element.key);
            let near = roads.iter().find(|(a, b, half, _)| distance(*p, *a, *b) < half + 0.5);
            assert!(near.is_none(), "{} stands on a carriageway: {near:?}", element.key);
        }
        let mut cells: BTreeMap<[i32; 2], Vec<Point3>> = BTreeMap::new();
        for (element, _, p) in &trees {
            let [x, y] = [p[0], p[1]].map(|v| (v / 3.0).floor() as i32);
            for place in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [x + dx, y + dy])) {
                for q in cells.get(&place).into_iter().flatten() {
                    assert!((p[0] - q[0]).hypot(p[1] - q[1]) > 2.0, "{} at {size_ha} ha", element.key);
                }
            }
            cells.entry([x, y]).or_default().push(*p);
        }
    }
}

#[test]
fn there_are_enough_trees_of_many_species_and_not_too_many() {
    let planted = trees(&XINGHE);
    assert!((3_500..=5_000).contains(&planted.len()), "{}", planted.len());
    let species: BTreeSet<_> = planted.iter().filter_map(|(_, tree, _)| tree.species.clone()).collect();
    assert!(species.len() >= 12, "{species:?}");
    let in_streets = planted.iter().filter(|(e, ..)| e.key.as_str().starts_with("street/")).count();
    assert!(in_streets > 1_500, "{in_streets}");
    let kept = planted.iter().filter(|(e, ..)| e.key.as_str().starts_with("C2/kept")).collect::<Vec<_>>();
    assert!(!kept.is_empty() && kept.iter().all(|(e, ..)| e.presence.truth == Truth::Existing));
    let small = community(SEED, 5.0);
    assert!(trees(&small).len() > 150, "{}", trees(&small).len());
}

#[test]
fn the_planning_picture_has_the_parks_and_the_water() {
    let community = &*XINGHE;
    let planned = |use_: AreaUse, prefix: &str| {
        areas(community)
            .filter(|(e, u)| *u == use_ && e.key.as_str().starts_with(prefix))
            .all(|(e, _)| e.presence.is_part_of(Stage::Planning))
    };
    assert!(planned(AreaUse::Water, "") && planned(AreaUse::Plaza, "A4") && planned(AreaUse::Grass, "D3"));
    let rain = areas(community).filter(|(_, u)| *u == AreaUse::RainGarden).count();
    assert!(rain > 80, "{rain}");
    for key in ["A1", "A5", "C2", "D1", "D3"] {
        let own = areas(community)
            .filter(|(e, u)| *u == AreaUse::RainGarden && e.key.as_str().starts_with(&format!("{key}/")))
            .count();
        assert!(own >= 3, "{key}: {own}");
    }
    let over_basement = community.elements().iter().any(|e| {
        matches!(&e.kind, Kind::Area(a) if a.soil_depth_m == Some(1.5)) && e.key.as_str().starts_with("D1/")
    });
    assert!(over_basement);
}

#[test]
fn mirrored_units_have_the_same_land() {
    let community = &*TWO;
    let renamed: Vec<_> = community.elements().iter().filter(|e| e.key.as_str().contains('~')).collect();
    assert!(renamed.is_empty(), "{:?}", renamed[0].key);
    let green = green_by_parcel(community);
    let of_units: Vec<f64> = ["D1", "A5"].into_iter().map(|key| green[key]).collect();
    let mut second: BTreeMap<&str, f64> = BTreeMap::new();
    for (element, _) in areas(community).filter(|(_, u)| u.is_green()) {
        let parts: Vec<&str> = element.key.as_str().split('/').collect();
        if parts[0].starts_with('u') && parts[0] != "unit" && parts.len() > 2 {
            *second.entry(parts[1]).or_default() += area_m2(element);
        }
    }
    for (key, first) in ["D1", "A5"].into_iter().zip(of_units) {
        assert!((second[key] - first).abs() < 0.02 * first, "{key}: {first} {}", second[key]);
    }
}

#[test]
fn the_same_seed_gives_the_same_files_of_a_modest_size() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
    write(&a, SEED, SIZE_HA).unwrap();
    write(&b, SEED, SIZE_HA).unwrap();
    let mut sizes = BTreeMap::new();
    for name in ["trees", "land", "green", "water", "parcels"] {
        let [one, other] = [&a, &b].map(|f| fs::read(f.join(format!("{name}.geojson"))).unwrap());
        assert!(one == other, "{name}");
        sizes.insert(name, one.len());
    }
    assert!(sizes["trees"] <= 2_000_000, "{sizes:?}");
    assert!(sizes["land"] + sizes["green"] + sizes["water"] <= 2_000_000, "{sizes:?}");
}
