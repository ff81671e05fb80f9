//! Every problem a tileset can have.

use crate::report::codes;

codes! {
    "CIM-3T-";
    SYNTAX = "001", Error, Rejected:
        "the tileset cannot be read: {}", "瓦片集无法读取：{}"
        => "export the tileset again", "请重新导出瓦片集";
    VERSION = "002", Error, Rejected:
        "this version of 3D Tiles is not supported: {}", "不支持该 3D Tiles 版本：{}"
        => "export it as 3D Tiles 1.0 or 1.1", "请导出为 3D Tiles 1.0 或 1.1";
    EXTENSION = "003", Error, Rejected:
        "the tileset needs an extension that is not supported: {}", "瓦片集依赖不受支持的扩展：{}"
        => "export it without it", "请去除该扩展后重新导出";
    NOTHING = "004", Error, Rejected:
        "no tile could be used{}", "没有可用的瓦片{}"
        => "see what is wrong with the tiles", "请查看各瓦片的问题";
    CANCELLED = "005", Note, Rejected:
        "reading was stopped{}", "读取已停止{}"
        => "import it again", "请重新导入";
    TILE = "006", Error, Skipped:
        "a tile and everything below it cannot be used: {}", "瓦片及其下级无法使用：{}"
        => "correct it, or export the tileset again", "请改正后重新导出瓦片集";
    ADDRESS = "007", Error, Skipped:
        "an address cannot be used: {}", "地址无法使用：{}"
        => "keep all files within the folder of the tileset", "请将所有文件放在瓦片集文件夹内";
    EXTERNAL = "008", Error, Skipped:
        "a tileset that a tile names cannot be used: {}", "瓦片引用的外部瓦片集无法使用：{}"
        => "export the tileset again", "请重新导出瓦片集";
    SUBTREE = "009", Error, Skipped:
        "a subtree cannot be used: {}", "子树无法使用：{}"
        => "export the tileset again", "请重新导出瓦片集";
    CONTENT = "010", Error, Skipped:
        "the content of a tile cannot be used: {}", "瓦片内容无法使用：{}"
        => "export the tileset again, with glTF 2.0 contents", "请重新导出，内容使用 glTF 2.0";
    LEFT_OUT = "011", Note, Skipped:
        "not read: {}", "未读取：{}"
        => "nothing to do", "无需处理";
    POINTS = "012", Warning, Skipped:
        "point clouds are not supported: {}", "不支持点云：{}"
        => "make a mesh of the points before the export", "请在导出前将点云重建为网格";
    DETAIL = "013", Warning, Skipped:
        "the finest level of detail does not fit the limit: {}", "最细层级超出上限：{}"
        => "cut the tileset, or raise the limit with --tileset-mb", "请裁剪瓦片集，或用 --tileset-mb 提高上限";
    COARSER = "014", Note, Skipped:
        "finer levels are left out, as wished: {}", "按要求略去更细层级：{}"
        => "give a smaller --geometric-error for more detail", "如需更多细节，请减小 --geometric-error";
    TOO_MANY = "015", Warning, Skipped:
        "more than the limit: {}", "超过上限：{}"
        => "cut the tileset into pieces", "请拆分瓦片集";
    ELLIPSOID = "016", Warning, Kept:
        "heights are above the ellipsoid, not above the sea{}", "高程为椭球高，而非正常高{}"
        => "expect a difference of some ten metres to other files; shift the tiles before the export if they must fit",
           "与其他数据可能相差数十米；如需一致，请在导出前平移瓦片";
    NOT_PLACED = "017", Warning, Kept:
        "nothing says where the tileset stands: {}", "未说明瓦片集所在位置：{}"
        => "give --crs, or write a placement file beside it, as docs/data/3dtiles.md shows",
           "请给出 --crs，或按 docs/data/3dtiles.md 在旁边写放置文件";
    NO_PLACE = "018", Error, Skipped:
        "a feature has no place on the Earth: {}", "要素在地球上没有位置：{}"
        => "correct the transformations of the tileset", "请改正瓦片集的变换";
    KINDS = "019", Note, Kept:
        "3D Tiles do not say what things are: {}", "3D Tiles 不说明要素类型：{}"
        => "give features a class, such as building or tree, in their attributes", "请在要素属性中注明类别，如建筑或树木";
    BATCH_TABLE = "020", Error, Skipped:
        "a part of a batch table cannot be used: {}", "批次表的一部分无法使用：{}"
        => "export the tileset again", "请重新导出瓦片集";
}
