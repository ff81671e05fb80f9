//! The tools panel: measuring, colours by attribute, the table, what is shown, views of one's own, the small map.

use crate::measure::{MeasureView, MeasureWish};
use crate::table::TableAsk;
use crate::thematic::ThemeAsk;
use crate::visibility::{VisibilityView, VisibilityWish};

/// A page of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ToolPage {
    /// Measuring.
    #[default]
    Measure,
    /// Colours by attribute.
    Colours,
    /// What is chosen, hidden, see-through.
    Visibility,
    /// Views of one's own.
    Bookmarks,
}

impl ToolPage {
    /// Every page, in the order of the panel.
    pub const ALL: [Self; 4] = [Self::Measure, Self::Colours, Self::Visibility, Self::Bookmarks];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Colours => "colours",
            Self::Visibility => "visibility",
            Self::Bookmarks => "bookmarks",
        }
    }

    /// The page of a word on the command line.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.name() == name)
    }
}

/// What somebody wants of the tools.
#[derive(Clone, Debug, PartialEq)]
pub enum ToolsWish {
    /// Opens or closes the panel.
    Open(bool),
    /// Turns to a page.
    Page(ToolPage),
    /// Something of measuring.
    Measure(MeasureWish),
    /// Colours elements by a fact or an attribute, or not.
    Colour(Option<ThemeAsk>),
    /// Shows the table, or not.
    Table(Option<TableAsk>),
    /// Something of what is shown.
    Visibility(VisibilityWish),
    /// Shows the small map, or not.
    Map(bool),
}

/// The tools on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolsView {
    /// Whether the panel is open.
    pub open: bool,
    /// Its page.
    pub page: ToolPage,
    /// What is measured.
    pub measure: MeasureView,
    /// What elements are coloured by.
    pub colour: Option<ThemeAsk>,
    /// What the table holds, while it is open.
    pub table: Option<TableAsk>,
    /// What is chosen, hidden, see-through.
    pub visibility: VisibilityView,
    /// Whether the small map is shown.
    pub map: bool,
}

impl ToolsView {
    /// Carries out a wish.
    pub fn apply(&mut self, wish: ToolsWish) {
        match wish {
            ToolsWish::Open(on) => {
                self.open = on;
                if !on {
                    // What is put away takes no clicks.
                    self.measure.draft = None;
                    self.visibility.boxing = false;
                }
            }
            ToolsWish::Page(page) => {
                self.page = page;
                if page != ToolPage::Measure {
                    self.measure.draft = None;
                }
                self.visibility.boxing &= page == ToolPage::Visibility;
            }
            ToolsWish::Measure(wish) => self.measure.apply(wish),
            ToolsWish::Colour(ask) => self.colour = ask,
            ToolsWish::Table(ask) => self.table = ask,
            ToolsWish::Visibility(wish) => self.visibility.apply(wish),
            ToolsWish::Map(on) => self.map = on,
        }
    }

    /// Whether clicks on the scene go to a tool.
    pub fn takes_clicks(&self) -> bool {
        self.measure.takes_clicks() || self.visibility.boxing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::MeasureKind;

    #[test]
    fn only_the_page_in_view_takes_clicks() {
        let mut tools = ToolsView::default();
        tools.apply(ToolsWish::Open(true));
        tools.apply(ToolsWish::Measure(MeasureWish::Take(Some(MeasureKind::Area))));
        assert!(tools.takes_clicks());
        tools.apply(ToolsWish::Page(ToolPage::Visibility));
        assert!(!tools.takes_clicks());
        tools.apply(ToolsWish::Visibility(VisibilityWish::TakeBox(true)));
        assert!(tools.takes_clicks());
        tools.apply(ToolsWish::Open(false));
        assert!(!tools.takes_clicks());
    }
}
