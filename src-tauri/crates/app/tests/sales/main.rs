//! Sales files on their way into figures, and back out.

mod figures;
mod files;
mod known_on;
mod shop;
