//! The control page of a guide: chapters to tap on a second device, behind a token.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use linli_model::Show;
use linli_present::kiosk::Remote;
use serde::Deserialize;

use crate::{Handler, Request, Response, remote_of};

/// Wrong tokens in a minute after which nobody is let in for a minute.
const WRONG: u32 = 10;
const MINUTE: Duration = Duration::from_secs(60);

/// Key and titles of each chapter, for the page.
pub fn chapter_list(show: &Show) -> Vec<[String; 3]> {
    let row = |chapter: &linli_model::Chapter| {
        [chapter.key.clone(), chapter.title.zh.clone(), chapter.title.en.clone()]
    };
    show.chapters.iter().map(row).collect()
}

/// The control page.
pub struct ControlPage {
    token: String,
    chapters: Vec<[String; 3]>,
    sender: Mutex<Sender<Remote>>,
    wrong: Mutex<(u32, Option<Instant>)>,
}

#[derive(Deserialize)]
struct Wanted {
    command: String,
    #[serde(default)]
    word: Option<String>,
}

impl ControlPage {
    /// A page over chapters; commands of who knows the token go to the sender.
    pub fn new(token: String, chapters: Vec<[String; 3]>, sender: Sender<Remote>) -> Self {
        Self { token, chapters, sender: Mutex::new(sender), wrong: Mutex::default() }
    }

    /// What a server asks.
    pub fn handler(self) -> Handler {
        let page = Arc::new(self);
        Arc::new(move |request: &Request| page.answer(request))
    }

    fn answer(&self, request: &Request) -> Response {
        match (request.method.as_str(), request.path.as_str()) {
            // The page itself tells nothing; its script takes the token from behind the # of its address,
            // which browsers do not send.
            ("GET", "/") => Response {
                status: 200,
                kind: "text/html; charset=utf-8",
                body: include_bytes!("control.html").to_vec(),
            },
            ("GET", "/chapters") => match self.refused(request) {
                Some(refusal) => refusal,
                None => Response::json(serde_json::to_string(&self.chapters).unwrap_or_default()),
            },
            ("POST", "/command") => match self.refused(request) {
                Some(refusal) => refusal,
                None => self.command(&request.body),
            },
            (_, "/" | "/chapters" | "/command") => Response::text(405, "Method Not Allowed"),
            _ => Response::text(404, "Not Found"),
        }
    }

    fn command(&self, body: &[u8]) -> Response {
        let Ok(wanted) = serde_json::from_slice::<Wanted>(body) else {
            return Response::text(400, "a JSON object with command and word is wanted");
        };
        let Some(remote) = remote_of(&format!("/linli/{}", wanted.command), wanted.word.as_deref()) else {
            return Response::text(400, "there is no such command");
        };
        let sent = self.sender.lock().unwrap_or_else(PoisonError::into_inner).send(remote);
        if sent.is_ok() { Response::text(204, "") } else { Response::text(503, "the show is ending") }
    }

    /// The refusal of who does not know the token.
    fn refused(&self, request: &Request) -> Option<Response> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.1.is_some_and(|since| since.elapsed() > MINUTE) {
            *wrong = (0, None);
        }
        if wrong.0 >= WRONG {
            return Some(Response::text(429, "Too Many Requests"));
        }
        let given = request.token.as_deref().unwrap_or_default();
        if same(given.as_bytes(), self.token.as_bytes()) {
            return None;
        }
        wrong.0 += 1;
        wrong.1.get_or_insert_with(Instant::now);
        Some(Response::text(401, "Unauthorized"))
    }
}

/// Whether two are the same; takes as long wherever they differ. An empty token lets nobody in.
fn same(given: &[u8], wanted: &[u8]) -> bool {
    let differs = given.iter().zip(wanted).fold(0, |all, (a, b)| all | (a ^ b));
    !wanted.is_empty() && given.len() == wanted.len() && differs == 0
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn request(method: &str, path: &str, token: &str, body: &str) -> Request {
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: String::new(),
            token: (!token.is_empty()).then(|| token.to_owned()),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn only_who_knows_the_token_commands() {
        let (sender, receiver) = channel();
        let chapters = vec![["one".to_owned(), "一".to_owned(), "One".to_owned()]];
        let handler = ControlPage::new("0123456789abcdef".to_owned(), chapters, sender).handler();
        let status = |request: Request| handler(&request).status;
        let body = r#"{"command":"chapter","word":"one"}"#;
        assert_eq!(status(request("GET", "/", "", "")), 200);
        assert_eq!(status(request("POST", "/command", "", body)), 401);
        assert_eq!(status(request("POST", "/command", "0123456789abcdef", body)), 204);
        assert_eq!(receiver.try_recv(), Ok(Remote::Chapter("one".to_owned())));
        assert_eq!(status(request("POST", "/command", "0123456789abcdef", r#"{"command":"quit"}"#)), 400);
        assert_eq!(status(request("GET", "/command", "0123456789abcdef", "")), 405);
        assert_eq!(status(request("GET", "/../x", "0123456789abcdef", "")), 404);
        let chapters = handler(&request("GET", "/chapters", "0123456789abcdef", ""));
        assert_eq!(chapters.body, r#"[["one","一","One"]]"#.as_bytes());
        for _ in 0..9 {
            assert_eq!(status(request("GET", "/chapters", "0123456789abcdeg", "")), 401);
        }
        assert_eq!(status(request("GET", "/chapters", "0123456789abcdef", "")), 429, "after ten guesses");
        drop(receiver);
    }
}
