//! What of the scene is shown apart from stages: things hidden, alone, see-through; layers see-through; things chosen
//! together.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Element, Key, Kind, Layer};

/// See-through enough to look into, whole enough to be seen.
pub const FAINT: f32 = 0.3;

/// What somebody wants to see.
#[derive(Clone, Debug, PartialEq)]
pub enum VisibilityWish {
    /// Chooses things, instead of those chosen before.
    Choose(BTreeSet<Key>),
    /// Chooses more things.
    ChooseMore(BTreeSet<Key>),
    /// Takes the box in hand that chooses by dragging, or puts it away.
    TakeBox(bool),
    /// Shows only these standing things; ground plan and ground stay. All again with none.
    Isolate(BTreeSet<Key>),
    /// Hides things.
    Hide(BTreeSet<Key>),
    /// Makes things see-through: 0 invisible to 1 whole.
    Faint(BTreeSet<Key>, f32),
    /// Makes a layer see-through: 0 invisible to 1 whole.
    Layer(Layer, f32),
    /// Shows everything whole again; what is chosen stays so.
    ShowAll,
}

/// What of the scene is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VisibilityView {
    /// Things chosen together.
    pub chosen: BTreeSet<Key>,
    /// Whether dragging chooses by a box.
    pub boxing: bool,
    /// The only standing things shown, when not empty.
    pub isolated: BTreeSet<Key>,
    /// Things hidden.
    pub hidden: BTreeSet<Key>,
    /// Things see-through.
    pub faint: BTreeMap<Key, f32>,
    /// Layers see-through.
    pub layers: BTreeMap<Layer, f32>,
}

impl VisibilityView {
    /// Carries out a wish.
    pub fn apply(&mut self, wish: VisibilityWish) {
        let share = |share: f32| if share.is_finite() { share.clamp(0.0, 1.0) } else { 1.0 };
        match wish {
            VisibilityWish::Choose(keys) => self.chosen = keys,
            VisibilityWish::ChooseMore(keys) => self.chosen.extend(keys),
            VisibilityWish::TakeBox(on) => self.boxing = on,
            VisibilityWish::Isolate(keys) => self.isolated = keys,
            VisibilityWish::Hide(keys) => self.hidden.extend(keys),
            VisibilityWish::Faint(keys, opacity) => {
                for key in keys {
                    self.faint.insert(key, share(opacity));
                }
                self.faint.retain(|_, opacity| *opacity < 1.0);
            }
            VisibilityWish::Layer(layer, opacity) => {
                self.layers.insert(layer, share(opacity));
                self.layers.retain(|_, opacity| *opacity < 1.0);
            }
            VisibilityWish::ShowAll => {
                *self =
                    Self { chosen: std::mem::take(&mut self.chosen), boxing: self.boxing, ..Self::default() };
            }
        }
    }

    /// Whether everything is shown whole.
    pub fn is_whole(&self) -> bool {
        self.isolated.is_empty() && self.hidden.is_empty() && self.faint.is_empty() && self.layers.is_empty()
    }

    /// How much of an element is seen: 0 nothing to 1 all. What belongs to a building follows it: parts, doors, green on
    /// it, equipment.
    pub fn opacity_of(&self, element: &Element) -> f32 {
        if self.is_whole() {
            return 1.0;
        }
        let keys = || std::iter::once(&element.key).chain(owner(element));
        let is_alone = || keys().any(|key| self.isolated.contains(key));
        if keys().any(|key| self.hidden.contains(key))
            || (!self.isolated.is_empty() && !lies_on_the_ground(element) && !is_alone())
        {
            return 0.0;
        }
        let own = keys().filter_map(|key| self.faint.get(key)).copied().fold(1.0, f32::min);
        own.min(self.layers.get(&element.layer()).copied().unwrap_or(1.0))
    }
}

/// Layers that make the ground plan: where something stands alone, it stands on them.
fn lies_on_the_ground(element: &Element) -> bool {
    let is_on_a_building = matches!(element.kind, Kind::Greening(_));
    let in_plan = matches!(
        element.layer(),
        Layer::Terrain
            | Layer::Parcels
            | Layer::Streets
            | Layer::Railways
            | Layer::Parking
            | Layer::Green
            | Layer::Water
            | Layer::Land
    );
    in_plan && !is_on_a_building
}

/// What an element belongs to.
fn owner(element: &Element) -> Option<&Key> {
    match &element.kind {
        Kind::BuildingPart(building) => building.parent.as_ref(),
        Kind::Greening(greening) => greening.building.as_ref(),
        Kind::Equipment(equipment) => equipment.of.as_ref(),
        Kind::Entrance(entrance) => entrance.of.as_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{Building, Entrance, Geometry, Street, StreetClass};

    use super::*;

    fn keys(names: &[&str]) -> BTreeSet<Key> {
        names.iter().map(|name| Key::from(*name)).collect()
    }

    fn house(key: &str, parent: Option<&str>) -> Element {
        let building = Building { parent: parent.map(Key::from), ..Building::default() };
        let kind = if parent.is_some() { Kind::BuildingPart(building) } else { Kind::Building(building) };
        Element::new(key, kind, Geometry::None)
    }

    #[test]
    fn what_is_alone_stands_on_the_ground_plan_with_its_parts() {
        let mut view = VisibilityView::default();
        view.apply(VisibilityWish::Isolate(keys(&["a"])));
        let street = Element::new("s", Kind::Street(Street::new(StreetClass::Residential)), Geometry::None);
        assert_eq!(view.opacity_of(&house("a", None)), 1.0);
        assert_eq!(view.opacity_of(&house("a1", Some("a"))), 1.0);
        assert_eq!(view.opacity_of(&house("b", None)), 0.0);
        assert_eq!(view.opacity_of(&street), 1.0);
        let door = |of: &str| {
            let entrance = Entrance { of: Some(Key::from(of)), ..Entrance::default() };
            Element::new("d", Kind::Entrance(entrance), Geometry::None)
        };
        assert_eq!(["a", "b"].map(|of| view.opacity_of(&door(of))), [1.0, 0.0], "a door goes with its house");
        view.apply(VisibilityWish::Isolate(BTreeSet::new()));
        assert!(view.is_whole() && view.opacity_of(&house("b", None)) == 1.0);
    }

    #[test]
    fn the_fainter_of_thing_and_layer_counts_and_all_come_back() {
        let mut view = VisibilityView::default();
        view.apply(VisibilityWish::Choose(keys(&["a"])));
        view.apply(VisibilityWish::Faint(keys(&["a"]), FAINT));
        view.apply(VisibilityWish::Layer(Layer::Buildings, 0.5));
        view.apply(VisibilityWish::Hide(keys(&["c"])));
        let seen = |key| view.opacity_of(&house(key, None));
        assert_eq!([seen("a"), seen("b"), seen("c")], [FAINT, 0.5, 0.0]);
        view.apply(VisibilityWish::Faint(keys(&["a"]), f32::NAN));
        assert_eq!(view.opacity_of(&house("a", None)), 0.5, "no number is whole");
        view.apply(VisibilityWish::ShowAll);
        assert!(view.is_whole());
        assert_eq!(view.chosen, keys(&["a"]));
    }
}
