//! The logs of shows that run, kept at hand: a take in the third hour costs what it cost in the first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::evidence::{Entry, Hash, Sealed};
use domain::id::SessionId;
use store::Tables;

use crate::Result;

/// More shows than this are not on air at once; others are read again when they are asked for.
const KEPT: usize = 8;

/// A log as it was read, and the hash of its last entry, by which it is known to be still the same.
#[derive(Clone)]
struct Kept {
    head: Hash,
    log: Arc<Vec<Entry>>,
}

/// Logs kept at hand. What is kept is never believed: the file's newest hash decides.
#[derive(Default)]
pub(crate) struct Journals {
    kept: Mutex<HashMap<SessionId, Kept>>,
}

impl Journals {
    /// A session's whole log, oldest first. Reads only what was added since it was asked for last.
    pub(crate) fn read(&self, tables: &Tables<'_>, id: SessionId) -> Result<Arc<Vec<Entry>>> {
        let Some(head) = tables.log_head(id)? else { return Ok(Arc::default()) };
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let fresh = match known {
            Some(known) if known.head == head => return Ok(known.log),
            Some(known) => match continued(&known, tables.log_after(id, last_seq(&known.log))?, head) {
                Some(longer) => longer,
                None => super::entries(tables, id)?,
            },
            None => super::entries(tables, id)?,
        };
        let log = Arc::new(fresh);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(id, Kept { head, log: Arc::clone(&log) });
        Ok(log)
    }
}

fn last_seq(log: &[Entry]) -> u32 {
    log.last().map_or(0, |entry| entry.seq)
}

/// The kept log and what follows it; none when the newer entries do not follow what was kept: a write that was
/// taken back, or another file with the same session.
fn continued(known: &Kept, newer: Vec<Sealed>, head: Hash) -> Option<Vec<Entry>> {
    let follows = newer.first().is_some_and(|first| first.previous == known.head);
    let arrives = newer.last().is_some_and(|last| last.hash == head);
    (follows && arrives).then(|| {
        let mut log = known.log.to_vec();
        log.extend(newer.into_iter().map(|sealed| sealed.entry));
        log
    })
}

#[cfg(test)]
mod tests {
    use domain::evidence::{Event, GENESIS, Moment};
    use uuid::Uuid;

    use super::*;

    fn sealed(seq: u32, text: &str, previous: Hash) -> Sealed {
        Entry {
            session: Uuid::nil().into(),
            seq,
            moment: Moment { at_ms: 0, boot: Uuid::nil(), boot_ms: 0 },
            show_ms: 0,
            event: Event::Note(text.to_owned()),
            actor: "owner".to_owned(),
            client_key: None,
        }
        .sealed(previous)
    }

    #[test]
    fn a_kept_log_grows_by_what_follows_it_and_by_nothing_else() {
        let first = sealed(1, "first", GENESIS);
        let known = Kept { head: first.hash, log: Arc::new(vec![first.entry.clone()]) };
        let second = sealed(2, "second", first.hash);
        let longer = continued(&known, vec![second.clone()], second.hash).expect("it follows");
        assert_eq!(longer.len(), 2);

        let other = sealed(2, "second", sealed(1, "another first", GENESIS).hash);
        assert!(continued(&known, vec![other.clone()], other.hash).is_none(), "another file");
        assert!(continued(&known, Vec::new(), GENESIS).is_none(), "what was kept was taken back");
    }
}
