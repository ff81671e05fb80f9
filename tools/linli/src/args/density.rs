//! Arguments of `simulate density` and `simulate capital`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

/// Which buildings count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Counted {
    /// What exists today 现状
    Existing,
    /// What exists and stays, and what the plan proposes 规划
    Planning,
    /// What exists and stays, and what is designed 设计
    Design,
    /// What stands finished on a date of the schedule 建设
    Construction,
}

/// Which picture of a scene is meant.
#[derive(Debug, Args)]
pub struct CountedArgs {
    /// Which buildings count, so that what is removed and what replaces it are never counted together
    #[arg(long, value_enum, default_value_t = Counted::Design)]
    pub stage: Counted,
    /// Date, with --stage construction
    #[arg(long, value_name = "DATE", required_if_eq("stage", "construction"))]
    pub date: Option<NaiveDate>,
    /// Schedule that says what is removed; the one of the scene when not given
    #[arg(long, value_name = "FILE")]
    pub schedule: Option<PathBuf>,
}

/// Arguments of `simulate density`.
#[derive(Debug, Args)]
pub struct DensityArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Which buildings count
    #[command(flatten)]
    pub counted: CountedArgs,
    /// City's rules, a JSON pack that replaces those of Hangzhou; `none` for the national rules alone
    #[arg(long, value_name = "PACK.json")]
    pub city: Option<PathBuf>,
    /// Floor that one parcel gives to another: FROM=TO:SQUARE_METRES; several times
    #[arg(long, value_name = "TRANSFER", value_parser = transfer)]
    pub transfer: Vec<(String, String, f64)>,
    /// More residents and jobs that streets and station can carry; unknown without it
    #[arg(long, value_name = "PEOPLE")]
    pub reach_people: Option<f64>,
    /// More residents and jobs that pipes can carry; unknown without it
    #[arg(long, value_name = "PEOPLE")]
    pub pipe_people: Option<f64>,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print every figure as CSV
    #[arg(long)]
    pub csv: bool,
    /// Folder for density.json, indicators.csv, parcels.csv, buildings.csv, gradient.csv, findings.csv
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `simulate capital`.
#[derive(Debug, Args)]
pub struct CapitalArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Which buildings stand after the scheme; before it is what exists today
    #[command(flatten)]
    pub counted: CountedArgs,
    /// Your prices, a JSON pack like assets/rules/capital_zhejiang.json; without it example prices
    #[arg(long, value_name = "PRICES.json")]
    pub prices: Option<PathBuf>,
    /// Phase as SHARE:MONTHS, for example 0.4:24; several times
    #[arg(long, value_name = "PHASE", value_parser = phase)]
    pub phase: Vec<(f64, f64)>,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print every figure as CSV
    #[arg(long)]
    pub csv: bool,
    /// Folder for capital.json, indicators.csv, lines.csv, tornado.csv
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `FROM=TO:SQUARE_METRES`.
fn transfer(text: &str) -> Result<(String, String, f64), String> {
    let parts = text.split_once('=').and_then(|(from, rest)| Some((from, rest.rsplit_once(':')?)));
    match parts.map(|(from, (to, area))| (from, to, area.parse::<f64>())) {
        Some((from, to, Ok(area))) if area.is_finite() && area >= 0.0 => {
            Ok((from.to_owned(), to.to_owned(), area))
        }
        _ => Err("FROM=TO:SQUARE_METRES is wanted, for example parcel/B1=parcel/A1:5000".to_owned()),
    }
}

/// `SHARE:MONTHS`.
fn phase(text: &str) -> Result<(f64, f64), String> {
    let parts = text.split_once(':').map(|(share, months)| (share.parse::<f64>(), months.parse::<f64>()));
    match parts {
        Some((Ok(share), Ok(months))) if (0.0..=1.0).contains(&share) && (0.0..=600.0).contains(&months) => {
            Ok((share, months))
        }
        _ => Err("SHARE:MONTHS is wanted, a share from 0 to 1 and up to 600 months".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfers_and_phases_are_looked_at_before_anything_starts() {
        assert_eq!(transfer("parcel/B1=parcel/A1:500"), Ok(("parcel/B1".into(), "parcel/A1".into(), 500.0)));
        assert!(transfer("a=b:-1").is_err() && transfer("a:5").is_err() && transfer("a=b:NaN").is_err());
        assert_eq!(phase("0.4:24"), Ok((0.4, 24.0)));
        assert!(phase("1.4:24").is_err() && phase("24").is_err());
    }
}
