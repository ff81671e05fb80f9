//! `linli trace`: follows a utility network from a node.

use linli_io::Language;
use linli_present::{Text, text};
use linli_sim::trace::{UtilityGraph, closure, downstream, nearest_valves, upstream};
use linli_space::Ground;
use serde_json::{Value, json};

use crate::args::TraceArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read or no node has the name.
pub fn run(args: &TraceArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let graph = UtilityGraph::of(&opened.community, &Ground::of(&opened.community));
    let start = graph.find(&args.node)?;
    let names = |nodes: &[usize]| -> Vec<&str> {
        nodes.iter().filter_map(|&n| graph.nodes().get(n).map(|node| node.name.as_str())).collect()
    };
    let answer = if args.way.upstream || args.way.downstream {
        let traced = if args.way.upstream { upstream(&graph, start) } else { downstream(&graph, start) };
        json!({ "nodes": names(&traced.nodes), "lines": traced.lines, "length_m": traced.length_m })
    } else if args.way.valves {
        json!({ "valves": nearest_valves(&graph, start) })
    } else {
        let closed = closure(&graph, start);
        json!({
            "valves": closed.valves,
            "isolated_nodes": names(&closed.isolated_nodes),
            "isolated_lines": closed.isolated_lines,
            "cut_off_nodes": names(&closed.cut_off_nodes),
            "connections_without_supply": closed.connections_without_supply,
            "has_source": closed.has_source,
        })
    };
    if args.json {
        put_line(&serde_json::to_string_pretty(&answer)?);
    } else {
        tell(&answer, language);
    }
    Ok(Outcome::Done)
}

/// A word for each field, counts for lists, and the names in lists.
fn tell(answer: &Value, language: Language) {
    for (field, value) in answer.as_object().into_iter().flatten() {
        let word = match field.as_str() {
            "nodes" => text(Text::TraceNodes, language),
            "lines" => text(Text::TraceLines, language),
            "length_m" => either(language, "length, m", "长度 m"),
            "valves" => text(Text::ValvesToClose, language),
            "isolated_nodes" => either(language, "isolated nodes", "隔离节点"),
            "isolated_lines" => either(language, "isolated lines", "隔离管段"),
            "cut_off_nodes" => text(Text::NodesCutOff, language),
            "connections_without_supply" => text(Text::ConnectionsDry, language),
            _ => either(language, "network has a source", "管网有水源"),
        };
        match value {
            Value::Array(list) => {
                put_line(&format!("{word}: {}", list.len()));
                for item in list {
                    put_line(&format!("  {}", item.as_str().unwrap_or_default()));
                }
            }
            Value::Number(number) if number.is_u64() => put_line(&format!("{word}: {number}")),
            Value::Number(number) => put_line(&format!("{word}: {:.2}", number.as_f64().unwrap_or_default())),
            Value::Bool(yes) => {
                put_line(&format!(
                    "{word}: {}",
                    if *yes { either(language, "yes", "是") } else { either(language, "no", "否") }
                ));
            }
            _ => {}
        }
    }
}
