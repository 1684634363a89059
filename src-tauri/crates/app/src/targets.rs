//! Destinations: addresses that receive the manifest, how they fare, and what they answered.

mod place;

use std::time::Instant;

use chrono::DateTime;
use domain::id::{DeliveryId, TargetId};
use domain::simulcast::{DeliveryState, TargetKind, TargetState};
use domain::{Actor, Change};
use store::Tables;
use store::delivery::{Attempt, Delivery, Told};
use store::target::Target;
use storefront::{Finding, Keys, Outcome, Secret};

pub(crate) use self::place::destination;
use self::place::{check, keep_keys, secret_name, secret_of, with_keys};
use crate::secrets::SecretPlace;
use crate::{App, Error, Result, Write, simulcast};

/// Deliveries on one page at most.
const PAGE_LIMIT: u32 = 200;
const PAGE: u32 = 50;

/// A destination and how it fares.
#[derive(Debug, Clone)]
pub struct TargetView {
    /// The destination.
    pub target: Target,
    /// How it fares.
    pub state: TargetState,
    /// The newest revision it has.
    pub revision: Option<i64>,
    /// When it last confirmed that it has it, UTC milliseconds.
    pub told_at_ms: Option<i64>,
    /// What it answered last.
    pub last_answer: Option<Attempt>,
    /// Its newest delivery.
    pub latest: Option<Delivery>,
    /// Whether what it is signed in with is missing on this computer.
    pub secret_missing: bool,
}

/// All destinations and where their secrets are.
#[derive(Debug, Clone)]
pub struct TargetList {
    /// In the order they were made.
    pub targets: Vec<TargetView>,
    /// Where secrets are kept on this computer.
    pub secrets: SecretPlace,
}

/// What a new destination is made of.
#[derive(Debug, Clone)]
pub struct NewTarget {
    /// What it is.
    pub kind: TargetKind,
    /// What the user calls it.
    pub name: String,
    /// The folder's path, the webhook's URL, `https://endpoint/bucket/folder`, or the website's address.
    pub address: String,
    /// Object storage: the region that signatures name.
    pub region: Option<String>,
    /// Object storage: where shoppers' browsers read it.
    pub public_address: Option<String>,
    /// What object storage or a website is signed in with.
    pub keys: Option<Keys>,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: bool,
}

/// A change of a destination; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct EditTarget {
    /// What the user calls it.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Object storage: the region that signatures name.
    pub region: Option<String>,
    /// Object storage: where shoppers' browsers read it; empty where that is not known any more.
    pub public_address: Option<String>,
    /// What object storage or a website is signed in with from now on.
    pub keys: Option<Keys>,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: Option<bool>,
    /// Whether it is told anything.
    pub enabled: Option<bool>,
}

/// What a destination answered to a test.
#[derive(Debug, Clone)]
pub struct Tested {
    /// Whether it would take a manifest.
    pub ok: bool,
    /// Its answer.
    pub answer: Attempt,
    /// What was looked at, in order.
    pub findings: Vec<Finding>,
}

/// One page of deliveries.
#[derive(Debug, Clone)]
pub struct DeliveryPage {
    /// Newest first, each with the answer to its last try.
    pub deliveries: Vec<(Delivery, Option<Attempt>)>,
    /// How many there are in all.
    pub total: i64,
    /// Whether older ones follow.
    pub more: bool,
}

/// All destinations and how they fare.
pub fn all(app: &App) -> Result<TargetList> {
    let targets = app.read(|tables| {
        let mut views = Vec::new();
        for target in tables.targets()? {
            let told = tables.told(target.id)?;
            views.push((target, told));
        }
        Ok(views)
    })?;
    let targets = targets.into_iter().map(|(target, told)| view(app, target, told)).collect();
    Ok(TargetList { targets, secrets: app.secrets().place() })
}

/// One destination and how it fares.
pub fn one(app: &App, id: TargetId) -> Result<TargetView> {
    let (target, told) = app.read(|tables| Ok((tables.target(id)?, tables.told(id)?)))?;
    Ok(view(app, target, told))
}

fn view(app: &App, target: Target, told: Told) -> TargetView {
    let secret_missing = match target.kind {
        TargetKind::Folder => false,
        TargetKind::Webhook => secret_of(app, target.id).is_err(),
        TargetKind::ObjectStorage | TargetKind::WordPress => place::keys_of(app, target.id).is_err(),
    };
    let state = match &told.latest {
        _ if !target.enabled => TargetState::Off,
        _ if secret_missing => TargetState::NeedsYou,
        None => TargetState::Idle,
        Some(latest) => match latest.state {
            DeliveryState::Pending if latest.attempts == 0 => TargetState::Sending,
            DeliveryState::Pending => TargetState::Retrying,
            DeliveryState::Delivered | DeliveryState::Skipped => TargetState::UpToDate,
            DeliveryState::Dead => TargetState::NeedsYou,
        },
    };
    let (revision, accepted_at_ms) = told.accepted.unzip();
    TargetView {
        state,
        revision,
        told_at_ms: accepted_at_ms.max(app.simulcast().heard_at_ms(target.id)),
        last_answer: told.answer,
        latest: told.latest,
        secret_missing,
        target,
    }
}

/// Adds a destination, which is told at once what is on. A webhook gets a secret of its own.
///
/// # Errors
/// When the folder is not there, or the URL is not one that may be told.
pub fn create(app: &App, by: &Actor, new: NewTarget) -> Result<TargetView> {
    let target = row(app, &new);
    check(&target)?;
    match (target.kind, new.keys) {
        (TargetKind::Folder, _) => {}
        (TargetKind::Webhook, _) => {
            let secret = Secret::generate()?;
            app.secrets().set(&secret_name(target.id), &secret.reveal())?;
        }
        (TargetKind::ObjectStorage | TargetKind::WordPress, keys) => {
            keep_keys(app, target.id, &keys.ok_or(Error::NoSecret)?)?;
        }
    }
    save(app, by, "target_create", target)
}

fn row(app: &App, new: &NewTarget) -> Target {
    Target {
        id: app.mint(),
        kind: new.kind,
        name: new.name.trim().to_owned(),
        address: new.address.trim().to_owned(),
        region: place::filled(new.region.as_deref()),
        public_address: place::filled(new.public_address.as_deref()),
        allow_private: new.allow_private,
        enabled: true,
        created_at_ms: app.now_ms(),
    }
}

/// Changes a destination; one that is switched on again is told at once what is on.
///
/// # Errors
/// As [`create`].
pub fn edit(app: &App, by: &Actor, id: TargetId, edit: EditTarget) -> Result<TargetView> {
    let mut target = app.read(|tables| Ok(tables.target(id)?))?;
    target.name = edit.name.map_or(target.name, |name| name.trim().to_owned());
    target.address = edit.address.map_or(target.address, |address| address.trim().to_owned());
    if let Some(region) = edit.region {
        target.region = place::filled(Some(&region));
    }
    if let Some(public) = edit.public_address {
        target.public_address = place::filled(Some(&public));
    }
    target.allow_private = edit.allow_private.unwrap_or(target.allow_private);
    target.enabled = edit.enabled.unwrap_or(target.enabled);
    // Switching off must always work.
    if target.enabled {
        check(&target)?;
    }
    if let Some(keys) = edit.keys.filter(|_| has_keys(target.kind)) {
        keep_keys(app, id, &keys)?;
        // New keys alone change no row: the sender has to look again.
        app.announce(Change::Targets);
    }
    save(app, by, "target_edit", target)
}

fn save(app: &App, by: &Actor, verb: &'static str, target: Target) -> Result<TargetView> {
    app.transact(Write::new(verb, Change::Targets, by).to(&target.name), |tables| {
        tables.save_target(&target)?;
        if target.enabled { simulcast::bring(app, tables, target.id) } else { Ok(()) }
    })?;
    one(app, target.id)
}

/// Removes a destination. Its secret stays on this computer, so that the removal can be undone.
pub fn remove(app: &App, by: &Actor, id: TargetId) -> Result<()> {
    let name = app.read(|tables| Ok(tables.target(id)?.name))?;
    app.transact(Write::new("target_remove", Change::Targets, by).to(name), |tables| {
        Ok(tables.remove_target(id)?)
    })
}

/// Asks a destination whether it would take a manifest, without publishing anything. Blocks until it answers.
pub fn test(app: &App, id: TargetId) -> Result<Tested> {
    let target = app.read(|tables| Ok(tables.target(id)?))?;
    tested(app, &destination(app, &target)?)
}

/// As [`test()`], of a destination that is not added yet: nothing of it is kept.
///
/// # Errors
/// As [`create`].
pub fn try_out(app: &App, new: &NewTarget) -> Result<Tested> {
    let target = row(app, new);
    check(&target)?;
    let destination = match (&new.keys, target.kind) {
        (Some(keys), kind) if has_keys(kind) => with_keys(&target, keys.clone())?,
        (_, TargetKind::Folder) => destination(app, &target)?,
        // A webhook's secret is made when it is added, and nobody could check a test before.
        _ => return Err(Error::NoSecret),
    };
    tested(app, &destination)
}

const fn has_keys(kind: TargetKind) -> bool {
    matches!(kind, TargetKind::ObjectStorage | TargetKind::WordPress)
}

fn tested(app: &App, destination: &storefront::Target) -> Result<Tested> {
    let sender = app.simulcast().sender()?;
    let (at_ms, since) = (app.now_ms(), Instant::now());
    let now = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    let checked = crate::simulcast::wait_for(sender.check(destination, app.mint(), now))?;
    Ok(Tested {
        ok: checked.attempt.outcome == Outcome::Accepted,
        answer: written(checked.attempt.answer, at_ms, since.elapsed()),
        findings: checked.findings,
    })
}

/// The secret of a webhook, to be entered in the shop.
///
/// # Errors
/// [`Error::NoSecret`] for what is no webhook, or when it was made on another computer.
pub fn secret(app: &App, id: TargetId) -> Result<Secret> {
    app.read(|tables| Ok(tables.target(id)?))?;
    secret_of(app, id)
}

/// Gives a webhook a new secret; the old one no longer signs.
///
/// # Errors
/// [`Error::NoSecret`] for what is no webhook.
pub fn renew_secret(app: &App, id: TargetId) -> Result<Secret> {
    let target = app.read(|tables| Ok(tables.target(id)?))?;
    if target.kind != TargetKind::Webhook {
        return Err(Error::NoSecret);
    }
    let secret = Secret::generate()?;
    app.secrets().set(&secret_name(id), &secret.reveal())?;
    app.announce(Change::Targets);
    Ok(secret)
}

/// Deliveries of a destination older than the delivery `before`, newest first.
pub fn deliveries(
    app: &App,
    id: TargetId,
    before: Option<DeliveryId>,
    limit: Option<u32>,
) -> Result<DeliveryPage> {
    let limit = limit.unwrap_or(PAGE).clamp(1, PAGE_LIMIT);
    app.read(|tables| {
        let mut deliveries = tables.deliveries(id, before, limit + 1)?;
        let more = deliveries.len() > limit as usize;
        deliveries.truncate(limit as usize);
        Ok(DeliveryPage { deliveries, total: tables.delivery_count(id)?, more })
    })
}

/// Sends what is current to a delivery's destination, at once, as a new delivery; without a current session the
/// latest state of the one the delivery told about.
pub fn resend(app: &App, id: DeliveryId) -> Result<TargetView> {
    let target = app.read(|tables| Ok(tables.delivery(id)?.target))?;
    app.act(Change::Deliveries(target), |tables| {
        let revision = match simulcast::current_revision(app, tables)? {
            Some(current) => current,
            None => {
                let told = tables.delivery(id)?.session;
                tables.manifest(told)?.ok_or(store::Error::NotFound("manifest"))?.revision
            }
        };
        // Due since always: who presses the button does not wait for what the target asked for.
        Ok(tables.add_delivery(app.mint(), target, revision, app.now_ms(), 0)?)
    })?;
    one(app, target)
}

/// How many destinations are switched on, and how many of them took what they were told last.
pub(crate) fn answered(tables: &Tables<'_>) -> Result<(usize, usize)> {
    let (mut answered, mut total) = (0, 0);
    for target in tables.targets()?.into_iter().filter(|target| target.enabled) {
        let latest = tables.told(target.id)?.latest;
        total += 1;
        answered +=
            usize::from(latest.is_some_and(|latest| {
                matches!(latest.state, DeliveryState::Delivered | DeliveryState::Skipped)
            }));
    }
    Ok((answered, total))
}

/// Destinations whose newest delivery was given up.
pub(crate) fn given_up(tables: &Tables<'_>) -> Result<Vec<(Target, Delivery)>> {
    let mut given_up = Vec::new();
    for target in tables.targets()?.into_iter().filter(|target| target.enabled) {
        let latest = tables.told(target.id)?.latest;
        if let Some(dead) = latest.filter(|latest| latest.state == DeliveryState::Dead) {
            given_up.push((target, dead));
        }
    }
    Ok(given_up)
}

/// An answer as it is kept.
pub(crate) fn written(answer: storefront::Answer, at_ms: i64, took: std::time::Duration) -> Attempt {
    Attempt {
        at_ms,
        took_ms: i64::try_from(took.as_millis()).unwrap_or(i64::MAX),
        answer: answer.code.code().to_owned(),
        status: answer.status,
        excerpt: answer.excerpt,
    }
}
