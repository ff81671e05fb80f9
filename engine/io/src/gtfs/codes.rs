//! Every problem a feed can have.

use crate::report::codes;

codes! {
    "CIM-GTFS-";
    BAD_ARCHIVE = "001", Error, Rejected:
        "the archive cannot be read: {}", "压缩包无法读取：{}"
        => "copy or download the feed again; it is a ZIP of text tables", "请重新复制或下载；GTFS 是文本表的 ZIP 压缩包";
    NO_TABLE = "002", Error, Rejected:
        "the feed has no {}", "GTFS 缺少 {}"
        => "export the feed again with all required tables", "请重新导出包含全部必需表的 GTFS";
    TOO_LARGE = "003", Error, Rejected:
        "the feed passes a limit: {}", "GTFS 超过上限：{}"
        => "cut the feed to the area that matters, or raise the limit", "请裁剪到所需范围，或提高上限";
    NO_COLUMN = "004", Error, Rejected:
        "the table has no column {}", "表中缺少列 {}"
        => "export the feed again with all required columns", "请重新导出包含全部必需列的 GTFS";
    BAD_VALUE = "005", Error, Skipped:
        "the row has a value that cannot be: {}", "该行的值无效：{}"
        => "correct the value; the row was left out", "请更正；该行未采用";
    UNKNOWN = "006", Error, Skipped:
        "the row names something that is not there: {}", "该行引用了不存在的对象：{}"
        => "add it, or remove the row; the row was left out", "请补充该对象或删除该行；该行未采用";
    TIME_FALLS = "007", Error, Skipped:
        "times of a trip go back: {}", "班次时刻倒退：{}"
        => "correct the times; the trip was left out", "请更正时刻；该班次未采用";
    SHORT_TRIP = "008", Warning, Skipped:
        "a trip has fewer than two calls{}", "班次停站少于两个{}"
        => "nothing is lost for routing; the trip was left out", "不影响计算；该班次未采用";
    TIMES_FILLED = "009", Note, Fixed:
        "calls without times lie evenly between those with times: {}", "缺少时刻的停站按前后时刻均分：{}"
        => "give times at each stop if they matter", "如需精确，请给出各站时刻";
    NO_SERVICE = "010", Error, Skipped:
        "no day is stated for a service: {}", "服务未注明运行日期：{}"
        => "add it to calendar.txt or calendar_dates.txt; its trips never run", "请在 calendar.txt 或 calendar_dates.txt 中补充；其班次不运行";
    DUPLICATE = "011", Error, Skipped:
        "an id is used twice: {}", "编号重复：{}"
        => "give each its own id; the first one counts", "请使用不同编号；以第一个为准";
    NOT_TEXT = "012", Warning, Fixed:
        "the table is not UTF-8{}", "表不是 UTF-8 编码{}"
        => "letters that cannot be read were replaced; export as UTF-8", "无法识别的字符已替换；请以 UTF-8 导出";
}
