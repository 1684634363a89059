//! What a write made different, so that windows know what to read again.

use uuid::Uuid;

use crate::id::{SessionId, TargetId};

/// What became different. Announced after the commit; a window decides what to read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// The workspace row: brand, market, language, theme; or another workspace was opened.
    Workspace,
    /// Products or variants.
    Catalogue,
    /// Product lists.
    ProductLists,
    /// Hosts.
    Hosts,
    /// One session's plan or status.
    Session(SessionId),
    /// One session's line-up.
    Lineup(SessionId),
    /// What is on screen, the clock or the log of one session.
    OnAir(SessionId),
    /// Targets: added, edited, removed.
    Targets,
    /// Deliveries to one target.
    Deliveries(TargetId),
    /// Imports: opened, committed, undone.
    Imports,
    /// Sales or what they are credited to.
    Sales,
    /// Fee rules.
    Fees,
}

impl Change {
    /// The code on the wire and in the history.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Catalogue => "catalogue",
            Self::ProductLists => "productLists",
            Self::Hosts => "hosts",
            Self::Session(_) => "session",
            Self::Lineup(_) => "lineup",
            Self::OnAir(_) => "onAir",
            Self::Targets => "targets",
            Self::Deliveries(_) => "deliveries",
            Self::Imports => "imports",
            Self::Sales => "sales",
            Self::Fees => "fees",
        }
    }

    /// The id the change is about, where it is about one thing.
    pub const fn id(self) -> Option<Uuid> {
        match self {
            Self::Session(id) | Self::Lineup(id) | Self::OnAir(id) => Some(id.as_uuid()),
            Self::Deliveries(id) => Some(id.as_uuid()),
            Self::Workspace
            | Self::Catalogue
            | Self::ProductLists
            | Self::Hosts
            | Self::Targets
            | Self::Imports
            | Self::Sales
            | Self::Fees => None,
        }
    }

    /// The change with this code, as kept in the history.
    pub fn from_parts(code: &str, id: Option<Uuid>) -> Option<Self> {
        let change = match (code, id) {
            ("workspace", _) => Self::Workspace,
            ("catalogue", _) => Self::Catalogue,
            ("productLists", _) => Self::ProductLists,
            ("hosts", _) => Self::Hosts,
            ("session", Some(id)) => Self::Session(id.into()),
            ("lineup", Some(id)) => Self::Lineup(id.into()),
            ("onAir", Some(id)) => Self::OnAir(id.into()),
            ("targets", _) => Self::Targets,
            ("deliveries", Some(id)) => Self::Deliveries(id.into()),
            ("imports", _) => Self::Imports,
            ("sales", _) => Self::Sales,
            ("fees", _) => Self::Fees,
            _ => return None,
        };
        Some(change)
    }
}
