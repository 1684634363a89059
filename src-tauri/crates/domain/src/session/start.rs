//! When a session starts: the wall time that was meant, in its zone.

use chrono::{MappedLocalTime, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use super::SessionError;

/// How wall times are written.
const FORMAT: &str = "%Y-%m-%dT%H:%M";

/// Which of two instants is meant when clocks are set back and a local time happens twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Overlap {
    /// The first time it happens.
    Earlier,
    /// The second time.
    Later,
}

impl Overlap {
    /// The code in SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Earlier => "earlier",
            Self::Later => "later",
        }
    }

    /// The overlap with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Earlier, Self::Later].into_iter().find(|overlap| overlap.code() == code)
    }
}

/// A wall time in a zone. What was meant stays, whatever zone data says later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalStart {
    wall: NaiveDateTime,
    zone: Tz,
    overlap: Option<Overlap>,
}

impl LocalStart {
    /// Reads `YYYY-MM-DDTHH:MM` in the zone with this IANA name.
    ///
    /// # Errors
    /// When either is none; whether the time exists there is asked of [`Self::instant_ms`].
    pub fn parse(local: &str, zone: &str, overlap: Option<Overlap>) -> Result<Self, SessionError> {
        let zone = zone.parse().map_err(|_| SessionError::NoSuchZone(zone.to_owned()))?;
        Self::in_zone(local, zone, overlap)
    }

    /// Reads `YYYY-MM-DDTHH:MM` in `zone`.
    ///
    /// # Errors
    /// When it is no date and time.
    pub fn in_zone(local: &str, zone: Tz, overlap: Option<Overlap>) -> Result<Self, SessionError> {
        let wall = NaiveDateTime::parse_from_str(local.trim(), FORMAT)
            .map_err(|_| SessionError::NotATime(local.to_owned()))?;
        // An answer to a question that this time does not raise would be shown as one.
        let is_twice = matches!(zone.from_local_datetime(&wall), MappedLocalTime::Ambiguous(..));
        Ok(Self { wall, zone, overlap: overlap.filter(|_| is_twice) })
    }

    /// The wall time, `YYYY-MM-DDTHH:MM`.
    pub fn local(&self) -> String {
        self.wall.format(FORMAT).to_string()
    }

    /// The zone.
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// Which of two instants is meant, where it was said.
    pub const fn overlap(&self) -> Option<Overlap> {
        self.overlap
    }

    /// The instant, UTC ms.
    ///
    /// # Errors
    /// When clocks skip the wall time that day, or pass it twice and it was not said which is meant.
    pub fn instant_ms(&self) -> Result<i64, SessionError> {
        let (local, zone) = (|| self.local(), || self.zone.name().to_owned());
        match (self.zone.from_local_datetime(&self.wall), self.overlap) {
            (MappedLocalTime::Single(at), _) => Ok(at.timestamp_millis()),
            (MappedLocalTime::Ambiguous(one, other), Some(Overlap::Earlier)) => {
                Ok(one.min(other).timestamp_millis())
            }
            (MappedLocalTime::Ambiguous(one, other), Some(Overlap::Later)) => {
                Ok(one.max(other).timestamp_millis())
            }
            (MappedLocalTime::Ambiguous(..), None) => {
                Err(SessionError::Twice { local: local(), zone: zone() })
            }
            (MappedLocalTime::None, _) => Err(SessionError::Skipped { local: local(), zone: zone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(local: &str, zone: &str, overlap: Option<Overlap>) -> Result<i64, SessionError> {
        LocalStart::parse(local, zone, overlap)?.instant_ms()
    }

    #[test]
    fn eight_in_the_evening_in_saigon_is_one_in_the_afternoon_utc() {
        assert_eq!(start("2026-11-28T20:00", "Asia/Ho_Chi_Minh", None), Ok(1_795_870_800_000));
    }

    #[test]
    fn a_time_that_clocks_jump_over_is_refused() {
        assert!(matches!(
            start("2026-03-29T01:30", "Europe/London", None),
            Err(SessionError::Skipped { local, zone })
                if local == "2026-03-29T01:30" && zone == "Europe/London"
        ));
    }

    #[test]
    fn a_time_that_happens_twice_is_asked_about() {
        let at = |overlap| start("2026-10-25T01:30", "Europe/London", overlap);
        assert!(matches!(at(None), Err(SessionError::Twice { .. })));
        let hour = 3_600_000;
        assert_eq!(at(Some(Overlap::Later)), at(Some(Overlap::Earlier)).map(|earlier| earlier + hour));
    }

    #[test]
    fn which_of_two_is_not_kept_where_there_is_one() {
        let once = LocalStart::parse("2026-11-28T20:00", "Asia/Ho_Chi_Minh", Some(Overlap::Later));
        assert_eq!(once.map(|start| start.overlap()), Ok(None));
        let twice = LocalStart::parse("2026-10-25T01:30", "Europe/London", Some(Overlap::Later));
        assert_eq!(twice.map(|start| start.overlap()), Ok(Some(Overlap::Later)));
    }

    #[test]
    fn what_is_no_time_or_no_zone_is_refused() {
        assert!(matches!(start("2026-02-30T20:00", "Europe/London", None), Err(SessionError::NotATime(_))));
        assert!(matches!(start("28/11 20h", "Europe/London", None), Err(SessionError::NotATime(_))));
        assert!(matches!(start("2026-11-28T20:00", "Asia/Saigonn", None), Err(SessionError::NoSuchZone(_))));
    }
}
