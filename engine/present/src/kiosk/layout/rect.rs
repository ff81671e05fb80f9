//! Rectangles on the screen.

/// A rectangle, pixels from the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A rectangle of its left, its top, its width and its height.
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w: w.max(0.0), h: h.max(0.0) }
    }

    /// Whether a place lies inside.
    pub fn holds(&self, [x, y]: [f64; 2]) -> bool {
        (self.x..=self.x + self.w).contains(&x) && (self.y..=self.y + self.h).contains(&y)
    }

    /// Whether two share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        let apart = 1e-6;
        self.x + self.w > other.x + apart
            && other.x + other.w > self.x + apart
            && self.y + self.h > other.y + apart
            && other.y + other.h > self.y + apart
    }

    /// Whether another lies inside.
    pub fn contains(&self, other: &Self) -> bool {
        let slack = 1e-6;
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.x + other.w <= self.x + self.w + slack
            && other.y + other.h <= self.y + self.h + slack
    }

    /// The rectangle with a margin taken off on every side.
    #[must_use]
    pub fn inset(&self, by: f64) -> Self {
        Self::new(self.x + by, self.y + by, self.w - 2.0 * by, self.h - 2.0 * by)
    }

    /// One of `count` equal columns with gaps in between.
    pub(super) fn column(&self, at: usize, count: usize, gap: f64) -> Self {
        let w = (self.w - gap * (count.max(1) - 1) as f64) / count.max(1) as f64;
        Self::new(self.x + (w + gap) * at as f64, self.y, w, self.h)
    }

    /// One of `count` equal rows with gaps in between.
    pub(super) fn row(&self, at: usize, count: usize, gap: f64) -> Self {
        let h = (self.h - gap * (count.max(1) - 1) as f64) / count.max(1) as f64;
        Self::new(self.x, self.y + (h + gap) * at as f64, self.w, h)
    }

    /// Cuts so much off the top: that, and the rest below a gap.
    pub(super) fn split_top(&self, h: f64, gap: f64) -> (Self, Self) {
        let h = h.min(self.h);
        (Self::new(self.x, self.y, self.w, h), Self::new(self.x, self.y + h + gap, self.w, self.h - h - gap))
    }

    /// A rectangle of a size in the middle of this one, no larger than it.
    pub(super) fn centred(&self, [w, h]: [f64; 2]) -> Self {
        let (w, h) = (w.min(self.w), h.min(self.h));
        Self::new(self.x + (self.w - w) / 2.0, self.y + (self.h - h) / 2.0, w, h)
    }
}
