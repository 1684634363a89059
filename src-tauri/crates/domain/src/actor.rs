//! Who does something, and what they may.

/// What someone may do; each role may do what the ones below it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks.
    Viewer,
    /// Looks, and answers messages from the desk.
    Host,
    /// Runs the show and edits the plan.
    Operator,
    /// Everything, the workspace file and its secrets included.
    Owner,
}

impl Role {
    /// The code on the wire and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Host => "host",
            Self::Operator => "operator",
            Self::Owner => "owner",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Viewer, Self::Host, Self::Operator, Self::Owner].into_iter().find(|role| role.code() == code)
    }
}

/// Who asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// How the log and the history name them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether cost, margin and partner terms are shown to them.
    pub sees_money: bool,
}

impl Actor {
    /// The person at the desk.
    pub fn owner() -> Self {
        Self { name: "owner".to_owned(), role: Role::Owner, sees_money: true }
    }

    /// Someone with `role`, named after it; only the owner sees money.
    pub fn with_role(role: Role) -> Self {
        Self { name: role.code().to_owned(), role, sees_money: role == Role::Owner }
    }
}
