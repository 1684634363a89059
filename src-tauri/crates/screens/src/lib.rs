//! The local server: the same UI and the same commands in a browser, overlay and demo shop.
//!
//! It listens on loopback only. Who may do what is settled in `access`: a visitor has the role the server was
//! started with, if it is more than a viewer only as the same user; a program that read the [`Door`] file beside
//! the workspace is the user who started it.

mod access;
mod caller;
mod changes;
mod commands;
mod door;
mod overlay;
mod pages;
mod server;
mod shop;
mod upload;
mod wordpress;

pub use door::{Door, DoorError, Reply};
pub use server::{Options, Server, StartError};
