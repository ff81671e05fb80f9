//! The three reaches storey by storey.

use linli_model::Community;
use linli_sim::reach::storey_times;

use super::{Models, key};
use crate::simulate::table::{Table, maybe_seconds};

/// One row for each storey with homes; queues and tours as their mean.
pub(super) fn csv(models: &Models<'_>, community: &Community) -> String {
    let mut table = Table::new(&[
        "building",
        "level",
        "residents",
        "person_s",
        "fetch_car_mean_s",
        "park_car_mean_s",
        "goods_mean_s",
    ]);
    for storey in storey_times(&models.person, &models.car, &models.goods) {
        table.row(&[
            key(community, storey.building),
            storey.level.to_string(),
            storey.residents.to_string(),
            maybe_seconds(storey.person_ms),
            maybe_seconds(storey.fetch_ms),
            maybe_seconds(storey.park_ms),
            maybe_seconds(storey.goods_ms),
        ]);
    }
    table.into_text()
}
