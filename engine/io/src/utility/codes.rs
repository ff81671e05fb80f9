//! Every problem that nodes and lines of a utility network can have, whatever file they come from.

use crate::report::{Code, Outcome, Severity};

/// Declares the codes: number, severity, outcome, then what is wrong and what to do in English and Chinese.
macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $outcome:ident:
       $english:literal, $chinese:literal => $advice_english:literal, $advice_chinese:literal;)*) => {
        $(pub static $name: Code = Code {
            id: concat!("CIM-UT-", $id),
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
    NOTHING = "001", Error, Rejected:
        "no utility line and no node can be placed: {}", "没有可定位的管线或管点：{}"
        => "check the messages above, and what was exported", "请查看以上问题，并检查导出内容";
    TOO_MANY = "002", Error, Rejected:
        "more rows than the limit: {}", "行数超过上限：{}"
        => "cut the network into smaller files, or raise the limit", "请拆分管网文件，或提高上限";
    CANCELLED = "003", Note, Rejected:
        "reading was stopped{}", "读取已停止{}"
        => "import it again", "请重新导入";
    ENCODING = "004", Warning, Fixed:
        "the text is not UTF-8; it was read as {}", "文本不是 UTF-8；已按 {} 读取"
        => "check the names; save the file as UTF-8", "请核对名称；建议另存为 UTF-8";
    XML = "005", Error, Rejected:
        "the XML cannot be read: {}", "无法读取 XML：{}"
        => "export the file again", "请重新导出该文件";
    BAD_ROW = "010", Error, Skipped:
        "the row cannot be read: {}", "无法读取该行：{}"
        => "correct the row", "请改正该行";
    NO_PLACE = "011", Error, Skipped:
        "no coordinates: {}", "缺少坐标：{}"
        => "give the node its coordinates", "请补充该点坐标";
    NO_NODE = "012", Error, Skipped:
        "the node does not exist: {}", "管点不存在：{}"
        => "correct the node's name, or add the node", "请改正点号，或补充该管点";
    DUPLICATE_NODE = "013", Error, Skipped:
        "the node's name occurs twice: {}; the first one is kept", "点号重复：{}；保留第一个"
        => "give every node its own name", "请为每个管点使用不同点号";
    DUPLICATE_LINE = "014", Error, Skipped:
        "the same line as {}: same ends, medium, depth and size", "与 {} 重复：两端、类别、埋深和管径均相同"
        => "remove one of the two", "请删除其中一条";
    ZERO_LENGTH = "015", Error, Skipped:
        "the line has no length: {}", "管线长度为零：{}"
        => "correct the names or the coordinates of its two ends", "请改正两端点号或坐标";
    SELF_LOOP = "016", Error, Skipped:
        "the line begins and ends at the same node: {}", "管线起点与终点相同：{}"
        => "correct the name of one of its ends", "请改正其中一端的点号";
    SAME_NAME = "017", Warning, Fixed:
        "the line's name occurs twice; it is now {}", "管线编号重复；改为 {}"
        => "give every line its own name", "请为每条管线使用不同编号";
    LOOP = "018", Warning, Kept:
        "the line is part of a circle in which sewage or storm water would flow back to where it came from: {}",
        "管线处于环路中，污水或雨水将流回起点：{}"
        => "check the direction of flow of these lines", "请检查这些管线的流向";
    SWAPPED = "020", Warning, Fixed:
        "the two coordinates are swapped: {}; they were changed over", "两个坐标颠倒：{}；已对调"
        => "correct the row", "请改正该行";
    PLACE_MM = "021", Warning, Fixed:
        "the coordinates are in millimetres: {}; they were divided by 1000", "坐标单位为毫米：{}；已除以 1000"
        => "write coordinates in metres", "请以米为单位填写坐标";
    APART = "022", Warning, Kept:
        "the point lies far from all others: {}", "该点远离其他所有点：{}"
        => "check its coordinates", "请检查其坐标";
    DEPTH_MM = "023", Warning, Fixed:
        "the depth or height is in millimetres: {}; it was divided by 1000", "埋深或高程单位为毫米：{}；已除以 1000"
        => "write depths and heights in metres", "请以米为单位填写埋深和高程";
    DIAMETER_M = "024", Warning, Fixed:
        "the diameter is in metres: {}; it was multiplied by 1000", "管径单位为米：{}；已乘以 1000"
        => "write diameters in millimetres", "请以毫米为单位填写管径";
    DIAMETER = "025", Warning, Fixed:
        "no usable diameter: {}", "管径不可用：{}"
        => "correct the diameter", "请改正管径";
    TOO_DEEP = "026", Warning, Fixed:
        "the depth cannot be right: {}; the depth of the rule is taken", "埋深不可信：{}；按规则取埋深"
        => "correct the depth", "请改正埋深";
    ABOVE_GROUND = "027", Warning, Kept:
        "the line lies above the ground: {}", "管线高于地面：{}"
        => "check depth, height and ground, or mark the line as laid above ground", "请检查埋深、高程和地面高程，或注明为架空";
    MINUS_DEPTHS = "028", Note, Fixed:
        "depths are written with a minus sign: {}; they are taken as below the ground", "埋深以负数填写：{}；按地面以下处理"
        => "write depths as positive numbers", "请以正数填写埋深";
    ONE_DEPTH = "029", Warning, Fixed:
        "only one end has a depth: {}; the other end takes the same", "仅一端有埋深：{}；另一端取相同值"
        => "survey the other end", "请补测另一端埋深";
    COVER = "030", Note, Fixed:
        "no depth: {}", "缺少埋深：{}"
        => "give surveyed depths; these are marked as assumed, of survey quality D", "请补充实测埋深；现按规则取值，标记为推定，探测质量 D 级";
    DIAMETER_ASSUMED = "031", Note, Fixed:
        "no diameter: {} lines take the usual one of their medium, marked as assumed",
        "缺少管径：{} 条管线按类别取常用管径，标记为推定"
        => "give the diameters", "请补充管径";
    MEDIUM = "032", Note, Fixed:
        "the file does not say what the lines carry: {}", "文件未说明管线类别：{}"
        => "name the medium in the file or in the file's name", "请在文件或文件名中注明管线类别";
    NO_HEIGHT = "033", Note, Fixed:
        "{} lines have depths, but no height of the ground at both ends; they are laid below the terrain",
        "{} 条管线有埋深但两端缺少地面高程；置于地形以下"
        => "give the height of the ground at every node", "请补充各管点地面高程";
    UNUSED_COLUMNS = "034", Note, Kept:
        "these columns are kept as attributes only: {}", "以下列仅作为属性保留：{}"
        => "rename a column if it means something that is read", "如其含义可识别，请改用规范列名";
    UNITS = "035", Warning, Fixed:
        "unknown unit: {}", "未知单位：{}"
        => "check the units of the file", "请检查文件单位";
}
