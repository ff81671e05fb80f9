//! Storeys of a building from the ground up, with their people.

use linli_model::{BuildingUse, StoreyRun};

/// Storeys from the ground up.
#[derive(Clone, Debug, Default)]
pub(super) struct Stack {
    pub runs: Vec<StoreyRun>,
}

impl Stack {
    /// Storeys of a use; their jobs follow from the use.
    pub(super) fn floors(mut self, count: u32, height_m: f64, use_: BuildingUse, floor_area_m2: f64) -> Self {
        let from_level = self.runs.last().map_or(1, |run| run.to_level + 1);
        let jobs = area_per_job_m2(use_).map_or(0, |area| (floor_area_m2 / area).round() as u32);
        if count > 0 {
            self.runs.push(StoreyRun {
                from_level,
                to_level: from_level + count as i16 - 1,
                height_m,
                use_,
                floor_area_m2: floor_area_m2.round(),
                dwellings: 0,
                residents: 0,
                jobs,
            });
        }
        self
    }

    /// Storeys of dwellings.
    pub(super) fn homes(
        mut self,
        count: u32,
        height_m: f64,
        floor_area_m2: f64,
        dwellings: u32,
        persons_per_dwelling: f64,
    ) -> Self {
        self = self.floors(count, height_m, BuildingUse::Residential, floor_area_m2);
        if let Some(run) = self.runs.last_mut().filter(|_| count > 0) {
            run.dwellings = dwellings;
            run.residents = (f64::from(dwellings) * persons_per_dwelling).round() as u32;
        }
        self
    }

    /// Other jobs on each storey of the last run.
    pub(super) fn jobs(mut self, jobs: u32) -> Self {
        if let Some(run) = self.runs.last_mut() {
            run.jobs = jobs;
        }
        self
    }
}

/// Gross floor area per job, square metres.
fn area_per_job_m2(use_: BuildingUse) -> Option<f64> {
    match use_ {
        BuildingUse::Office => Some(25.0),
        BuildingUse::Commercial => Some(45.0),
        BuildingUse::Civic | BuildingUse::Health => Some(40.0),
        BuildingUse::Education => Some(90.0),
        BuildingUse::Culture | BuildingUse::Industrial => Some(100.0),
        BuildingUse::Sport | BuildingUse::Transport => Some(250.0),
        _ => None,
    }
}
