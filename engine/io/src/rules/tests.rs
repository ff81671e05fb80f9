#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::Confidence;

use super::*;

fn read(text: &str) -> Result<UtilityRules, Rejection> {
    read_utility_rules(&Input { name: "pack.json".into(), bytes: text.as_bytes().to_vec(), path: None })
}

fn pack(body: &str) -> String {
    let head = "\"schema\":\"linli/utility-rules/1\",\"standard\":\"X\",\"edition\":\"1\",\"title_zh\":\"x\",\"title_en\":\"x\"";
    format!("{{{head}{body}}}")
}

#[test]
fn the_shipped_packs_are_read_and_whole() {
    let packs = built_in_utility_rules().unwrap();
    let clearances: Vec<usize> = packs.iter().map(|p| p.horizontal.len() + p.vertical.len()).collect();
    assert_eq!(clearances, [249 + 3 + 83, 5, 0]);
    let gb50289 = packs.first().unwrap();
    assert_eq!(gb50289.cover.len(), 22);
    let seen = |rules: &[linli_model::ClearanceRule]| {
        rules.iter().filter(|rule| rule.tag.gives_verdict() && rule.needs.is_none()).count()
    };
    assert_eq!((seen(&gb50289.horizontal), seen(&gb50289.vertical)), (12, 0));
    assert!(gb50289.cover.iter().all(|rule| rule.tag == Confidence::MPlus));
}

#[test]
fn a_pack_goes_through_json_unchanged() {
    for pack in built_in_utility_rules().unwrap() {
        let text = serde_json::to_string(&pack).unwrap();
        assert_eq!(read(&text).unwrap(), pack);
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let place = |text: &str| read(text).err().map(|r| (r.0.code.id, r.0.place.clone())).unwrap();
    assert_eq!(place("{\n\"schema\": 3}").0, "CIM-RU-001");
    assert_eq!(place(&pack(",\"colour\":1")).0, "CIM-RU-001");
    assert_eq!(place(&pack("").replace("rules/1", "rules/9")), ("CIM-RU-002", "schema".into()));
    let cover = |value: &str, of: &str, id: &str| {
        format!(
            "{{\"id\":\"{id}\",\"of\":\"{of}\",\"surface\":\"footway\",\"value_m\":{value},\"clause\":\"1\",\"tag\":\"M\"}}"
        )
    };
    let class = ",\"classes\":[{\"id\":\"w\",\"family\":\"w\",\"line\":{\"media\":[\"water\"]},\"zh\":\"w\",\"en\":\"w\"}]";
    let one = |entry: &str| pack(&format!("{class},\"cover\":[{entry}]"));
    assert!(read(&one(&cover("0.7", "w", "c"))).is_ok());
    assert_eq!(place(&one(&cover("700", "w", "c"))), ("CIM-RU-002", "c".into()));
    assert_eq!(place(&one(&cover("-0.7", "w", "c"))), ("CIM-RU-002", "c".into()));
    assert_eq!(place(&one(&cover("0.7", "gas", "c"))), ("CIM-RU-002", "c".into()));
    let twice = format!("{},{}", cover("0.7", "w", "c"), cover("0.8", "w", "c"));
    assert_eq!(place(&one(&twice)), ("CIM-RU-002", "c".into()));
}
