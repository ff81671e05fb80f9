//! Every problem a Shapefile can have; its shapes share the codes of GeoJSON.

use crate::report::{Code, Outcome, Severity};

/// Declares the codes: number, severity, outcome, then what is wrong and what to do in English and Chinese.
macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $outcome:ident:
       $english:literal, $chinese:literal => $advice_english:literal, $advice_chinese:literal;)*) => {
        $(pub static $name: Code = Code {
            id: concat!("CIM-SH-", $id),
            severity: Severity::$severity,
            outcome: Outcome::$outcome,
            english: $english,
            chinese: $chinese,
            advice_english: $advice_english,
            advice_chinese: $advice_chinese,
        };)*
    };
}

codes! {
    DAMAGED = "001", Error, Rejected:
        "the Shapefile is damaged: {}", "Shapefile 损坏：{}"
        => "export or copy it again", "请重新导出或复制";
    ARCHIVE = "002", Error, Rejected:
        "the archive cannot be unpacked: {}", "无法解压压缩包：{}"
        => "pack it again, or unpack it and import the .shp file", "请重新压缩，或解压后导入 .shp 文件";
    TOO_MANY = "003", Error, Rejected:
        "more than the limit: {}", "超过上限：{}"
        => "cut the file into smaller pieces, or raise the limit", "请拆分文件，或提高上限";
    CANCELLED = "004", Note, Rejected:
        "reading was stopped{}", "读取已停止{}"
        => "import it again", "请重新导入";
    CRS_UNKNOWN = "005", Error, Rejected:
        "the coordinate system of the .prj file is not known: {}", "无法识别 .prj 文件中的坐标系：{}"
        => "name the coordinate system with --crs EPSG:…", "请用 --crs EPSG:… 指定坐标系";
    RECORD = "010", Error, Skipped:
        "the record cannot be read: {}", "无法读取该记录：{}"
        => "repair the Shapefile, or export it again", "请修复或重新导出 Shapefile";
    NO_TABLE = "011", Warning, Kept:
        "the layer has no attribute table (.dbf): {}", "图层缺少属性表（.dbf）：{}"
        => "put the .dbf file beside the .shp file", "请将 .dbf 与 .shp 文件放在一起";
    TABLE_LENGTH = "012", Warning, Kept:
        "shapes and rows of the attribute table differ in number: {}", "图形数与属性表行数不一致：{}"
        => "export the layer again", "请重新导出该图层";
    TABLE_DAMAGED = "013", Error, Skipped:
        "the attribute table cannot be read: {}", "无法读取属性表：{}"
        => "export the layer again", "请重新导出该图层";
    FIELD = "014", Warning, Skipped:
        "a figure of the attribute table cannot be read: {}", "属性表中的数值无法读取：{}"
        => "correct the value", "请改正该值";
    ENCODING = "015", Warning, Fixed:
        "the attribute table does not say its encoding; it was read as {}", "属性表未说明编码；已按 {} 读取"
        => "add a .cpg file that names the encoding, for example GBK or UTF-8", "请添加 .cpg 文件说明编码，例如 GBK 或 UTF-8";
    OTHER_CRS = "016", Error, Skipped:
        "a layer in another coordinate system than the first is left out: {}", "与首个图层坐标系不同的图层未读取：{}"
        => "import it by itself", "请单独导入该图层";
    DELETED = "017", Note, Skipped:
        "rows that are marked as deleted: {}", "标记为已删除的行：{}"
        => "nothing to do", "无需处理";
}
