//! What of reach is drawn in a picture.

use clap::Args;
use linli_present::{Command as Order, ReachWish};
use linli_sim::reach::{ReachRules, minute_of_day};

/// Reach in a picture.
#[derive(Debug, Args)]
pub struct ReachDrawArgs {
    /// Key of a building: the three ways of one of its homes
    #[arg(long, value_name = "KEY", conflicts_with = "select")]
    pub home: Option<String>,
    /// Level of the home
    #[arg(long, value_name = "LEVEL", requires = "home", allow_hyphen_values = true)]
    pub level: Option<i16>,
    /// Bands of a minute on the ground
    #[arg(long)]
    pub bands: bool,
    /// How far people are after so many minutes from the station
    #[arg(long, value_name = "MINUTE")]
    pub front: Option<f64>,
    /// Something that is closed: a key, or KEY#lift:N; several times
    #[arg(long, value_name = "KEY")]
    pub closed: Vec<String>,
    /// Who walks
    #[arg(long, value_name = "PROFILE", default_value = "standard", value_parser = walker)]
    pub profile: String,
    /// Time of day for opening hours
    #[arg(long, value_name = "HH:MM", value_parser = minute_of_day)]
    pub departure: Option<u16>,
}

impl ReachDrawArgs {
    /// The commands that show it.
    pub fn orders(&self) -> Vec<Order> {
        let mut wishes = vec![
            ReachWish::Profile(self.profile.clone()),
            ReachWish::Departure(self.departure),
            ReachWish::Bands(self.bands || self.front.is_some()),
        ];
        if self.front.is_some() {
            wishes.push(ReachWish::Front(self.front));
        }
        if self.home.is_some() || !self.closed.is_empty() {
            wishes.push(ReachWish::Open(true));
        }
        wishes.extend(self.closed.iter().map(|name| ReachWish::Close(name.clone(), true)));
        wishes.into_iter().map(Order::Reach).collect()
    }
}

/// A profile of somebody on foot.
fn walker(text: &str) -> Result<String, String> {
    let rules = ReachRules::standard().map_err(|error| error.to_string())?;
    let keys: Vec<&str> = rules.walkers().map(|profile| profile.key.as_str()).collect();
    if keys.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("one of these profiles is wanted: {}", keys.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_front_brings_its_bands_and_a_closure_its_panel() {
        let args = ReachDrawArgs {
            home: None,
            level: None,
            bands: false,
            front: Some(4.0),
            closed: vec!["gate".into()],
            profile: "older".into(),
            departure: None,
        };
        let orders = args.orders();
        for wish in [ReachWish::Bands(true), ReachWish::Open(true), ReachWish::Close("gate".into(), true)] {
            assert!(orders.contains(&Order::Reach(wish)));
        }
    }
}
