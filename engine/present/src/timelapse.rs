//! A film of a place over time: its days, the names of its frames, and how a film is made of them.

use std::path::Path;

use chrono::{Days, NaiveDate};

/// Most frames of one film.
pub const MOST_FRAMES: usize = 20_000;

/// The days from the first to the last, `every` so many days, and the last day itself, so that the end is seen.
/// Nothing when the first day lies after the last, or `every` is 0.
pub fn days_between(from: NaiveDate, to: NaiveDate, every: u32) -> impl Iterator<Item = NaiveDate> {
    let day = move |number: u64| {
        let day = from.checked_add_days(Days::new(number.checked_mul(u64::from(every))?))?;
        (every > 0 && day < to).then_some(day)
    };
    (0..).map_while(day).chain((every > 0 && from <= to).then_some(to))
}

/// File name of a frame of a film, counted from 1: `frame-00001.png`.
pub fn frame_name(number: usize) -> String {
    format!("frame-{number:05}.png")
}

/// Kinds of film files, known by their endings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilmFile {
    /// MPEG-4, `.mp4`.
    Mp4,
    /// WebM, `.webm`.
    WebM,
    /// Matroska, `.mkv`.
    Matroska,
}

impl FilmFile {
    /// The kind of film that a path names; `None` when it names a folder or something else.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "mp4" => Some(Self::Mp4),
            "webm" => Some(Self::WebM),
            "mkv" => Some(Self::Matroska),
            _ => None,
        }
    }

    /// Name of the container in ffmpeg.
    fn muxer(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::WebM => "webm",
            Self::Matroska => "matroska",
        }
    }
}

/// Arguments of ffmpeg for a film out of raw RGBA pictures on its standard input; the file follows them.
///
/// The codec is the one that ffmpeg takes for the container. Colours are converted after ITU-R BT.709, which
/// players expect of such pictures; sides are made even, as 4:2:0 needs them.
pub fn ffmpeg_arguments(film: FilmFile, size_px: [u32; 2], frames_per_second: u32) -> Vec<String> {
    let [width, height] = size_px;
    let size = format!("{width}x{height}");
    let rate = frames_per_second.to_string();
    let mut arguments = vec!["-hide_banner", "-loglevel", "error", "-y"];
    arguments.extend(["-f", "rawvideo", "-pix_fmt", "rgba", "-s", &size, "-r", &rate, "-i", "-"]);
    arguments.extend([
        "-vf",
        "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709",
        "-pix_fmt",
        "yuv420p",
    ]);
    arguments.extend(["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]);
    if film == FilmFile::Mp4 {
        // Players can begin before the whole file is there.
        arguments.extend(["-movflags", "+faststart"]);
    }
    arguments.extend(["-f", film.muxer()]);
    arguments.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, month, day).unwrap_or_default()
    }

    #[test]
    fn the_days_end_with_the_last_one() {
        let weeks: Vec<NaiveDate> = days_between(day(2, 1), day(2, 16), 7).collect();
        assert_eq!(weeks, [day(2, 1), day(2, 8), day(2, 15), day(2, 16)]);
        let whole: Vec<NaiveDate> = days_between(day(2, 1), day(2, 15), 7).collect();
        assert_eq!(whole, [day(2, 1), day(2, 8), day(2, 15)], "no day twice");
        assert_eq!(days_between(day(2, 1), day(2, 1), 7).collect::<Vec<_>>(), [day(2, 1)]);
        assert_eq!(days_between(day(2, 2), day(2, 1), 7).count(), 0);
        assert_eq!(days_between(day(2, 1), day(2, 9), 0).count(), 0);
        assert_eq!(days_between(NaiveDate::MIN, NaiveDate::MAX, u32::MAX).count(), 2);
    }

    #[test]
    fn frames_sort_by_their_names() {
        assert_eq!(frame_name(1), "frame-00001.png");
        let names: Vec<String> = (1..=MOST_FRAMES).map(frame_name).collect();
        assert!(names.is_sorted());
    }

    #[test]
    fn films_are_known_by_their_endings() {
        assert_eq!(FilmFile::of(Path::new("out/Film.MP4")), Some(FilmFile::Mp4));
        assert_eq!(FilmFile::of(Path::new("a.webm")), Some(FilmFile::WebM));
        assert_eq!(FilmFile::of(Path::new("a.mkv")), Some(FilmFile::Matroska));
        assert_eq!((FilmFile::of(Path::new("frames")), FilmFile::of(Path::new("a.gif"))), (None, None));
    }

    #[test]
    fn ffmpeg_is_told_size_rate_and_container() {
        let text = ffmpeg_arguments(FilmFile::WebM, [1280, 720], 24).join(" ");
        assert!(text.contains("-f rawvideo -pix_fmt rgba -s 1280x720 -r 24 -i - "), "{text}");
        assert!(text.contains("-pix_fmt yuv420p") && text.ends_with("-f webm"), "{text}");
        assert!(!text.contains("faststart"));
    }
}
