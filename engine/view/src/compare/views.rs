//! How the screen is shared out between the sides of a comparison, and which place belongs to which.

use bevy::prelude::*;
use linli_present::compare::grid_of;
use linli_present::{CompareMode, CompareView};

/// Layer of pictures that show every side at once; those of the sides are their numbers.
pub(super) const EVERY_SIDE: usize = 7;

/// What the screen is made of while variants are compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Arrangement {
    /// Layer of the main camera; none: it draws nothing itself.
    pub main: Option<usize>,
    /// Sides that are drawn into images.
    pub sides: Vec<usize>,
    /// Columns and rows of the images; a swipe has one that fills the screen.
    pub grid: [usize; 2],
    /// Size of each image, pixels.
    pub size_px: UVec2,
}

/// The pictures of sides, for the panels to lay over the window.
#[derive(Resource, Default)]
pub(crate) struct SideViews {
    pub(super) arrangement: Option<Arrangement>,
    /// Each side with its picture.
    pub images: Vec<(usize, Handle<Image>)>,
}

impl SideViews {
    /// Columns and rows of pictures side by side; none when one picture fills the screen.
    pub fn grid(&self) -> Option<[usize; 2]> {
        let arrangement = self.arrangement.as_ref()?;
        (arrangement.main.is_none()).then_some(arrangement.grid)
    }

    /// Column and row of a place of a window of a size, in pictures side by side.
    fn cell(&self, position: Vec2, size: Vec2) -> Option<[usize; 2]> {
        let [columns, rows] = self.grid()?;
        let at = |share: f32, count: usize| ((share * count as f32).max(0.0) as usize).min(count - 1);
        Some([at(position.x / size.x, columns), at(position.y / size.y, rows)])
    }

    /// Where a place of the window lies in the picture that the main camera would draw: a picture beside others is
    /// a part of it, from the same eye.
    pub fn in_picture(&self, position: Vec2, size: Vec2) -> Vec2 {
        let (Some([columns, rows]), Some([column, row])) = (self.grid(), self.cell(position, size)) else {
            return position;
        };
        let cell = size / Vec2::new(columns as f32, rows as f32);
        let corner = cell * Vec2::new(column as f32, row as f32);
        let off = position - corner - cell / 2.0;
        // Every picture has the same angle from top to bottom.
        size / 2.0 + off * (size.y / cell.y)
    }

    /// The side under a place of the window.
    pub(super) fn side_at(&self, position: Vec2, size: Vec2, at: f32) -> Option<usize> {
        if let (Some([columns, _]), Some([column, row])) = (self.grid(), self.cell(position, size)) {
            return self.images.get(row * columns + column).map(|(side, _)| *side);
        }
        let (right, _) = self.images.first()?;
        Some(if position.x / size.x >= at { *right } else { 0 })
    }
}

/// How the screen is arranged for a comparison on a target of a size.
pub(super) fn arrangement_of(count: usize, view: &CompareView, size: UVec2) -> Arrangement {
    match view.mode {
        CompareMode::Swipe => Arrangement {
            main: Some(0),
            sides: vec![view.right.clamp(1, count - 1)],
            grid: [1, 1],
            size_px: size,
        },
        CompareMode::Blink => Arrangement { main: Some(view.side.min(count - 1)), ..default() },
        CompareMode::Ghost | CompareMode::Differences => Arrangement { main: Some(EVERY_SIDE), ..default() },
        CompareMode::Split => {
            let grid = grid_of(count, size.x as f32 / size.y.max(1) as f32);
            let size_px = size / UVec2::new(grid[0] as u32, grid[1] as u32);
            Arrangement { main: None, sides: (0..count).collect(), grid, size_px: size_px.max(UVec2::ONE) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_a_picture_beside_others_is_one_of_the_whole() {
        let arrangement =
            Arrangement { main: None, sides: vec![0, 1], grid: [2, 1], size_px: UVec2::new(400, 500) };
        let images = [0, 1].map(|side| (side, Handle::default())).to_vec();
        let views = SideViews { arrangement: Some(arrangement), images };
        let size = Vec2::new(800.0, 500.0);
        // The middle of each picture is the middle of the whole.
        for x in [200.0, 600.0] {
            assert_eq!(views.in_picture(Vec2::new(x, 250.0), size), size / 2.0);
        }
        assert_eq!(views.in_picture(Vec2::new(0.0, 0.0), size), Vec2::new(200.0, 0.0));
        assert_eq!(views.side_at(Vec2::new(399.0, 3.0), size, 0.5), Some(0));
        assert_eq!(views.side_at(Vec2::new(401.0, 3.0), size, 0.5), Some(1));
    }

    #[test]
    fn any_side_can_stand_right_of_the_line() {
        let size = UVec2::new(800, 500);
        let view = CompareView { mode: CompareMode::Swipe, right: 2, ..CompareView::default() };
        let arrangement = arrangement_of(3, &view, size);
        assert_eq!((arrangement.main, arrangement.sides.as_slice()), (Some(0), [2].as_slice()));
        let views = SideViews { arrangement: Some(arrangement), images: vec![(2, Handle::default())] };
        let at = |x: f32| views.side_at(Vec2::new(x, 250.0), size.as_vec2(), 0.5);
        assert_eq!((at(100.0), at(700.0)), (Some(0), Some(2)));
        let alone = CompareView { mode: CompareMode::Blink, side: 2, ..CompareView::default() };
        assert_eq!(arrangement_of(3, &alone, size).main, Some(2));
    }

    #[test]
    fn two_rows_show_the_middle_of_the_whole_larger() {
        let arrangement =
            Arrangement { main: None, sides: vec![0, 1, 2, 3], grid: [2, 2], size_px: UVec2::new(400, 250) };
        let images = (0..4).map(|side| (side, Handle::default())).collect();
        let views = SideViews { arrangement: Some(arrangement), images };
        let size = Vec2::new(800.0, 500.0);
        assert_eq!(views.in_picture(Vec2::new(400.0, 250.0), size), Vec2::ZERO);
        assert_eq!(views.side_at(Vec2::new(10.0, 400.0), size, 0.5), Some(2));
        let swipe = Arrangement { main: Some(0), sides: vec![1], grid: [1, 1], size_px: UVec2::new(8, 5) };
        let views = SideViews { arrangement: Some(swipe), images: vec![(1, Handle::default())] };
        assert_eq!(views.in_picture(Vec2::new(7.0, 9.0), size), Vec2::new(7.0, 9.0));
        assert_eq!(views.side_at(Vec2::new(700.0, 9.0), size, 0.9), Some(0));
    }
}
