//! `linli kiosk`: an exhibition that stays up. Checks show and settings, then starts `linli-view` and watches
//! it; also hashes a staff PIN and exports the visitors' answers.

mod health;
mod last_good;
mod log;
mod policy;
mod process;
mod supervise;

use std::fs::{self, File, TryLockError};
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, bail};
use linli_io::{
    Language, Message, read_kiosk_settings, read_scene_file, read_show, read_show_file, read_tally,
    scene_of_show, write_atomically, write_kiosk_settings, write_tally_csv,
};
use linli_model::{KioskSettings, LinkRole, Show, SoftwareRendering};
use linli_present::kiosk::{PIN_DIGITS, PIN_ROUNDS, PinHash, check_texts};

use crate::args::KioskArgs;
use crate::open;
use crate::outcome::Outcome;
use crate::output::{put, put_line};
use crate::speech::either;

pub use health::FILE as HEALTH_FILE;
pub use process::{Usage, usage};

/// Settings that the window reads, each usable.
const SETTINGS_IN_USE: &str = "settings.json";
/// What the window tells the staff, one problem a line.
const PROBLEMS: &str = "problems.txt";
/// Held while a supervisor runs on a state folder.
const LOCK: &str = "lock";
/// Its time tells when this program last restarted the machine.
const REBOOT: &str = "restarted-machine";

/// Runs the command.
///
/// # Errors
/// When the window's program or the state folder is missing, or another supervisor runs on it.
pub fn run(args: &KioskArgs, language: Language) -> anyhow::Result<Outcome> {
    if args.new_pin {
        return new_pin(language);
    }
    if let Some(table) = &args.votes {
        return export(args, table, language);
    }
    let Some(show) = &args.show else { bail!(either(language, "name a show", "请指定展示脚本")) };
    let checked = check(show, args.settings.as_deref(), language);
    if args.check {
        return Ok(tell_check(&checked, language));
    }
    let program = match &args.viewer {
        Some(program) => program.clone(),
        None => open::viewer(language)?,
    };
    let state = state_folder(args, language)?;
    let mut problems = checked.problems;
    // A disk that is full or cannot be written is told, and the show goes on without its state.
    if let Err(error) = fs::create_dir_all(&state) {
        problems.push(format!("{}: {error}", state.display()));
    }
    // Held until the end; the system lets go of it whatever happens to this program.
    let _lock = lock(&state, language, &mut problems)?;
    last_good::mend(&state);
    let in_use = state.join(SETTINGS_IN_USE);
    let written = write_atomically(&in_use, write_kiosk_settings(&checked.settings).as_bytes());
    let settings_file = match written {
        Ok(()) => Some(in_use),
        Err(error) => {
            problems.push(format!("{}: {error}", in_use.display()));
            // The window reads it with the same care.
            args.settings.clone()
        }
    };
    let problems_file = write_problems(&state.join(PROBLEMS), &mut problems);
    let plan = supervise::Plan {
        program,
        show: checked.show.as_ref().map(|_| show.clone()),
        scene: checked.scene,
        settings: checked.settings,
        settings_file,
        problems_file,
        problems,
        clock_file: args.clock_file.clone(),
        state: state.clone(),
    };
    Ok(supervise::run(&plan, since_reboot_ms(&state), language))
}

/// What became of show and settings.
struct Checked {
    /// `None` when it cannot be used.
    show: Option<Show>,
    scene: PathBuf,
    settings: KioskSettings,
    /// In the language of the command.
    problems: Vec<String>,
}

/// Reads show and settings. What is wrong never keeps a machine from starting.
fn check(path: &Path, settings_path: Option<&Path>, language: Language) -> Checked {
    let mut problems = Vec::new();
    let mut say =
        |messages: &[Message]| problems.extend(messages.iter().map(|message| message.text(language)));
    let settings = match settings_path.map(read_kiosk_settings) {
        None => KioskSettings::default(),
        Some(Ok((settings, messages))) => {
            say(&messages);
            settings
        }
        Some(Err(message)) => {
            say(&[message]);
            KioskSettings::default()
        }
    };
    let mut scene = PathBuf::new();
    let mut show = None;
    match read_show_file(path) {
        Err(message) => say(&[message]),
        Ok(file) => {
            scene = scene_of_show(path, &file);
            match read_scene_file(&scene) {
                Err(error) => problems.push(error.text(language)),
                Ok(scene) => match read_show(path, &scene.views) {
                    Ok(read) => show = Some(read),
                    Err(messages) => say(&messages),
                },
            }
        }
    }
    problems.extend(machine_problems(&settings, language));
    if let Some(show) = &show {
        let texts = check_texts(show, &settings).into_iter().map(|problem| {
            let [english, chinese] = &problem.what;
            format!("{}: {}", problem.place, either(language, english, chinese))
        });
        problems.extend(texts);
    }
    Checked { show, scene, settings, problems }
}

/// What settings alone cannot know to be wrong.
fn machine_problems(settings: &KioskSettings, language: Language) -> Vec<String> {
    let mut problems = Vec::new();
    match settings.pin.as_deref().map(PinHash::read) {
        None => problems.push(
            either(
                language,
                "no staff PIN is set, so the staff menu stays shut; make one with `linli kiosk --new-pin`",
                "未设置工作人员密码，工作人员菜单不可用；请用 `linli kiosk --new-pin` 生成",
            )
            .to_owned(),
        ),
        Some(Err(why)) => {
            let what = either(language, "the staff PIN cannot be used", "工作人员密码无法使用");
            problems.push(format!("/pin: {what}: {why}"));
        }
        Some(Ok(_)) => {}
    }
    if settings.software_rendering == SoftwareRendering::Allow && settings.quality.lowest > 0 {
        let what = "software rendering is allowed, but the quality ladder may not go to its lowest rung";
        problems.push(either(language, what, "允许软件渲染，但画质阶梯不能降到最低一级").to_owned());
    }
    if settings.limits.may_reboot && !Path::new("/run/systemd/system").exists() {
        let what = "the machine may be restarted, but there is no systemd that would do it";
        problems.push(either(language, what, "允许重启整机，但系统没有 systemd").to_owned());
    }
    if let LinkRole::Follower { leader } = &settings.network.role
        && settings.network.cues_to.iter().any(|to| to == leader)
    {
        let what = "cues go to the leader, which sends them itself";
        problems.push(either(language, what, "联动信号发往主机，而主机自己会发送").to_owned());
    }
    problems
}

fn tell_check(checked: &Checked, language: Language) -> Outcome {
    for problem in &checked.problems {
        put_line(problem);
    }
    if let Some(show) = &checked.show {
        let script = linli_present::kiosk::Script::new(show.clone());
        let mut total = 0.0;
        for (at, chapter) in show.chapters.iter().enumerate() {
            let seconds = script.length_us(at) as f64 / 1e6;
            total += seconds;
            put_line(&format!("{:>5.0} s  {}\t{}", seconds, chapter.key, chapter.title.of(language)));
        }
        put_line(&format!("{total:>5.0} s  {}\t{}", show.key, show.title.of(language)));
    }
    if checked.show.is_some() && checked.problems.is_empty() { Outcome::Done } else { Outcome::Wrong }
}

/// Reads a PIN from the standard input and prints its hash.
fn new_pin(language: Language) -> anyhow::Result<Outcome> {
    let asked = either(language, "PIN (4 to 12 digits): ", "密码（4 至 12 位数字）：");
    eprint!("{asked}");
    std::io::stderr().flush().ok();
    let mut pin = String::new();
    std::io::stdin().lock().read_line(&mut pin).context("PIN")?;
    let salt = salt()?;
    match PinHash::new(pin.trim(), &salt, PIN_ROUNDS) {
        Ok(hash) => {
            put_line(&hash.write());
            Ok(Outcome::Done)
        }
        Err(_) => {
            let what =
                either(language, "a PIN has so many digits, and nothing else", "密码只能由数字组成，位数为");
            bail!("{what}: {}–{}", PIN_DIGITS.start(), PIN_DIGITS.end())
        }
    }
}

/// Sixteen bytes that nobody can guess, from the system.
fn salt() -> anyhow::Result<[u8; 16]> {
    use std::io::Read as _;
    let mut salt = [0; 16];
    File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut salt)).context("/dev/urandom")?;
    Ok(salt)
}

/// Writes the visitors' answers as a table; `-` is the standard output.
fn export(args: &KioskArgs, table: &Path, language: Language) -> anyhow::Result<Outcome> {
    let state = state_folder(args, language)?;
    let (tally, damaged) = read_tally(&state);
    if let Some(aside) = &damaged {
        let what =
            either(language, "the answers cannot be read and were put aside", "投票记录无法读取，已另存");
        eprintln!("{}: {what}", aside.display());
    }
    let text = write_tally_csv(&tally);
    if table == Path::new("-") {
        put(&text);
    } else {
        write_atomically(table, text.as_bytes()).with_context(|| table.display().to_string())?;
    }
    Ok(if damaged.is_some() { Outcome::Wrong } else { Outcome::Done })
}

/// The state folder asked for, else `$STATE_DIRECTORY` of systemd, else the user's.
fn state_folder(args: &KioskArgs, language: Language) -> anyhow::Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || {
        variable("XDG_STATE_HOME")
            .or_else(|| variable("HOME").map(|home| home.join(".local/state")))
            .map(|home| home.join("linli").join("kiosk"))
    };
    let what =
        either(language, "no state folder; name one with --state", "没有状态文件夹，请用 --state 指定");
    args.state.clone().or_else(|| variable("STATE_DIRECTORY")).or_else(home).context(what.to_owned())
}

/// Writes what is wrong for the window, when something is.
fn write_problems(path: &Path, problems: &mut Vec<String>) -> Option<PathBuf> {
    if problems.is_empty() {
        // One that stays is not read by anything.
        let _ = fs::remove_file(path);
        return None;
    }
    let mut text = problems.join("\n");
    text.push('\n');
    let written = write_atomically(path, text.as_bytes());
    written
        .map_err(|error| problems.push(format!("{}: {error}", path.display())))
        .ok()
        .map(|()| path.to_owned())
}

/// Holds the state folder for this program alone.
///
/// # Errors
/// When another program holds it.
fn lock(state: &Path, language: Language, problems: &mut Vec<String>) -> anyhow::Result<Option<File>> {
    let path = state.join(LOCK);
    let opened = File::options().create(true).read(true).write(true).truncate(false).open(&path);
    let mut file = match opened {
        Ok(file) => file,
        Err(error) => {
            problems.push(format!("{}: {error}", path.display()));
            return Ok(None);
        }
    };
    // A file system without locks must not keep a hall dark.
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
        let holder = fs::read_to_string(&path).unwrap_or_default();
        let what = either(
            language,
            "a show already runs on this state folder, process",
            "该状态文件夹上已有展示在运行，进程",
        );
        bail!("{}: {what} {}", path.display(), holder.trim());
    }
    // Who holds it is a help for people only.
    let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
    Ok(Some(file))
}

/// Marks that the machine is being restarted.
fn note_reboot(state: &Path) {
    // Without the mark the machine may be restarted again sooner than in an hour, never in a loop: each
    // needs five failures first.
    let _ = write_atomically(&state.join(REBOOT), b"");
}

/// Time since the machine was restarted, milliseconds. A clock that was put back makes it long ago.
fn since_reboot_ms(state: &Path) -> Option<u64> {
    let changed = fs::metadata(state.join(REBOOT)).and_then(|meta| meta.modified()).ok()?;
    let since = SystemTime::now().duration_since(changed).unwrap_or(Duration::MAX);
    Some(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
