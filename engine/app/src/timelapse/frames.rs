//! Finished pictures become a film, through ffmpeg, or a folder of frames.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context as _, bail, ensure};
use image::{ImageFormat, RgbaImage};
use linli_present::{FilmFile, ffmpeg_arguments, frame_name};

/// Where the pictures of a film go. What is not finished when this is dropped is taken away; whole frames in a
/// folder stay.
pub struct Frames {
    target: Target,
    size_px: [u32; 2],
    written: usize,
}

enum Target {
    Folder(PathBuf),
    Film(Film),
}

impl Frames {
    /// A film at `out`, when that names one and `ffmpeg` can be started; else the folder `out`, without the
    /// ending of a film.
    ///
    /// # Errors
    /// When the folder holds something already or cannot be made, or ffmpeg does not start though it is there.
    pub fn open(
        out: &Path,
        size_px: [u32; 2],
        frames_per_second: u32,
        ffmpeg: &Path,
    ) -> anyhow::Result<Self> {
        let film = match FilmFile::of(out) {
            Some(kind) => Film::start(out, ffmpeg, &ffmpeg_arguments(kind, size_px, frames_per_second))?,
            None => None,
        };
        let target = match film {
            Some(film) => Target::Film(film),
            None if FilmFile::of(out).is_some() => Target::Folder(free_folder(&out.with_extension(""))?),
            None => Target::Folder(free_folder(out)?),
        };
        Ok(Self { target, size_px, written: 0 })
    }

    /// The film, or the folder of the frames.
    pub fn place(&self) -> &Path {
        match &self.target {
            Target::Folder(folder) => folder,
            Target::Film(film) => &film.out,
        }
    }

    /// Whether a film is written and not frames.
    pub fn is_film(&self) -> bool {
        matches!(self.target, Target::Film(_))
    }

    /// Number of pictures taken so far.
    pub fn written(&self) -> usize {
        self.written
    }

    /// Takes the next picture.
    ///
    /// # Errors
    /// When it has another size, the disk is full, or ffmpeg has ended.
    pub fn write(&mut self, picture: &RgbaImage) -> anyhow::Result<()> {
        let (width, height) = picture.dimensions();
        ensure!(
            [width, height] == self.size_px,
            "a frame of {width} x {height} pixels among {:?}",
            self.size_px
        );
        match &mut self.target {
            Target::Film(film) => film.write(picture)?,
            Target::Folder(folder) => {
                let path = folder.join(frame_name(self.written + 1));
                let part = part_of(&path);
                let name = || path.display().to_string();
                picture.save_with_format(&part, ImageFormat::Png).with_context(name)?;
                fs::rename(&part, &path).with_context(name)?;
            }
        }
        self.written += 1;
        Ok(())
    }

    /// Ends the film and gives it its name.
    ///
    /// # Errors
    /// When ffmpeg could not finish it.
    pub fn finish(&mut self) -> anyhow::Result<()> {
        match &mut self.target {
            Target::Film(film) => film.finish(),
            Target::Folder(_) => Ok(()),
        }
    }
}

struct Film {
    child: Child,
    input: Option<ChildStdin>,
    part: PathBuf,
    out: PathBuf,
}

impl Film {
    /// Starts ffmpeg; `None` when there is none.
    fn start(out: &Path, ffmpeg: &Path, arguments: &[String]) -> anyhow::Result<Option<Self>> {
        // An absolute path is never taken for an option or an address.
        let out = std::path::absolute(out).with_context(|| out.display().to_string())?;
        let part = part_of(&out);
        let mut command = Command::new(ffmpeg);
        command.args(arguments).arg(&part).stdin(Stdio::piped()).stdout(Stdio::null());
        match command.spawn() {
            Ok(mut child) => {
                let input = child.stdin.take();
                Ok(Some(Self { child, input, part, out }))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("ffmpeg"),
        }
    }

    fn write(&mut self, picture: &RgbaImage) -> anyhow::Result<()> {
        let input = self.input.as_mut().context("ffmpeg takes no pictures")?;
        input.write_all(picture.as_raw()).context(
            "ffmpeg ended before the film was complete; its own message says why / ffmpeg 提前结束，原因见其输出",
        )
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        // The end of its input is the end of the film.
        drop(self.input.take());
        let status = self.child.wait().context("ffmpeg")?;
        if !status.success() {
            bail!("ffmpeg: {status}; its own message says why / 原因见 ffmpeg 的输出");
        }
        fs::rename(&self.part, &self.out).with_context(|| self.out.display().to_string())
    }
}

impl Drop for Film {
    fn drop(&mut self) {
        drop(self.input.take());
        // After a finished film there is nothing left to end or to remove.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.part);
    }
}

/// The name that a file has until it is complete.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// A folder that is empty: frames of an older film must not end up in the new one.
fn free_folder(folder: &Path) -> anyhow::Result<PathBuf> {
    let name = || folder.display().to_string();
    fs::create_dir_all(folder).with_context(name)?;
    if fs::read_dir(folder).with_context(name)?.next().is_some() {
        bail!("{}: the folder is not empty; name another one / 文件夹不为空，请另选一个", folder.display());
    }
    Ok(folder.to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::sync::Mutex;

    use super::*;

    /// A program that has just been written cannot be started while another test starts one.
    static ALONE: Mutex<()> = Mutex::new(());

    const NO_FFMPEG: &str = "/nowhere/ffmpeg";

    fn picture(grey: u8) -> RgbaImage {
        RgbaImage::from_pixel(4, 2, image::Rgba([grey, grey, grey, 255]))
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn frames_go_into_an_empty_folder() {
        let _alone = ALONE.lock();
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("frames");
        let mut frames = Frames::open(&out, [4, 2], 24, Path::new(NO_FFMPEG)).unwrap();
        frames.write(&picture(10)).unwrap();
        frames.write(&picture(200)).unwrap();
        frames.finish().unwrap();
        assert_eq!((frames.written(), frames.is_film(), frames.place()), (2, false, out.as_path()));
        assert_eq!(names(&out), ["frame-00001.png", "frame-00002.png"]);
        let back = image::open(out.join("frame-00002.png")).unwrap().to_rgba8();
        assert_eq!(back, picture(200));
        assert!(frames.write(&RgbaImage::new(3, 2)).is_err(), "another size");
        let again = Frames::open(&out, [4, 2], 24, Path::new(NO_FFMPEG)).err().unwrap();
        assert!(again.to_string().contains("not empty"), "{again}");
    }

    #[test]
    fn without_ffmpeg_a_film_becomes_a_folder() {
        let _alone = ALONE.lock();
        let home = tempfile::tempdir().unwrap();
        let frames = Frames::open(&home.path().join("film.mp4"), [4, 2], 24, Path::new(NO_FFMPEG)).unwrap();
        assert_eq!((frames.is_film(), frames.place()), (false, home.path().join("film").as_path()));
    }

    /// A program in the place of ffmpeg: it writes its input to the last of its arguments.
    #[cfg(unix)]
    fn pretend(home: &Path, then: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let program = home.join("ffmpeg");
        fs::write(&program, format!("#!/bin/sh\nfor last; do :; done\ncat > \"$last\"\n{then}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        program
    }

    #[cfg(unix)]
    #[test]
    fn a_film_has_its_name_when_it_is_complete() {
        let _alone = ALONE.lock();
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("film.mkv");
        let ffmpeg = pretend(home.path(), "exit 0");
        let mut frames = Frames::open(&out, [4, 2], 24, &ffmpeg).unwrap();
        for grey in [10, 200] {
            frames.write(&picture(grey)).unwrap();
        }
        assert!(frames.is_film() && !out.exists());
        frames.finish().unwrap();
        drop(frames);
        let wanted = [picture(10).into_raw(), picture(200).into_raw()].concat();
        assert_eq!(fs::read(&out).unwrap(), wanted);
        assert_eq!(names(home.path()), ["ffmpeg", "film.mkv"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_film_that_fails_or_is_stopped_leaves_nothing() {
        let _alone = ALONE.lock();
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("film.mp4");
        let ffmpeg = pretend(home.path(), "exit 3");
        let mut frames = Frames::open(&out, [4, 2], 24, &ffmpeg).unwrap();
        frames.write(&picture(1)).unwrap();
        assert!(frames.finish().is_err());
        drop(frames);
        let mut stopped = Frames::open(&out, [4, 2], 24, &ffmpeg).unwrap();
        stopped.write(&picture(1)).unwrap();
        drop(stopped);
        assert_eq!(names(home.path()), ["ffmpeg"]);
    }
}
