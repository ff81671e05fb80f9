//! Every problem an IFC model can have.

use crate::report::codes;

codes! {
    "CIM-IF-";
    DAMAGED = "001", Error, Rejected:
        "the file is damaged: {}", "文件损坏：{}"
        => "export or copy it again", "请重新导出或复制";
    SCHEMA = "002", Error, Rejected:
        "this schema is not supported: {}", "不支持该模式：{}"
        => "export the model as IFC2X3, IFC4 or IFC4X3", "请导出为 IFC2X3、IFC4 或 IFC4X3";
    TOO_MANY = "003", Error, Rejected:
        "more than the limit: {}", "超过上限：{}"
        => "export a part of the model, or raise the limit", "请导出部分模型，或提高上限";
    CANCELLED = "004", Note, Rejected:
        "reading was stopped{}", "读取已停止{}"
        => "import it again", "请重新导入";
    NOTHING = "005", Error, Rejected:
        "there is nothing with a shape in it{}", "文件中没有带形体的对象{}"
        => "export the model with its geometry", "请连同几何一起导出";
    TRUNCATED = "010", Error, Skipped:
        "the file ends before its end is marked{}", "文件未到结束标记即终止{}"
        => "copy or export it again; what is complete was read", "请重新复制或导出；完整部分已读取";
    LINE = "011", Error, Skipped:
        "an entity cannot be read: {}", "实体无法读取：{}"
        => "export the model again", "请重新导出模型";
    SHAPE = "012", Error, Skipped:
        "the shape cannot be built: {}", "无法生成形体：{}"
        => "export this element as a tessellation or faceted solid", "请将该构件导出为三角网或多面体";
    SHAPE_PART = "013", Warning, Skipped:
        "a part of the shape is left out: {}", "形体的一部分被略去：{}"
        => "export this element as a tessellation or faceted solid", "请将该构件导出为三角网或多面体";
    PLACEMENT = "014", Error, Skipped:
        "the placement cannot be used: {}", "放置无法使用：{}"
        => "export the model with local placements", "请使用局部放置导出模型";
    OPENING = "015", Warning, Kept:
        "an opening is not cut, or without its reveals: {}", "洞口未扣减或缺少侧壁：{}"
        => "nothing to do unless the inside is to be seen", "如不需查看内部则无需处理";
    LEFT_ALONE = "016", Note, Skipped:
        "not taken over: {}", "未导入：{}"
        => "nothing to do if it is not needed", "如不需要则无需处理";
    CRS_UNKNOWN = "017", Warning, Kept:
        "the coordinate system that the model names is not known: {}", "无法识别模型声明的坐标系：{}"
        => "name the coordinate system with --crs EPSG:…", "请用 --crs EPSG:… 指定坐标系";
    BY_SITE = "018", Warning, Kept:
        "placed by the latitude and longitude of the site, which are good to some metres: {}", "按场地经纬度放置，精度为数米：{}"
        => "add an IfcMapConversion to the model", "请在模型中添加 IfcMapConversion";
    NOT_PLACED = "019", Warning, Kept:
        "nothing says where the model stands{}", "未说明模型所在位置{}"
        => "add an IfcMapConversion to the model, or give --crs if its coordinates are those of a map",
           "请在模型中添加 IfcMapConversion；若坐标即地图坐标，请用 --crs 指定坐标系";
    NORTH = "020", Warning, Kept:
        "true north as the model states it is not that of the place: {}", "模型声明的真北与所在位置不符：{}"
        => "check the rotation of the IfcMapConversion; it was followed", "请检查 IfcMapConversion 的旋转；已按其放置";
    SCALE = "021", Warning, Fixed:
        "the scale of the IfcMapConversion does not fit the units: {}", "IfcMapConversion 的比例与单位不符：{}"
        => "check the scale; lengths were kept true", "请检查比例；长度已按真实值保留";
    SAME_ID = "022", Warning, Kept:
        "a number is given to two entities: {}", "两个实体编号相同：{}"
        => "export the model again; the first was read", "请重新导出模型；已采用第一个";
}
