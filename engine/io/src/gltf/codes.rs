//! Every problem a glTF model can have.

use crate::report::codes;

codes! {
    "CIM-GL-";
    DAMAGED = "001", Error, Rejected:
        "the file is damaged: {}", "文件损坏：{}"
        => "export or copy it again", "请重新导出或复制";
    SYNTAX = "002", Error, Rejected:
        "the JSON cannot be read: {}", "JSON 无法读取：{}"
        => "export the model again", "请重新导出模型";
    DEPTH = "003", Error, Rejected:
        "parts are nested deeper than the limit: {}", "嵌套层数超过上限：{}"
        => "flatten the model's hierarchy before the export", "请在导出前减少模型层级";
    VERSION = "004", Error, Rejected:
        "this version of glTF is not supported: {}", "不支持该 glTF 版本：{}"
        => "export the model as glTF 2.0", "请导出为 glTF 2.0";
    EXTENSION = "005", Error, Rejected:
        "the model needs an extension that is not supported: {}", "模型依赖不受支持的扩展：{}"
        => "export the model without it", "请去除该扩展后重新导出";
    TOO_MANY = "006", Error, Rejected:
        "more than the limit: {}", "超过上限：{}"
        => "simplify the model, or raise the limit", "请简化模型，或提高上限";
    CANCELLED = "007", Note, Rejected:
        "reading was stopped{}", "读取已停止{}"
        => "import it again", "请重新导入";
    HIERARCHY = "008", Error, Rejected:
        "the nodes are no tree: {}", "节点不构成树：{}"
        => "export the model again; each node has one parent", "请重新导出；每个节点只能有一个父节点";
    NOTHING = "009", Error, Rejected:
        "there are no triangles to show{}", "没有可显示的三角形{}"
        => "check the model in a viewer", "请在查看器中检查模型";
    PLACEMENT = "010", Error, Rejected:
        "the placement file cannot be used: {}", "放置文件无法使用：{}"
        => "correct it as docs/data/gltf.md shows", "请按 docs/data/gltf.md 改正";
    BUFFER = "011", Error, Skipped:
        "a buffer cannot be used: {}", "缓冲区无法使用：{}"
        => "keep the buffers in the model's folder, or export as GLB", "请将缓冲文件放在模型文件夹内，或导出为 GLB";
    PRIMITIVE = "012", Error, Skipped:
        "a part of a mesh cannot be used: {}", "网格的一部分无法使用：{}"
        => "repair the mesh, or export it again", "请修复网格或重新导出";
    NODE = "013", Error, Skipped:
        "a node and everything below it cannot be used: {}", "节点及其下级无法使用：{}"
        => "correct its transformation", "请改正其变换";
    REFERENCE = "014", Error, Skipped:
        "something names a part that is not there: {}", "引用了不存在的部分：{}"
        => "export the model again", "请重新导出模型";
    VALUE = "015", Error, Kept:
        "a value is not allowed: {}", "不允许的取值：{}"
        => "export the model with another program, or report it there", "请换用其他程序导出";
    ROTATION = "016", Warning, Fixed:
        "a rotation is not of length one: {}", "旋转四元数长度不为一：{}"
        => "export the model again", "请重新导出模型";
    BYTE_ORDER_MARK = "017", Warning, Fixed:
        "a byte order mark stands before the JSON{}", "JSON 前有字节顺序标记{}"
        => "nothing to do", "无需处理";
    CHUNK = "018", Warning, Skipped:
        "a chunk of the file is passed over: {}", "略过文件中的一个数据块：{}"
        => "nothing to do", "无需处理";
    LEFT_OUT = "019", Note, Skipped:
        "not shown: {}", "不显示：{}"
        => "colours come from the materials; the rest is not needed for a building", "颜色取自材质；其余内容对建筑并非必需";
    EXTENSIONS = "020", Note, Skipped:
        "extensions without effect on the shape: {}", "不影响外形的扩展：{}"
        => "nothing to do", "无需处理";
    NOT_PLACED = "021", Warning, Kept:
        "nothing says where the model stands: {}", "未说明模型所在位置：{}"
        => "write a placement file beside it, as docs/data/gltf.md shows", "请按 docs/data/gltf.md 在旁边写一个放置文件";
    TABLE = "022", Error, Skipped:
        "attributes of features cannot be used: {}", "要素属性无法使用：{}"
        => "export the model again", "请重新导出模型";
}
