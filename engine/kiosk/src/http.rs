//! A small HTTP server for a page or two inside the house: one answer a connection, few at a time, nothing
//! that a client sends can hold it.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Longest head and longest body of a request, bytes.
const MOST_HEAD: usize = 8 * 1024;
const MOST_BODY: usize = 4 * 1024;
/// Most connections at a time, and the longest time of one.
const MOST_CONNECTIONS: usize = 16;
const LONGEST: Duration = Duration::from_secs(3);
/// Time and bytes for what a client sends beyond its answer.
const DRAIN: Duration = Duration::from_millis(200);
const MOST_DRAIN: u64 = 64 * 1024;

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Method, for example `GET`.
    pub method: String,
    /// Path without what follows a question mark.
    pub path: String,
    /// What follows the question mark.
    pub query: String,
    /// The header `X-Linli-Token`.
    pub token: Option<String>,
    /// Body.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Status.
    pub status: u16,
    /// Content type.
    pub kind: &'static str,
    /// Body.
    pub body: Vec<u8>,
}

impl Response {
    /// A short text.
    pub fn text(status: u16, text: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: text.as_bytes().to_vec() }
    }

    /// JSON.
    pub fn json(text: String) -> Self {
        Self { status: 200, kind: "application/json", body: text.into_bytes() }
    }
}

/// Answers requests.
pub type Handler = Arc<dyn Fn(&Request) -> Response + Send + Sync>;

/// A running server; it ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    stop: Arc<AtomicBool>,
    address: SocketAddr,
}

impl Server {
    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_millis(200));
    }
}

/// Serves an address, for example `127.0.0.1:7790`.
///
/// # Errors
/// When the address is taken or none of this machine's.
pub fn serve(address: &str, handler: Handler) -> io::Result<Server> {
    let listener = TcpListener::bind(address)?;
    let (stop, address) = (Arc::new(AtomicBool::new(false)), listener.local_addr()?);
    let stopped = stop.clone();
    let accept = move || {
        let open = Arc::new(AtomicUsize::new(0));
        for connection in listener.incoming() {
            if stopped.load(Ordering::Relaxed) {
                return;
            }
            let Ok(stream) = connection else {
                // No descriptors left, for example: others will be given back.
                std::thread::sleep(Duration::from_millis(100));
                continue;
            };
            if open.load(Ordering::Relaxed) >= MOST_CONNECTIONS {
                continue;
            }
            open.fetch_add(1, Ordering::Relaxed);
            let (handler, open_there) = (handler.clone(), open.clone());
            let answer = move || {
                // A client that went away misses its answer.
                let _ = converse(stream, &handler);
                open_there.fetch_sub(1, Ordering::Relaxed);
            };
            if std::thread::Builder::new().name("http".into()).spawn(answer).is_err() {
                open.fetch_sub(1, Ordering::Relaxed);
            }
        }
    };
    std::thread::Builder::new().name("http".into()).spawn(accept)?;
    Ok(Server { stop, address })
}

fn converse(mut stream: TcpStream, handler: &Handler) -> io::Result<()> {
    stream.set_write_timeout(Some(LONGEST))?;
    let response = match read_request(&mut stream) {
        Ok(request) => handler(&request),
        Err(status) => Response::text(status, reason(status)),
    };
    let head = format!(
        "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\r\n",
        response.status,
        reason(response.status),
        response.kind,
        response.body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&response.body)?;
    stream.shutdown(std::net::Shutdown::Write)?;
    // What a refused client still sends is read, else the system takes the answer back.
    stream.set_read_timeout(Some(DRAIN))?;
    io::copy(&mut stream.take(MOST_DRAIN), &mut io::sink()).map(drop)
}

/// Reads a whole request, or gives the status of its refusal.
fn read_request(stream: &mut TcpStream) -> Result<Request, u16> {
    let end = Instant::now() + LONGEST;
    let (mut bytes, mut chunk) = (Vec::new(), [0; 1024]);
    loop {
        if let Some((request, length, head)) = parse(&bytes)? {
            let wanted = head + length;
            if bytes.len() >= wanted {
                return Ok(Request { body: bytes[head..wanted].to_vec(), ..request });
            }
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return Err(408);
        }
        match stream.read(&mut chunk) {
            Ok(0) => return Err(400),
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            Err(_) => return Err(408),
        }
        if bytes.len() > MOST_HEAD + MOST_BODY {
            return Err(413);
        }
    }
}

/// The head of a request, the length of its body and where that begins; `None` while more must come.
fn parse(bytes: &[u8]) -> Result<Option<(Request, usize, usize)>, u16> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    let head = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(head)) if head <= MOST_HEAD => head,
        Ok(httparse::Status::Partial) if bytes.len() <= MOST_HEAD => return Ok(None),
        Ok(_) => return Err(431),
        Err(_) => return Err(400),
    };
    let header = |name: &str| {
        let found = parsed.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).into_owned())
    };
    if header("transfer-encoding").is_some() {
        return Err(501);
    }
    let length = match header("content-length").map(|text| text.trim().parse::<usize>()) {
        None => 0,
        Some(Ok(length)) if length <= MOST_BODY => length,
        Some(Ok(_)) => return Err(413),
        Some(Err(_)) => return Err(400),
    };
    let target = parsed.path.unwrap_or("/");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        token: header("x-linli-token"),
        body: Vec::new(),
    };
    Ok(Some((request, length, head)))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "Error",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn ask(server: &Server, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // A server that has refused already may have closed.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn requests_are_answered_and_bad_ones_refused() {
        let handler: Handler = Arc::new(|request: &Request| {
            Response::json(format!(
                "{} {} {} {}",
                request.method,
                request.path,
                request.query,
                request.body.len()
            ))
        });
        let server = serve("127.0.0.1:0", handler).unwrap();
        let answer = ask(&server, b"POST /command?a=1 HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("POST /command a=1 5"), "{answer}");
        for (bytes, status) in [
            (b"\x16\x03\x01\x02\x00".to_vec(), "400"),
            (b"GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n".to_vec(), "413"),
            (b"GET / HTTP/1.1\r\nContent-Length: -4\r\n\r\n".to_vec(), "400"),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), "501"),
            ([b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'a'; 9000]].concat(), "431"),
            (b"GET / HTTP/1.1\r\n".to_vec(), "408"),
        ] {
            let answer = ask(&server, &bytes);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{status}: {answer}");
        }
        // A client that says nothing does not keep others from their answer.
        let silent: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
        assert!(ask(&server, b"GET /x HTTP/1.1\r\n\r\n").ends_with("GET /x  0"));
        drop(silent);
    }
}
