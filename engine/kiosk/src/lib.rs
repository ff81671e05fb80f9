//! The machine side of an exhibition: heartbeats to the supervisor, the link between machines, chapter
//! commands from a guide, cues to lights, the control page. Knows sockets and pipes; no files, no Bevy.
//!
//! What a show *is* lies in `linli_present::kiosk`; here is only how it speaks to the world.

mod beat;
mod clock;
mod control;
mod frame_times;
mod http;
mod link;
mod osc;
mod packet;
mod pulse;

pub use beat::{BEAT_MARK, Beat, FrameSummary, Order, Status};
pub use clock::{ClockSync, ShowClock};
pub use control::{ControlPage, chapter_list};
pub use frame_times::FrameTimes;
pub use http::{Handler, Request, Response, Server, serve};
pub use link::{Follower, Leader};
pub use osc::{CueSender, GuideListener, remote_of};
pub use packet::{Head, Packet};
pub use pulse::{Pulse, orders, start_beating};
