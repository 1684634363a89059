//! `showctl sample`: a workspace file filled with a sample brand.

use std::process::ExitCode;

use app::domain::{Language, Market};

use crate::Place;
use crate::place::{app, refuse};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The market whose sample brand is shown: vn (cosmetics, VND) or gb (gift shop, GBP).
    #[arg(long, default_value = "vn", value_parser = market)]
    market: Market,
}

fn market(code: &str) -> Result<Market, String> {
    Market::from_code(code).ok_or_else(|| "one of vn, gb".to_owned())
}

/// What the brand of a market speaks.
const fn language(market: Market) -> Language {
    match market {
        Market::Gb | Market::Us => Language::En,
        _ => Language::Vi,
    }
}

/// Writes the sample to the workspace file named, which must not be there yet, or to its own place in the home folder.
pub(crate) fn sample(place: &Place, arguments: &Arguments) -> ExitCode {
    let app = app();
    let written = match &place.workspace {
        Some(_) => {
            let file = place.file(app.home());
            app::sample::write(&app, arguments.market, &file).map(|()| file)
        }
        None => app::sample::open(&app, arguments.market, language(arguments.market), false),
    };
    match written {
        Ok(path) => {
            say!("{}", serde_json::json!({ "workspace": path }));
            ExitCode::SUCCESS
        }
        Err(error) => refuse(&error.into()),
    }
}
