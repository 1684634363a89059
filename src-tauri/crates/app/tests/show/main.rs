//! Sessions from plan to end, by their verbs, on a real workspace file.

mod lineup;
mod offer;
mod on_air;
mod session;
mod simulcast;
mod studio;
