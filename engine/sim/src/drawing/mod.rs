//! Flat drawings: marks on a sheet in the order in which they are painted. A file holds one as SVG, a screen paints it.

mod svg;

use linli_model::Key;

pub use svg::escaped;

/// Red, green, blue and opacity, 0 … 255.
pub type Ink = [u8; 4];

/// A sheet with marks on it. Lengths are in its unit, right and down.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width and height.
    pub size: [f64; 2],
    /// Whether its unit is the millimetre, for paper; the pixel otherwise.
    pub is_paper: bool,
    /// What it shows.
    pub title: String,
    /// Size of its texts where they say none.
    pub text_size: f64,
    /// Colour of the sheet.
    pub paper: Ink,
    /// What is on it, the lowest first.
    pub marks: Vec<Mark>,
}

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What is painted.
    pub form: Form,
    /// What it stands for: shown where somebody points at it.
    pub tip: Option<String>,
    /// The element that it stands for.
    pub element: Option<Key>,
}

/// What is painted.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// An open line.
    Line {
        /// Its corners.
        points: Vec<[f64; 2]>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// An area; a ring inside another one is a hole.
    Area {
        /// Its outlines.
        rings: Vec<Vec<[f64; 2]>>,
        /// Its colour, and its edge.
        paint: Paint,
    },
    /// An ellipse.
    Ellipse {
        /// Its middle.
        centre: [f64; 2],
        /// Half of its width and height.
        radii: [f64; 2],
        /// Its colour, and its edge.
        paint: Paint,
    },
    /// A line of text.
    Text(Lettering),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub ink: Ink,
    /// Width.
    pub width: f64,
    /// Length of dashes and of the gaps between them.
    pub dash: Option<[f64; 2]>,
}

impl Stroke {
    /// An unbroken line.
    pub fn new(ink: Ink, width: f64) -> Self {
        Self { ink, width, dash: None }
    }

    /// The same with dashes.
    pub fn dashed(self, dash: f64, gap: f64) -> Self {
        Self { dash: Some([dash, gap]), ..self }
    }
}

/// How an area is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paint {
    /// Colour of the inside.
    pub fill: Option<Ink>,
    /// Line around it.
    pub edge: Option<Stroke>,
}

impl Paint {
    /// An area without an edge.
    pub fn filled(ink: Ink) -> Self {
        Self { fill: Some(ink), edge: None }
    }

    /// The same with an edge.
    pub fn edged(self, ink: Ink, width: f64) -> Self {
        Self { edge: Some(Stroke::new(ink, width)), ..self }
    }
}

/// What a text's place is of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Lettering {
    /// Where its baseline lies.
    pub at: [f64; 2],
    /// What of it lies there.
    pub anchor: Anchor,
    /// Height of its letters; that of the sheet where there is none.
    pub size: Option<f64>,
    /// The words.
    pub words: String,
    /// Colour.
    pub ink: Ink,
    /// Whether it is bold.
    pub bold: bool,
    /// Colour of a rim around the letters, so that they can be read over lines.
    pub halo: Option<Ink>,
    /// Whether it is turned to be read from the right.
    pub upright: bool,
}

/// Black of lines and letters.
pub const INK: Ink = [51, 51, 51, 255];
/// White of paper.
pub const PAPER: Ink = [255, 255, 255, 255];

/// An opaque colour.
pub const fn opaque([r, g, b]: [u8; 3]) -> Ink {
    [r, g, b, 255]
}

/// A line of text in the sheet's own size.
pub fn lettering(at: [f64; 2], anchor: Anchor, words: impl Into<String>) -> Lettering {
    Lettering {
        at,
        anchor,
        size: None,
        words: words.into(),
        ink: INK,
        bold: false,
        halo: None,
        upright: false,
    }
}

impl Lettering {
    /// The same in a size of its own.
    pub fn sized(self, size: f64) -> Self {
        Self { size: Some(size), ..self }
    }

    /// The same in bold letters.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same in a colour.
    pub fn inked(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }
}

impl Drawing {
    /// An empty sheet.
    pub fn new(size: [f64; 2], title: impl Into<String>, text_size: f64) -> Self {
        Self { size, is_paper: false, title: title.into(), text_size, paper: PAPER, marks: Vec::new() }
    }

    /// An empty sheet of paper, sizes in millimetres.
    pub fn of_paper(size_mm: [f64; 2], title: impl Into<String>, text_mm: f64) -> Self {
        Self { is_paper: true, ..Self::new(size_mm, title, text_mm) }
    }

    /// Adds a mark.
    pub fn add(&mut self, form: Form) {
        self.marks.push(Mark { form, tip: None, element: None });
    }

    /// Adds a mark that tells something where somebody points at it.
    pub fn add_about(&mut self, form: Form, tip: impl Into<String>, element: Option<Key>) {
        self.marks.push(Mark { form, tip: Some(tip.into()), element });
    }

    /// Adds an open line.
    pub fn line(&mut self, points: impl IntoIterator<Item = [f64; 2]>, stroke: Stroke) {
        self.add(Form::Line { points: points.into_iter().collect(), stroke });
    }

    /// Adds an upright rectangle between two corners.
    pub fn rect(&mut self, corner: [f64; 2], opposite: [f64; 2], paint: Paint) {
        self.add(rectangle(corner, opposite, paint));
    }

    /// Adds a circle.
    pub fn circle(&mut self, centre: [f64; 2], radius: f64, paint: Paint) {
        self.add(Form::Ellipse { centre, radii: [radius; 2], paint });
    }

    /// Adds a line of text.
    pub fn text(&mut self, lettering: Lettering) {
        self.add(Form::Text(lettering));
    }
}

/// An upright rectangle between two corners.
pub fn rectangle([x0, y0]: [f64; 2], [x1, y1]: [f64; 2], paint: Paint) -> Form {
    Form::Area { rings: vec![vec![[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], paint }
}
