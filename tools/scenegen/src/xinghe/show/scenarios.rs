//! The chapter of the nine scenarios (九大场景).

use linli_io::{ChapterFile, OverlayFile, ShowStepFile, TourStopFile};
use linli_model::{Community, Kind, Scenario, Stage};

use super::{Said, at_view, chapter, guess, slider_end, step, two};

/// Scenario, key of the facility that stands for it, from where it is seen (degrees clockwise from north,
/// metres away, metres above it), what is said.
struct Row {
    scenario: Scenario,
    facility: &'static str,
    from: [f64; 3],
    said: Said,
}

const fn said(caption: [&'static str; 2], narration: [&'static str; 2]) -> Said {
    Said { caption, narration }
}

const ROWS: [Row; 9] = [
    Row {
        scenario: Scenario::Neighbourhood,
        facility: "D2/centre/community_centre-1",
        from: [150.0, 120.0, 75.0],
        said: said(
            ["邻里场景：邻里中心", "Neighbourhood: the community centre"],
            ["一站式的邻里中心，人人会走到的客厅。", "One shared living room within everybody's walk."],
        ),
    },
    Row {
        scenario: Scenario::Education,
        facility: "E2/teaching/school-1",
        from: [235.0, 140.0, 80.0],
        said: said(
            ["教育场景：九年一贯制学校", "Education: a school for nine years"],
            ["学校、托育和课后照护都在步行范围内。", "School, childcare and after-school care on foot."],
        ),
    },
    Row {
        scenario: Scenario::Health,
        facility: "D5/sports-hall/sports_centre-1",
        from: [150.0, 140.0, 80.0],
        said: said(
            ["健康场景：体育馆与卫生服务", "Health: sports hall and clinic"],
            ["运动、就医、养老，就在身边。", "Sports, a doctor and care for the old nearby."],
        ),
    },
    Row {
        scenario: Scenario::Enterprise,
        facility: "A3/west-2/maker_space-1",
        from: [215.0, 140.0, 80.0],
        said: said(
            ["创业场景：众创里", "Enterprise: the Start-up Court"],
            ["共享办公、创客工坊与人才公寓相邻。", "Shared desks, workshops and homes side by side."],
        ),
    },
    Row {
        scenario: Scenario::Building,
        facility: "A1/office-1/cim_room-1",
        from: [200.0, 210.0, 110.0],
        said: said(
            ["建筑场景：站城一体与数字孪生", "Building: on the station, with its digital twin"],
            [
                "建筑与地铁站相连，从设计到运营共用一个数字底座。",
                "Joined to the metro; one digital base from design to use.",
            ],
        ),
    },
    Row {
        scenario: Scenario::Transport,
        facility: "A2/home-3/bus_hub-1",
        from: [100.0, 170.0, 95.0],
        said: said(
            ["交通场景：公交枢纽与共享车", "Transport: bus hub and shared cars"],
            [
                "步行 10 分钟到站，5 分钟取车，30 分钟配送到家。",
                "10 minutes to the station, 5 to the car, 30 for goods.",
            ],
        ),
    },
    Row {
        scenario: Scenario::LowCarbon,
        facility: "C4/energy-station/energy_centre-1",
        from: [190.0, 130.0, 75.0],
        said: said(
            ["低碳场景：区域能源站", "Low carbon: the energy station"],
            ["集中供冷供热，屋顶光伏，储能削峰。", "Shared heating and cooling, solar roofs, storage."],
        ),
    },
    Row {
        scenario: Scenario::Services,
        facility: "A4/station-pavilion/service_point-1",
        from: [185.0, 120.0, 55.0],
        said: said(
            ["服务场景：站前服务亭", "Services: the pavilion at the station"],
            ["快递、食堂、便利店，回家路上都办好。", "Parcels, canteen and shop on the way home."],
        ),
    },
    Row {
        scenario: Scenario::Governance,
        facility: "D2/governance/governance_station-1",
        from: [165.0, 120.0, 70.0],
        said: said(
            ["治理场景：社区治理驾驶舱", "Governance: one room that listens"],
            ["居民议事与一网统管在同一处。", "Residents decide where services are run."],
        ),
    },
];

/// The chapter; `None` where a facility is missing.
pub(super) fn nine(community: &Community) -> Option<ChapterFile> {
    let steps: Option<Vec<ShowStepFile>> =
        ROWS.iter().enumerate().map(|(at, row)| seen(community, row, at == 0)).collect();
    let mut told = chapter(
        "scenarios",
        two("九大场景", "Nine scenarios"),
        two("邻里到治理，都在一个社区里", "From neighbours to governance, in one place"),
        &["home"],
        steps?,
    );
    let figure = facilities(community);
    told.question = Some(guess(
        "facilities",
        61.0,
        two("九大场景在星河共有多少处设施？", "How many facilities of the nine scenarios are in Xinghe?"),
        [0.0, slider_end(figure), 1.0, figure],
        two("处", "facilities"),
        two(
            "由本场景“设施”图层中标有场景的要素计数",
            "Counted in this scene: facilities that serve a scenario",
        ),
    ));
    Some(told)
}

fn seen(community: &Community, row: &Row, first: bool) -> Option<ShowStepFile> {
    let id = community.id_of(&row.facility.into())?;
    let [x, y, z] = community.element(id)?.geometry.aabb().centre();
    // Facilities stand at heights above the ground, which is flat to a metre or two.
    let target = [x, y, z + super::super::relief::plan_height_m([0.0, 0.0])];
    let [bearing_deg, away, above] = row.from;
    let (east, north) = bearing_deg.to_radians().sin_cos();
    let eye = [x + east * away, y + north * away, target[2] + above];
    let stop = TourStopFile {
        view: None,
        eye_m: Some(eye.map(rounded)),
        target_m: Some(target.map(rounded)),
        ..at_view("")
    };
    let mut step = step(stop, [if first { 0.0 } else { 2.5 }, 4.5], &row.said);
    step.overlay = Some(OverlayFile::Scenario(row.scenario.name().to_owned()));
    step.selection = Some(row.facility.to_owned());
    Some(step)
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Facilities of the design that serve one of the nine scenarios.
fn facilities(community: &Community) -> f64 {
    let serves = |element: &&linli_model::Element| {
        matches!(&element.kind, Kind::Facility(facility) if facility.scenario.is_some())
            && element.presence.is_part_of(Stage::Design)
    };
    community.elements().iter().filter(serves).count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_comes_once_in_the_order_of_the_programme() {
        let told: Vec<Scenario> = ROWS.iter().map(|row| row.scenario).collect();
        assert_eq!(told, Scenario::ALL);
    }
}
