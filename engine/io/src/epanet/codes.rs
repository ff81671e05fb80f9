//! Every problem an EPANET file can have.

use crate::report::{Code, Outcome, Severity};

pub static NO_PIPES: Code = Code {
    id: "CIM-EP-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "nothing can be placed: {}",
    chinese: "没有可定位的对象：{}",
    advice_english: "save the network with its map coordinates ([COORDINATES])",
    advice_chinese: "请连同地图坐标（[COORDINATES]）一起保存管网",
};
pub static TOO_MANY: Code = Code {
    id: "CIM-EP-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "more objects than the limit: {}",
    chinese: "对象数超过上限：{}",
    advice_english: "cut the network into smaller files, or raise the limit",
    advice_chinese: "请拆分管网文件，或提高上限",
};
pub static CANCELLED: Code = Code {
    id: "CIM-EP-004",
    severity: Severity::Note,
    outcome: Outcome::Rejected,
    english: "reading was stopped{}",
    chinese: "读取已停止{}",
    advice_english: "import it again",
    advice_chinese: "请重新导入",
};
pub static UNKNOWN_UNITS: Code = Code {
    id: "CIM-EP-005",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "unknown flow unit {}; US customary units (inches, feet) are taken",
    chinese: "未知流量单位 {}；按美制单位（英寸、英尺）读取",
    advice_english: "check [OPTIONS] UNITS",
    advice_chinese: "请检查 [OPTIONS] UNITS",
};
pub static ENCODING: Code = Code {
    id: "CIM-EP-006",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the text is not UTF-8; it was read as {}",
    chinese: "文本不是 UTF-8；已按 {} 读取",
    advice_english: "check the names; save the file as UTF-8",
    advice_chinese: "请核对名称；建议另存为 UTF-8",
};
pub static BAD_ROW: Code = Code {
    id: "CIM-EP-010",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the row cannot be read: {}",
    chinese: "无法读取该行：{}",
    advice_english: "correct the row",
    advice_chinese: "请改正该行",
};
pub static NO_COORDINATES: Code = Code {
    id: "CIM-EP-011",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "no coordinates: {}",
    chinese: "缺少坐标：{}",
    advice_english: "give the node a row in [COORDINATES]",
    advice_chinese: "请在 [COORDINATES] 中补充该节点",
};
pub static NO_NODE: Code = Code {
    id: "CIM-EP-012",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the node does not exist: {}",
    chinese: "节点不存在：{}",
    advice_english: "correct the node's name, or add the node",
    advice_chinese: "请改正节点名称，或补充该节点",
};
pub static DUPLICATE: Code = Code {
    id: "CIM-EP-013",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the name occurs twice: {}; the first one is kept",
    chinese: "名称重复：{}；保留第一个",
    advice_english: "give every object its own name",
    advice_chinese: "请为每个对象使用不同名称",
};
pub static DIAMETER: Code = Code {
    id: "CIM-EP-014",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "no usable diameter ({}); 200 mm is taken",
    chinese: "管径不可用（{}）；按 200 mm 处理",
    advice_english: "correct the diameter",
    advice_chinese: "请改正管径",
};
pub static COVER: Code = Code {
    id: "CIM-EP-020",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "EPANET files hold no depths: {} lines lie 1.0 m below their nodes' elevation by rule",
    chinese: "EPANET 文件不含埋深：{} 条管线按规则置于节点高程以下 1.0 m",
    advice_english: "give surveyed depths as GeoJSON with z",
    advice_chinese: "如有实测埋深，请用带 z 的 GeoJSON 提供",
};
pub static SHORT: Code = Code {
    id: "CIM-EP-021",
    severity: Severity::Warning,
    outcome: Outcome::Skipped,
    english: "the line has no length: {}",
    chinese: "管线长度为零：{}",
    advice_english: "check the coordinates of its two nodes",
    advice_chinese: "请检查其两端节点的坐标",
};
