//! A shop's end of a webhook on loopback, which answers as badly as it is told to.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How one request is answered.
#[derive(Debug, Clone, Copy)]
pub enum Manner {
    /// With this status.
    Status(u16),
    /// With 200, after this long.
    Late(Duration),
    /// 429, asking for this many seconds.
    TooOften(u64),
    /// The connection is cut without a word.
    Reset,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Got {
    /// `webhook-id`.
    pub id: String,
    /// The body: the event with the manifest in it.
    pub event: Value,
    /// How it was answered.
    pub manner: Manner,
    /// When its last byte was there.
    pub at: Instant,
}

impl Got {
    /// The revision it tells.
    pub fn revision(&self) -> u64 {
        self.event["data"]["revision"].as_u64().unwrap_or_default()
    }

    /// Whether the shop took it.
    pub fn is_taken(&self) -> bool {
        matches!(self.manner, Manner::Status(200) | Manner::Late(_))
    }
}

type Shared = Arc<Mutex<Vec<Got>>>;

/// A shop that listens on loopback until it is dropped.
pub struct Receiver {
    /// Where it listens.
    pub url: String,
    got: Shared,
    task: JoinHandle<()>,
}

impl Receiver {
    /// Listens; `manner` is asked for every request, counted from 0.
    ///
    /// # Errors
    /// When loopback cannot be listened on.
    pub async fn start(manner: impl Fn(usize) -> Manner + Send + Sync + 'static) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/hook", listener.local_addr()?);
        let got = Shared::default();
        let (kept, manner) = (Arc::clone(&got), Arc::new(manner));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, manner) = (Arc::clone(&kept), Arc::clone(&manner));
                tokio::spawn(async move { drop(serve(stream, &kept, manner.as_ref()).await) });
            }
        });
        Ok(Self { url, got, task })
    }

    /// Everything that came so far.
    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many came so far.
    pub fn count(&self) -> usize {
        self.got.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// When the request with this number, counted from 0, was there; waits for it up to `patience`. What came is
    /// not copied: whoever measures must not hold up what is measured.
    pub async fn arrival(&self, number: usize, patience: Duration) -> Option<Instant> {
        let until = Instant::now() + patience;
        loop {
            let at = self.got.lock().unwrap_or_else(PoisonError::into_inner).get(number).map(|got| got.at);
            if at.is_some() || Instant::now() > until {
                return at;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until `wanted` holds of what came; answers whether it did within `patience`.
    pub async fn sees(&self, patience: Duration, wanted: impl Fn(&[Got]) -> bool) -> bool {
        let until = Instant::now() + patience;
        while Instant::now() < until {
            if wanted(&self.got()) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        wanted(&self.got())
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves one kept-alive connection.
async fn serve(
    stream: TcpStream,
    got: &Shared,
    manner: &(dyn Fn(usize) -> Manner + Sync),
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let (mut length, mut id, mut line) = (0, String::new(), String::new());
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                // The request line has no colon and comes first; the empty line comes last.
                if line.trim_end().is_empty() {
                    break;
                }
                continue;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap_or_default(),
                "webhook-id" => value.clone_into(&mut id),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let at = Instant::now();
        let event = serde_json::from_slice(&body).unwrap_or_default();
        let manner = {
            let mut got = got.lock().unwrap_or_else(PoisonError::into_inner);
            let manner = manner(got.len());
            got.push(Got { id, event, manner, at });
            manner
        };
        let head = match manner {
            Manner::Reset => return Ok(()),
            Manner::Late(wait) => {
                tokio::time::sleep(wait).await;
                "200 OK".to_owned()
            }
            Manner::TooOften(seconds) => format!("429 Too Many\r\nRetry-After: {seconds}"),
            Manner::Status(status) => format!("{status} Said"),
        };
        stream.write_all(format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n").as_bytes()).await?;
    }
}
