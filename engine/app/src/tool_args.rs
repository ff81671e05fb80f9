//! Tools in a picture: measures, colours by attribute, what is shown.

use clap::Args;
use linli_model::{Key, Layer};
use linli_present::measure::MeasureAsked;
use linli_present::table::{Condition, TableAsk};
use linli_present::thematic::{ClassMethod, ThemeAsk};
use linli_present::{Command as Order, FAINT, ToolPage, ToolsWish, VisibilityWish};

/// Tools in a picture.
#[derive(Debug, Args)]
pub struct ToolDrawArgs {
    /// Measure: point, length, area, height, angle with points, or clearance:KEY;KEY; several times
    #[arg(long, value_name = "KIND:E,N,H;…", value_parser = MeasureAsked::parse)]
    pub measure: Vec<MeasureAsked>,
    /// Colour elements by a fact or an attribute
    #[arg(long, value_name = "NAME", conflicts_with = "values")]
    pub colour_by: Option<String>,
    /// Number of classes of numbers
    #[arg(long, value_name = "N", requires = "colour_by", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=9))]
    pub classes: u8,
    /// How numbers are put into classes: quantile, equal, natural
    #[arg(long, value_name = "METHOD", requires = "colour_by", value_parser = method)]
    pub method: Option<ClassMethod>,
    /// Colour only elements of this kind or layer
    #[arg(long, value_name = "KIND", requires = "colour_by")]
    pub colour_kind: Option<String>,
    /// Choose things by their keys
    #[arg(long, value_name = "KEY")]
    pub choose: Vec<String>,
    /// Show only these standing things
    #[arg(long, value_name = "KEY")]
    pub isolate: Vec<String>,
    /// Hide these things
    #[arg(long, value_name = "KEY")]
    pub hide_things: Vec<String>,
    /// Make these things see-through
    #[arg(long, value_name = "KEY")]
    pub faint: Vec<String>,
    /// A view that somebody kept in the scene, by its name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["view", "camera"])]
    pub bookmark: Option<String>,
    /// Open a page of the tools panel, with the panels of the window
    #[arg(long, value_name = "PAGE", value_parser = page)]
    pub tools: Option<ToolPage>,
    /// Open the table of a kind or layer, with the panels of the window
    #[arg(long, value_name = "KIND")]
    pub table: Option<String>,
    /// Condition of the table; several times
    #[arg(long = "where", value_name = "CONDITION", requires = "table", value_parser = Condition::parse)]
    pub conditions: Vec<Condition>,
    /// Show the small map
    #[arg(long)]
    pub map: bool,
    /// Make a layer see-through
    #[arg(long, value_name = "LAYER=SHARE", value_parser = layer_share)]
    pub layer_opacity: Vec<(Layer, f32)>,
}

impl ToolDrawArgs {
    /// The commands that show it; measures need the scene, and come with the shot.
    pub fn orders(&self) -> Vec<Order> {
        let mut wishes = vec![ToolsWish::Map(self.map)];
        if let Some(page) = self.tools {
            wishes.extend([ToolsWish::Open(true), ToolsWish::Page(page)]);
        }
        if let Some(kind) = &self.table {
            let conditions = self.conditions.clone();
            let ask = TableAsk { kind: Some(kind.clone()), conditions, ..TableAsk::default() };
            wishes.push(ToolsWish::Table(Some(ask)));
        }
        if let Some(name) = &self.colour_by {
            wishes.push(ToolsWish::Colour(Some(ThemeAsk {
                name: name.clone(),
                method: self.method.unwrap_or_default(),
                classes: usize::from(self.classes),
                kind: self.colour_kind.clone(),
            })));
        }
        let keys = |names: &[String]| names.iter().map(|name| Key::from(name.as_str())).collect();
        let mut shown = Vec::new();
        if !self.choose.is_empty() {
            shown.push(VisibilityWish::Choose(keys(&self.choose)));
        }
        if !self.isolate.is_empty() {
            shown.push(VisibilityWish::Isolate(keys(&self.isolate)));
        }
        shown.push(VisibilityWish::Hide(keys(&self.hide_things)));
        shown.push(VisibilityWish::Faint(keys(&self.faint), FAINT));
        shown.extend(self.layer_opacity.iter().map(|(layer, share)| VisibilityWish::Layer(*layer, *share)));
        wishes.extend(shown.into_iter().map(ToolsWish::Visibility));
        wishes.into_iter().map(Order::Tools).collect()
    }
}

fn page(text: &str) -> Result<ToolPage, String> {
    let names = || ToolPage::ALL.map(ToolPage::name).join(", ");
    ToolPage::from_name(text).ok_or_else(|| format!("one of these is wanted: {}", names()))
}

fn method(text: &str) -> Result<ClassMethod, String> {
    let names = || ClassMethod::ALL.map(ClassMethod::name).join(", ");
    ClassMethod::from_name(text).ok_or_else(|| format!("one of these is wanted: {}", names()))
}

fn layer_share(text: &str) -> Result<(Layer, f32), String> {
    let (name, share) = text.split_once('=').ok_or("LAYER=SHARE is wanted, for example buildings=0.3")?;
    let layer = crate::args::layer(name)?;
    match share.trim().parse::<f32>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok((layer, share)),
        _ => Err(format!("'{share}': a share from 0 to 1 is wanted")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_layers_are_looked_at() {
        assert_eq!(layer_share("buildings=0.3"), Ok((Layer::Buildings, 0.3)));
        for wrong in ["buildings", "buildings=2", "buildings=NaN", "clouds=0.5"] {
            assert!(layer_share(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn colours_and_things_become_commands() {
        let args = ToolDrawArgs {
            measure: Vec::new(),
            colour_by: Some("storeys".into()),
            classes: 4,
            method: Some(ClassMethod::Natural),
            colour_kind: None,
            choose: Vec::new(),
            isolate: vec!["a".into(), "b".into()],
            hide_things: Vec::new(),
            faint: Vec::new(),
            bookmark: None,
            tools: Some(ToolPage::Colours),
            table: None,
            conditions: Vec::new(),
            map: false,
            layer_opacity: Vec::new(),
        };
        let orders = args.orders();
        let ask = ThemeAsk { classes: 4, method: ClassMethod::Natural, ..ThemeAsk::by("storeys") };
        assert!(orders.contains(&Order::Tools(ToolsWish::Colour(Some(ask)))));
        assert!(orders.contains(&Order::Tools(ToolsWish::Page(ToolPage::Colours))));
        let isolated = ["a", "b"].map(Key::from).into();
        assert!(orders.contains(&Order::Tools(ToolsWish::Visibility(VisibilityWish::Isolate(isolated)))));
        assert!(
            !orders
                .iter()
                .any(|order| matches!(order, Order::Tools(ToolsWish::Visibility(VisibilityWish::Choose(_)))))
        );
    }
}
