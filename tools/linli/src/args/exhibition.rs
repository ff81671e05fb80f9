//! Arguments of the commands for exhibitions.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

/// Arguments of `kiosk`.
#[derive(Debug, Args)]
pub struct KioskArgs {
    /// Show: a JSON file, usually in the folder `shows` of a scene
    #[arg(required_unless_present_any = ["new_pin", "votes"])]
    pub show: Option<PathBuf>,
    /// Settings of this machine: a JSON file
    #[arg(long, value_name = "KIOSK.json")]
    pub settings: Option<PathBuf>,
    /// Folder for logs, health, answers and the last good show; the one of systemd or of the user when not given
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Only tell what is wrong with show and settings, and how long the chapters are
    #[arg(long)]
    pub check: bool,
    /// Read a staff PIN from standard input and print its hash for the settings
    #[arg(long, conflicts_with_all = ["check", "votes"])]
    pub new_pin: bool,
    /// Write the visitors' answers as a table and end; - is standard output
    #[arg(long, value_name = "FILE.csv", conflicts_with = "check")]
    pub votes: Option<PathBuf>,
    /// Program to run instead of linli-view, for trials
    #[arg(long, value_name = "PROGRAM", hide = true)]
    pub viewer: Option<PathBuf>,
    /// File with seconds that are added to the local time, for trials
    #[arg(long, value_name = "FILE", hide = true)]
    pub clock_file: Option<PathBuf>,
}

/// Arguments of `soak`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["state", "pid"]))]
pub struct SoakArgs {
    /// State folder of a running `linli kiosk`
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// A process instead, without frame times and restarts
    #[arg(long, value_name = "PID")]
    pub pid: Option<u32>,
    /// How long: seconds, or a number with s, min, h, d
    #[arg(long = "for", value_name = "TIME", default_value = "168h", value_parser = duration)]
    pub duration: Duration,
    /// Time between two looks
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    pub every: Duration,
    /// Time at the beginning of the show's life that does not count
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration)]
    pub warm_up: Duration,
    /// Table of every look
    #[arg(long, value_name = "FILE.csv")]
    pub csv: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A time such as `90`, `30min`, `168h`, `7d`.
fn duration(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let unit_s = match unit {
        "" | "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err("the units are s, min, h and d".to_owned()),
    };
    let seconds = number.trim().parse::<f64>().ok().map(|number| number * unit_s);
    seconds
        .filter(|seconds| (0.0..=3.2e7).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "a time such as 90s, 30min, 168h or 7d is wanted, at most a year".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_units() {
        assert_eq!(duration("30min"), Ok(Duration::from_secs(1800)));
        assert_eq!(
            (duration("0.5h"), duration("90")),
            (Ok(Duration::from_secs(1800)), Ok(Duration::from_secs(90)))
        );
        assert!(duration("3 years").is_err() && duration("-1s").is_err() && duration("400d").is_err());
    }
}
