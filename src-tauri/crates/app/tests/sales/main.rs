//! Sales files on their way into figures, and back out.

mod credit;
mod figures;
mod files;
mod insight;
mod privacy;
mod known_on;
mod shop;
