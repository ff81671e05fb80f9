//! Every problem an elevation raster can have.

use crate::report::{Code, Outcome, Severity};

pub static UNREADABLE: Code = Code {
    id: "CIM-GT-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the TIFF cannot be read: {}",
    chinese: "无法读取 TIFF：{}",
    advice_english: "copy the file again, or save it again with a GIS (GDAL: gdal_translate)",
    advice_chinese: "请重新复制文件，或用 GIS 软件（GDAL：gdal_translate）另存",
};
pub static NOT_ELEVATION: Code = Code {
    id: "CIM-GT-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "this is a picture, not an elevation raster: {}",
    chinese: "这是影像，不是高程栅格：{}",
    advice_english: "give a raster of one band that holds heights",
    advice_chinese: "请提供单波段的高程栅格",
};
pub static TOO_LARGE: Code = Code {
    id: "CIM-GT-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the raster has more points than the limit: {}",
    chinese: "栅格点数超过上限：{}",
    advice_english: "cut it to the community, or raise the limit",
    advice_chinese: "请裁剪到社区范围，或提高上限",
};
pub static NO_PLACE: Code = Code {
    id: "CIM-GT-004",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the raster does not say where it lies: {}",
    chinese: "栅格没有地理定位：{}",
    advice_english: "save it as a north-up GeoTIFF (GDAL: gdalwarp)",
    advice_chinese: "请保存为正北向上的 GeoTIFF（GDAL：gdalwarp）",
};
pub static NO_DATA: Code = Code {
    id: "CIM-GT-005",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the raster holds no heights{}",
    chinese: "栅格中没有任何高程{}",
    advice_english: "check the no-data value and the band",
    advice_chinese: "请检查无数据值和波段",
};
pub static CANCELLED: Code = Code {
    id: "CIM-GT-006",
    severity: Severity::Note,
    outcome: Outcome::Rejected,
    english: "reading was stopped{}",
    chinese: "读取已停止{}",
    advice_english: "import it again",
    advice_chinese: "请重新导入",
};
pub static DAMAGED_PART: Code = Code {
    id: "CIM-GT-010",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "a strip or tile is damaged and becomes a hole: {}",
    chinese: "条带或瓦片损坏，已留为空洞：{}",
    advice_english: "copy the file again",
    advice_chinese: "请重新复制文件",
};
pub static IMPOSSIBLE: Code = Code {
    id: "CIM-GT-011",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "heights below −500 m or above 9,000 m become holes: {}",
    chinese: "低于 −500 m 或高于 9000 m 的高程已留为空洞：{}",
    advice_english: "set the raster's no-data value",
    advice_chinese: "请为栅格设置无数据值",
};
pub static UNKNOWN_CRS: Code = Code {
    id: "CIM-GT-012",
    severity: Severity::Warning,
    outcome: Outcome::Kept,
    english: "the raster's coordinate system is not known: {}",
    chinese: "无法确定栅格的坐标系：{}",
    advice_english: "name it with --crs EPSG:…",
    advice_chinese: "请用 --crs EPSG:… 指定",
};
pub static FEET: Code = Code {
    id: "CIM-GT-013",
    severity: Severity::Note,
    outcome: Outcome::Fixed,
    english: "heights were converted from feet to metres ({})",
    chinese: "高程已由英尺换算为米（{}）",
    advice_english: "nothing to do",
    advice_chinese: "无需处理",
};
