//! A scene with the changes of one of its variants made.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use linli_io::read_variants;
use linli_model::{Community, Variant};

/// Most variants that build upon each other.
const MOST_BASES: usize = 64;

/// The community with a variant's changes made, on those of the variants that it builds upon.
///
/// # Errors
/// When there is no such variant, one of its bases is missing, or a change does not fit.
pub fn applied(folder: &Path, community: &Community, key: &str) -> anyhow::Result<Community> {
    let (variants, messages) = read_variants(folder, &community.frame);
    let find = |key: &str| variants.iter().find(|variant| variant.key == key);
    let Some(variant) = find(key) else {
        let known: Vec<&str> = variants.iter().map(|variant| variant.key.as_str()).collect();
        let wrong: String = messages
            .iter()
            .map(|message| format!("\n{}", message.text(linli_io::Language::English)))
            .collect();
        bail!("{key}: no variant of this key / 没有该方案; known / 已有: {}{wrong}", known.join(", "));
    };
    let mut chain: Vec<&Variant> = vec![variant];
    while let Some(base) = chain.last().and_then(|last| last.base.as_ref()) {
        ensure!(
            chain.len() < MOST_BASES,
            "{key}: too many variants build upon each other / 方案层层引用过多或成环"
        );
        chain.push(
            find(base.as_str()).with_context(|| format!("{base}: no such variant / 所依据的方案不存在"))?,
        );
    }
    let mut changed = community.clone();
    for step in chain.into_iter().rev() {
        let resolved = step.resolve(&changed).map_err(|problems| {
            let texts: Vec<String> = problems
                .iter()
                .map(|problem| format!("{} / {}", problem.english(), problem.chinese()))
                .collect();
            anyhow::anyhow!("{}: {}", step.key, texts.join("\n"))
        })?;
        changed = resolved.apply(&changed);
    }
    Ok(changed)
}
