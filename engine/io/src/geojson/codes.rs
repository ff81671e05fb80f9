//! Every problem a GeoJSON file can have.

use crate::report::{Code, Outcome, Severity};

pub static SYNTAX: Code = Code {
    id: "CIM-GJ-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the JSON is broken: {}",
    chinese: "JSON 语法错误：{}",
    advice_english: "correct the file at that place, or export it again; NaN must be null",
    advice_chinese: "请在该处改正，或重新导出；NaN 应写作 null",
};
pub static DEPTH: Code = Code {
    id: "CIM-GJ-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "values are nested deeper than the limit: {}",
    chinese: "嵌套层数超过上限：{}",
    advice_english: "export the file again without nested collections, or raise the limit",
    advice_chinese: "请去除嵌套集合后重新导出，或提高上限",
};
pub static NOT_GEOJSON: Code = Code {
    id: "CIM-GJ-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "this is not GeoJSON: {}",
    chinese: "这不是 GeoJSON：{}",
    advice_english: "export a FeatureCollection",
    advice_chinese: "请导出为 FeatureCollection",
};
pub static CRS_NEEDED: Code = Code {
    id: "CIM-GJ-004",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "coordinates are not degrees, and no coordinate system is stated: {}",
    chinese: "坐标不是经纬度，且未说明坐标系：{}",
    advice_english: "name the coordinate system with --crs EPSG:…",
    advice_chinese: "请用 --crs EPSG:… 指定坐标系",
};
pub static CRS_UNKNOWN: Code = Code {
    id: "CIM-GJ-005",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the stated coordinate system is not known: {}",
    chinese: "无法识别文件声明的坐标系：{}",
    advice_english: "correct the crs member, or remove it and use --crs EPSG:…",
    advice_chinese: "请改正 crs 成员，或删除后用 --crs EPSG:… 指定",
};
pub static SWAPPED: Code = Code {
    id: "CIM-GJ-006",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "longitude and latitude seem to be swapped: {}",
    chinese: "经度与纬度似乎颠倒：{}",
    advice_english: "write longitude first, then latitude",
    advice_chinese: "请先写经度，再写纬度",
};
pub static TOO_MANY: Code = Code {
    id: "CIM-GJ-007",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "more than the limit: {}",
    chinese: "超过上限：{}",
    advice_english: "cut the file into smaller pieces, or raise the limit",
    advice_chinese: "请拆分文件，或提高上限",
};
pub static CANCELLED: Code = Code {
    id: "CIM-GJ-008",
    severity: Severity::Note,
    outcome: Outcome::Rejected,
    english: "reading was stopped{}",
    chinese: "读取已停止{}",
    advice_english: "import it again",
    advice_chinese: "请重新导入",
};
pub static ENCODING: Code = Code {
    id: "CIM-GJ-010",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the text is not UTF-8; it was read as {}",
    chinese: "文本不是 UTF-8；已按 {} 读取",
    advice_english: "check the names; save the file as UTF-8",
    advice_chinese: "请核对名称；建议另存为 UTF-8",
};
pub static ZERO_BYTES: Code = Code {
    id: "CIM-GJ-011",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "{} zero bytes at the end were left out",
    chinese: "已忽略末尾的 {} 个零字节",
    advice_english: "copy the file again if something is missing",
    advice_chinese: "若内容不全，请重新复制文件",
};
pub static CRS_MEMBER: Code = Code {
    id: "CIM-GJ-012",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "coordinates are in {}, as the crs member says (RFC 7946 no longer allows one)",
    chinese: "按 crs 成员，坐标系为 {}（RFC 7946 已不允许该成员）",
    advice_english: "nothing to do; other programs may read the file as degrees",
    advice_chinese: "无需处理；其他软件可能按经纬度读取",
};
pub static UNREADABLE: Code = Code {
    id: "CIM-GJ-020",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the feature cannot be read: {}",
    chinese: "无法读取该要素：{}",
    advice_english: "correct the feature",
    advice_chinese: "请改正该要素",
};
pub static GEOMETRY_TYPE: Code = Code {
    id: "CIM-GJ-021",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "unknown geometry type {}",
    chinese: "未知几何类型 {}",
    advice_english: "use a type of RFC 7946",
    advice_chinese: "请使用 RFC 7946 的几何类型",
};
pub static POSITION: Code = Code {
    id: "CIM-GJ-022",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "not a position: {}",
    chinese: "坐标无效：{}",
    advice_english: "a position is two or three finite numbers",
    advice_chinese: "坐标应为两个或三个有限数值",
};
pub static FEW_POINTS: Code = Code {
    id: "CIM-GJ-023",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the ring has too few different points: {}",
    chinese: "环的不同点数不足：{}",
    advice_english: "a ring needs three different points",
    advice_chinese: "环至少需要三个不同的点",
};
pub static NO_AREA: Code = Code {
    id: "CIM-GJ-024",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the ring encloses no area: {}",
    chinese: "环没有面积：{}",
    advice_english: "draw the outline without crossings",
    advice_chinese: "请重绘边界，避免交叉",
};
pub static SHORT_LINE: Code = Code {
    id: "CIM-GJ-025",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the line has no length: {}",
    chinese: "线长度为零：{}",
    advice_english: "a line needs two different points",
    advice_chinese: "线至少需要两个不同的点",
};
pub static EMPTY: Code = Code {
    id: "CIM-GJ-026",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the geometry is empty{}",
    chinese: "几何为空{}",
    advice_english: "draw it, or remove the feature",
    advice_chinese: "请补绘，或删除该要素",
};
pub static NO_GEOMETRY: Code = Code {
    id: "CIM-GJ-027",
    severity: Severity::Warning,
    outcome: Outcome::Kept,
    english: "the feature has no geometry; its properties are kept{}",
    chinese: "要素没有几何；已保留属性{}",
    advice_english: "draw it if it should be seen",
    advice_chinese: "如需显示，请补绘几何",
};
pub static OPEN_RING: Code = Code {
    id: "CIM-GJ-028",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the ring was closed: {}",
    chinese: "已闭合环：{}",
    advice_english: "repeat the first point at the end",
    advice_chinese: "请在末尾重复首点",
};
pub static BAD_HOLE: Code = Code {
    id: "CIM-GJ-029",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "a hole was left out: {}",
    chinese: "已去除孔洞：{}",
    advice_english: "draw holes inside the outline",
    advice_chinese: "孔洞应绘于边界之内",
};
pub static CROSSING: Code = Code {
    id: "CIM-GJ-030",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the outline crosses itself and was made valid: {}",
    chinese: "边界自相交，已修复：{}",
    advice_english: "draw the outline without crossings",
    advice_chinese: "请重绘边界，避免交叉",
};
pub static WINDING: Code = Code {
    id: "CIM-GJ-031",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "{} rings were turned to run counter-clockwise (holes clockwise)",
    chinese: "已调整 {} 个环的方向（外环逆时针，内环顺时针）",
    advice_english: "nothing to do",
    advice_chinese: "无需处理",
};
pub static DUPLICATE_ID: Code = Code {
    id: "CIM-GJ-032",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the id occurs more than once: {}",
    chinese: "编号重复：{}",
    advice_english: "give every feature its own id",
    advice_chinese: "请为每个要素使用不同编号",
};
pub static OUTSIDE: Code = Code {
    id: "CIM-GJ-033",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "not longitude and latitude in degrees: {}",
    chinese: "不是以度为单位的经纬度：{}",
    advice_english: "correct the coordinates",
    advice_chinese: "请改正坐标",
};
pub static MERGED: Code = Code {
    id: "CIM-GJ-034",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "{} pairs of opposite edges became one two-way street each",
    chinese: "{} 对方向相反的路段已合并为双向道路",
    advice_english: "nothing to do",
    advice_chinese: "无需处理",
};
pub static DEPTH_ASSUMED: Code = Code {
    id: "CIM-GJ-035",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "{} utility lines without depth lie at a cover assumed by rule",
    chinese: "{} 条管线无埋深，按规则覆土深度放置",
    advice_english: "give z coordinates, invert levels, or a cover",
    advice_chinese: "请提供 z 坐标、管底高程或覆土深度",
};
pub static MEDIUM_ASSUMED: Code = Code {
    id: "CIM-GJ-036",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "{} utility objects do not say what they carry; water is taken",
    chinese: "{} 个管线对象未说明介质；按给水处理",
    advice_english: "add a property medium",
    advice_chinese: "请添加 medium 属性",
};
pub static DIAMETER_ASSUMED: Code = Code {
    id: "CIM-GJ-037",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "{} utility lines have no diameter; a usual one is taken",
    chinese: "{} 条管线没有管径；按常用值处理",
    advice_english: "add a property diameter_mm",
    advice_chinese: "请添加 diameter_mm 属性",
};
pub static PROPERTY: Code = Code {
    id: "CIM-GJ-038",
    severity: Severity::Warning,
    outcome: Outcome::Skipped,
    english: "properties beyond the limit were left out: {}",
    chinese: "已略去超限的属性：{}",
    advice_english: "shorten them",
    advice_chinese: "请缩短属性",
};
pub static ANTIMERIDIAN: Code = Code {
    id: "CIM-GJ-039",
    severity: Severity::Warning,
    outcome: Outcome::Kept,
    english: "the file spans more than half of the Earth: {}",
    chinese: "文件跨越超过半个地球：{}",
    advice_english: "check for stray points and for outlines across the antimeridian",
    advice_chinese: "请检查离群点及跨越 180° 经线的边界",
};
pub static NO_FEATURES: Code = Code {
    id: "CIM-GJ-040",
    severity: Severity::Warning,
    outcome: Outcome::Kept,
    english: "the file has no features{}",
    chinese: "文件中没有要素{}",
    advice_english: "check the export",
    advice_chinese: "请检查导出",
};
pub static FLAT: Code = Code {
    id: "CIM-GJ-041",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "every z is 0: the file is taken as flat{}",
    chinese: "所有 z 均为 0：按平面数据处理{}",
    advice_english: "nothing to do",
    advice_chinese: "无需处理",
};
