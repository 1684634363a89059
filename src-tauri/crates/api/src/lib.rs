//! The door: one list of commands, wire types, error codes and roles.
//!
//! `for_each_command!` (in `commands.rs`) is the list. The Tauri shell, the HTTP server and `showctl call` all go through
//! [`call`], which checks the role, unpacks, runs the handler and packs. Calls block: run them with
//! `spawn_blocking`.

pub mod bindings;
mod commands;
pub mod dto;
mod error;
mod handlers;

pub use commands::{COMMANDS, Command, call};
pub use error::{ApiError, ErrorCode};
