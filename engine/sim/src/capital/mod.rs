//! Capital balance (资金平衡) of a renewal or a new scheme: does it pay for itself, and at which
//! floor-area ratio would it?
//!
//! | question | function |
//! |---|---|
//! | What comes in, what goes out, what is left? | [`balance`] |
//! | At which floor is nothing left? | [`balance_floor_m2`] |
//! | Which price moves that most? | [`tornado`] |
//! | How do the phases change the capital cost? | [`phased_interest`] |
//! | Floors of a scheme before and after, from two pictures of a community | [`scheme_of`] |
//!
//! The formulas are in `docs/methods/capital.md`.

mod balance;
mod phase;
mod scheme;
mod specs;
mod tornado;

pub use balance::{Balance, BalanceLine, NoBalance, Scheme, balance, balance_floor_m2};
pub use phase::{Phase, phased_interest};
pub use scheme::{SchemePart, is_public, scheme_of};
pub use specs::{CAPITAL_SPECS, capital_figures};
pub use tornado::{TornadoBar, tornado};

#[cfg(test)]
mod tests;
