//! What can be typed after `linli variant`, and after `linli compare`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What to do with variants.
#[derive(Debug, Subcommand)]
pub enum VariantCommand {
    /// List the variants of a scene as a tree, and whether they fit it / 列出方案
    List(VariantSceneArgs),
    /// Tell the edits of a variant, one by one / 方案的编辑记录
    History(VariantKeyArgs),
    /// Begin a variant over another one, or over the scene / 分支新方案
    Fork(VariantForkArgs),
    /// Take the edits of a variant file over into a variant, all or none / 将方案文件的编辑并入
    Apply(VariantApplyArgs),
    /// Tell which elements differ between two variants / 方案差异
    Diff(VariantDiffArgs),
    /// Take all edits of one variant over into another / 合并方案
    Merge(VariantMergeArgs),
    /// Take one edit of a variant over into another / 摘取一项编辑
    Pick(VariantPickArgs),
    /// Give a variant another key or other names / 重命名
    Rename(VariantRenameArgs),
    /// Approve a variant, which locks it / 批准并锁定
    Lock(VariantLockArgs),
    /// Take an approval back / 撤销批准
    Unlock(VariantKeyArgs),
    /// Move a variant to the discarded ones / 移除方案
    Remove(VariantKeyArgs),
    /// Make a variant the scene itself; every other variant goes on showing what it showed / 定稿为基础
    Promote(VariantPromoteArgs),
    /// Write a variant with those that it builds upon as one file / 导出为单个文件
    Export(VariantExportArgs),
}

/// A scene.
#[derive(Debug, Args)]
pub struct VariantSceneArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A variant of a scene.
#[derive(Debug, Args)]
pub struct VariantKeyArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the variant
    pub variant: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant fork`.
#[derive(Debug, Args)]
pub struct VariantForkArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the new variant
    pub new: String,
    /// Key of the variant that it builds upon; the scene itself when not given
    #[arg(long, value_name = "KEY")]
    pub from: Option<String>,
    /// Name in English
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub name_en: String,
    /// Name in Chinese
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub name_zh: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant apply`.
#[derive(Debug, Args)]
pub struct VariantApplyArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// File with the edits, as a variant is stored
    pub file: PathBuf,
    /// Key of the variant that they are added to
    #[arg(long, value_name = "KEY")]
    pub to: String,
    /// Only look whether they fit
    #[arg(long)]
    pub check: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant diff`.
#[derive(Debug, Args)]
pub struct VariantDiffArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the first variant; `base` is the scene itself
    pub a: String,
    /// Key of the second variant
    pub b: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Which side is taken in conflicts.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum TakeSide {
    /// What the variant has that is merged into
    Ours,
    /// What the other one has
    Theirs,
}

/// Sides for conflicts.
#[derive(Debug, Args)]
pub struct ConflictArgs {
    /// Side to take in every conflict that --ours and --theirs do not name
    #[arg(long, value_enum, value_name = "SIDE")]
    pub take: Option<TakeSide>,
    /// Element for which the variant that is merged into wins; several times
    #[arg(long, value_name = "ELEMENT")]
    pub ours: Vec<String>,
    /// Element for which the other variant wins; several times
    #[arg(long, value_name = "ELEMENT")]
    pub theirs: Vec<String>,
}

/// Arguments of `variant merge`.
#[derive(Debug, Args)]
pub struct VariantMergeArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the variant whose edits are taken
    pub from: String,
    /// Key of the variant that gets them
    pub into: String,
    /// Conflicts
    #[command(flatten)]
    pub conflicts: ConflictArgs,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant pick`.
#[derive(Debug, Args)]
pub struct VariantPickArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the variant whose edit is taken
    pub from: String,
    /// Number of the edit, from 1
    pub number: usize,
    /// Key of the variant that gets it
    pub into: String,
    /// Conflicts
    #[command(flatten)]
    pub conflicts: ConflictArgs,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant rename`.
#[derive(Debug, Args)]
pub struct VariantRenameArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the variant
    pub variant: String,
    /// Other key
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// Name in English
    #[arg(long, value_name = "TEXT")]
    pub name_en: Option<String>,
    /// Name in Chinese
    #[arg(long, value_name = "TEXT")]
    pub name_zh: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant lock`.
#[derive(Debug, Args)]
pub struct VariantLockArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the variant
    pub variant: String,
    /// Who approves it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Day; today when not given
    #[arg(long, value_name = "DAY")]
    pub on: Option<chrono::NaiveDate>,
    /// What for
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant promote`.
#[derive(Debug, Args)]
pub struct VariantPromoteArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the variant
    pub variant: String,
    /// Scene folder to write; the scene itself stays as it is
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `variant export`.
#[derive(Debug, Args)]
pub struct VariantExportArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the variant
    pub variant: String,
    /// File to write; it fits the scene without any other variant
    #[arg(long, value_name = "FILE.json")]
    pub out: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("format").multiple(false).args(["json", "csv", "html"])))]
pub struct CompareArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key of the first variant; `base` is the scene itself
    pub a: String,
    /// Key of the second variant
    pub b: String,
    /// Groups of figures: floors, reach, underground; all when not given
    #[arg(long, value_delimiter = ',', value_name = "GROUPS")]
    pub figures: Vec<String>,
    /// Do not look for causes
    #[arg(long)]
    pub no_causes: bool,
    /// Causes of the second variant that are left out, by their numbers: what the figures are without them
    #[arg(long, value_delimiter = ',', value_name = "NUMBERS")]
    pub without: Vec<usize>,
    /// How many orders are drawn where there are more than 10 causes
    #[arg(long, default_value_t = 64, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub orders: u32,
    /// Seed of the drawing
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print the table as CSV
    #[arg(long)]
    pub csv: bool,
    /// Print a page with table, bars and plan, in both languages; it needs no other file
    #[arg(long)]
    pub html: bool,
    /// File to write; standard output when not given
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
