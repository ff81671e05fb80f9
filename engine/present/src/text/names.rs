//! Names of stages, truths, states of work, land uses and layers.

use linli_model::{LandUse, Language, Layer, Stage, Truth};

use crate::WorkState;

fn choose(language: Language, (chinese, english): (&'static str, &'static str)) -> &'static str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// Name of a stage.
pub fn stage_text(stage: Stage, language: Language) -> &'static str {
    choose(
        language,
        match stage {
            Stage::Planning => ("规划", "Planning"),
            Stage::Design => ("设计", "Design"),
            Stage::Construction => ("建设", "Construction"),
        },
    )
}

/// What is claimed about an element.
pub fn truth_text(truth: Truth, language: Language) -> &'static str {
    choose(
        language,
        match truth {
            Truth::Existing => ("现状", "existing"),
            Truth::Proposed => ("规划方案", "proposed"),
            Truth::Designed => ("设计", "designed"),
            Truth::Temporary => ("临时", "temporary"),
        },
    )
}

/// How work stands.
pub fn work_state_text(state: WorkState, language: Language) -> &'static str {
    choose(
        language,
        match state {
            WorkState::InProgress => ("在建（按期）", "in progress, on time"),
            WorkState::Late => ("在建（滞后）", "in progress, late"),
            WorkState::Early => ("在建（提前）", "in progress, early"),
            WorkState::Demolition => ("拆除中", "being removed"),
            WorkState::Maintenance => ("维护中", "under maintenance"),
            WorkState::Closed => ("封闭", "closed"),
            WorkState::Temporary => ("临时设施", "temporary works"),
        },
    )
}

/// Name of a planned land use (用地用海分类).
pub fn land_use_text(use_: LandUse, language: Language) -> &'static str {
    choose(
        language,
        match use_ {
            LandUse::Residential => ("住宅用地", "housing"),
            LandUse::CommunityService => ("社区服务", "community services"),
            LandUse::Civic => ("机关团体", "civic"),
            LandUse::Culture => ("文化", "culture"),
            LandUse::Education => ("教育", "education"),
            LandUse::Sport => ("体育", "sports"),
            LandUse::Health => ("医疗卫生", "health"),
            LandUse::Welfare => ("社会福利", "welfare"),
            LandUse::Commercial => ("商业", "commerce"),
            LandUse::Business => ("商务金融", "offices"),
            LandUse::Mixed => ("商住混合", "mixed use"),
            LandUse::Innovation => ("新型产业", "innovation"),
            LandUse::TransportHub => ("交通场站", "transport hub"),
            LandUse::Utility => ("公用设施", "utilities"),
            LandUse::Park => ("公园绿地", "park"),
            LandUse::ProtectiveGreen => ("防护绿地", "protective green"),
            LandUse::Square => ("广场", "square"),
            LandUse::Water => ("水域", "water"),
        },
    )
}

/// Name of a layer.
pub fn layer_text(layer: Layer, language: Language) -> &'static str {
    let (chinese, english) = match layer {
        Layer::Terrain => ("地形", "Terrain"),
        Layer::Parcels => ("地块", "Parcels"),
        Layer::Buildings => ("建筑", "Buildings"),
        Layer::Streets => ("道路", "Streets"),
        Layer::Railways => ("轨道", "Railways"),
        Layer::Transit => ("公交站点", "Transit"),
        Layer::Parking => ("停车", "Parking"),
        Layer::Green => ("绿地", "Green"),
        Layer::Water => ("水体", "Water"),
        Layer::Trees => ("树木", "Trees"),
        Layer::Land => ("用地与铺装", "Land and paving"),
        Layer::Facilities => ("设施", "Facilities"),
        Layer::Addresses => ("门牌地址", "Addresses"),
        Layer::Structures => ("构筑物", "Structures"),
        Layer::Underground => ("地下空间", "Underground spaces"),
        Layer::Utilities => ("地下管线", "Utilities"),
        Layer::Equipment => ("设备", "Equipment"),
        Layer::SiteWorks => ("施工设施", "Site works"),
        Layer::Other => ("其他", "Other"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}
