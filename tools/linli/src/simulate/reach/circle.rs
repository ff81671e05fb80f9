//! Files about life circles.

use linli_model::Community;
use linli_sim::reach::{KindCoverage, LifeCircleRules};
use serde_json::{Value, json};

use super::{Files, key};
use crate::simulate::table::{Table, rounded};

pub(super) fn write(
    coverages: &[KindCoverage],
    rules: &LifeCircleRules,
    community: &Community,
    files: &mut Files,
) -> Value {
    let mut table = Table::new(&[
        "circle",
        "kind",
        "name_zh",
        "name_en",
        "radius_m",
        "confidence",
        "places",
        "residents",
        "residents_covered",
        "share",
    ]);
    let mut kinds = Vec::new();
    for (coverage, kind) in coverages.iter().zip(&rules.kinds) {
        table.row(&[
            kind.circle.clone(),
            coverage.kind.clone(),
            kind.name.zh.clone(),
            kind.name.en.clone(),
            kind.radius.value.to_string(),
            kind.radius.confidence.tag().to_owned(),
            coverage.places.to_string(),
            coverage.residents.to_string(),
            coverage.residents_covered.to_string(),
            coverage.share().map(|share| format!("{share:.6}")).unwrap_or_default(),
        ]);
        kinds.push(json!({
            "kind": coverage.kind,
            "circle": kind.circle,
            "radius_m": kind.radius.value,
            "confidence": kind.radius.confidence,
            "places": coverage.places,
            "off_network": coverage.off_network.iter().map(|id| key(community, *id)).collect::<Vec<_>>(),
            "residents_covered": coverage.residents_covered,
            "share": coverage.share().map(|share| rounded(share, 6)),
        }));
    }
    files.push(("life_circles.csv", table.into_text()));
    json!({"standard": rules.standard, "edition": rules.edition, "appendix": rules.appendix, "kinds": kinds})
}
