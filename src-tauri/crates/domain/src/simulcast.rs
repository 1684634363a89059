//! Telling destinations the state of a session.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// The code in SQL.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

codes! {
    /// What a target is.
    TargetKind {
        /// A folder that a web server, a synchroniser or an uploader reads.
        Folder = "folder",
        /// An address that takes signed `POST`s.
        Webhook = "webhook",
        /// Object storage that speaks S3.
        ObjectStorage = "objectStorage",
        /// A WordPress website with our plugin.
        WordPress = "wordPress",
    }
    /// How one revision fares on its way to one target.
    DeliveryState {
        /// Not accepted yet.
        Pending = "pending",
        /// Accepted.
        Delivered = "delivered",
        /// A later revision was told instead.
        Skipped = "skipped",
        /// Given up: somebody has to look.
        Dead = "dead",
    }
    /// How a target fares.
    TargetState {
        /// Switched off by the user.
        Off = "off",
        /// Nothing has been told yet.
        Idle = "idle",
        /// A revision is on its way.
        Sending = "sending",
        /// It has the latest revision.
        UpToDate = "upToDate",
        /// It did not take the latest revision; it is told again by plan.
        Retrying = "retrying",
        /// It will not take it as it is: somebody has to look.
        NeedsYou = "needsYou",
    }
}
