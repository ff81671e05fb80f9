//! Problems that show only when files are brought together.

use crate::report::{Code, Outcome, Severity};

pub(super) static UNKNOWN_FORMAT: Code = Code {
    id: "CIM-IMP-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the content is none of the formats that can be read{}",
    chinese: "文件内容不属于可读取的任何格式{}",
    advice_english: "export it as CityJSON, GeoJSON, Shapefile, GeoPackage, glTF, OpenStreetMap, GeoTIFF, or as one of the utility formats of docs/data",
    advice_chinese: "请导出为 CityJSON、GeoJSON、Shapefile、GeoPackage、glTF、OpenStreetMap、GeoTIFF，或 docs/data 所列的管线格式",
};
pub(super) static LEFT_ALONE: Code = Code {
    id: "CIM-IMP-002",
    severity: Severity::Note,
    outcome: Outcome::Skipped,
    english: "a file in the folder is left alone: {}",
    chinese: "文件夹中的文件未读取：{}",
    advice_english: "name the file itself if it should be read",
    advice_chinese: "如需读取，请直接指定该文件",
};
pub(super) static NO_CRS: Code = Code {
    id: "CIM-IMP-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file does not say its coordinate system{}",
    chinese: "文件未说明坐标系{}",
    advice_english: "give it with --crs, for example --crs EPSG:4549",
    advice_chinese: "请用 --crs 指定，例如 --crs EPSG:4549",
};
pub(super) static NO_CRS_NOTE: Code = Code {
    id: "CIM-IMP-004",
    severity: Severity::Note,
    outcome: Outcome::Kept,
    english: "the file does not say its coordinate system{}",
    chinese: "文件未说明坐标系{}",
    advice_english: "an import needs --crs, for example --crs EPSG:4549",
    advice_chinese: "导入时需用 --crs 指定，例如 --crs EPSG:4549",
};
pub(super) static BAD_CRS: Code = Code {
    id: "CIM-IMP-005",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the coordinate system cannot be used: {}",
    chinese: "坐标系无法使用：{}",
    advice_english: "correct it in the file, or give the right one with --crs",
    advice_chinese: "请在文件中更正，或用 --crs 指定正确的坐标系",
};
pub(super) static BAD_SCENE_CRS: Code = Code {
    id: "CIM-IMP-006",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the scene cannot have this coordinate system: {}",
    chinese: "场景不能使用该坐标系：{}",
    advice_english: "give a projected one in metres with --scene-crs, for example EPSG:4549",
    advice_chinese: "请用 --scene-crs 指定以米为单位的投影坐标系，例如 EPSG:4549",
};
pub(super) static NO_PLACE: Code = Code {
    id: "CIM-IMP-007",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the coordinates have no place in the scene: {}",
    chinese: "坐标无法落到场景中：{}",
    advice_english: "check the coordinates and the coordinate system of the file",
    advice_chinese: "请检查文件的坐标和坐标系",
};
pub(super) static TOO_FAR: Code = Code {
    id: "CIM-IMP-008",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the object lies outside the largest extent of a scene: {}",
    chinese: "对象超出场景的最大范围：{}",
    advice_english: "check its coordinates, or import distant places as scenes of their own",
    advice_chinese: "请检查坐标，或将相距很远的地点分别导入为场景",
};
pub(super) static APART: Code = Code {
    id: "CIM-IMP-009",
    severity: Severity::Warning,
    outcome: Outcome::Kept,
    english: "it lies far from the rest: {}",
    chinese: "与其余数据相距很远：{}",
    advice_english: "check the coordinate system that the file states, and its zone",
    advice_chinese: "请检查文件声明的坐标系及其带号",
};
pub(super) static SAME_KEY: Code = Code {
    id: "CIM-IMP-010",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the key is taken by an earlier object; this one is now {}",
    chinese: "键已被先前的对象占用，本对象改为 {}",
    advice_english: "check whether the same data is imported twice",
    advice_chinese: "请检查是否重复导入了相同的数据",
};
pub(super) static HEIGHTS_IN_FEET: Code = Code {
    id: "CIM-IMP-011",
    severity: Severity::Warning,
    outcome: Outcome::Kept,
    english: "the coordinate system is not in metres; heights are taken as metres all the same: {}",
    chinese: "坐标系单位不是米，高程仍按米处理：{}",
    advice_english: "if the heights are in feet, convert them before the import",
    advice_chinese: "若高程以英尺为单位，请在导入前换算",
};
pub(super) static READER_STOPPED: Code = Code {
    id: "CIM-IMP-012",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the reader stopped at something unexpected: {}",
    chinese: "读取程序因意外内容而中止：{}",
    advice_english: "please send the file, or the smallest part that shows it, to the makers",
    advice_chinese: "请将该文件或能复现问题的最小部分发给开发者",
};
pub(super) static COARSER: Code = Code {
    id: "CIM-IMP-013",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the height grid is made coarser to stay within the limit: {}",
    chinese: "高程格网已降低分辨率以不超过上限：{}",
    advice_english: "cut the grid to the place of interest",
    advice_chinese: "请将格网裁剪到所需范围",
};
pub(super) static TOO_MANY_FILES: Code = Code {
    id: "CIM-IMP-014",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the folder holds too many files; only the first {} are looked at",
    chinese: "文件夹中的文件过多，只查看前 {} 个",
    advice_english: "name a smaller folder",
    advice_chinese: "请指定较小的文件夹",
};
pub(super) static NOTHING: Code = Code {
    id: "CIM-IMP-015",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "there is nothing to import{}",
    chinese: "没有可导入的内容{}",
    advice_english: "name files or folders that hold city data",
    advice_chinese: "请指定包含城市数据的文件或文件夹",
};
pub(super) static OUTSIDE_AREA: Code = Code {
    id: "CIM-IMP-016",
    severity: Severity::Warning,
    outcome: Outcome::Kept,
    english: "the middle of the file lies outside the area of its coordinate system: {}",
    chinese: "文件的中心位于其坐标系的适用范围之外：{}",
    advice_english: "check the coordinate system, its zone, and the order of the axes",
    advice_chinese: "请检查坐标系、带号和坐标轴顺序",
};
