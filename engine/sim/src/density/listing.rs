//! Buildings one by one, for tables and for checks by other tools.

use linli_model::Key;

use super::model::DensityModel;
use super::sums::{NO_PARCEL, Portion};

/// A part of a building on one parcel.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingShare {
    /// The parcel; nothing for what stands on none.
    pub parcel: Option<Key>,
    /// Floor above ground that counts there, square metres.
    pub above_m2: f64,
    /// Land that the building covers there first, square metres.
    pub footprint_m2: f64,
}

/// One building, part without its whole, or basement.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingFigures {
    /// Its key.
    pub key: Key,
    /// Whether it is a basement.
    pub is_basement: bool,
    /// Area of its outline in plan, square metres.
    pub outline_m2: f64,
    /// Land that it covers and no earlier building does, square metres.
    pub covered_m2: f64,
    /// Floor above ground, square metres.
    pub above_m2: f64,
    /// Floor below ground, square metres.
    pub below_m2: f64,
    /// Floor that counts, square metres.
    pub counted_m2: f64,
    /// Height, metres.
    pub height_m: f64,
    /// Dwellings.
    pub dwellings: f64,
    /// Residents.
    pub residents: f64,
    /// Jobs.
    pub jobs: f64,
    /// Walk to the station, metres and seconds.
    pub walk: Option<(f64, f64)>,
    /// Whether storeys were assumed from the height.
    pub assumed_storeys: bool,
    /// Whether people were assumed from the floor.
    pub assumed_people: bool,
    /// Where it stands.
    pub shares: Vec<BuildingShare>,
}

impl DensityModel {
    /// Every building that counts, in the order of the community.
    pub fn buildings(&self) -> Vec<BuildingFigures> {
        let share = |portion: &Portion| BuildingShare {
            parcel: (portion.parcel != NO_PARCEL)
                .then(|| self.parcels.list.get(portion.parcel as usize).map(|p| p.key.clone()))
                .flatten(),
            above_m2: portion.sums.above_total_m2(),
            footprint_m2: portion.sums.footprint_m2,
        };
        let one = |(at, record): (usize, &super::record::Record)| BuildingFigures {
            key: record.key.clone(),
            is_basement: record.is_basement,
            outline_m2: record.plan.as_ref().map_or(0.0, |plan| plan.area_m2),
            covered_m2: self.covered_m2(at, None),
            above_m2: record.sums.above_total_m2(),
            below_m2: record.sums.below_total_m2(),
            counted_m2: record.sums.counted_m2,
            height_m: record.height_m,
            dwellings: record.sums.dwellings,
            residents: record.sums.residents,
            jobs: record.sums.jobs,
            walk: record.walk.map(|walk| (walk.length_m, walk.seconds)),
            assumed_storeys: record.assumed_storeys,
            assumed_people: record.assumed_people,
            shares: self.portions[at].iter().map(share).collect(),
        };
        self.records.iter().enumerate().map(one).collect()
    }

    /// Floor taken off by each counting rule, with the rule's position, square metres.
    pub fn exempt_by_rule(&self) -> Vec<(usize, f64)> {
        let mut sums = vec![0.0; self.rules().counting.len()];
        for (rule, area_m2) in self.records.iter().flat_map(|record| &record.taken_off) {
            if let Some(sum) = sums.get_mut(usize::from(*rule)) {
                *sum += area_m2;
            }
        }
        sums.into_iter().enumerate().filter(|(_, area)| *area > 0.0).collect()
    }

    /// Buildings and basements that count with what they bring to which parcel.
    pub fn placed(&self) -> impl Iterator<Item = (&Key, &[Portion])> {
        self.records.iter().zip(&self.portions).map(|(record, portions)| (&record.key, portions.as_slice()))
    }

    /// Keys of the planning and implementation units.
    pub fn unit_keys(&self) -> impl Iterator<Item = &Key> {
        self.units.iter().map(|unit| &unit.key)
    }

    /// How many planning or implementation units there are.
    pub fn unit_count(&self) -> usize {
        self.units.len()
    }
}
