//! The district while it is being drawn.

use linli_model::{
    Area, AreaUse, AttributeValue, Community, Element, EntranceUse, Geometry, Key, Kind, Polygon, Presence,
    SceneFrame, Source, SourceRef, Vertical,
};

use crate::plan::{Name, Place, Rectangle, lifted};
use crate::xinghe::Placing;

/// Coordinate system of the scene: CGCS2000, three-degree zone around 120° E.
const CRS: &str = "EPSG:4549";

/// A door that a street or path must lead to.
pub(crate) struct Door {
    /// Key of the entrance.
    pub key: String,
    /// Key of the building, basement or parcel behind it.
    pub of: String,
    /// Place in the plan frame, on the outer face of the wall.
    pub place: Place,
    pub entrance_use: EntranceUse,
    pub level: i16,
    pub step_free: bool,
    /// What is claimed about it.
    pub presence: Presence,
}

/// Elements so far.
pub(crate) struct Draft {
    pub community: Community,
    /// Outlines of everything that is built, for what must stay clear of it.
    pub built: Vec<Rectangle>,
    /// Doors of buildings and basements, in the plan frame, for the streets to lead to.
    pub doors: Vec<Door>,
    /// Where the plan frame lies in the scene, when it is not the scene's own.
    pub placing: Option<Placing>,
    /// Stage and certainty of what is added next.
    pub presence: Presence,
}

impl Draft {
    /// An empty district: the origin is 120.20° E, 30.26° N to within half a metre.
    pub(crate) fn new() -> Self {
        Self::named("灯笼里 / Lantern Court")
    }

    /// An empty district of a name.
    pub(crate) fn named(name: &str) -> Self {
        let frame = SceneFrame {
            crs: CRS.to_owned(),
            anchor_m: [519_247.0, 3_348_953.0, 0.0],
            longitude_deg: 120.20,
            latitude_deg: 30.26,
            convergence_deg: 0.100_785,
        };
        let mut community = Community::new(name, frame);
        community.sources.push(Source {
            file: "tools/scenegen".to_owned(),
            format: "generated".to_owned(),
            crs: Some(CRS.to_owned()),
            licence: Some("CC0-1.0".to_owned()),
        });
        Self { community, built: Vec::new(), doors: Vec::new(), placing: None, presence: Presence::default() }
    }

    /// Adds an element whose heights count from the ground.
    pub(crate) fn add(&mut self, key: impl Into<String>, name: Option<Name>, kind: Kind, geometry: Geometry) {
        self.add_with(key, name, kind, geometry, &[]);
    }

    /// [`Draft::add`] with further attributes.
    pub(crate) fn add_with(
        &mut self,
        key: impl Into<String>,
        name: Option<Name>,
        kind: Kind,
        geometry: Geometry,
        attributes: &[(&str, AttributeValue)],
    ) {
        let name = name.map(|(chinese, english)| [chinese.to_owned(), english.to_owned()]);
        self.add_titled(key, name, kind, geometry, attributes);
    }

    /// [`Draft::add_with`] for names that are put together: Chinese, English.
    pub(crate) fn add_titled(
        &mut self,
        key: impl Into<String>,
        name: Option<[String; 2]>,
        kind: Kind,
        geometry: Geometry,
        attributes: &[(&str, AttributeValue)],
    ) {
        let key = self.full_key(&key.into());
        let geometry = match &self.placing {
            Some(placing) => placing.geometry(geometry),
            None => geometry,
        };
        let mut element = Element::new(key.as_str(), kind, geometry);
        element.vertical = Vertical::AboveGround;
        element.presence = self.presence;
        element.source = SourceRef { source: 0, id: key };
        if let Some([chinese, english]) = name {
            element.name = Some(chinese.clone());
            for (language, text) in [("name:zh", chinese), ("name:en", english)] {
                element.attributes.push(Key::from(language), AttributeValue::Text(text));
            }
        }
        for (attribute, value) in attributes {
            element.attributes.push(Key::from(*attribute), value.clone());
        }
        // Keys are spelled out by this crate; a test sees to it that none is ever renamed.
        self.community.add_renamed(element);
    }

    /// A key with the prefix of the unit that is being drawn: what references to other elements hold.
    pub(crate) fn full_key(&self, key: &str) -> String {
        let prefix = self.placing.map(|placing| placing.prefix()).unwrap_or_default();
        format!("{prefix}{key}")
    }

    /// Adds a piece of land or water.
    pub(crate) fn area(&mut self, key: impl Into<String>, name: Option<Name>, use_: AreaUse, ring: &[Place]) {
        self.add(key, name, Kind::Area(Area::new(use_)), flat(ring));
    }
}

/// A flat area on the ground.
pub(crate) fn flat(ring: &[Place]) -> Geometry {
    Geometry::Area(vec![Polygon::new(lifted(ring, 0.0))])
}
