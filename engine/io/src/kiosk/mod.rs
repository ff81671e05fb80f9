//! Files of an exhibition machine: its settings and its state folder. See `docs/data/kiosk.md`.

mod settings;
mod state;

pub use settings::{
    kiosk_settings_schema, read_kiosk_settings, read_kiosk_settings_input, write_kiosk_settings,
};
pub use state::{read_tally, write_atomically, write_tally, write_tally_csv};
