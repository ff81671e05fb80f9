//! Every kind of problem that an OpenStreetMap file can have.

use crate::report::{Code, Outcome, Severity};

macro_rules! codes {
    ($($name:ident $id:literal $severity:ident $outcome:ident
        $english:literal $chinese:literal $advice_english:literal $advice_chinese:literal;)*) => {
        $(pub(super) static $name: Code = Code {
            id: $id,
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
    NOT_PBF "CIM-OSM-001" Error Rejected
        "this is not an OSM PBF file: {}" "不是 OSM PBF 文件：{}"
        "download the .osm.pbf file again, not the web page around it" "请重新下载 .osm.pbf 文件本身";
    FRAMING "CIM-OSM-002" Error Rejected
        "the file breaks off or is damaged: {}" "文件不完整或已损坏：{}"
        "copy or download the file again" "请重新复制或下载文件";
    BLOB_LIMIT "CIM-OSM-003" Error Rejected
        "a size in the file passes a limit of the format: {}" "文件中的大小超过格式上限：{}"
        "the file is damaged or hostile; get it again from its source" "文件已损坏或不可信，请重新获取";
    COMPRESSION "CIM-OSM-004" Error Rejected
        "the data is compressed with {}, which is not supported" "不支持的压缩方式：{}"
        "write the file again with zlib compression (osmium cat -o new.osm.pbf)" "请用 zlib 压缩重新导出";
    FEATURE "CIM-OSM-005" Error Rejected
        "the file requires the feature {}, which is not supported" "文件要求不支持的特性：{}"
        "export the current state without history" "请导出不含历史的当前数据";
    BLOCK "CIM-OSM-006" Error Rejected
        "a data block is damaged: {}" "数据块损坏：{}"
        "copy or download the file again" "请重新复制或下载文件";
    STRINGS "CIM-OSM-007" Error Rejected
        "a table of texts is larger than the limit: {}" "字符串表超过上限：{}"
        "raise the limit if you trust the file" "若来源可信，可提高上限";
    BAD_TAG "CIM-OSM-008" Warning Skipped
        "{} tags name a text that is not in the file or is not UTF-8" "{} 个标签引用了不存在或非 UTF-8 的文本"
        "check the tags at the source" "请在数据源检查标签";
    BAD_COORDINATE "CIM-OSM-009" Error Skipped
        "the node is not on Earth: {}" "节点坐标无效：{}"
        "correct the node at the source" "请在数据源更正该节点";
    MISSING_NODES "CIM-OSM-010" Note Fixed
        "{}; lines were cut there and outlines closed across the gap"
        "{}；线在该处断开，轮廓跨缺口闭合"
        "extract with complete ways if the edge matters" "若边缘重要，请按完整路径裁剪";
    SHORT_WAY "CIM-OSM-011" Warning Skipped
        "the way has fewer than two usable points ({})" "路径可用点少于两个（{}）"
        "delete it at the source or extract with complete ways" "请在数据源删除，或按完整路径裁剪";
    OPEN_RING "CIM-OSM-012" Warning Skipped
        "a ring of the area is not closed: {}" "面的环未闭合：{}"
        "close the ring at the source" "请在数据源闭合该环";
    MISSING_MEMBERS "CIM-OSM-013" Note Kept
        "{} member ways of the area are not in the file" "面缺少 {} 条成员路径"
        "extract with complete relations if the area matters" "若需要该面，请按完整关系裁剪";
    OWN_MEMBER "CIM-OSM-014" Warning Skipped
        "the relation is a member of itself{}" "关系包含自身{}"
        "remove it from its own members at the source" "请在数据源将其从自身成员中移除";
    MEASURE "CIM-OSM-015" Warning Fixed
        "a value cannot be used as it stands: {}" "数值无法直接使用：{}"
        "correct the tag at the source" "请在数据源更正该标签";
    DUPLICATE "CIM-OSM-016" Warning Fixed
        "{} occurs more than once; the last one is used" "{} 重复出现，采用最后一个"
        "export again without history" "请导出不含历史的数据";
    XML_SYNTAX "CIM-OSM-017" Error Rejected
        "the XML is damaged: {}" "XML 已损坏：{}"
        "copy or download the file again" "请重新复制或下载文件";
    XML_DOCTYPE "CIM-OSM-018" Error Rejected
        "the XML declares a document type or entities{}; OSM XML has none" "XML 含有文档类型或实体声明{}"
        "remove the DOCTYPE if you trust the file" "若来源可信，请删除 DOCTYPE";
    XML_DEPTH "CIM-OSM-019" Error Rejected
        "the XML is nested deeper than {} levels" "XML 嵌套超过 {} 层"
        "get the file again from its source" "请重新获取文件";
    NOT_OSM_XML "CIM-OSM-020" Error Rejected
        "this is not an OSM XML file: {}" "不是 OSM XML 文件：{}"
        "export as .osm" "请导出为 .osm";
    ENCODING "CIM-OSM-021" Warning Fixed
        "the text is not UTF-8; it was read as {}" "文本不是 UTF-8，已按 {} 读取"
        "check the names, or save the file as UTF-8" "请核对名称，或另存为 UTF-8";
    BAD_ENCODING "CIM-OSM-022" Error Rejected
        "the text is in no known encoding: {}" "无法识别文本编码：{}"
        "save the file as UTF-8" "请另存为 UTF-8";
    BAD_OBJECT "CIM-OSM-023" Error Skipped
        "the object lacks {}" "对象缺少 {}"
        "correct it at the source" "请在数据源更正";
    RELATIONS "CIM-OSM-024" Note Skipped
        "relations that describe no thing on the ground are not taken over: {}" "未导入非实体关系：{}"
        "nothing to do" "无需处理";
    UNKNOWN "CIM-OSM-025" Note Skipped
        "{} objects have tags but no feature that is known here" "{} 个对象只有标签而无已知要素"
        "nothing to do" "无需处理";
    SEA "CIM-OSM-026" Note Kept
        "the sea was not filled: {}" "未填充海面：{}"
        "the coastline is there as lines; extract a rectangle with complete ways for a filled sea"
        "海岸线以线保留；如需填充请按矩形和完整路径裁剪";
    TOO_MANY "CIM-OSM-027" Error Rejected
        "the file holds more than the limit of {}" "文件超过上限：{}"
        "cut out a smaller area, or raise the limit" "请裁剪较小范围，或提高上限";
    CANCELLED "CIM-OSM-028" Error Rejected
        "reading was cancelled{}" "读取已取消{}"
        "start again when you want" "可随时重新开始";
    NO_AREA "CIM-OSM-029" Warning Skipped
        "the outline encloses nothing ({})" "轮廓不构成面（{}）"
        "correct the outline at the source" "请在数据源更正轮廓";
    LONG_WAY "CIM-OSM-030" Note Fixed
        "the way has {} points and was divided" "路径有 {} 个点，已分段"
        "nothing to do" "无需处理";
    LONG_TEXT "CIM-OSM-032" Warning Fixed
        "{} texts are longer than 255 characters, the limit of OpenStreetMap, and were cut there"
        "{} 段文本超过 255 个字符（OpenStreetMap 上限），已截断"
        "shorten the tags at the source" "请在数据源缩短标签";
    OUTSIDE_ROLE "CIM-OSM-031" Note Fixed
        "the roles of {} rings contradict where they lie; their place was believed" "{} 个环的角色与位置矛盾，以位置为准"
        "correct the roles at the source" "请在数据源更正角色";
}
