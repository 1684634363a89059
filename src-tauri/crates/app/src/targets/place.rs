//! Where and how a destination is told: its address, and what it is signed in with from the key store.

use std::path::Path;

use domain::id::TargetId;
use domain::simulcast::TargetKind;
use store::target::Target;
use storefront::{Bucket, Folder, Keys, Secret, Site, Webhook};
use url::Url;

use crate::{App, Error, Result};

/// A region where none was named: what most stores beside AWS take.
const REGION: &str = "us-east-1";

/// Where and how a target is told.
pub(crate) fn destination(app: &App, target: &Target) -> Result<storefront::Target> {
    match target.kind {
        TargetKind::Folder => Ok(storefront::Target::Folder(Folder { path: target.address.clone().into() })),
        TargetKind::Webhook => Ok(storefront::Target::Webhook(Webhook {
            url: web_address(&target.address)?,
            secret: secret_of(app, target.id)?,
            allow_private: target.allow_private,
        })),
        TargetKind::ObjectStorage | TargetKind::WordPress => with_keys(target, keys_of(app, target.id)?),
    }
}

/// Object storage or a website, signed in with `keys`.
pub(super) fn with_keys(target: &Target, keys: Keys) -> Result<storefront::Target> {
    let url = web_address(&target.address)?;
    let allow_private = target.allow_private;
    if target.kind == TargetKind::WordPress {
        return Ok(storefront::Target::WordPress(Site { url, keys, allow_private }));
    }
    let region = target.region.as_deref().unwrap_or(REGION);
    let bucket = Bucket::at(&url, region, keys, allow_private)
        .map_err(|_| Error::TargetNotAWebAddress(target.address.clone()))?;
    let public = target.public_address.as_deref().map(web_address).transpose()?;
    Ok(storefront::Target::Bucket(bucket.read_at(public)))
}

/// Refuses what cannot be told, before it is saved.
pub(super) fn check(target: &Target) -> Result<()> {
    if target.name.is_empty() {
        return Err(Error::Invalid { field: "name", value: String::new() });
    }
    if target.kind == TargetKind::Folder {
        let folder = Path::new(&target.address);
        return if folder.is_absolute() && folder.is_dir() {
            Ok(())
        } else {
            Err(Error::TargetFolderMissing(target.address.clone()))
        };
    }
    let url = web_address(&target.address)?;
    if storefront::is_nearby(&url) && !target.allow_private {
        return Err(Error::TargetNearby(target.address.clone()));
    }
    if target.kind == TargetKind::ObjectStorage {
        with_keys(target, Keys::new("", ""))?;
    }
    Ok(())
}

/// A field that says something.
pub(super) fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn web_address(text: &str) -> Result<Url> {
    let refused = || Error::TargetNotAWebAddress(text.to_owned());
    let url = Url::parse(text).map_err(|_| refused())?;
    // A password in an address would end up in the workspace file.
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if is_web && is_plain { Ok(url) } else { Err(refused()) }
}

/// How a webhook's secret is called in the key store.
pub(super) fn secret_name(id: TargetId) -> String {
    format!("webhook/{id}")
}

pub(super) fn secret_of(app: &App, id: TargetId) -> Result<Secret> {
    let written = app.secrets().get(&secret_name(id))?.ok_or(Error::NoSecret)?;
    Ok(Secret::parse(&written)?)
}

fn keys_name(id: TargetId) -> String {
    format!("keys/{id}")
}

/// Keeps what a target is signed in with, in place of what was there.
pub(super) fn keep_keys(app: &App, id: TargetId, keys: &Keys) -> Result<()> {
    if keys.is_empty() {
        return Err(Error::NoSecret);
    }
    let written = keys.reveal().map_err(|_| Error::NoSecret)?;
    Ok(app.secrets().set(&keys_name(id), &written)?)
}

pub(super) fn keys_of(app: &App, id: TargetId) -> Result<Keys> {
    let written = app.secrets().get(&keys_name(id))?.ok_or(Error::NoSecret)?;
    Keys::parse(&written).ok_or(Error::NoSecret)
}
