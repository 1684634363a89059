//! Whose program is on the other end of a connection: this user's own, or another user's of this computer.

use std::net::SocketAddr;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

/// Who called, as far as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A program of the user who started this one, or of the system.
    ThisUser,
    /// A program of another user.
    AnotherUser,
    /// This system does not say.
    Unknown,
}

impl Connected<IncomingStream<'_, TcpListener>> for Caller {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        match stream.io().local_addr() {
            Ok(here) => Self::between(*stream.remote_addr(), here),
            Err(_) => Self::AnotherUser,
        }
    }
}

impl Caller {
    #[cfg(target_os = "linux")]
    fn between(there: SocketAddr, here: SocketAddr) -> Self {
        use std::os::unix::fs::MetadataExt as _;

        let Ok(this) = std::fs::metadata("/proc/self") else { return Self::Unknown };
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
        let mut tables = tables.iter().filter_map(|table| std::fs::read_to_string(table).ok()).peekable();
        if tables.peek().is_none() {
            return Self::Unknown;
        }
        match tables.find_map(|table| user_of(&table, there, here)) {
            // The system's own user can read this user's files anyway, and relays connections under WSL.
            Some(user) if user == this.uid() || user == 0 => Self::ThisUser,
            // One that is gone before it was looked at is nobody's.
            Some(_) | None => Self::AnotherUser,
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn between(_there: SocketAddr, _here: SocketAddr) -> Self {
        Self::Unknown
    }
}

/// The user who holds the end `there` of a connection to `here`, by a table of Linux' connections.
#[cfg(target_os = "linux")]
fn user_of(table: &str, there: SocketAddr, here: SocketAddr) -> Option<u32> {
    let (there, here) = (written(there)?, written(here)?);
    table.lines().skip(1).find_map(|line| {
        // sl, local, remote, state, queues, timer, retransmits, uid, timeout, inode
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [_, local, remote, _, _, _, _, user, _, inode, ..] = columns.as_slice() else { return None };
        // A connection its program let go of belongs to nobody, whatever user is written there.
        let is_held = *inode != "0";
        (is_held && local.ends_with(&there) && remote.ends_with(&here)).then(|| user.parse().ok())?
    })
}

/// An address as the table writes it; one of version 4 is the end of the same one in version 6.
#[cfg(target_os = "linux")]
fn written(address: SocketAddr) -> Option<String> {
    match address {
        SocketAddr::V4(address) => {
            let number = u32::from_ne_bytes(address.ip().octets());
            Some(format!("{number:08X}:{:04X}", address.port()))
        }
        SocketAddr::V6(_) => None,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// Port 40000 of user 1000 and port 40001 of user 33 talk to port 8787; 40002 was let go of.
    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2253 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0 100 0 0 10 0
   1: 0100007F:9C40 0100007F:2253 01 00000000:00000000 00:00000000 00000000  1000        0 12 1 0 20 4 30 10 -1
   2: 0100007F:2253 0100007F:9C41 01 00000000:00000000 00:00000000 00000000  1000        0 13 1 0 20 4 30 10 -1
   3: 0100007F:9C41 0100007F:2253 01 00000000:00000000 00:00000000 00000000    33        0 14 1 0 20 4 30 10 -1
   4: 0100007F:9C42 0100007F:2253 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
";

    #[test]
    fn the_user_of_a_connection_is_the_one_who_holds_its_other_end() {
        if cfg!(target_endian = "big") {
            return;
        }
        let here = SocketAddr::from(([127, 0, 0, 1], 8787));
        let user = |port| user_of(TABLE, SocketAddr::from(([127, 0, 0, 1], port)), here);
        assert_eq!(user(40_000), Some(1000));
        assert_eq!(user(40_001), Some(33), "and not who holds this end");
        assert_eq!(user(40_002), None, "who lets go at once is nobody");
        assert_eq!(user(40_003), None);
    }

    #[test]
    fn our_own_connection_is_ours() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let here = listener.local_addr().expect("an address");
        let client = std::net::TcpStream::connect(here).expect("connected");
        let (_held, there) = listener.accept().expect("accepted");
        assert_eq!(Caller::between(there, here), Caller::ThisUser);
        drop(client);
        assert_eq!(Caller::between(there, here), Caller::AnotherUser, "who is gone is nobody");
    }
}
