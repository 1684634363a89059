//! The core, held to its promises on more data than a handful.

mod search;
