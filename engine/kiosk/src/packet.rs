//! What machines of one exhibit say to each other: OSC messages over UDP.

use linli_present::CameraPose;
use linli_present::kiosk::Playhead;
use rosc::{OscMessage, OscPacket, OscType};

/// Largest packet, bytes: one that is never cut on its way, and too small for messages nested so deep that
/// reading them would take the stack.
pub(crate) const MOST_BYTES: usize = 1200;

/// What a leader shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// Number that a leader draws at its start: another one is another clock.
    pub epoch: i64,
    /// Number of the message; older ones that come late are left out.
    pub number: i64,
    /// Chapter and its beginning.
    pub playhead: Playhead,
    /// Camera while a visitor moves it.
    pub pose: Option<CameraPose>,
}

/// One message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Packet {
    /// A follower asks for the time: its own, microseconds.
    Ask(i64),
    /// The leader answers: its epoch, the follower's time, when it received and when it answered.
    Answer {
        /// Number of this leader.
        epoch: i64,
        /// The follower's time of the question.
        asked_us: i64,
        /// Leader's time of its arrival.
        received_us: i64,
        /// Leader's time of the answer.
        answered_us: i64,
    },
    /// What the leader shows.
    Head(Head),
}

impl Packet {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let long = OscType::Long;
        let (address, arguments) = match *self {
            Self::Ask(us) => ("/linli/ask", vec![long(us)]),
            Self::Answer { epoch, asked_us, received_us, answered_us } => {
                ("/linli/answer", [epoch, asked_us, received_us, answered_us].map(long).to_vec())
            }
            Self::Head(head) => {
                let held = head.playhead.held_us.unwrap_or(-1);
                let mut arguments = vec![long(head.epoch), long(head.number)];
                arguments.push(OscType::Int(i32::try_from(head.playhead.chapter).unwrap_or(i32::MAX)));
                arguments.extend([head.playhead.began_us, held].map(long));
                if let Some(pose) = head.pose {
                    let numbers = pose.eye_m.into_iter().chain(pose.target_m).chain([pose.vertical_fov_deg]);
                    arguments.extend(numbers.map(OscType::Double));
                }
                ("/linli/head", arguments)
            }
        };
        let message = OscPacket::Message(OscMessage { addr: address.to_owned(), args: arguments });
        rosc::encoder::encode(&message).unwrap_or_default()
    }

    /// Reads bytes that came; `None` when they are nothing of this.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MOST_BYTES {
            return None;
        }
        let Ok((_, OscPacket::Message(message))) = rosc::decoder::decode_udp(bytes) else { return None };
        let long = |at: usize| match message.args.get(at) {
            Some(OscType::Long(value)) => Some(*value),
            _ => None,
        };
        match message.addr.as_str() {
            "/linli/ask" => Some(Self::Ask(long(0)?)),
            "/linli/answer" => Some(Self::Answer {
                epoch: long(0)?,
                asked_us: long(1)?,
                received_us: long(2)?,
                answered_us: long(3)?,
            }),
            "/linli/head" => {
                let Some(OscType::Int(chapter)) = message.args.get(2) else { return None };
                let held = long(4)?;
                let playhead = Playhead {
                    chapter: u32::try_from(*chapter).ok()?,
                    began_us: long(3)?,
                    held_us: (held >= 0).then_some(held),
                };
                Some(Self::Head(Head {
                    epoch: long(0)?,
                    number: long(1)?,
                    playhead,
                    pose: pose(&message.args),
                }))
            }
            _ => None,
        }
    }
}

/// Eye, target and angle of view, when all are there and finite.
fn pose(arguments: &[OscType]) -> Option<CameraPose> {
    let mut numbers = [0.0; 7];
    for (at, number) in numbers.iter_mut().enumerate() {
        let Some(OscType::Double(value)) = arguments.get(5 + at) else { return None };
        *number = Some(*value).filter(|v| v.is_finite() && v.abs() < 1e7)?;
    }
    let [a, b, c, d, e, f, fov] = numbers;
    let pose = CameraPose { eye_m: [a, b, c], target_m: [d, e, f], vertical_fov_deg: fov };
    (5.0..=120.0).contains(&fov).then_some(pose)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn packets_are_written_and_read() {
        let playhead = Playhead { chapter: 3, began_us: -5_000_000_000, held_us: Some(7) };
        let pose = Some(CameraPose::new([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]));
        for packet in [
            Packet::Ask(i64::MIN),
            Packet::Answer { epoch: 9, asked_us: 1, received_us: 2, answered_us: 3 },
            Packet::Head(Head { epoch: 9, number: 4, playhead, pose }),
            Packet::Head(Head {
                epoch: 9,
                number: 4,
                playhead: Playhead { held_us: None, ..playhead },
                pose: None,
            }),
        ] {
            let bytes = packet.encode();
            assert!(!bytes.is_empty() && bytes.len() <= MOST_BYTES);
            assert_eq!(Packet::decode(&bytes), Some(packet));
        }
    }

    proptest! {
        #[test]
        fn bytes_from_anywhere_are_read_or_left(bytes in prop::collection::vec(any::<u8>(), 0..1400)) {
            let _ = Packet::decode(&bytes);
        }

        #[test]
        fn damaged_packets_are_read_or_left(at in 0_usize..80, byte in any::<u8>()) {
            let playhead = Playhead { chapter: 3, began_us: 5, held_us: None };
            let pose = Some(CameraPose::new([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]));
            let mut bytes = Packet::Head(Head { epoch: 9, number: 4, playhead, pose }).encode();
            if let Some(slot) = bytes.get_mut(at) {
                *slot = byte;
            }
            let _ = Packet::decode(&bytes);
        }
    }
}
