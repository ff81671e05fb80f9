//! The one catalogue of texts on screen, in Chinese and English.
//!
//! A text that lacks a language does not compile.

use linli_model::{LandUse, Language, Layer, Stage, Truth};

use crate::WorkState;

macro_rules! texts {
    ($($name:ident: $chinese:literal, $english:literal;)*) => {
        /// A text on screen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are the documentation; the words stand beside them")]
        pub enum Text { $($name,)* }

        /// Every text, for tests and translators.
        #[cfg(test)]
        const ALL: &[Text] = &[$(Text::$name,)*];

        /// The words of a text in a language.
        pub fn text(text: Text, language: Language) -> &'static str {
            match (text, language) {
                $((Text::$name, Language::Chinese) => $chinese,
                  (Text::$name, Language::English) => $english,)*
            }
        }
    };
}

/// Of words in English and Chinese those of a language.
pub fn said(pair: &[String; 2], language: Language) -> &str {
    match language {
        Language::English => &pair[0],
        Language::Chinese => &pair[1],
    }
}

texts! {
    AppName: "邻里", "Linli";
    Layers: "图层", "Layers";
    Views: "视角", "Views";
    Search: "搜索名称、地址、编号", "Search name, address, id";
    NothingFound: "没有找到", "Nothing found";
    SunTime: "太阳时刻", "Sun time";
    Night: "夜间", "Night";
    Underground: "地下", "Underground";
    Help: "帮助", "Help";
    Home: "全景", "Home";
    Screenshot: "截图", "Screenshot";
    SwitchLanguage: "English", "中文";
    Orbit: "环绕", "Orbit";
    Fly: "飞行", "Fly";
    Walk: "步行", "Walk";
    Close: "关闭", "Close";
    FlyTo: "飞到这里", "Fly there";
    Source: "来源", "Source";
    LevelOfDetail: "细节层次", "Level of detail";
    Key: "编号", "Key";
    Kind: "类别", "Kind";
    Attributes: "属性", "Attributes";
    Loading: "正在载入", "Loading";
    Cancel: "取消", "Cancel";
    Cancelled: "已取消载入，场景不完整", "Loading cancelled, the scene is incomplete";
    LoadFailed: "无法打开场景", "The scene cannot be opened";
    Saved: "已保存", "Saved";
    NotSaved: "无法保存", "Could not save";
    PerspectiveNoScale: "透视图，无比例尺", "perspective, no scale";
    Use: "用途", "Use";
    Height: "高度", "Height";
    HeightAssumed: "（按规则假定）", " (assumed by rule)";
    StoreysAbove: "地上层数", "Storeys above ground";
    StoreysBelow: "地下层数", "Storeys below ground";
    FootprintArea: "占地面积", "Footprint area";
    Area: "面积", "Area";
    Roof: "屋顶", "Roof";
    Year: "建成年份", "Year built";
    WindowWallRatio: "窗墙比", "Window-to-wall ratio";
    Address: "地址", "Address";
    PartOf: "属于", "Part of";
    Class: "等级", "Class";
    Length: "长度", "Length";
    Width: "宽度", "Width";
    Lanes: "车道数", "Lanes";
    Oneway: "单行", "One-way";
    Surface: "路面", "Surface";
    SpeedLimit: "限速", "Speed limit";
    Bridge: "桥", "Bridge";
    Tunnel: "隧道", "Tunnel";
    OnFoot: "步行", "On foot";
    ByBicycle: "骑行", "By bicycle";
    ByCar: "行车", "By car";
    Yes: "允许", "yes";
    No: "禁止", "no";
    Private: "限内部", "private";
    Mode: "方式", "Mode";
    Capacity: "车位", "Bays";
    Medium: "介质", "Medium";
    Diameter: "管径", "Diameter";
    Material: "材质", "Material";
    Depth: "埋深（地面至管顶）", "Cover (ground to crown)";
    DepthAssumed: "（按规则假定）", " (assumed by rule)";
    From: "起点", "From";
    To: "终点", "To";
    Species: "树种", "Species";
    Crown: "冠幅", "Crown";
    Category: "类型", "Category";
    Scenario: "场景", "Scenario";
    HelpMove: "左键拖动：平移　右键/中键拖动：绕点旋转　滚轮：向光标缩放", "Left drag: move   Right/middle drag: turn about the point   Wheel: zoom to the cursor";
    HelpKeys: "方向键平移，Shift+方向键旋转，+/− 缩放，PgUp/PgDn 升降，按住 Ctrl 放慢", "Arrows move, Shift+arrows turn, +/− zoom, PgUp/PgDn raise, hold Ctrl to slow down";
    HelpModes: "O 环绕　V 飞行（WASD 移动，Q/E 升降，右键转头）　G 步行（遇墙停止）　Esc 返回环绕", "O orbit   V fly (WASD move, Q/E down/up, right drag looks)   G walk (walls stop you)   Esc back to orbit";
    HelpViews: "Home 全景　N 正北　T 俯视　F 飞到所选　1–9 保存的视角", "Home whole site   N north up   T top view   F fly to the selection   1–9 saved views";
    HelpTouch: "触摸：单指平移，双指缩放和旋转，双指同向倾斜，轻点选择", "Touch: one finger moves, two fingers zoom and turn, two fingers together tilt, tap selects";
    HelpEdit: "编辑：B 画建筑　M 移动　R 旋转 15°　[ ] 减增一层　C 复制　Delete 删除　Ctrl+Z/Y 撤销重做　Ctrl+B 分出新方案　Ctrl+E 导出对比页", "Edit: B draw a building   M move   R turn by 15°   [ ] a storey less or more   C copy beside   Delete   Ctrl+Z/Y undo, redo   Ctrl+B fork   Ctrl+E export a comparison";
    HelpOther: "单击查看信息　U 地下　I 指标　L 图层　/ 搜索　F12 截图　Tab 换语言　? 帮助", "Click shows facts   U underground   I figures   L layers   / search   F12 picture   Tab language   ? help";
    SunNote: "真实太阳位置（NREL SPA）", "True position of the sun (NREL SPA)";
    UtilityLegend: "地下管线", "Utility lines";
    Tools: "工具", "Tools";
    Measure: "测量", "Measure";
    MeasurePoint: "坐标点", "Point";
    MeasureLength: "距离", "Distance";
    MeasureArea: "面积", "Area";
    MeasureHeight: "高差", "Height difference";
    MeasureAngle: "角度", "Angle";
    MeasureClearance: "净距", "Clearance";
    MeasureMorePoints: "点数不足", "more points are needed";
    MeasureCrossing: "多边形的边相交，没有面积", "the edges cross, so there is no area";
    MeasureNoDirection: "两点重合，没有角度", "two points in one place have no angle";
    MeasureNoGeometry: "对象不存在或没有几何", "a thing is not there or has no geometry";
    MeasurePointHint: "单击一点", "click a point";
    MeasureLengthHint: "逐点单击；回车结束，退格撤回", "click point by point; Enter ends, Backspace takes back";
    MeasureAreaHint: "逐点单击角点；回车闭合，退格撤回", "click the corners; Enter closes, Backspace takes back";
    MeasureHeightHint: "先后单击两点", "click two points";
    MeasureAngleHint: "单击三点，第二点为顶点", "click three points; the angle is at the second";
    MeasureClearanceHint: "先后单击两个对象", "click two things";
    SnapHint: "自动吸附角点和边", "snaps to corners and edges";
    East: "东坐标", "East";
    North: "北坐标", "North";
    HeightAboveDatum: "高程", "Height (datum)";
    AboveGround: "距地面", "Above the ground";
    SpaceLength: "空间距离", "In space";
    PlanLength: "水平距离", "In plan";
    Pieces: "分段", "Pieces";
    PlanArea: "水平投影面积", "Area in plan";
    SlopingArea: "实际面积", "Area as it lies";
    Perimeter: "周长", "Perimeter";
    PlanPerimeter: "水平周长", "Perimeter in plan";
    Slope: "坡度", "Slope";
    PlanAngle: "水平角", "Angle in plan";
    TheyTouch: "相接或相含", "they touch, or one holds the other";
    ClearAll: "全部清除", "Clear all";
    Remove: "移除", "Remove";
    ColoursByAttribute: "专题着色", "Colours";
    ColourBy: "着色字段", "Colour by";
    ClassMethodLabel: "分级方法", "Classes by";
    Quantiles: "分位数", "quantiles";
    EqualIntervals: "等间距", "equal steps";
    NaturalBreaks: "自然间断", "natural breaks";
    NoColours: "取消着色", "No colours";
    ClassCount: "级数", "Number of classes";
    NoValue: "无值", "no value";
    NoSuchValues: "没有要素具有该字段", "no element has such values";
    AttributeTable: "属性表", "Table";
    Filter: "筛选", "Filter";
    TableFilterHint: "例如 storeys>=18 and use=residential", "for example storeys>=18 and use=residential";
    Rows: "行", "rows";
    SumOf: "合计", "Sum";
    MeanOf: "平均", "Mean";
    LeastOf: "最小", "Least";
    GreatestOf: "最大", "Greatest";
    MedianOf: "中位数", "Median";
    FilledOf: "有值", "With a value";
    ChooseRows: "选中全部行", "Choose all rows";
    AllKinds: "全部类别", "All kinds";
    Visibility: "显隐", "Visibility";
    Chosen: "已选中", "Chosen";
    ChooseByBox: "框选", "Choose by a box";
    ChooseByBoxHint: "按住左键拖出矩形；Shift 追加", "drag a box with the left button; Shift adds";
    Isolate: "仅显示所选", "Isolate";
    Hide: "隐藏所选", "Hide";
    MakeFaint: "所选透明", "See-through";
    ShowAll: "全部显示", "Show all";
    ChooseNone: "取消选择", "Choose none";
    Bookmarks: "书签", "Bookmarks";
    AddBookmark: "保存当前视角", "Keep this view";
    BookmarkName: "书签名称", "Name of the view";
    SmallMap: "鹰眼图", "Small map";
    LayerOpacity: "图层透明度", "Layers see-through";
    CompareMoments: "时刻对比", "Two moments";
    CompareVariants: "方案对比", "Compare variants";
    Swipe: "滑动", "Swipe";
    SideBySide: "并排", "Side by side";
    Blink: "闪烁", "Blink";
    Ghost: "叠影", "Ghost";
    DifferenceColours: "差异着色", "Differences";
    Added: "新增", "Added";
    RemovedElements: "移除", "Removed";
    Moved: "移动", "Moved";
    Changed: "修改", "Changed";
    Unchanged: "无差异", "No difference";
    KeyFigures: "主要指标差异", "Figures that differ most";
    AllFigures: "指标", "Figures";
    Figure: "指标", "Figure";
    SameFigures: "无差异的指标", "Figures that do not differ";
    DifferingElements: "差异要素", "Elements that differ";
    Causes: "原因", "Causes";
    FindCauses: "查找原因", "Find causes";
    Reckoning: "正在计算", "Reckoning";
    SwapSides: "交换", "Swap";
    OpenComparison: "打开对比", "Compare these";
    CloseComparison: "结束对比", "End the comparison";
    OnlyInSecond: "仅在方案乙", "Only in the second";
    NothingDiffers: "两个方案没有差异", "The two do not differ";
    NoKeyFigures: "已计算的指标没有差异", "The figures that were reckoned do not differ";
    NotWhileComparing: "请先结束对比，再修改方案", "End the comparison before changing a variant";
    CausesAddUp: "各原因的贡献之和等于差值", "Contributions add up to the difference";
    Works: "施工计划", "Works";
    Play: "播放", "Play";
    Pause: "暂停", "Pause";
    DaysPerSecond: "每秒天数", "days a second";
    ClaimPlanning: "方案示意，未经批准", "a proposal, not approved";
    ClaimDesign: "设计成果，全部建成时", "the design, as if all of it stood";
    ClaimConstruction: "某一日期的实际与计划", "the place on one date";
    Watermark: "规划方案 · 示意", "Proposal · not a decision";
    LandUses: "用地性质", "Land use";
    WorkStates: "施工状态", "Works";
    Finished: "已建成（本色）", "finished (own colour)";
    ClaimedAs: "真实程度", "Level of truth";
    StandingRow: "施工状态", "State of works";
    Tasks: "施工任务", "Works on it";
    Task: "任务", "Task";
    Count: "数量", "Number";
    Power: "功率", "Power";
    Reach: "臂长", "Jib";
    FloorAreaRatio: "容积率", "Floor-area ratio";
    Coverage: "建筑密度", "Building coverage";
    GreenRatio: "绿地率", "Green land ratio";
    Setback: "建筑退界", "Setback";
    FloorAreaAbove: "地上建筑面积", "Floor area above ground";
    FloorAreaBelow: "地下建筑面积", "Floor area below ground";
    Dwellings: "住宅套数", "Dwellings";
    Residents: "居住人口", "Residents";
    Jobs: "就业岗位", "Jobs";
    Lifts: "电梯台数", "Lifts";
    SoilCover: "顶板覆土", "Soil over the roof slab";
    OuterSize: "外包尺寸", "Outer size";
    Compartments: "舱室", "Compartments";
    SoilDepth: "土层厚度", "Soil depth";
    Undo: "撤销", "Undo";
    Redo: "重做", "Redo";
    DrawBuilding: "画建筑", "Draw a building";
    History: "历史", "History";
    ForkVariant: "由此分出新方案", "Fork this variant";
    VariantForked: "已分出新方案", "a variant was forked";
    ExportComparison: "导出对比页", "Export as a page";
    NotReckonedYet: "指标尚在计算，请稍后导出", "the figures are still being reckoned";
    DrawHint: "点击地面加角点；点首角或回车完成，Esc 取消", "click the ground for corners; the first corner or Enter ends, Esc cancels";
    MoveTool: "拖动", "Drag";
    Rotate: "旋转 15°", "Turn 15°";
    CopyBeside: "复制", "Copy";
    Delete: "删除", "Delete";
    Storeys: "层数", "storeys";
    Editing: "正在编辑方案", "Editing variant";
    UndergroundCheck: "管线检查", "Underground check";
    WithIndications: "含提示", "with indications";
    All: "全部", "all";
    Beside: "与", "beside";
    Chainage: "桩号", "chainage";
    Mend: "最小调整", "smallest mend";
    LongProfile: "纵断面", "Long profile";
    CrossSection: "横断面", "Cross-section";
    WalkInside: "进入廊内", "Walk inside";
    TraceUpstream: "上游", "Upstream";
    TraceDownstream: "下游", "Downstream";
    TraceClosure: "关阀影响", "Closure";
    TraceLines: "管段", "lines";
    TraceNodes: "节点", "nodes";
    TraceLength: "长度", "length";
    ValvesToClose: "需关闭阀门", "valves to close";
    NodesCutOff: "断供节点", "nodes cut off";
    ConnectionsDry: "断供接户与消火栓", "connections and hydrants without supply";
    NoSource: "管网中无水源，无法判断", "not known: the network has no source";
    Figures: "指标", "Figures";
    FiguresOfDesign: "设计阶段 · 对比现方案", "design stage · compared with the plan";
    FiguresOfScene: "设计阶段", "design stage";
    ElasticFar: "弹性容积率", "Elastic FAR";
    DensityFigures: "密度 · TOD", "Density · TOD";
    GreenFigures: "绿地 · 立体绿化", "Green";
    ReachFigures: "人 10 · 车 5 · 物 30 分钟", "Person 10 · car 5 · goods 30 min";
    UndergroundFigures: "地下检查", "Below ground";
    CapitalFigures: "资金平衡（示例价格）", "Capital balance (example prices)";
    FigureFresh: "最新", "up to date";
    FigureUpdating: "更新中", "updating";
    FigureStale: "待更新", "out of date";
    LimitMet: "符合", "met";
    LimitLikelyMet: "可能符合（限值待核）", "likely met (limit to be looked up)";
    LimitLikelyMissed: "可能不符合（限值待核）", "likely not met (limit to be looked up)";
    LimitMissed: "不符合", "not met";
    LimitUnknown: "未知", "unknown";
    HowFormula: "算法", "Formula";
    HowClause: "依据", "Clause";
    NoValueBecause: "无数值", "No value";
    DifferenceBetter: "更好", "better";
    DifferenceWorse: "更差", "worse";
    ShowInScene: "在场景中查看", "show in the scene";
    NoParcels: "场景没有地块，无弹性容积率", "the scene has no parcels, so no elastic ratio";
    CompassNow: "现状", "now";
    CompassTarget: "大疏大密目标", "station target";
    CompassFull: "可达", "up to";
    CompassRoom: "还可增建", "may still grow by";
    CompassFirst: "首先受限", "first stopped by";
    CompassFullNow: "已达上限", "at its limit";
    CompassUnknown: "空心：条件未知", "hollow: not known";
    CompassHint: "选中建筑或地块，看其弹性罗盘", "select a building or parcel to see its compass";
    ElasticMarkHint: "环：已建占可达的比例；中间：现状容积率", "ring: what stands of what may be reached; number: floor-area ratio now";
    ElasticInScene: "在地块上显示", "show at the parcels";
    ParcelsGrowing: "个地块可增建", "parcels may grow";
    Values: "分析", "Analyses";
    NoValues: "不显示", "none";
    Computing: "正在计算…", "computing…";
    NotComputed: "无法计算", "cannot be computed";
    PersonReach: "步行至站点 10 分钟", "On foot to the station, 10 min";
    CarReach: "取车 5 分钟", "Fetching the car, 5 min";
    GoodsReach: "物流入户 30 分钟", "Goods to the door, 30 min";
    ReachOfHome: "可达性", "Reach";
    ReachHint: "点选住宅，看人、车、物三条路径；点选道路、门、车库等可试关闭", "select a home to see its three ways; select a street, gate, garage, ... to try closing it";
    WayPerson: "人 · 到站", "Person · to the station";
    WayCar: "车 · 社区出口→车位→家", "Car · gate to bay to flat";
    WayGoods: "物 · 配送点→家门", "Goods · hub to the door";
    FetchCar: "取车", "fetching it";
    ParkCar: "停车", "parking it";
    CommunityGate: "社区出口", "community gate";
    OverlayPerson: "人 10", "Person 10";
    OverlayCar: "车 5", "Car 5";
    OverlayGoods: "物 30", "Goods 30";
    PartWalk: "步行", "walk";
    PartStairs: "楼梯", "stairs";
    PartLiftWait: "候梯", "lift wait";
    PartLift: "电梯", "lift";
    PartCrossing: "过街", "crossings";
    PartDrive: "行车", "drive";
    PartSearch: "寻位", "search";
    PartQueue: "排队等待", "queue";
    PartService: "作业", "service";
    PartOtherStops: "途中他单", "other stops";
    PartHandover: "交付", "handover";
    NoStation: "路网上没有站点", "no station on the network";
    WayCutOff: "被隔断，无法到达", "cut off: no way there";
    NoWay: "时间未知：门未连到路网", "unknown: no door on the network";
    NoBay: "无车位", "no car with a bay";
    NoHub: "无配送点可服务，或无订单", "no hub serves it, or no order";
    MinutesLimit: "限", "limit";
    Walker: "人群", "Walker";
    Departure: "出发时刻", "Departure";
    AnyTime: "任意（全部开放）", "any (all open)";
    GroundBands: "地面等时带（每带 1 分钟）", "Bands on the ground (1 min each)";
    BandsFromStation: "步行至站点分钟数", "minutes on foot to the station";
    SpreadFront: "从站点扩散", "Spread from the station";
    FrontAt: "已扩散", "front at";
    CloseThis: "试关闭：", "Try closing:";
    LiftBank: "电梯组", "lift bank";
    ClosedNow: "已关闭", "Closed";
    OpenAgain: "重新开放", "Open again";
    OpenAll: "全部开放", "Open all";
    PeopleGain: "人更快", "faster";
    PeopleLose: "人更慢", "slower";
    PeopleCutOff: "人被隔断", "cut off";
    PeopleWithin: "达标人数", "within the limit";
    NobodyAffected: "无人受影响", "nobody is affected";
    WhoGainsAndLoses: "影响人数", "People affected";
    LayoutGradient: "密度梯度差", "Gradient gap";
    LayoutGreen: "绿地占比", "Green share";
    LayoutWalking: "步行到站", "Walk to station";
    LayoutSunlight: "正午日照", "Noon sun";
    LayoutCapital: "资金盈余", "Surplus";
    LayoutGradientNote: "各地块容积率与站点密度曲线之差的面积加权均值，越小越好", "mean distance of parcels' floor-area ratios from the curve towards the station; less is better";
    LayoutGreenNote: "地块用地减去建筑、消防车道与铺装后的占比", "share of parcels that buildings, fire lanes and paving leave";
    LayoutWalkingNote: "居民与就业者从地块沿路网步行到站的平均时间", "mean walk of residents and jobs to the station by the streets";
    LayoutSunlightNote: "大寒日正午，住宅底层南立面不被同地块建筑遮挡的占比", "share of south fronts of homes in the sun at noon of Great Cold day";
    LayoutCapitalNote: "收入减成本，示例价格，仅用于方案间比较", "revenue less cost by example prices: to compare layouts only";
    Layouts: "布局方案", "Layouts";
    LayoutsAbout: "按限值、间距与消防自动布置，种子相同则结果相同", "buildings within limits, spacing and fire rules; the same seed gives the same layouts";
    LayoutObjectives: "目标", "Objectives";
    LayoutUnit: "实施单元", "implementation unit";
    LayoutAllParcels: "全部地块", "all parcels";
    LayoutSelectedParcel: "所选地块", "selected parcel";
    LayoutCount: "每代方案", "a generation";
    LayoutGenerations: "代数", "generations";
    LayoutSeed: "随机种子", "seed";
    LayoutAsNow: "同现方案", "as now";
    LayoutSearch: "开始搜索", "Search";
    LayoutSearchAgain: "重新搜索", "Search again";
    LayoutContinue: "继续", "Go on";
    LayoutChecking: "正在核查", "being checked";
    LayoutsTried: "试算", "tried";
    LayoutsOnFront: "互不劣于的方案", "none better than another";
    LayoutsShown: "筛选后", "shown";
    LayoutsClean: "无违规", "keep every rule";
    LayoutMissesProgramme: "未满足户数、岗位要求", "misses the homes or jobs asked for";
    LayoutOpen: "作为方案打开", "Open as a variant";
    LayoutsCompare: "对比所选", "Compare the chosen";
    LayoutChosen: "已选", "chosen";
    LayoutClearChoice: "清除选择", "Choose none";
    ClearFilters: "清除筛选", "Clear filters";
    FilterHint: "沿轴拖动筛选，点击轴取消；点方案图或线选择", "drag along an axis to filter, click it to clear; click a plan or a line to choose";
    ParallelUpIsBetter: "向上更好", "up is better";
    ParallelUpIsMore: "向上更多", "up is more";
    FaultOverlap: "建筑重叠", "buildings overlap";
    FaultInStreet: "压占道路", "in a street";
    FaultFireGap: "防火间距", "fire distance";
    FaultIsolated: "无路可达", "no street leads in";
    FaultBasement: "地下室侵入管廊", "basement in a utility tunnel";
    Tours: "漫游", "Tours";
    EndTour: "结束", "End";
    Variants: "方案", "Variants";
    BaseVariant: "现方案", "As planned";
    CutOpen: "剖开", "Cut open";
    CutDepth: "深", "depth";
    CutWidth: "宽", "width";
    CutLength: "长", "length";
    CutMove: "移", "move";
    CutTurn: "转", "turn";
    CutThroughLines: "管线断面", "cut lines too";
    CutAlongSelection: "沿所选管线", "along the selection";
    CutHere: "移到此处", "move here";
    SoilIsUsual: "土层为常见示意，非勘察", "soil layers are usual ones, not a survey";
    OpenStorey: "剖开楼层", "Open a storey";
    InteriorSchematic: "室内按户数、用途推定，为示意", "interiors are a scheme from use and counts";
    GroundFaded: "地面已半透明", "Ground shown see-through";
    ShowAuthor: "展示编辑", "Show editor";
    RecordView: "记录当前视角", "Record this view";
    TakeView: "改为当前视角", "Use this view";
    LookAtStep: "查看", "Look";
    FlySeconds: "飞行", "fly";
    StaySeconds: "停留", "stay";
    RemoveStep: "删除", "Remove";
    PlayChapter: "播放本章", "Play the chapter";
    SaveShow: "保存展示", "Save the show";
    NotSavedYet: "有未保存的修改", "Changes are not saved";
    KioskHome: "首页", "Home";
    KioskBack: "返回", "Back";
    KioskPrevious: "上一章", "Previous";
    KioskNext: "下一章", "Next";
    KioskContrast: "高对比", "Contrast";
    KioskLow: "低位", "Low";
    KioskYears: "年份", "Years";
    KioskGround: "揭开地面", "Ground";
    KioskConfirm: "就猜这个", "That is my guess";
    KioskContinue: "继续", "Go on";
    KioskFigure: "实际：", "It is";
    KioskYourGuess: "您猜：", "You guessed";
    KioskStillHere: "您还在吗？", "Are you still here?";
    KioskYes: "还在", "Yes";
    KioskCleaning: "清洁中，暂停触摸", "Being cleaned: touches do nothing";
    KioskPin: "工作人员密码", "Staff PIN";
    KioskLocked: "已锁定", "Locked for";
    KioskStaff: "工作人员菜单", "Staff menu";
    KioskClean: "清洁屏幕", "Clean the screen";
    KioskRestart: "重新启动展示", "Start the show again";
    KioskQuit: "结束展示", "End the show";
    KioskFacilities: "设施数量", "Facilities";
    KioskToStation: "步行到站", "Walk to station";
    KioskToCar: "取车", "To the car";
    KioskToDoor: "货到家门", "Goods to door";
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_said_in_both_languages() {
        assert!(ALL.len() > 60);
        for &t in ALL {
            let (chinese, english) = (text(t, Language::Chinese), text(t, Language::English));
            assert!(!chinese.is_empty() && !english.is_empty(), "{t:?}");
            // The language switch names the other language, in that language.
            if t != Text::SwitchLanguage {
                assert!(!english.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{t:?}");
                assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{t:?}");
            }
        }
    }
}
