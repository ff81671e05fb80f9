//! What a parcel of Xinghe is: its outline, its limits, what is built on it.

use linli_model::LandUse;

use crate::plan::{Name, Rectangle};

/// What is built on a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Programme {
    /// Office and hotel towers on a podium of shops.
    CoreOffices,
    /// Flats over shops, with the bus hub in the podium.
    CoreHomesAndBusHub,
    /// Offices and start-up space around a court.
    StartUpCourt,
    /// Talent flats over shops and a cultural forum.
    TalentFlats,
    /// The square at the station.
    StationSquare,
    /// High-rise housing, 18 to 26 storeys.
    HighRise,
    /// Mid-rise housing, 9 to 11 storeys.
    MidRise,
    /// Low housing at the canal, 4 to 6 storeys.
    LowRise,
    /// Estate of the 1980s that stays, refurbished.
    OldEstateKept,
    /// Estate of the 1980s that is rebuilt; what stands today and what replaces it.
    OldEstateRenewed,
    /// Nine-year school.
    School,
    /// Kindergarten.
    Kindergarten,
    /// Nursery and family centre.
    Nursery,
    /// Health station and elderly day care.
    HealthAndCare,
    /// Neighbourhood centre: services, governance, police point, parcel hub.
    NeighbourhoodCentre,
    /// Cultural centre.
    CulturalCentre,
    /// Library.
    Library,
    /// Fresh market and shops.
    Market,
    /// Start-up campus, low.
    Campus,
    /// Sports hall and grounds.
    Sports,
    /// Central park.
    CentralPark,
    /// Energy station, storage, substation, small fire station.
    EnergyAndFire,
}

/// A parcel of the plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plot {
    /// Short key, unique in the unit: `A1`…
    pub key: &'static str,
    pub name: Name,
    pub outline: Rectangle,
    pub land_use: LandUse,
    pub programme: Programme,
    pub far_max: f64,
    pub coverage_max_pct: f64,
    pub height_max_m: f64,
    pub green_min_pct: f64,
    pub setback_m: f64,
    /// Whether it is part of the implementation unit (实施单元, about 24 ha).
    pub implementation: bool,
    /// Levels of the basement under it; 0 none.
    pub basement_levels: u32,
}

impl Plot {
    /// Where buildings may stand.
    pub(crate) fn buildable(&self) -> Rectangle {
        self.outline.grown(-self.setback_m)
    }

    /// Outline of the basement: three metres inside the parcel; empty land has none.
    pub(crate) fn basement(&self) -> Option<Rectangle> {
        (self.basement_levels > 0).then(|| self.outline.grown(-3.0))
    }
}
