//! People on camera.

use domain::id::HostId;
use domain::session::Host;
use domain::{Actor, Change};

use crate::{App, Error, Result, Write};

/// Every host, by name.
pub fn all(app: &App) -> Result<Vec<Host>> {
    app.read(|tables| Ok(tables.hosts()?))
}

/// Adds a host, or changes the one with this id.
pub fn save(app: &App, by: &Actor, id: Option<HostId>, name: &str, note: &str) -> Result<Host> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Invalid { field: "name", value: String::new() });
    }
    let host =
        Host { id: id.unwrap_or_else(|| app.mint()), name: name.to_owned(), note: note.trim().to_owned() };
    let verb = if id.is_some() { "host_edit" } else { "host_create" };
    app.transact(Write::new(verb, Change::Hosts, by).to(name), |tables| {
        if let Some(id) = id {
            tables.host(id)?;
        }
        tables.save_host(&host)?;
        Ok(host)
    })
}
