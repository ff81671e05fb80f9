//! From regions to elements.

use std::collections::BTreeMap;

use linli_model::{Area, AreaUse, Facility, Geometry, Kind, Scenario};

use super::ground::Ground;
use super::region::Region;
use crate::draft::Draft;
use crate::plan::{Name, Place};

/// Pieces smaller than this are not drawn, square metres.
const LEAST_M2: f64 = 6.0;
/// How far a facility's node may be, metres.
const NODE_M: f64 = 60.0;

/// What is said about a piece of land.
#[derive(Clone, Copy)]
pub(crate) struct Cover {
    pub use_: AreaUse,
    pub soil_depth_m: Option<f64>,
    pub permeable: Option<bool>,
}

impl Cover {
    /// Land of a use.
    pub(crate) fn of(use_: AreaUse) -> Self {
        Self { use_, soil_depth_m: None, permeable: None }
    }

    /// Paving that lets rain through, or does not.
    pub(crate) fn paving(permeable: bool) -> Self {
        Self { permeable: Some(permeable), ..Self::of(AreaUse::Plaza) }
    }

    fn kind(self) -> Kind {
        let Self { use_, soil_depth_m, permeable } = self;
        Kind::Area(Area { use_, soil_depth_m, permeable })
    }
}

/// Writes regions, and numbers them.
pub(crate) struct Writer<'a> {
    pub draft: &'a mut Draft,
    counts: BTreeMap<String, u32>,
}

impl<'a> Writer<'a> {
    /// A writer into a draft.
    pub(crate) fn new(draft: &'a mut Draft) -> Self {
        Self { draft, counts: BTreeMap::new() }
    }

    /// Every piece of a region as an element of its own; keys are numbered.
    pub(crate) fn pieces(&mut self, key: &str, cover: Cover, region: &Region) {
        for piece in region.pieces(LEAST_M2) {
            let Some(geometry) = piece.geometry() else { continue };
            let count = self.counts.entry(key.to_owned()).or_default();
            *count += 1;
            self.draft.add(format!("{key}-{count}"), None, cover.kind(), geometry);
        }
    }

    /// All pieces of a region together as one element, for what comes in many small pieces; keys are numbered.
    pub(crate) fn group(&mut self, key: &str, cover: Cover, region: &Region) {
        let large = region.pieces(LEAST_M2).into_iter().flat_map(|r| r.0.0).collect();
        let Some(geometry) = Region(geo::MultiPolygon(large)).geometry() else { return };
        let count = self.counts.entry(key.to_owned()).or_default();
        *count += 1;
        self.draft.add(format!("{key}-{count}"), None, cover.kind(), geometry);
    }

    /// A region as one element.
    pub(crate) fn whole(&mut self, key: &str, name: Option<Name>, cover: Cover, region: &Region) {
        let large = Region(geo::MultiPolygon(region.pieces(1.0).into_iter().flat_map(|r| r.0.0).collect()));
        if let Some(geometry) = large.geometry() {
            self.draft.add(key, name, cover.kind(), geometry);
        }
    }

    /// A place outdoors where people play or train.
    pub(crate) fn facility(
        &mut self,
        ground: &Ground,
        (key, name): (&str, Name),
        category: &str,
        [u, v]: Place,
    ) {
        let kind = Kind::Facility(Facility {
            category: category.to_owned(),
            scenario: Some(Scenario::Health),
            node: ground.nearest_node([u, v], NODE_M),
            ..Facility::default()
        });
        self.draft.add(
            format!("{key}/facility"),
            Some(name),
            kind,
            Geometry::Point([round(u), round(v), 0.0]),
        );
    }
}

fn round(v: f64) -> f64 {
    (v * 100.0).round() / 100.0
}
