//! `linli table`: elements in rows, their facts and attributes in columns.

use anyhow::bail;
use linli_io::Language;
use linli_model::Community;
use linli_present::table::{Column, Table, TableAsk, table_of};
use linli_present::{FactValue, Text, fact_text, kinds_in, names_in, text};

use crate::args::TableArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::{put, put_line};
use crate::speech::either;
use crate::variant;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, or it has no such kind.
pub fn run(args: &TableArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    if let Some(key) = &args.variant {
        opened.community = variant::applied(&args.scene, &opened.community, key, language)?;
    }
    let community = &opened.community;
    let kind = args.kind.as_deref();
    known(community, kind, language)?;
    if args.names {
        for (name, count) in names_in(community, kind) {
            put_line(&format!("{name}\t{}\t{count}", fact_text(&name, language)));
        }
        return Ok(Outcome::Done);
    }
    let ask = TableAsk {
        kind: args.kind.clone(),
        conditions: args.conditions.iter().flat_map(|conditions| conditions.0.clone()).collect(),
        columns: args.columns.clone(),
        sort: args.sort.clone(),
        descending: args.descending,
    };
    let table = table_of(community, &ask, |_| true);
    if args.json {
        put_line(&serde_json::to_string_pretty(&table.to_file(language))?);
    } else if args.csv {
        put(&table.to_csv(language));
    } else {
        print(&table, args.limit, language);
    }
    Ok(if table.rows.is_empty() { Outcome::Wrong } else { Outcome::Done })
}

/// Refuses a kind that the scene does not have.
fn known(community: &Community, kind: Option<&str>, language: Language) -> anyhow::Result<()> {
    let Some(kind) = kind else { return Ok(()) };
    let kinds = kinds_in(community);
    let layers: Vec<&str> = community.layer_counts().iter().map(|(layer, _)| layer.name()).collect();
    if layers.contains(&kind) || kinds.iter().any(|(token, _)| *token == kind) {
        return Ok(());
    }
    let tokens: Vec<&str> = kinds.iter().map(|(token, _)| *token).collect();
    let what = either(language, "the scene has none of this kind; kinds:", "场景中没有该类别；类别有：");
    let and = either(language, "layers:", "图层有：");
    bail!("{kind}: {what} {}; {and} {}", tokens.join(", "), layers.join(", "));
}

/// The table in columns as wide as they need, and below it the statistics.
fn print(table: &Table, limit: usize, language: Language) {
    let words = |value: &Option<FactValue>| value.as_ref().map_or("–".to_owned(), |v| v.words(language));
    let mut lines: Vec<Vec<String>> = Vec::new();
    lines.push(table.columns.iter().map(|column| fact_text(&column.name, language)).collect());
    lines.extend(table.rows.iter().take(limit).map(|row| row.values.iter().map(words).collect()));
    let told = |statistic: fn(&Column) -> Option<f64>| {
        let of = |column: &Column| {
            let value = statistic(column).map(FactValue::Number);
            value.map_or_else(String::new, |value| value.words(language))
        };
        table.columns.iter().map(of).collect::<Vec<String>>()
    };
    let filled = table.columns.iter().map(|column| column.filled.to_string()).collect();
    let feet: Vec<(&str, Vec<String>)> = vec![
        (text(Text::FilledOf, language), filled),
        (text(Text::SumOf, language), told(Column::sum)),
        (text(Text::MeanOf, language), told(|c| c.statistics.map(|s| s.mean))),
        (text(Text::MedianOf, language), told(|c| c.statistics.map(|s| s.median))),
        (text(Text::LeastOf, language), told(|c| c.statistics.map(|s| s.min))),
        (text(Text::GreatestOf, language), told(|c| c.statistics.map(|s| s.max))),
    ];
    let all = || lines.iter().chain(feet.iter().map(|(_, line)| line));
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|at| all().filter_map(|line| line.get(at)).map(|field| width(field)).max().unwrap_or_default())
        .collect();
    let put_row = |head: &str, line: &[String]| {
        let fields = line.iter().zip(&widths).map(|(field, most)| padded(field, *most));
        put_line(format!("{}  {}", padded(head, 12), fields.collect::<Vec<_>>().join("  ")).trim_end());
    };
    for line in &lines {
        put_row("", line);
    }
    if table.rows.len() > limit {
        put_line(&format!("… {}", either(language, "more; see --limit", "更多未列出，可用 --limit 调整")));
    }
    put_line(&format!("{} {}", table.rows.len(), text(Text::Rows, language)));
    for (head, line) in &feet {
        put_row(head, line);
    }
}

/// Cells of a terminal that a text takes: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|letter| if u32::from(letter) >= 0x2e80 { 2 } else { 1 }).sum()
}

fn padded(text: &str, most: usize) -> String {
    format!("{text}{}", " ".repeat(most.saturating_sub(width(text))))
}
