//! The workspace on the wire.

use app::store::workspace as stored;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! twins {
    ($($(#[$doc:meta])* $name:ident is $domain:path { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                use $domain as D;
                match value { $(D::$variant => Self::$variant),* }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                use $domain as D;
                match value { $($name::$variant => D::$variant),* }
            }
        }
    )*};
}
pub(super) use twins;

twins! {
    /// A country a brand sells in.
    Market is domain::Market {
        /// Vietnam.
        Vn,
        /// Thailand.
        Th,
        /// The Philippines.
        Ph,
        /// Malaysia.
        My,
        /// Indonesia.
        Id,
        /// Singapore.
        Sg,
        /// The United Kingdom.
        Gb,
        /// The United States.
        Us,
    }
    /// A language of the window.
    Language is domain::Language {
        /// Vietnamese.
        Vi,
        /// English.
        En,
    }
    /// Light or dark.
    Theme is stored::Theme {
        /// As the system has it.
        System,
        /// Light.
        Light,
        /// Dark.
        Dark,
    }
    /// What brought the user here.
    Purpose is stored::Purpose {
        /// Plan shows and sell in them.
        PlanAndSell,
        /// Look back at past shows.
        ReviewPast,
        /// Look at a sample brand.
        Sample,
    }
    /// What the caller may do.
    Role is domain::Role {
        /// Looks.
        Viewer,
        /// Looks, and answers the desk.
        Host,
        /// Runs the show and edits the plan.
        Operator,
        /// Everything.
        Owner,
    }
}

/// The first run's answers.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkspaceStart {
    /// Language of the window.
    pub language: Language,
    /// Home market.
    pub market: Market,
    /// The brand's name; may be empty for the sample, which brings its own.
    pub brand: String,
    /// What brings the user here.
    pub purpose: Purpose,
}

/// A change of settings; what is left out stays.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct WorkspaceEdit {
    /// Language of the window.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// Home market.
    pub market: Option<Market>,
    /// The brand's name.
    pub brand: Option<String>,
}

/// The open workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Workspace {
    /// Where its file is.
    pub path: String,
    /// The brand's name.
    pub brand: String,
    /// Home market.
    pub market: Market,
    /// ISO 4217 code of the home market.
    pub currency: String,
    /// IANA zone of the home market.
    pub zone: String,
    /// Language of the window.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// What brought the user here.
    pub purpose: Purpose,
    /// Whether this is sample data.
    pub sample: bool,
    /// Whether its folder is copied elsewhere by some program while in use, which can damage it.
    pub synced: bool,
}

/// What a window needs to draw its frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceState {
    /// The program's version.
    pub version: String,
    /// The open workspace; none before the first run is answered.
    pub workspace: Option<Workspace>,
    /// What the caller may do.
    pub role: Role,
    /// Whether cost and margin are shown to the caller.
    pub sees_money: bool,
    /// The program's clock, UTC milliseconds.
    pub now_ms: i64,
    /// Workspaces opened before on this computer, the latest first.
    pub recent: Vec<String>,
    /// Base URL of the local server with overlay and demo shop; none while it is not running.
    pub origin: Option<String>,
}

/// Opens another workspace.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkspaceOpen {
    /// Its file.
    pub path: String,
}

/// Writes a copy of the workspace.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct WorkspaceBackUp {
    /// Where to; left out, the backups folder of this computer.
    pub path: Option<String>,
}

/// A copy of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// Its file.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was written, UTC milliseconds.
    pub at_ms: i64,
}

impl From<app::workspace_file::Backup> for Backup {
    fn from(backup: app::workspace_file::Backup) -> Self {
        Self { path: backup.path.display().to_string(), bytes: backup.bytes, at_ms: backup.at_ms }
    }
}

/// Puts a backup in the place of the open workspace.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkspaceRestore {
    /// The backup's file.
    pub path: String,
}

/// The workspace after a restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceRestored {
    /// Where the workspace as it was before has been kept.
    pub kept_path: String,
    /// The workspace now.
    pub state: WorkspaceState,
}

/// Moves the open workspace.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkspaceMove {
    /// Where to; nothing may be there yet.
    pub path: String,
}

/// What the user can read and send when something fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    /// Plain text without personal data and secrets.
    pub text: String,
}
