//! Variants that are shown together: their union, its shapes, and the parts of it that each side shows.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use linli_io::{Message, VariantRefused, read_variants, variant_community};
use linli_model::variant::{BASE, Sides, VariantTree};
use linli_model::{Community, Kind, Language};
use linli_space::{Ground, Shape};
use linli_view::{ComparedSide, Comparison, SceneChoice, TileMesh, TreeInstance};

use crate::loading::shapes_of;

/// What is drawn of a scene.
pub struct Chosen {
    /// The scene as it was read.
    pub base: Arc<Community>,
    /// What is drawn.
    pub drawn: Arc<Community>,
    /// The comparison that it is the union of.
    pub comparison: Option<Arc<Comparison>>,
    /// Why variants were left out, in English and Chinese.
    pub refused: Vec<[String; 2]>,
}

/// What is chosen of a scene, to be drawn.
///
/// # Errors
/// Why it cannot be shown, in English and Chinese.
pub fn chosen(folder: &Path, base: Arc<Community>, choice: &SceneChoice) -> Result<Chosen, String> {
    let told = |refused: Box<VariantRefused>| {
        [Language::English, Language::Chinese].map(|language| refused.lines(language).join("\n")).join("\n")
    };
    let mut refused = Vec::new();
    let comparison = match choice {
        SceneChoice::Base => None,
        SceneChoice::Variant(key) => {
            let drawn = Arc::new(variant_community(folder, &base, key).map_err(told)?);
            return Ok(Chosen { base, drawn, comparison: None, refused });
        }
        SceneChoice::Comparison(keys) => Some(compared(folder, &base, keys)?),
        SceneChoice::Beside(keys) => {
            let open = Opened::of(folder, &base);
            let mut sides = vec![open.side(BASE).map_err(|[english, _]| english)?];
            for key in keys.iter().filter(|key| key.as_str() != BASE) {
                match open.side(key.as_str()) {
                    Ok(side) if sides.len() < Sides::MOST => sides.push(side),
                    Ok(_) => refused.push([
                        format!("{key}: at most {} variants are shown together", Sides::MOST),
                        format!("{key}：最多同时显示 {} 个方案", Sides::MOST),
                    ]),
                    Err(why) => refused.push(why),
                }
            }
            Comparison::of(sides, open.tree)
        }
    };
    let comparison = comparison.map(Arc::new);
    let drawn = match &comparison {
        Some(comparison) => comparison.union.community.clone(),
        None => base.clone(),
    };
    Ok(Chosen { base, drawn, comparison, refused })
}

/// The variants of a scene folder, and the scene that they change.
struct Opened<'a> {
    base: &'a Arc<Community>,
    tree: VariantTree,
    messages: Vec<Message>,
}

impl<'a> Opened<'a> {
    fn of(folder: &Path, base: &'a Arc<Community>) -> Self {
        let (variants, messages) = read_variants(folder, &base.frame);
        Self { base, tree: VariantTree::new(variants), messages }
    }

    /// A variant, or the scene itself, as a side.
    ///
    /// # Errors
    /// Why it cannot be shown, in English and Chinese.
    fn side(&self, key: &str) -> Result<ComparedSide, [String; 2]> {
        let variant = self.tree.get(key);
        let community = if key == BASE && variant.is_none() {
            self.base.clone()
        } else {
            Arc::new(self.tree.community(self.base, key).map_err(|problem| {
                let refused = VariantRefused::new(problem, &self.tree, &self.messages);
                [Language::English, Language::Chinese].map(|language| refused.lines(language).join("\n"))
            })?)
        };
        let [english, chinese] = match variant {
            Some(variant) => [variant.name_en.clone(), variant.name_zh.clone()],
            None => ["As planned".to_owned(), "现方案".to_owned()],
        };
        Ok(ComparedSide { key: key.to_owned(), english, chinese, community })
    }
}

/// The variants of some keys of a scene folder, compared.
///
/// # Errors
/// Why not, in English and Chinese: less than two or too many keys, one twice, none of a key, or one that does not fit.
fn compared(folder: &Path, base: &Arc<Community>, keys: &[String]) -> Result<Comparison, String> {
    let most = Sides::MOST;
    if !(2..=most).contains(&keys.len()) {
        return Err(format!("two to {most} variants are compared / 可对比 2～{most} 个方案"));
    }
    if let Some(twice) = keys.iter().enumerate().find(|(at, key)| keys.iter().take(*at).any(|k| k == *key)) {
        let key = twice.1;
        return Err(format!("{key}: named twice / {key}：重复"));
    }
    let open = Opened::of(folder, base);
    let sides = keys.iter().map(|key| open.side(key).map_err(|both| both.join("\n")));
    let sides: Vec<ComparedSide> = sides.collect::<Result<_, String>>()?;
    Comparison::of(sides, open.tree).ok_or_else(|| "nothing to compare / 无可对比".to_owned())
}

/// Whether the sides do not share one relief.
pub fn has_two_reliefs(comparison: &Comparison) -> bool {
    let union = &comparison.union;
    let mut reliefs = union.community.iter().filter(|(_, element)| matches!(element.kind, Kind::Terrain));
    reliefs.any(|(id, _)| union.sides_of(id) != Sides::ALL)
}

/// Shapes of a union. Lines fit to those that they meet on their own side.
pub fn shapes_of_union(comparison: &Comparison, ground: &Ground) -> Vec<Arc<Shape>> {
    let union = &comparison.union;
    let mut shapes = shapes_of(&union.community, ground);
    let differ = union.groups.iter().flat_map(|(_, run)| run.clone());
    let mut lines = differ.filter_map(|number| union.community.elements().get(number as usize));
    if !lines.any(|element| matches!(element.kind, Kind::UtilityLine(_) | Kind::UtilityNode(_))) {
        return shapes;
    }
    // The first side last: what all share is drawn as it is there.
    for (number, side) in comparison.sides.iter().enumerate().rev() {
        let own = shapes_of(&side.community, ground);
        for (id, element) in side.community.iter() {
            let is_line = matches!(element.kind, Kind::UtilityLine(_) | Kind::UtilityNode(_));
            if let (true, Some(there), Some(shape)) =
                (is_line, union.id_on(number, &element.key), own.get(id.index()))
                && let Some(place) = shapes.get_mut(there.index())
            {
                *place = shape.clone();
            }
        }
    }
    shapes
}

/// A part of what is drawn: elements of one run of numbers, which the same sides have.
pub struct Part<'a> {
    /// Its elements, numbered from 0.
    pub community: Cow<'a, Community>,
    /// Their shapes.
    pub shapes: &'a [Arc<Shape>],
    first: u32,
    sides: Sides,
}

impl Part<'_> {
    /// Tiles of the part under the numbers of the whole.
    pub fn placed(&self, mut tiles: Vec<TileMesh>) -> Vec<TileMesh> {
        for tile in &mut tiles {
            tile.renumber(self.first);
            tile.sides = self.sides;
        }
        tiles
    }

    /// Trees of the part under the numbers of the whole.
    pub fn planted(&self, mut trees: Vec<TreeInstance>) -> Vec<TreeInstance> {
        for tree in &mut trees {
            tree.element.0 += self.first;
            tree.sides = self.sides;
        }
        trees
    }
}

/// The parts of what is drawn: one, or in a comparison what all share and what only some sides have.
pub fn parts_of<'a>(
    community: &'a Community,
    comparison: Option<&'a Comparison>,
    shapes: &'a [Arc<Shape>],
) -> Vec<Part<'a>> {
    let Some(comparison) = comparison else {
        return vec![Part { community: Cow::Borrowed(community), shapes, first: 0, sides: Sides::ALL }];
    };
    let union = &comparison.union;
    let runs = std::iter::once((Sides::ALL, union.shared())).chain(union.groups.iter().cloned());
    runs.map(|(sides, run)| Part {
        community: Cow::Owned(union.part(&run)),
        shapes: shapes.get(run.start as usize..run.end as usize).unwrap_or_default(),
        first: run.start,
        sides,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_model::{Key, NoProgress};

    use super::*;

    #[test]
    fn a_variant_that_cannot_be_had_is_left_out_beside_the_scene() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe");
        let read = linli_io::read_scene(&folder, &NoProgress, &mut |_| (), &mut |_, _| ());
        let base = Arc::new(read.unwrap().0);
        let beside = |keys: &[&str]| {
            let choice = SceneChoice::Beside(keys.iter().copied().map(Key::from).collect());
            chosen(&folder, base.clone(), &choice).unwrap()
        };
        let both = beside(&["nothing", "courtyard"]);
        let sides: Vec<String> = both.comparison.unwrap().sides.iter().map(|side| side.key.clone()).collect();
        assert_eq!(sides, [BASE, "courtyard"]);
        assert!(both.refused.len() == 1 && both.refused[0][0].contains("nothing"), "{:?}", both.refused);
        let alone = beside(&["nothing"]);
        assert!(alone.comparison.is_none() && Arc::ptr_eq(&alone.drawn, &base));
    }
}
