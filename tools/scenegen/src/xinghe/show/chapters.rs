//! The other chapters of the show.

use chrono::NaiveDate;
use linli_io::{
    AnswerFile, ChapterFile, ComparisonFile, OverlayFile, QuestionFile, ShowStepFile, TourStopFile,
};
use linli_model::Community;

use super::{Said, at_place, at_view, chapter, choice, guess, pipes_km, slider_end, step, two};

const fn said(caption: [&'static str; 2], narration: [&'static str; 2]) -> Said {
    Said { caption, narration }
}

/// What a Future Community is.
pub(super) fn what() -> ChapterFile {
    let told = [
        (
            at_view("overview"),
            [0.0, 8.0],
            said(
                ["什么是未来社区？", "What is a Future Community?"],
                [
                    "围绕人的生活来规划的社区：这里约 80 公顷，以地铁站为核心。",
                    "A place planned around daily life: 80 hectares around a metro station.",
                ],
            ),
        ),
        (
            at_place([290.0, -330.0, 240.0], [-40.0, 30.0, 20.0]),
            [4.0, 7.0],
            said(
                ["车站之上：工作、居住、换乘", "On the station: work, homes, buses"],
                [
                    "颜色是每个地块的容积率：越近车站，越密。",
                    "Colours show floor area per land: densest at the station.",
                ],
            ),
        ),
        (
            at_place([-420.0, -330.0, 300.0], [-40.0, 90.0, 10.0]),
            [3.5, 6.5],
            said(
                ["绿地留在家门口", "Green stays at the door"],
                [
                    "颜色是每个地块的绿地率：住宅和公园最绿。",
                    "Colours show the share of green land: homes and parks have most.",
                ],
            ),
        ),
        (
            at_view("avenue"),
            [4.0, 6.0],
            said(
                ["步行与骑行优先的街道", "Streets for walking and cycling first"],
                ["连续的步道、树荫与无障碍过街。", "Unbroken walks, shade and level crossings."],
            ),
        ),
        (
            at_place([-300.0, 40.0, 70.0], [-385.0, 190.0, 8.0]),
            [4.0, 6.0],
            said(
                ["老邻居留下来", "The old neighbours stay"],
                [
                    "机床新村保留更新，居民原地安置。",
                    "The old estate is kept and renewed; its residents stay.",
                ],
            ),
        ),
    ];
    let mut steps: Vec<ShowStepFile> =
        told.into_iter().map(|(stop, times, said)| step(stop, times, &said)).collect();
    steps[0].stop.time = Some("08:30".to_owned());
    steps[3].stop.time = Some("11:40".to_owned());
    steps[4].stop.time = Some("14:30".to_owned());
    steps[1].overlay = Some(OverlayFile::Density);
    steps[2].overlay = Some(OverlayFile::Greenery);
    chapter(
        "what",
        two("什么是未来社区", "What is a Future Community?"),
        two("以人为本，生长在车站旁", "Planned around people, grown at a station"),
        &["sun"],
        steps,
    )
}

/// Person 10, car 5, goods 30 minutes.
pub(super) fn three_reaches() -> ChapterFile {
    const HOME: &str = "D1/slab-1";
    let told = [
        (
            "person",
            [0.0, 11.0],
            said(
                ["人：步行 10 分钟到站", "People: 10 minutes on foot to the station"],
                ["从家门口出发，算上楼梯、过街和等候。", "From the door, with stairs, crossings and waits."],
            ),
        ),
        (
            "car",
            [3.0, 11.0],
            said(
                ["车：5 分钟取车", "Cars: 5 minutes to the car"],
                [
                    "集中停放、自动存取，街道还给人。",
                    "Stored together and fetched by machine; streets are for people.",
                ],
            ),
        ),
        (
            "goods",
            [3.0, 11.0],
            said(
                ["物：30 分钟配送到家", "Goods: 30 minutes to the door"],
                [
                    "从物流枢纽到门口，经地下通道和机器人。",
                    "From the parcel hub to the door, below ground and by robot.",
                ],
            ),
        ),
    ];
    let eyes = [[-350.0, 330.0, 170.0], [-330.0, 40.0, 210.0], [110.0, 130.0, 260.0]];
    let targets = [[-110.0, 80.0, 0.0], [-190.0, 190.0, 0.0], [-120.0, 150.0, 0.0]];
    let mut steps: Vec<ShowStepFile> = told
        .iter()
        .zip(eyes.into_iter().zip(targets))
        .map(|((of, times, said), (eye, target))| {
            let mut step = step(at_place(eye, target), *times, said);
            step.overlay = Some(OverlayFile::Reach { of: (*of).to_owned(), home: Some(HOME.to_owned()) });
            step.selection = Some(HOME.to_owned());
            step
        })
        .collect();
    let mut last = step(
        at_place([300.0, -560.0, 470.0], [-20.0, 20.0, 0.0]),
        [3.0, 5.0],
        &said(
            ["所有家庭的 10 分钟", "Ten minutes for every home"],
            ["点一户人家，看它的三个时间。", "Tap a home and see its three times."],
        ),
    );
    last.overlay = Some(OverlayFile::Reach { of: "person".to_owned(), home: None });
    steps.push(last);
    chapter(
        "reach",
        two("10 · 5 · 30 分钟", "10, 5 and 30 minutes"),
        two("人、车、物各要多久", "How long people, cars and goods take"),
        &["home"],
        steps,
    )
}

/// Above and below the ground.
pub(super) fn above_and_below(community: &Community) -> ChapterFile {
    let below = |stop: TourStopFile| TourStopFile { underground: true, ..stop };
    let mut steps = vec![
        step(
            at_view("core"),
            [0.0, 5.0],
            &said(
                ["地上的城市……", "The city above …"],
                ["看得见的只是一半。", "What you see is only half of it."],
            ),
        ),
        step(
            below(at_place([90.0, -150.0, 70.0], [0.0, 0.0, -8.0])),
            [3.0, 8.0],
            &said(
                ["……和地下的城市", "… and the city below"],
                ["站厅、通道与地下室连成一体。", "Concourse, passages and basements are one."],
            ),
        ),
        step(
            below(at_place([-186.0, -262.0, 24.3], [-216.2, -218.2, -7.8])),
            [4.0, 9.0],
            &said(
                ["河滨路综合管廊", "The utility tunnel of Hebin Road"],
                ["电力、综合、燃气三舱，检修不必开挖路面。", "Three compartments; repairs need no digging."],
            ),
        ),
        step(
            below(at_place([200.0, -330.0, 160.0], [-20.0, 0.0, -5.0])),
            [4.0, 9.0],
            &said(
                ["水、电、气、热、信：一张网", "Water, power, gas, heat, data: one picture"],
                ["颜色分介质，净距与覆土都按标准检查。", "A colour each; clearances and covers are checked."],
            ),
        ),
    ];
    for (at, overlay) in [(2, OverlayFile::Utilities), (3, OverlayFile::Utilities)] {
        steps[at].overlay = Some(overlay);
    }
    let mut told = chapter(
        "underground",
        two("地上与地下", "Above and below the ground"),
        two("揭开地面看一看", "Lift the ground and look"),
        &["ground"],
        steps,
    );
    let figure = pipes_km(community);
    told.question = Some(guess(
        "pipes",
        37.0,
        two("星河地下共有多少公里管线？", "How many kilometres of utility lines lie below Xinghe?"),
        [0.0, slider_end(figure), 0.1, figure],
        two("公里", "km"),
        two(
            "由本场景“地下管线”图层中各管段的三维长度求和",
            "Sum of the lengths of all utility lines of this scene",
        ),
    ));
    told
}

/// Past, planning, design, construction, finished.
pub(super) fn years() -> ChapterFile {
    let on = |stage: &str, date: Option<[i32; 3]>, stop: TourStopFile| TourStopFile {
        stage: Some(stage.to_owned()),
        date: date.and_then(|[year, month, day]| NaiveDate::from_ymd_opt(year, month as u32, day as u32)),
        ..stop
    };
    let from = || at_place([-360.0, -420.0, 300.0], [-50.0, 30.0, 15.0]);
    let mut steps = vec![
        step(
            on("construction", Some([2026, 3, 2]), from()),
            [0.0, 6.0],
            &said(
                ["2026：从前", "2026: before"],
                ["老厂房、旧小区和一条被遮住的河。", "Old works, an old estate and a hidden canal."],
            ),
        ),
        step(
            on("planning", None, from()),
            [2.0, 6.0],
            &said(
                ["规划：先定用地与界限", "Planning: land uses and limits"],
                ["彩色体块只是方案，不是决定。", "Coloured blocks are a proposal, not a decision."],
            ),
        ),
        step(
            on("design", None, from()),
            [2.0, 6.0],
            &said(
                ["设计：一层一层画清楚", "Design: storey by storey"],
                [
                    "每栋楼、每条管线都有编号和尺寸。",
                    "Every building and every pipe has a number and a size.",
                ],
            ),
        ),
        step(
            on("construction", Some([2028, 5, 1]), at_place([220.0, -260.0, 150.0], [-40.0, 60.0, 60.0])),
            [3.0, 8.0],
            &said(
                ["建设：2028 年 5 月", "Construction: May 2028"],
                [
                    "塔吊、基坑和封顶的楼，按进度计划逐日推演。",
                    "Cranes, pits and topped-out towers, day by day.",
                ],
            ),
        ),
        step(
            on("construction", Some([2031, 7, 1]), at_view("overview")),
            [6.0, 6.0],
            &said(
                ["2031：建成", "2031: finished"],
                ["拖动年份，看它怎样长起来。", "Slide the years and watch it grow."],
            ),
        ),
    ];
    steps[1].overlay = Some(OverlayFile::LandUses);
    steps[3].overlay = Some(OverlayFile::Works);
    chapter(
        "years",
        two("从前、规划、设计、建设、建成", "Before, plan, design, works, finished"),
        two("五年在一分钟里", "Five years in a minute"),
        &["years"],
        steps,
    )
}

/// Two layouts side by side, and a vote.
pub(super) fn two_layouts() -> ChapterFile {
    let compared = |variant: &str, mut step: ShowStepFile| {
        step.comparison = Some(ComparisonFile::Variant(variant.to_owned()));
        step
    };
    let steps = vec![
        step(
            at_place([-60.0, -330.0, 260.0], [-60.0, 120.0, 20.0]),
            [0.0, 6.0],
            &said(
                ["同样的面积，两种布局", "The same floor area, two layouts"],
                ["左边是高层，右边是围合院落。", "Towers on the left, courtyards on the right."],
            ),
        ),
        step(
            at_place([250.0, -180.0, 230.0], [50.0, 80.0, 15.0]),
            [4.0, 9.0],
            &said(
                ["站前：塔楼，还是院落？", "At the station: towers or courts?"],
                ["看阴影、看街道、看天空。", "Look at the shadows, the street, the sky."],
            ),
        ),
        step(
            at_place([-480.0, 40.0, 170.0], [-320.0, 210.0, 15.0]),
            [4.0, 9.0],
            &said(
                ["机床新村：塔楼，还是院落？", "The old estate: towers or courts?"],
                ["滑动分界线，比一比。", "Slide the line and compare."],
            ),
        ),
    ];
    let mut told = chapter(
        "layouts",
        two("两种布局，您选哪个？", "Two layouts: which is yours?"),
        two("比一比，投一票", "Compare, then vote"),
        &["swipe", "sun"],
        steps.into_iter().map(|step| compared("courtyard", step)).collect(),
    );
    told.question = Some(QuestionFile {
        key: "layout".to_owned(),
        at_s: 29.0,
        words: two("您更愿意住在哪里？", "Where would you rather live?"),
        answer: AnswerFile::Vote {
            choices: vec![
                choice(
                    "towers",
                    two("高层塔楼，地面留给绿地", "In towers, with the ground left green"),
                    None,
                ),
                choice(
                    "courts",
                    two("围合院落，低一些、近一些", "Around courts, lower and closer"),
                    Some("courtyard"),
                ),
                choice("both", two("两种都要有", "There should be both"), None),
            ],
        },
    });
    told
}

/// Find my home.
pub(super) fn home() -> ChapterFile {
    let told = [
        (
            at_place([-330.0, 60.0, 150.0], [-200.0, 220.0, 10.0]),
            [0.0, 7.0],
            "D1/slab-3",
            said(
                ["找一找我的家", "Find my home"],
                [
                    "点任意一栋住宅：到站、取车、收货各要几分钟。",
                    "Tap any home: minutes to the station, the car, the parcel.",
                ],
            ),
        ),
        (
            at_place([-470.0, 90.0, 120.0], [-340.0, 230.0, 12.0]),
            [4.0, 7.0],
            "C2/new-1",
            said(
                ["回到机床新村", "Back in the old estate"],
                ["原地安置，邻居还是邻居。", "Rehoused on the spot: neighbours stay neighbours."],
            ),
        ),
        (
            at_place([160.0, -310.0, 120.0], [80.0, -110.0, 30.0]),
            [4.0, 7.0],
            "A5/home-1",
            said(
                ["青年公馆", "Homes for the young"],
                ["楼下就是车站，窗外就是运河。", "The station downstairs, the canal outside."],
            ),
        ),
        (
            at_view("park"),
            [4.0, 6.0],
            "",
            said(
                ["欢迎回家", "Welcome home"],
                ["公园、学校、菜场，都在十分钟里。", "Park, school and market within ten minutes."],
            ),
        ),
    ];
    let steps = told
        .into_iter()
        .map(|(stop, times, selection, said)| {
            let mut step = step(stop, times, &said);
            step.selection = (!selection.is_empty()).then(|| selection.to_owned());
            step
        })
        .collect();
    chapter(
        "home",
        two("找到我的家", "Find my home"),
        two("点一户，看三个时间", "Tap one and see its three times"),
        &["home", "sun"],
        steps,
    )
}
