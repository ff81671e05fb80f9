//! Problems of files with layers; their shapes share the codes of GeoJSON.

use crate::report::codes;

codes! {
    "CIM-VT-";
    DAMAGED = "001", Error, Rejected:
        "the file is damaged: {}", "文件损坏：{}"
        => "export or copy it again", "请重新导出或复制";
    TOO_MANY = "002", Error, Rejected:
        "more than the limit: {}", "超过上限：{}"
        => "cut the file into smaller pieces, or raise the limit", "请拆分文件，或提高上限";
    CANCELLED = "003", Note, Rejected:
        "reading was stopped{}", "读取已停止{}"
        => "import it again", "请重新导入";
    CRS_UNKNOWN = "004", Error, Rejected:
        "the coordinate system that the file states is not known: {}", "无法识别文件声明的坐标系：{}"
        => "name the coordinate system with --crs EPSG:…", "请用 --crs EPSG:… 指定坐标系";
    NOT_SUPPORTED = "005", Error, Rejected:
        "this part of the format is not supported: {}", "不支持该格式的此项内容：{}"
        => "export the file again without it", "请去除该项后重新导出";
    NO_LAYER = "006", Error, Rejected:
        "there is no layer with geometry in it{}", "文件中没有带几何的图层{}"
        => "check the file in a GIS", "请在 GIS 中检查该文件";
    DISK = "007", Error, Rejected:
        "a temporary copy of the file cannot be made: {}", "无法创建文件的临时副本：{}"
        => "make room in the folder for temporary files, or decompress the file yourself",
           "请清理临时文件夹空间，或先自行解压该文件";
    FEATURE = "010", Error, Skipped:
        "the feature cannot be read: {}", "无法读取该要素：{}"
        => "repair the layer, or export it again", "请修复或重新导出该图层";
    TRUNCATED = "011", Error, Skipped:
        "the file ends before its last feature: {}", "文件在最后一个要素之前结束：{}"
        => "export or copy it again", "请重新导出或复制";
    LAYER = "012", Error, Skipped:
        "a layer cannot be read: {}", "无法读取图层：{}"
        => "export the layer again", "请重新导出该图层";
    LEFT_ALONE = "013", Note, Skipped:
        "tables without geometry are left alone: {}", "未读取不含几何的表：{}"
        => "nothing to do if their contents are not needed", "如不需要其内容则无需处理";
    OTHER_CRS = "014", Error, Skipped:
        "a layer in another coordinate system than the first is left out: {}", "与首个图层坐标系不同的图层未读取：{}"
        => "import it by itself", "请单独导入该图层";
    COLUMN = "015", Warning, Skipped:
        "an attribute cannot be read and is left out: {}", "属性无法读取，已略去：{}"
        => "export the layer with plain columns", "请用普通字段导出该图层";
    UNSAVED = "016", Warning, Skipped:
        "changes that another program has not yet written into the file are not read: {}", "其他程序尚未写入文件的更改未被读取：{}"
        => "save and close the file in the other program", "请在其他程序中保存并关闭该文件";
    CURVE = "017", Error, Skipped:
        "this type of geometry is not supported: {}", "不支持该几何类型：{}"
        => "convert curves to lines before the export", "请先将曲线转换为折线再导出";
}
