//! Sales files on their way into figures, and back out.

mod credit;
mod figures;
mod files;
mod insight;
mod known_on;
mod privacy;
mod shop;
