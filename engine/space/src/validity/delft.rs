//! A tile of 3DBAG, whose buildings carry the codes that val3dity gave them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

use linli_model::FaceKind;
use serde_json::Value;

use super::*;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn shell(value: &Value, vertices: &[Point3]) -> Boundary {
    let mut boundary = Boundary { solid: true, ..Boundary::default() };
    let mut numbers: HashMap<u64, u32> = HashMap::new();
    for face in items(value) {
        let mut rings: Vec<Vec<u32>> = Vec::new();
        for ring in items(face) {
            let mut corner = |v: &Value| {
                let vertex = v.as_u64()?;
                let point = *vertices.get(vertex as usize)?;
                Some(*numbers.entry(vertex).or_insert_with(|| {
                    boundary.vertices.push(point);
                    boundary.vertices.len() as u32 - 1
                }))
            };
            rings.push(items(ring).iter().filter_map(&mut corner).collect());
        }
        let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
        boundary.push_face(&rings, FaceKind::Unknown, None);
    }
    boundary
}

/// Codes of val3dity and of ours, and how many solids have them.
type Table = BTreeMap<(BTreeSet<u64>, BTreeSet<u64>), usize>;

fn judge(feature: &Value, transform: &Value, table: &mut Table) {
    let number = |v: &Value| v.as_f64().unwrap_or(f64::NAN);
    let place = |v: &Value| {
        std::array::from_fn(|i| {
            number(&v[i]) * number(&transform["scale"][i]) + number(&transform["translate"][i])
        })
    };
    let vertices: Vec<Point3> = items(&feature["vertices"]).iter().map(place).collect();
    let Some(objects) = feature["CityObjects"].as_object() else { return };
    let Some(building) = objects.values().find(|object| object["type"] == "Building") else { return };
    for geometry in objects.values().flat_map(|object| items(&object["geometry"])) {
        if geometry["type"] != "Solid" {
            continue;
        }
        let lod = geometry["lod"].to_string().replace(['.', '"'], "");
        let theirs = building["attributes"][format!("val3dity_codes_lod{lod}")].as_str();
        let theirs: Vec<u64> = serde_json::from_str(theirs.unwrap_or("[0]")).unwrap_or_default();
        let shells: Vec<Boundary> =
            items(&geometry["boundaries"]).iter().map(|s| shell(s, &vertices)).collect();
        // val3dity counts edges with more than two faces under 303.
        let ours = check_shells(&shells, &Tolerances::default());
        let ours = ours.iter().map(|f| u64::from(f.rule.number())).map(|n| if n == 304 { 303 } else { n });
        *table.entry((theirs.into_iter().collect(), ours.collect())).or_default() += 1;
    }
}

/// The codes were given before the coordinates were rounded to millimetres (50 solids have
/// repeated points since, 102), and per building, not per part. The rest must agree.
#[test]
fn solids_of_a_city_are_judged_like_val3dity_judged_them() {
    let path = format!("{DATA}/cityjson/delft_3dbag_tile5908_v1.1.city.jsonl.gz");
    let mut text = String::new();
    let read = std::fs::File::open(&path)
        .and_then(|file| flate2::read::GzDecoder::new(file).read_to_string(&mut text));
    if read.is_err() {
        eprintln!("skipped: no {path}");
        return;
    }
    let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap_or_default());
    let head = lines.next().unwrap_or_default();
    let mut table = Table::new();
    lines.for_each(|feature| judge(&feature, &head["transform"], &mut table));
    let count = |keep: &dyn Fn(&BTreeSet<u64>, &BTreeSet<u64>) -> bool| -> usize {
        table.iter().filter(|((theirs, ours), _)| keep(theirs, ours)).map(|(_, n)| n).sum()
    };
    let all = count(&|_, _| true);
    let rounded = count(&|theirs, ours| ours.contains(&102) && !theirs.contains(&102));
    let equal = count(&|theirs, ours| theirs == ours);
    let false_alarms = count(&|theirs, ours| theirs.is_empty() && !ours.is_empty() && !ours.contains(&102));
    eprintln!("{equal} of {all} equal, {rounded} rounded, {false_alarms} false alarms: {table:?}");
    assert_eq!((all, rounded, false_alarms), (3477, 50, 2));
    assert!(equal >= 3400, "{equal} of {all} verdicts agree");
}
