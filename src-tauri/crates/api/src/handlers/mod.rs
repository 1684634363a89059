//! One handler a command: unpack, call the verb, pack.

pub(crate) mod history;
pub(crate) mod workspace;
