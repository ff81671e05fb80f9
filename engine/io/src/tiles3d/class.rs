//! What a feature is, as far as words say so: 3D Tiles themselves do not.

use linli_model::Attributes;

/// What a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A building.
    Building,
    /// A tree.
    Tree,
    /// Nobody says so.
    Unknown,
}

/// Attributes that say what a feature is.
const NAMES: [&str; 6] = ["class", "type", "category", "layer", "kind", "feature_type"];
const BUILDINGS: [&str; 6] = ["building", "buildings", "house", "houses", "bldg", "tower"];
const TREES: [&str; 4] = ["tree", "trees", "vegetation", "forest"];
/// The same in Chinese, where words are not set apart.
const BUILDINGS_CHINESE: [&str; 3] = ["建筑", "房屋", "楼栋"];
const TREES_CHINESE: [&str; 3] = ["树", "乔木", "植被"];

impl Class {
    /// What the attributes say, else the further words (the name of a class or a file).
    pub fn of(attributes: &Attributes, further: &[&str]) -> Self {
        let said = attributes.iter().filter(|(name, _)| {
            let lower = name.to_lowercase();
            NAMES.contains(&lower.rsplit([':', '.']).next().unwrap_or(&lower))
        });
        let said = said.map(|(_, value)| Self::of_text(&value.to_string()));
        let further = further.iter().map(|text| Self::of_text(text));
        said.chain(further).find(|class| *class != Self::Unknown).unwrap_or(Self::Unknown)
    }

    fn of_text(text: &str) -> Self {
        let lower = text.to_lowercase();
        let has = |words: &[&str], chinese: &[&str]| {
            lower.split(|c: char| !c.is_ascii_alphabetic()).any(|word| words.contains(&word))
                || chinese.iter().any(|word| lower.contains(word))
        };
        if has(&TREES, &TREES_CHINESE) {
            Self::Tree
        } else if has(&BUILDINGS, &BUILDINGS_CHINESE) {
            Self::Building
        } else {
            Self::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{AttributeValue, Key};

    use super::*;

    #[test]
    fn whole_words_say_what_something_is() {
        for (text, wanted) in [
            ("tree_billboard", Class::Tree),
            ("street", Class::Unknown),
            ("bldg:Building", Class::Building),
            ("住宅建筑", Class::Building),
            ("行道树", Class::Tree),
            ("0/1/2", Class::Unknown),
        ] {
            assert_eq!(Class::of(&Attributes::new(), &[text]), wanted, "{text}");
        }
        let attributes: Attributes =
            [(Key::from("feature_type"), AttributeValue::Text("bldg:Building".into()))].into_iter().collect();
        assert_eq!(Class::of(&attributes, &["tree"]), Class::Building, "attributes come first");
    }
}
