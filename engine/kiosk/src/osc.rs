//! Chapter commands of a guide and cues to lights, over OSC/UDP (Open Sound Control 1.0).

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use linli_model::{KioskMode, Language, ShowCue};
use linli_present::kiosk::Remote;
use rosc::{OscMessage, OscPacket, OscType};

use crate::packet::MOST_BYTES;

/// How often a listener looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(200);

/// The command of an address and its word: `/linli/chapter`, `/linli/next`, `/linli/previous`, `/linli/pause`,
/// `/linli/resume`, `/linli/home`, `/linli/language` (`zh`, `en`), `/linli/mode` (`automatic`, `guided`,
/// `manual`). `None` when it is none of these.
pub fn remote_of(address: &str, word: Option<&str>) -> Option<Remote> {
    Some(match (address.strip_prefix("/linli/")?, word) {
        ("chapter", Some(key)) => Remote::Chapter(key.to_owned()),
        ("next", _) => Remote::Next,
        ("previous", _) => Remote::Previous,
        ("pause", _) => Remote::Pause,
        ("resume", _) => Remote::Resume,
        ("home", _) => Remote::Home,
        ("language", Some("zh")) => Remote::Language(Language::Chinese),
        ("language", Some("en")) => Remote::Language(Language::English),
        ("mode", Some("automatic")) => Remote::Mode(KioskMode::Automatic),
        ("mode", Some("guided")) => Remote::Mode(KioskMode::Guided),
        ("mode", Some("manual")) => Remote::Mode(KioskMode::Manual),
        _ => return None,
    })
}

/// Commands in a packet; a bundle may hold several.
fn remotes(packet: &OscPacket, found: &mut Vec<Remote>) {
    match packet {
        OscPacket::Message(message) => {
            let word = message.args.iter().find_map(|argument| match argument {
                OscType::String(text) => Some(text.as_str()),
                _ => None,
            });
            found.extend(remote_of(&message.addr, word));
        }
        OscPacket::Bundle(bundle) => bundle.content.iter().for_each(|inner| remotes(inner, found)),
    }
}

/// Listens for a guide until it is dropped.
#[derive(Debug)]
pub struct GuideListener {
    stop: Arc<AtomicBool>,
    address: std::net::SocketAddr,
}

impl GuideListener {
    /// Listens on an address, for example `127.0.0.1:7770`.
    ///
    /// # Errors
    /// When the address is taken or none of this machine's.
    pub fn start(address: &str, sender: Sender<Remote>) -> std::io::Result<Self> {
        let socket = UdpSocket::bind(address)?;
        socket.set_read_timeout(Some(LOOK))?;
        let (stop, address) = (Arc::new(AtomicBool::new(false)), socket.local_addr()?);
        let stopped = stop.clone();
        let listen = move || {
            let mut bytes = [0; MOST_BYTES];
            while !stopped.load(Ordering::Relaxed) {
                let Ok(length) = socket.recv(&mut bytes) else { continue };
                let Ok((_, packet)) = rosc::decoder::decode_udp(&bytes[..length]) else { continue };
                let mut found = Vec::new();
                remotes(&packet, &mut found);
                for remote in found {
                    if sender.send(remote).is_err() {
                        return;
                    }
                }
            }
        };
        std::thread::Builder::new().name("guide".into()).spawn(listen)?;
        Ok(Self { stop, address })
    }

    /// The address that it listens on.
    pub fn address(&self) -> std::net::SocketAddr {
        self.address
    }
}

impl Drop for GuideListener {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Sends cues. What cannot be sent is counted: lights that are away must not hold a show.
#[derive(Debug)]
pub struct CueSender {
    socket: UdpSocket,
    to: Vec<String>,
    failed: u64,
}

impl CueSender {
    /// Sends to addresses such as `192.168.1.30:8000`.
    ///
    /// # Errors
    /// When the system gives no socket.
    pub fn new(to: Vec<String>) -> std::io::Result<Self> {
        let socket = UdpSocket::bind("0.0.0.0:0")?;
        socket.set_nonblocking(true)?;
        Ok(Self { socket, to, failed: 0 })
    }

    /// A cue of a show.
    pub fn cue(&mut self, cue: &ShowCue) {
        self.send(&cue.address, OscType::Float(cue.value as f32));
    }

    /// A chapter has begun: `/linli/chapter` with its key.
    pub fn chapter(&mut self, key: &str) {
        self.send("/linli/chapter", OscType::String(key.to_owned()));
    }

    /// How many packets could not be sent.
    pub fn failed(&self) -> u64 {
        self.failed
    }

    fn send(&mut self, address: &str, argument: OscType) {
        let message = OscPacket::Message(OscMessage { addr: address.to_owned(), args: vec![argument] });
        let bytes = rosc::encoder::encode(&message).unwrap_or_default();
        for to in &self.to {
            if self.socket.send_to(&bytes, to.as_str()).is_err() {
                self.failed += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn commands_and_cues_travel_over_the_loopback() {
        let (sender, receiver) = channel();
        let listener = GuideListener::start("127.0.0.1:0", sender).unwrap();
        let guide = UdpSocket::bind("127.0.0.1:0").unwrap();
        let say = |address: &str, word: &str| {
            let args = vec![OscType::String(word.to_owned())];
            let packet = OscPacket::Message(OscMessage { addr: address.to_owned(), args });
            guide.send_to(&rosc::encoder::encode(&packet).unwrap(), listener.address()).unwrap();
        };
        say("/other/next", "");
        say("/linli/language", "fr");
        say("/linli/chapter", "scenarios");
        say("/linli/next", "");
        guide.send_to(b"/linli/chapter\0\0,s", listener.address()).unwrap();
        say("/linli/mode", "guided");
        let wait = Duration::from_secs(10);
        assert_eq!(receiver.recv_timeout(wait), Ok(Remote::Chapter("scenarios".to_owned())));
        assert_eq!(receiver.recv_timeout(wait), Ok(Remote::Next));
        assert_eq!(receiver.recv_timeout(wait), Ok(Remote::Mode(KioskMode::Guided)));

        let lights = UdpSocket::bind("127.0.0.1:0").unwrap();
        lights.set_read_timeout(Some(wait)).unwrap();
        let mut sender =
            CueSender::new(vec![lights.local_addr().unwrap().to_string(), "256.0.0.1:1".to_owned()]).unwrap();
        sender.cue(&ShowCue { at_s: 0.0, address: "/light/station".to_owned(), value: 0.5 });
        let mut bytes = [0; 200];
        let length = lights.recv(&mut bytes).unwrap();
        // The bytes of OSC 1.0: address, type tags, a big-endian float, each on four bytes.
        assert_eq!(&bytes[..length], b"/light/station\0\0,f\0\0\x3f\x00\x00\x00");
        assert_eq!(sender.failed(), 1);
    }
}
