//! Every problem a schedule file can have.

use crate::report::codes;

codes! {
    "CIM-SC-";
    NOT_A_SCHEDULE = "001", Error, Rejected:
        "this is no schedule that can be read: {}", "无法识别为进度计划文件：{}"
        => "give a CSV table with the columns id and name, Microsoft Project XML, Primavera XER or P6 XML",
           "请提供含“编号、名称”列的 CSV 表，或 Microsoft Project XML、Primavera XER、P6 XML 文件";
    TOO_MANY = "002", Error, Rejected:
        "more rows than the limit: {}", "行数超过上限：{}"
        => "cut the schedule into smaller files, or raise the limit", "请拆分进度计划文件，或提高上限";
    XML_SYNTAX = "003", Error, Rejected:
        "the XML is damaged: {}", "XML 损坏：{}"
        => "export the file again", "请重新导出该文件";
    XML_DOCTYPE = "004", Error, Rejected:
        "the XML declares a document type, which a schedule never needs{}", "XML 声明了文档类型（DOCTYPE），进度文件不需要{}"
        => "remove the declaration if you trust the file", "若来源可信，请删除该声明";
    XML_DEPTH = "005", Error, Rejected:
        "the XML is nested deeper than {} levels", "XML 嵌套超过 {} 层"
        => "export the file again", "请重新导出该文件";
    NO_TASKS = "006", Error, Rejected:
        "there is no task in the file{}", "文件中没有任务{}"
        => "check what was exported", "请检查导出内容";
    ENCODING = "007", Warning, Fixed:
        "the text is not UTF-8; it was read as {}", "文本不是 UTF-8；已按 {} 读取"
        => "check the names; save the file as UTF-8", "请核对名称；建议另存为 UTF-8";
    DUPLICATE_ID = "010", Warning, Fixed:
        "the id occurs twice; the later one is now {}", "编号重复；后一个改为 {}"
        => "give every task its own id; links to the id mean the first task", "请为每个任务使用不同编号；引用该编号的关系指向第一个任务";
    NO_ID = "011", Warning, Fixed:
        "the task has no id; it is now {}", "任务没有编号；改为 {}"
        => "give the task an id", "请为任务填写编号";
    NO_PARENT = "012", Warning, Fixed:
        "the summary does not exist: {}; the task now stands at the top", "上级任务不存在：{}；该任务置于顶层"
        => "correct the parent, or add the summary", "请改正上级编号，或补充上级任务";
    PARENT_CYCLE = "013", Error, Fixed:
        "the task belongs to itself by way of {}; it now stands at the top", "任务经由 {} 隶属于自身；该任务置于顶层"
        => "correct the parent", "请改正上级编号";
    TOO_DEEP = "014", Warning, Fixed:
        "the summaries are nested deeper than {} levels; deeper tasks are drawn up", "任务层级超过 {} 层；更深的任务上移"
        => "flatten the structure", "请减少层级";
    REORDERED = "015", Note, Fixed:
        "{} summaries stood behind tasks that belong to them; they were moved in front", "{} 个上级任务排在其下级之后；已移到前面"
        => "nothing needs to be done", "无需处理";
    LONG_ID = "016", Warning, Fixed:
        "the id is longer than {} characters; it is cut", "编号超过 {} 个字符；已截短"
        => "give the task a shorter id", "请使用较短的编号";
    BAD_DATE = "020", Error, Skipped:
        "the date cannot be read: {}", "无法读取日期：{}"
        => "write dates as 2027-03-01", "请按 2027-03-01 的格式填写日期";
    AMBIGUOUS_DATE = "021", Error, Skipped:
        "the date can mean two days: {}", "日期有两种含义：{}"
        => "write dates as 2027-03-01", "请按 2027-03-01 的格式填写日期";
    END_BEFORE_START = "022", Error, Skipped:
        "the end lies before the start: {}", "结束早于开始：{}"
        => "correct the dates", "请改正日期";
    ONE_DATE = "023", Warning, Fixed:
        "only one of start and finish is given ({}); it is taken as one day", "开始与完成只填了一个（{}）；按一天处理"
        => "give both dates", "请填写两个日期";
    FINISH_WITHOUT_START = "024", Warning, Kept:
        "an actual finish without an actual start: {}", "有实际完成而没有实际开始：{}"
        => "give the actual start", "请补充实际开始日期";
    AFTER_DATA_DATE = "025", Warning, Kept:
        "an actual date lies after the data date: {}", "实际日期晚于数据日期：{}"
        => "correct the actual date or the data date", "请改正实际日期或数据日期";
    DATA_DATES = "026", Warning, Fixed:
        "the file has several data dates: {}; the latest one is taken", "文件有多个数据日期：{}；取最晚的一个"
        => "give one data date", "请只给出一个数据日期";
    MIDNIGHT = "027", Note, Fixed:
        "{} finishes at 00:00 count as the end of the day before", "{} 个 00:00 的完成时间按前一天结束处理"
        => "nothing needs to be done", "无需处理";
    BAD_PERCENT = "030", Error, Skipped:
        "the percentage cannot be read: {}", "无法读取百分比：{}"
        => "write a number from 0 to 100", "请填写 0 到 100 的数";
    PERCENT_RANGE = "031", Error, Skipped:
        "the percentage lies outside 0 to 100: {}", "百分比超出 0 到 100：{}"
        => "correct the percentage", "请改正百分比";
    PERCENT_SCALE = "032", Note, Fixed:
        "percentages of this file run to 100, not to 1 as P6 writes them (largest: {})", "该文件的百分比按 0–100 填写，而 P6 按 0–1（最大值：{}）"
        => "check the percentages", "请核对百分比";
    UNKNOWN_WORK = "033", Warning, Fixed:
        "unknown kind of work: {}; it is taken as build", "未知的工作类型：{}；按新建处理"
        => "use build, demolish, maintain, temporary or close", "请使用新建、拆除、维护、临时或封闭";
    BAD_SELECTOR = "034", Warning, Skipped:
        "a link to elements cannot be read: {}", "无法读取构件关联：{}"
        => "write key:…, name:… or zone:…", "请填写 key:…、name:… 或 zone:…";
    BAD_STOREYS = "035", Warning, Skipped:
        "the storeys cannot be read: {}", "无法读取楼层：{}"
        => "write 1-18, or -2--1 for basements; there is no level 0", "请填写 1-18，地下室填 -2--1；没有 0 层";
    BAD_DEPENDENCY = "040", Warning, Skipped:
        "a dependency cannot be read: {}", "无法读取前置关系：{}"
        => "write A12FS+3d; separate by ;", "请按 A12FS+3d 填写，用 ; 分隔";
    NO_PREDECESSOR = "041", Warning, Skipped:
        "the predecessor does not exist: {}", "前置任务不存在：{}"
        => "correct the id, or add the task", "请改正编号，或补充该任务";
    SELF_DEPENDENCY = "042", Warning, Skipped:
        "the task waits for itself: {}", "任务以自身为前置：{}"
        => "remove the dependency", "请删除该前置关系";
    BAD_LAG = "043", Warning, Fixed:
        "the lag of a dependency cannot be used: {}; 0 days are taken", "前置关系的延隔无法使用：{}；按 0 天处理"
        => "correct the lag", "请改正延隔时间";
    HOURS_PER_DAY = "044", Note, Fixed:
        "no calendar gives the hours of a day; {} h are taken for lags", "没有日历给出每日工时；延隔按每日 {} h 换算"
        => "export the calendars too", "请连同日历一起导出";
    NO_SUCCESSOR = "045", Warning, Skipped:
        "the task that a dependency belongs to does not exist: {}", "前置关系所属的任务不存在：{}"
        => "remove the dependency, or export the task too", "请删除该关系，或连同该任务一起导出";
    UNKNOWN_COLUMNS = "050", Note, Skipped:
        "columns that are not used: {}", "未使用的列：{}"
        => "nothing needs to be done unless one of them should be used: see the documentation for the names", "除非应使用其中的列，否则无需处理；列名见文档";
    ROW_LENGTH = "051", Warning, Kept:
        "the row has another number of fields than the header: {}", "该行的字段数与表头不同：{}"
        => "check the row", "请检查该行";
    BAD_ROW = "052", Error, Skipped:
        "the row cannot be read: {}", "无法读取该行：{}"
        => "correct the row", "请改正该行";
    OPEN_QUOTE = "053", Error, Fixed:
        "a quotation mark is never closed{}; from here on quotation marks are taken as text", "引号没有闭合{}；此后的引号按普通字符处理"
        => "close the quotation mark", "请补上引号";
    NO_END = "054", Warning, Kept:
        "the file has no end mark (%E){}; rows may be missing", "文件没有结束标记（%E）{}；可能缺少行"
        => "export the file again", "请重新导出该文件";
    INACTIVE = "055", Note, Skipped:
        "the task is switched off in the source: {}", "任务在源文件中已停用：{}"
        => "switch it on if it should be built", "若需实施，请启用该任务";
}
