//! The TypeScript side of the list of commands, written by `cargo xtask bindings`.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, ExportError, TS};

use crate::commands::for_each_command;
use crate::{ErrorCode, dto};

macro_rules! export_all {
    ($($module:ident: $name:ident($request:ident) -> $answer:ident, needs $role:ident;)*) => {
        /// Writes one file a wire type and `commands.ts` into `folder`.
        ///
        /// # Errors
        /// When a file cannot be written.
        pub fn export(folder: &Path) -> Result<(), ExportError> {
            let config = Config::default().with_out_dir(folder).with_large_int("number");
            $(
                dto::$request::export_all(&config)?;
                dto::$answer::export_all(&config)?;
            )*
            ErrorCode::export_all(&config)?;
            dto::ChangeNotice::export_all(&config)?;
            let mut names: Vec<(&str, String)> = Vec::new();
            let mut commands = String::new();
            $(
                names.push((stringify!($request), dto::$request::name(&config)));
                names.push((stringify!($answer), dto::$answer::name(&config)));
                let _ = writeln!(commands, "  {}: [{}, {}];", stringify!($name), stringify!($request), stringify!($answer));
            )*
            names.sort_unstable();
            names.dedup();
            let mut text = String::from("// Written by `cargo xtask bindings`; do not edit.\n");
            for (name, _) in &names {
                let _ = writeln!(text, "import type {{ {name} }} from './{name}';");
            }
            let _ = write!(text, "\n/** Every command: what it takes and what it answers. */\nexport interface Commands {{\n{commands}}}\n");
            std::fs::write(folder.join("commands.ts"), text)?;
            Ok(())
        }
    };
}
for_each_command!(export_all);
