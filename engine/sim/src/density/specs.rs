//! Every figure of density, once: name, unit, formula, clause.

use linli_model::Confidence;

use crate::indicator::{Better, IndicatorSpec, Title};

const GB: &str = "GB 50180-2018 Table 4.0.2";
const OWN: &str = "convention of this engine";

/// A figure that describes, or has to lie in a band.
const fn spec(
    id: &'static str,
    title: Title,
    unit: &'static str,
    decimals: u8,
    formula: &'static str,
    clause: &'static str,
    confidence: Confidence,
) -> IndicatorSpec {
    IndicatorSpec { id, title, unit, decimals, better: Better::Neither, formula, clause, confidence }
}

/// A figure of which more, or less, is better.
const fn towards(better: Better, spec: IndicatorSpec) -> IndicatorSpec {
    IndicatorSpec { better, ..spec }
}

macro_rules! specs {
    ($($(#[$doc:meta])* $name:ident = $value:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: IndicatorSpec = $value;)*
        /// Every figure of density and transit-oriented development.
        pub static DENSITY_SPECS: &[&IndicatorSpec] = &[$(&$name),*];
    };
}

use Better::{Higher, Lower};
use Confidence::{C, MPlus, S2};

specs! {
    LAND = spec("density.land", Title::new("用地面积", "Land"), "m²", 1, "A = area of the outline, less what earlier parcels hold", OWN, C);
    ABOVE = spec("density.gfa_above", Title::new("地上建筑面积", "Floor above ground"), "m²", 1, "Σ storeys × storey area", "GB/T 50353-2013 3.0.1", MPlus);
    BELOW = spec("density.gfa_below", Title::new("地下建筑面积", "Floor below ground"), "m²", 1, "Σ basements; levels below a building on a basement belong to the basement", "GB/T 50353-2013 3.0.1", MPlus);
    COUNTED = spec("density.gfa_counted", Title::new("计容建筑面积", "Floor that counts"), "m²", 1, "GFA above − Σ exempt + Σ raised basements", "counting rules of the pack", C);
    EXEMPT = spec("density.gfa_exempt", Title::new("不计容建筑面积（地上）", "Exempt floor above ground"), "m²", 1, "Σ floor taken off × (1 − factor)", "counting rules of the pack", C);
    POSSIBLE = spec("density.gfa_exempt_possible", Title::new("移交后可不计容的设施面积", "Facilities exempt if handed over"), "m²", 1, "Σ floor of facilities without the attribute handed_over", "counting rules of the pack", C);
    FAR = spec("density.far", Title::new("容积率", "Floor-area ratio"), "", 2, "FAR = counted floor / A", GB, MPlus);
    COVERAGE = spec("density.coverage", Title::new("建筑密度", "Building coverage"), "%", 1, "100 · union of footprints / A", GB, MPlus);
    TOWER_COVERAGE = spec("density.tower_coverage", Title::new("塔楼密度", "Tower coverage"), "%", 1, "100 · largest storey above 24 m / A", OWN, C);
    HEIGHT = spec("density.height", Title::new("最高建筑高度", "Highest building"), "m", 1, "max of the buildings", GB, MPlus);
    STOREYS = spec("density.average_storeys", Title::new("平均层数", "Average storeys"), "", 1, "GFA above / union of footprints", GB, MPlus);
    DWELLINGS = spec("density.dwellings", Title::new("住宅套数", "Dwellings"), "", 0, "Σ storeys", OWN, C);
    RESIDENTS = spec("density.residents", Title::new("居民", "Residents"), "", 0, "Σ storeys; by floor where the source counts none", OWN, C);
    JOBS = spec("density.jobs", Title::new("就业岗位", "Jobs"), "", 0, "Σ storeys; by floor where the source counts none", OWN, C);
    LAND_PER_RESIDENT = spec("density.land_per_resident", Title::new("人均居住用地", "Land per resident"), "m²", 1, "A / residents", GB, MPlus);
    DWELLINGS_PER_HA = spec("density.dwellings_per_ha", Title::new("住宅套密度", "Dwellings per hectare"), "1/ha", 1, "dwellings / A", OWN, C);
    PEOPLE_PER_HA = spec("density.people_per_ha", Title::new("人口与岗位密度", "People and jobs per hectare"), "1/ha", 1, "(residents + jobs) / A", OWN, C);
    MIX = towards(Higher, spec("density.mix", Title::new("用途混合度", "Mix of uses"), "", 2, "−Σ p ln p / ln 5 over housing, shops, offices, industry, public", "entropy index (Cervero and Kockelman 1997)", MPlus));
    DAY_NIGHT = towards(Higher, spec("density.day_night", Title::new("昼夜平衡度", "Balance of day and night"), "", 2, "1 − |residents − jobs| / (residents + jobs)", OWN, C));
    WALK = spec("tod.walk", Title::new("至站点步行距离", "Walk to the station"), "m", 0, "shortest way by the street network, mean by floor", OWN, C);
    WALK_TIME = spec("tod.walk_time", Title::new("至站点步行时间", "Walking time to the station"), "min", 1, "quickest way at the planning speed, mean by floor", OWN, C);
    TARGET_FAR = spec("tod.target_far", Title::new("目标容积率（大疏大密）", "Target floor-area ratio"), "", 2, "min(s (1 + (F_core/F_edge − 1) exp(−(d/L)²)), FAR max)", OWN, C);
    GAP_FAR = spec("tod.gap_far", Title::new("与目标之差", "Gap to the target"), "", 2, "FAR − target", OWN, C);
    WITHIN_RESIDENTS = towards(Higher, spec("tod.within_residents", Title::new("站点步行范围内居民占比", "Residents within a walk of the station"), "%", 1, "100 · residents with d ≤ limit / all", "GB/T 51328-2018 9.3.3", S2));
    WITHIN_JOBS = towards(Higher, spec("tod.within_jobs", Title::new("站点步行范围内岗位占比", "Jobs within a walk of the station"), "%", 1, "100 · jobs with d ≤ limit / all", "GB/T 51328-2018 9.3.3", S2));
    WITHIN_ALL = towards(Higher, spec("tod.within_people_and_jobs", Title::new("站点步行范围内人口与岗位占比", "People and jobs within a walk of the station"), "%", 1, "100 · (residents + jobs) with d ≤ limit / all", "GB/T 51328-2018 9.3.3", S2));
    GINI = spec("tod.gini", Title::new("疏密指数", "Dense-sparse index"), "", 2, "Gini coefficient of counted floor over parcel land", OWN, C);
    MISMATCH = towards(Lower, spec("tod.mismatch", Title::new("偏离目标的建筑面积占比", "Floor away from the target"), "%", 1, "50 · Σ |floor − target| / Σ floor", OWN, C));
    WITHOUT_PLACE = towards(Lower, spec("tod.without_place", Title::new("限值内无处安置的面积", "Floor without a place within the limits"), "m²", 0, "Σ floor − Σ target", OWN, C));
    RAPID = towards(Higher, spec("tod.rapid_access", Title::new("1000米内可达轨道站点的建筑占比", "Buildings within 1000 m of rapid transit"), "%", 1, "100 · buildings with d ≤ 1000 m / all", "ITDP TOD Standard v3.0, gate of Transit", MPlus));
    ROAD_DENSITY = towards(Higher, spec("tod.road_density", Title::new("道路网密度", "Density of roads"), "km/km²", 2, "length of roads / land of the unit", "GB 50180-2018 6.0.2", S2));
    JUNCTIONS = towards(Higher, spec("tod.junctions", Title::new("道路交叉口密度", "Junctions of roads"), "1/km²", 1, "nodes of three and more roads, merged within 25 m / land", "ITDP TOD Standard v3.0, Connect", MPlus));
    WALK_JUNCTIONS = towards(Higher, spec("tod.walk_junctions", Title::new("步行交叉口密度", "Junctions of ways to walk"), "1/km²", 1, "nodes of three and more walkable ways, merged within 25 m / land", "ITDP TOD Standard v3.0, Connect", MPlus));
    CONNECTIVITY = towards(Higher, spec("tod.connectivity", Title::new("步行优先连通度", "Prioritised connectivity"), "", 2, "walking junctions / road junctions", "ITDP TOD Standard v3.0, Connect 2", MPlus));
    BLOCK_AREA = towards(Lower, spec("tod.block_area", Title::new("平均街区面积", "Mean block"), "ha", 2, "mean area of the unit between its roads", OWN, C));
    BLOCK_SIDE = towards(Lower, spec("tod.block_side", Title::new("街区长边（面积加权）", "Longest side of blocks"), "m", 0, "mean of the longer side of the smallest rectangle, by area", "ITDP TOD Standard v3.0, Connect 1; GB 50180-2018 6.0.2", MPlus));
    WALKWAYS = towards(Higher, spec("tod.walkways", Title::new("设有步行道的道路占比", "Roads with a walkway"), "%", 1, "100 · length with a walkway on it or within 8 m of its edge / all", "ITDP TOD Standard v3.0, Walk 1", MPlus));
    CROSSINGS = towards(Higher, spec("tod.crossings", Title::new("每交叉口人行过街数", "Crossings per junction"), "", 2, "crossings / road junctions", "ITDP TOD Standard v3.0, Walk 2", MPlus));
    ROADWAY = towards(Lower, spec("tod.roadway", Title::new("车行道用地占比", "Land under roads"), "%", 1, "100 · union of carriageways / land", "ITDP TOD Standard v3.0, Shift 3", MPlus));
    DRIVEWAYS = towards(Lower, spec("tod.driveways", Title::new("每百米道路车行出入口", "Driveways per 100 m of road front"), "1/100 m", 2, "entrances for cars / (2 · road length) · 100", "ITDP TOD Standard v3.0, Shift 2", MPlus));
    FRONTAGE = spec("tod.frontage", Title::new("沿街首层界面长度", "Ground-floor frontage"), "m", 0, "ground-floor walls within 15 m of a walkable street", OWN, C);
    ACTIVE = towards(Higher, spec("tod.active_frontage", Title::new("活力界面占比", "Lively frontage"), "%", 1, "100 · frontage with shops, culture, services / frontage", "ITDP TOD Standard v3.0, Walk 3", MPlus));
    BELOW_WITHIN = spec("tod.below_within", Title::new("站点步行范围内地下建筑面积", "Floor below ground within a walk of the station"), "m²", 0, "Σ basements with d ≤ limit", OWN, C);
    BELOW_SHARE = spec("tod.below_share_within", Title::new("站点步行范围内地下占比", "Share of floor below ground within a walk"), "%", 1, "100 · below / (above + below), d ≤ limit", OWN, C);
    BELOW_LINKED = towards(Higher, spec("tod.below_linked", Title::new("与站点地下连通的建筑面积", "Floor below ground linked to the station"), "m²", 0, "basements that hang together with the station box", OWN, C));
    NEAR_TUNNEL = towards(Higher, spec("tod.below_near_tunnel", Title::new("可接入综合管廊的地下建筑面积", "Floor below ground near a utility tunnel"), "m²", 0, "basements within 50 m of a utility tunnel", OWN, C));
    TO_TUNNEL = towards(Lower, spec("tod.station_to_tunnel", Title::new("站点至综合管廊距离", "Station to utility tunnel"), "m", 0, "nearest entrance to nearest tunnel, in plan", OWN, C));
    ROOM = spec("elastic.room", Title::new("可增建面积", "Floor that may be added"), "m²", 0, "min over the stops that are known", OWN, C);
}
