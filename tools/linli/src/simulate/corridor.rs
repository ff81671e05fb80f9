//! `linli simulate corridor`: a proposal of a utility tunnel.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use linli_io::{Input, Language, Limits, built_in_utility_rules};
use linli_model::{Community, Element, Key, Kind, Medium};
use linli_present::{drawing_style, medium_text};
use linli_sim::corridor_plan::{
    CorridorDemand, CorridorPlan, CorridorPlanRules, DemandLine, Terminal, plan_corridor, plan_geojson,
    plan_json, route_drawing, section_drawing,
};
use linli_space::Ground;

use crate::args::CorridorArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put;
use crate::speech::either;

/// Basements of at least this floor area are served when no place is named, square metres.
const CORE_FLOOR_M2: f64 = 20_000.0;
/// Most conflicts that are told in the text.
const MOST_TOLD: usize = 10;

/// Runs the command.
///
/// # Errors
/// When the scene or the figures cannot be read, nothing can be proposed, or a file cannot be written.
pub fn run(args: &CorridorArgs, language: Language) -> anyhow::Result<Outcome> {
    let rules = match &args.figures {
        Some(path) => {
            let input = Input::open(path, &Limits::default())
                .map_err(|rejection| anyhow::anyhow!("{}", rejection.0.text(language)))?;
            let text = String::from_utf8_lossy(&input.bytes).into_owned();
            CorridorPlanRules::from_json(&text).with_context(|| path.display().to_string())?
        }
        None => CorridorPlanRules::standard()?,
    };
    let packs = match built_in_utility_rules() {
        Ok(packs) => packs,
        Err(rejection) => bail!("{}", rejection.0.text(language)),
    };
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let community = &opened.community;
    let demand =
        CorridorDemand { terminals: terminals(args, community, language)?, lines: lines(args, language)? };
    let plan = plan_corridor(community, &Ground::of(community), &demand, &rules, &packs)?;
    let style = drawing_style(language, community.frame.anchor_m[2]);
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
        for (name, text) in [
            ("corridor.json", plan_json(&plan)?),
            ("corridor.geojson", plan_geojson(&plan, &community.frame)?),
            ("section.svg", section_drawing(&plan, &style).to_svg()),
            ("route.svg", route_drawing(&plan, community, &style).to_svg()),
        ] {
            let path = folder.join(name);
            std::fs::write(&path, text).with_context(|| format!("{}: cannot be written", path.display()))?;
        }
    }
    if args.json {
        put(&format!("{}\n", plan_json(&plan)?));
    } else {
        put(&summary(&plan, community, language));
    }
    Ok(Outcome::Done)
}

/// The places of the named elements; without names those of the large basements and the energy stations.
fn terminals(
    args: &CorridorArgs,
    community: &Community,
    language: Language,
) -> anyhow::Result<Vec<Terminal>> {
    let place = |element: &Element| {
        let [x, y, _] = element.geometry.aabb().centre();
        Terminal { name: element.key.as_str().to_owned(), at: [x, y] }
    };
    if args.to.is_empty() {
        let core = |element: &&Element| match &element.kind {
            Kind::Basement(basement) => basement.floor_area_m2.is_some_and(|area| area >= CORE_FLOOR_M2),
            _ => false,
        };
        return Ok(community.elements().iter().filter(core).map(place).collect());
    }
    let find = |name: &String| {
        let element = community.id_of(&Key::from(name.as_str())).and_then(|id| community.element(id));
        element.map(place).with_context(|| {
            format!("{name}: {}", either(language, "no element has this key", "没有此键的要素"))
        })
    };
    args.to.iter().map(find).collect()
}

/// `water:1x400` and the like.
fn lines(args: &CorridorArgs, language: Language) -> anyhow::Result<Vec<DemandLine>> {
    args.carry.iter().map(|text| line(text).with_context(|| wrong(text, language))).collect()
}

fn wrong(text: &str, language: Language) -> String {
    let what = either(
        language,
        "not MEDIUM:COUNTxDIAMETER, for example water:1x400, power:12x110@10 or heat:2x300:steam",
        "应为 类别:数量x直径，例如 water:1x400、power:12x110@10、heat:2x300:steam",
    );
    format!("{text}: {what}")
}

fn line(text: &str) -> Option<DemandLine> {
    let mut parts = text.split(':');
    let medium: Medium = serde_json::from_value(parts.next()?.trim().into()).ok()?;
    let size = parts.next()?;
    let steam = match parts.next() {
        None => false,
        Some("steam") if medium == Medium::Heat => true,
        Some(_) => return None,
    };
    let (size, voltage_kv) = match size.split_once('@') {
        Some((size, kv)) => (size, Some(kv.parse::<f64>().ok().filter(|kv| *kv > 0.0 && *kv < 2000.0)?)),
        None => (size, None),
    };
    let (count, diameter) = size.split_once(['x', '×'])?;
    let count = count.parse::<u32>().ok().filter(|count| (1..=1000).contains(count))?;
    let diameter_mm = diameter.parse::<f64>().ok().filter(|mm| (5.0..=10_000.0).contains(mm))?;
    Some(DemandLine { medium, count, diameter_mm, voltage_kv, steam })
}

fn summary(plan: &CorridorPlan, community: &Community, language: Language) -> String {
    let word = |english: &'static str, chinese: &'static str| either(language, english, chinese);
    let mut text = String::new();
    let route = if plan.exact_route {
        word("cheapest route", "最优路由")
    } else {
        word("near-best route", "近似最优路由")
    };
    let _ = writeln!(
        text,
        "{}: {:.0} m, {} {}, {route}",
        word("utility tunnel", "综合管廊"),
        plan.length_m,
        plan.branches.len(),
        word("stretches", "段")
    );
    let section = plan.corridor.compartments.iter().zip(&plan.compartments).map(|(c, planned)| {
        let media: Vec<String> = planned.lines.iter().map(|l| medium_text(l.line.medium, language)).collect();
        format!("{:.1} × {:.1} m ({})", c.width_m, c.height_m, media.join(", "))
    });
    let _ = writeln!(
        text,
        "{}: {:.2} × {:.2} m; {}",
        word("section", "断面"),
        plan.corridor.outer_width_m(),
        plan.corridor.outer_height_m(),
        section.collect::<Vec<_>>().join(" | ")
    );
    let trench = &plan.trench;
    let _ = writeln!(
        text,
        "{}: {:.1} m {} {:.1} m; {} {:.0} m³, {} {:.0} m³",
        word("pit", "基坑"),
        trench.floor_width_m,
        word("wide, deep", "宽，深"),
        trench.depth_m,
        word("dug out", "挖方"),
        trench.excavation_m3,
        word("filled in", "回填"),
        trench.backfill_m3
    );
    let _ = writeln!(
        text,
        "{}: {:.2} × 10⁶ {} ({})",
        word("cost", "造价"),
        plan.cost_total / 1e6,
        word("yuan", "元"),
        word("unit prices are placeholders: see corridor.json", "单价为占位值，见 corridor.json")
    );
    for served in &plan.served {
        let _ =
            writeln!(text, "  {} — {} {:.0} m", served.name, word("connection", "支线"), served.connection_m);
    }
    let kinds: Vec<String> =
        kinds_of(plan, community, language).iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let _ = writeln!(text, "{}: {} ({})", word("conflicts", "冲突"), plan.conflicts.len(), kinds.join(", "));
    let mut worst: Vec<_> = plan.conflicts.iter().collect();
    worst.sort_by(|a, b| (a.actual_m - a.required_m).total_cmp(&(b.actual_m - b.required_m)));
    for conflict in worst.into_iter().take(MOST_TOLD) {
        let _ = writeln!(
            text,
            "  {} {:.2} m < {:.2} m ({}, {})",
            conflict.other,
            conflict.actual_m,
            conflict.required_m,
            conflict.clause,
            conflict.tag.tag()
        );
    }
    text
}

/// How many elements of each kind are in the way, by name.
fn kinds_of(plan: &CorridorPlan, community: &Community, language: Language) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for conflict in &plan.conflicts {
        let element = community.id_of(&conflict.other).and_then(|id| community.element(id));
        let kind = match element.map(|element| &element.kind) {
            Some(Kind::UtilityLine(line)) => medium_text(line.medium, language),
            Some(Kind::UtilityNode(node)) => medium_text(node.medium, language),
            Some(Kind::Tree(_)) => either(language, "trees", "树木").to_owned(),
            Some(Kind::Building(_)) => either(language, "buildings", "建筑").to_owned(),
            Some(Kind::Basement(_)) => either(language, "basements", "地下室").to_owned(),
            Some(Kind::Corridor(_)) => either(language, "utility tunnels", "综合管廊").to_owned(),
            _ => either(language, "other", "其他").to_owned(),
        };
        *kinds.entry(kind).or_insert(0) += 1;
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demands_are_read_and_slips_refused() {
        let power = line("power:12x110@10");
        assert_eq!(
            power.as_ref().map(|l| (l.medium, l.count, l.voltage_kv)),
            Some((Medium::Power, 12, Some(10.0)))
        );
        assert_eq!(line("heat:2x300:steam").map(|l| l.steam), Some(true));
        for wrong in [
            "",
            "water",
            "water:x",
            "beer:1x300",
            "water:1x300:steam",
            "water:0x300",
            "gas:1x1e9",
            "power:1x5@-1",
        ] {
            assert_eq!(line(wrong), None, "{wrong}");
        }
    }
}
