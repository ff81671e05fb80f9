//! Facts of elements as columns: what a table shows, a filter asks and colours tell. A name means a fact that the
//! engine knows, else an attribute as the source wrote it.

mod kind;
mod of_element;

pub use kind::{kind_text, kind_token};

use std::collections::BTreeMap;

use linli_model::{Community, Element, ElementId, Key, Kind, Language};

use of_element::value_of;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// A finite number in the unit of the fact.
    Number(f64),
    /// One of several names: the word of files and of the command line, in Chinese, in English.
    Name {
        /// The word of files and of the command line.
        token: String,
        /// In Chinese.
        chinese: String,
        /// In English.
        english: String,
    },
    /// Free text.
    Text(String),
}

impl FactValue {
    /// The value as a number, also when it is numeric text; codes as `0701` are text.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Name { .. } => None,
            Self::Text(text) => {
                let text = text.trim();
                let digits = text.trim_start_matches(['-', '+']);
                let is_code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
                text.parse().ok().filter(|value: &f64| value.is_finite() && !is_code)
            }
        }
    }

    /// What people read.
    pub fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Number(value), _) => plain(*value),
            (Self::Name { chinese, .. }, Language::Chinese) => chinese.clone(),
            (Self::Name { english, .. }, Language::English) => english.clone(),
            (Self::Text(text), _) => text.clone(),
        }
    }

    /// What files hold.
    pub fn token(&self) -> String {
        match self {
            Self::Number(value) => plain(*value),
            Self::Name { token, .. } => token.clone(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// A number with at most three decimals, without zeros at the end.
fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

macro_rules! facts {
    ($($fact:ident: $name:literal, $chinese:literal, $english:literal, $unit:literal;)*) => {
        /// A fact that the engine knows of elements.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the words stand beside the names")]
        pub enum Fact { $($fact,)* }

        impl Fact {
            /// Every fact, in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$fact,)*];

            /// The name on the command line and in files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$fact => $name,)* }
            }

            /// What people call it.
            pub fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$fact, Language::Chinese) => $chinese,
                      (Self::$fact, Language::English) => $english,)*
                }
            }

            /// Unit of its numbers; empty where they have none.
            pub fn unit(self) -> &'static str {
                match self { $(Self::$fact => $unit,)* }
            }
        }
    };
}

facts! {
    Key: "key", "编号", "Key", "";
    Name: "name", "名称", "Name", "";
    Kind: "kind", "类别", "Kind", "";
    Layer: "layer", "图层", "Layer", "";
    Use: "use", "用途", "Use", "";
    Truth: "truth", "真实程度", "Level of truth", "";
    Height: "height_m", "高度", "Height", "m";
    Storeys: "storeys", "地上层数", "Storeys above ground", "";
    StoreysBelow: "storeys_below", "地下层数", "Storeys below ground", "";
    Year: "year", "建成年份", "Year built", "";
    FloorArea: "floor_area_m2", "建筑面积", "Floor area", "m²";
    Dwellings: "dwellings", "住宅套数", "Dwellings", "";
    Residents: "residents", "居住人口", "Residents", "";
    Jobs: "jobs", "就业岗位", "Jobs", "";
    WindowWallRatio: "window_wall_ratio", "窗墙比", "Window-to-wall ratio", "";
    Roof: "roof", "屋顶", "Roof", "";
    Address: "address", "地址", "Address", "";
    Area: "area_m2", "面积", "Area in plan", "m²";
    Length: "length_m", "长度", "Length", "m";
    Width: "width_m", "宽度", "Width", "m";
    Class: "class", "等级", "Class", "";
    Lanes: "lanes", "车道数", "Lanes", "";
    SpeedLimit: "speed_kmh", "限速", "Speed limit", "km/h";
    Medium: "medium", "介质", "Medium", "";
    Diameter: "diameter_mm", "管径", "Diameter", "mm";
    Material: "material", "材质", "Material", "";
    Voltage: "voltage_kv", "电压", "Voltage", "kV";
    Crown: "crown_m", "冠幅", "Crown", "m";
    Species: "species", "树种", "Species", "";
    Capacity: "capacity", "容量", "Capacity", "";
    Category: "category", "类型", "Category", "";
    FloorAreaRatioMost: "far_max", "容积率上限", "Highest floor-area ratio", "";
    CoverageMost: "coverage_max_pct", "建筑密度上限", "Highest coverage", "%";
    GreenLeast: "green_min_pct", "绿地率下限", "Lowest green ratio", "%";
    HeightMost: "height_max_m", "限高", "Height limit", "m";
    Setback: "setback_m", "建筑退界", "Setback", "m";
    Power: "power_kw", "功率", "Power", "kW";
    SoilDepth: "soil_depth_m", "土层厚度", "Soil depth", "m";
    LevelOfDetail: "lod", "细节层次", "Level of detail", "";
}

impl Fact {
    /// Whether the sum of its numbers over elements means something: floor area does, a year does not.
    pub fn adds_up(self) -> bool {
        matches!(
            self,
            Self::FloorArea
                | Self::Dwellings
                | Self::Residents
                | Self::Jobs
                | Self::Area
                | Self::Length
                | Self::Capacity
                | Self::Power
        )
    }

    /// The fact of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fact| fact.name() == name)
    }
}

/// The value that an element has under a name: that of a fact, else that of an attribute.
pub fn fact_of(element: &Element, name: &str) -> Option<FactValue> {
    match Fact::from_name(name) {
        Some(fact) => value_of(element, fact),
        None => element.attributes.get(name).map(of_element::of_attribute),
    }
}

/// What people call a column: the words of a fact, else the name of the attribute, with the unit.
pub fn fact_text(name: &str, language: Language) -> String {
    let Some(fact) = Fact::from_name(name) else { return name.to_owned() };
    match fact.unit() {
        "" => fact.text(language).to_owned(),
        unit => format!("{} ({unit})", fact.text(language)),
    }
}

/// The unit of a column; empty where it has none or nobody knows it.
pub fn fact_unit(name: &str) -> &'static str {
    Fact::from_name(name).map_or("", Fact::unit)
}

/// Whether a filter of a kind lets an element through: its kind or its layer has this name.
pub fn is_of_kind(element: &Element, kind: &str) -> bool {
    kind_token(&element.kind) == kind || element.layer().name() == kind
}

/// Names that some elements have values for, facts first and in their order, attributes by name; each with the number
/// of elements. `kind` is the name of a kind or a layer.
pub fn names_in(community: &Community, kind: Option<&str>) -> Vec<(String, usize)> {
    let mut facts: BTreeMap<Fact, usize> = BTreeMap::new();
    let mut attributes: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, element) in
        community.iter().filter(|(_, element)| kind.is_none_or(|kind| is_of_kind(element, kind)))
    {
        for fact in Fact::ALL {
            if value_of(element, *fact).is_some() {
                *facts.entry(*fact).or_default() += 1;
            }
        }
        for (name, _) in element.attributes.iter() {
            *attributes.entry(name).or_default() += 1;
        }
    }
    let facts = facts.into_iter().map(|(fact, count)| (fact.name().to_owned(), count));
    // An attribute of the name of a fact is hidden by it.
    let attributes = attributes
        .into_iter()
        .filter(|(name, _)| Fact::from_name(name).is_none())
        .map(|(name, count)| (name.to_owned(), count));
    facts.chain(attributes).collect()
}

/// Kinds of a community with their numbers of elements, by their tokens, the most frequent first.
pub fn kinds_in(community: &Community) -> Vec<(&'static str, usize)> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for element in community.elements() {
        *counts.entry(kind_token(&element.kind)).or_default() += 1;
    }
    let mut kinds: Vec<_> = counts.into_iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    kinds
}

/// The building that a part belongs to, when it is there.
pub fn whole_of(community: &Community, element: &Element) -> Option<ElementId> {
    let parent: &Key = match &element.kind {
        Kind::BuildingPart(building) => building.parent.as_ref()?,
        _ => return None,
    };
    community.id_of(parent)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use linli_model::{AttributeValue, Building, BuildingUse, Geometry, Polygon, SceneFrame};

    use super::*;

    pub(crate) fn tower(key: &str, storeys: f32) -> Element {
        let building = Building {
            use_: BuildingUse::Residential,
            storeys_above: Some(storeys),
            height_m: Some(f64::from(storeys) * 3.0),
            ..Building::default()
        };
        let ring = vec![[0., 0., 0.], [20., 0., 0.], [20., 10., 0.], [0., 10., 0.]];
        Element::new(key, Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]))
    }

    #[test]
    fn facts_come_before_attributes_and_text_may_be_a_number() {
        let mut element = tower("b", 18.0);
        element.attributes.push(Key::from("storeys"), AttributeValue::Integer(99));
        element.attributes.push(Key::from("owner"), AttributeValue::Text("A & B".into()));
        element.attributes.push(Key::from("levels"), AttributeValue::Text(" 18 ".into()));
        assert_eq!(fact_of(&element, "storeys"), Some(FactValue::Number(18.0)));
        assert_eq!(fact_of(&element, "area_m2"), Some(FactValue::Number(200.0)));
        assert_eq!(fact_of(&element, "owner").map(|value| value.token()), Some("A & B".into()));
        assert_eq!(fact_of(&element, "levels").and_then(|value| value.as_f64()), Some(18.0));
        assert_eq!(fact_of(&element, "diameter_mm"), None);
        assert_eq!(FactValue::Text("0701".into()).as_f64(), None, "a code is no number");
        assert_eq!(FactValue::Text("0.5".into()).as_f64(), Some(0.5));
        let use_ = fact_of(&element, "use");
        assert_eq!(use_.as_ref().map(|value| value.words(Language::Chinese)), Some("居住".into()));
        assert_eq!(use_.map(|value| value.token()), Some("residential".into()));
    }

    #[test]
    fn names_are_those_that_have_values() {
        let frame = SceneFrame {
            crs: String::new(),
            anchor_m: [0.0; 3],
            longitude_deg: 0.0,
            latitude_deg: 0.0,
            convergence_deg: 0.0,
        };
        let mut community = Community::new("test", frame);
        let mut element = tower("b", 6.0);
        element.attributes.push(Key::from("owner"), AttributeValue::Text("x".into()));
        community.add_renamed(element);
        let tree = linli_model::Tree::default();
        community.add_renamed(Element::new("t", Kind::Tree(tree), Geometry::Point([0.0; 3])));
        let names = names_in(&community, Some("buildings"));
        assert!(names.contains(&("storeys".into(), 1)) && names.contains(&("owner".into(), 1)));
        assert!(!names.iter().any(|(name, _)| name == "year" || name == "species"));
        assert_eq!(kinds_in(&community), [("building", 1), ("tree", 1)]);
        assert!(names_in(&community, None).contains(&("key".into(), 2)));
    }

    #[test]
    fn every_fact_has_a_name_of_its_own_and_numbers_are_plain() {
        let names: BTreeSet<&str> = Fact::ALL.iter().map(|fact| fact.name()).collect();
        assert_eq!(names.len(), Fact::ALL.len());
        assert_eq!(
            [plain(12.0), plain(0.3336), plain(-0.0001), plain(1200.5)],
            ["12", "0.334", "0", "1200.5"]
        );
    }
}
