//! Sessions and hosts.

use app::{App, hosts, sessions};
use domain::Actor;
use domain::id::SessionId;
use domain::session::{LocalStart, SessionPlan as Planned};

use crate::ApiError;
use crate::dto::{
    self, Host, HostList, HostSave, Nothing, Session, SessionAll, SessionChannel, SessionDuplicate,
    SessionEdit, SessionGoal, SessionList, SessionPlan, SessionRef, SessionSetViews, SessionSummary,
};

pub(super) fn id(req: &SessionRef) -> Result<SessionId, app::Error> {
    dto::id("sessionId", &req.session_id)
}

/// See [`sessions::all`].
pub(crate) fn session_all(app: &App, _: &Actor, req: SessionAll) -> Result<SessionList, ApiError> {
    let query = app::store::session::SessionQuery {
        from_ms: req.from_ms,
        to_ms: req.to_ms,
        status: req.status.map(Into::into),
        with_parts: false,
    };
    Ok(SessionList { sessions: sessions::all(app, &query)?.into_iter().map(summary).collect() })
}

/// See [`sessions::get`].
pub(crate) fn session_get(app: &App, _: &Actor, req: SessionRef) -> Result<Session, ApiError> {
    Ok(pack(sessions::get(app, id(&req)?)?))
}

/// See [`sessions::create`].
pub(crate) fn session_create(app: &App, by: &Actor, req: SessionPlan) -> Result<Session, ApiError> {
    Ok(pack(sessions::create(app, by, plan(req)?)?))
}

/// See [`sessions::edit`].
pub(crate) fn session_edit(app: &App, by: &Actor, req: SessionEdit) -> Result<Session, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    Ok(pack(sessions::edit(app, by, id, plan(req.plan)?)?))
}

/// See [`sessions::duplicate`].
pub(crate) fn session_duplicate(app: &App, by: &Actor, req: SessionDuplicate) -> Result<Session, ApiError> {
    let (id, overlap) = (dto::id("sessionId", &req.session_id)?, req.overlap.map(Into::into));
    Ok(pack(sessions::duplicate(app, by, id, &req.title, &req.start_local, overlap)?))
}

/// See [`sessions::schedule`].
pub(crate) fn session_schedule(app: &App, by: &Actor, req: SessionRef) -> Result<Session, ApiError> {
    Ok(pack(sessions::schedule(app, by, id(&req)?)?))
}

/// See [`sessions::unschedule`].
pub(crate) fn session_unschedule(app: &App, by: &Actor, req: SessionRef) -> Result<Session, ApiError> {
    Ok(pack(sessions::unschedule(app, by, id(&req)?)?))
}

/// See [`sessions::cancel`].
pub(crate) fn session_cancel(app: &App, by: &Actor, req: SessionRef) -> Result<Session, ApiError> {
    Ok(pack(sessions::cancel(app, by, id(&req)?)?))
}

/// See [`sessions::set_views`].
pub(crate) fn session_set_views(app: &App, by: &Actor, req: SessionSetViews) -> Result<Session, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    Ok(pack(sessions::set_views(app, by, id, req.views)?))
}

/// See [`hosts::all`].
pub(crate) fn host_all(app: &App, _: &Actor, _: Nothing) -> Result<HostList, ApiError> {
    Ok(HostList { hosts: hosts::all(app)?.into_iter().map(Into::into).collect() })
}

/// See [`hosts::save`].
pub(crate) fn host_save(app: &App, by: &Actor, req: HostSave) -> Result<Host, ApiError> {
    let id = req.host_id.map(|id| dto::id("hostId", &id)).transpose()?;
    Ok(hosts::save(app, by, id, &req.name, &req.note)?.into())
}

fn plan(req: SessionPlan) -> Result<Planned, app::Error> {
    let market: domain::Market = req.market.into();
    let overlap = req.overlap.map(Into::into);
    let start = match &req.zone {
        Some(zone) => LocalStart::parse(&req.start_local, zone, overlap)?,
        None => LocalStart::in_zone(&req.start_local, market.zone(), overlap)?,
    };
    let channels = req
        .channels
        .into_iter()
        .map(|channel| domain::session::SessionChannel { channel: channel.channel.into(), url: channel.url });
    Ok(Planned {
        title: req.title,
        market,
        start,
        length_ms: req.length_ms,
        channels: channels.collect(),
        hosts: dto::ids("hostIds", &req.host_ids)?,
        goal: domain::session::Goal {
            gmv: req.goal.gmv.map(TryInto::try_into).transpose()?,
            orders: req.goal.orders,
            units: req.goal.units,
        },
        note: req.note,
    })
}

pub(super) fn summary(open: sessions::OpenSession) -> SessionSummary {
    let session = open.session;
    SessionSummary {
        id: session.id.to_string(),
        market: session.plan.market.into(),
        zone: session.plan.start.zone().name().to_owned(),
        start_local: session.plan.start.local(),
        starts_at_ms: session.starts_at_ms,
        length_ms: session.plan.length_ms,
        status: session.standing.status.into(),
        started_at_ms: session.standing.started_at_ms,
        ended_at_ms: session.standing.ended_at_ms,
        channels: session.plan.channels.iter().map(|channel| channel.channel.into()).collect(),
        hosts: open.hosts.into_iter().map(|host| host.name).collect(),
        slot_count: open.slot_count,
        goal_gmv: session.plan.goal.gmv.map(Into::into),
        title: session.plan.title,
    }
}

pub(super) fn pack(open: sessions::OpenSession) -> Session {
    let session = open.session;
    let status = session.standing.status;
    let channels = session.plan.channels.iter().map(|channel| SessionChannel {
        channel: channel.channel.into(),
        url: channel.url.clone(),
        player: channel.url.as_deref().and_then(sessions::player).map(str::to_owned),
    });
    Session {
        id: session.id.to_string(),
        market: session.plan.market.into(),
        currency: session.currency().code().to_owned(),
        zone: session.plan.start.zone().name().to_owned(),
        start_local: session.plan.start.local(),
        overlap: session.plan.start.overlap().map(Into::into),
        starts_at_ms: session.starts_at_ms,
        length_ms: session.plan.length_ms,
        status: status.into(),
        next: status.next().into_iter().map(Into::into).collect(),
        started_at_ms: session.standing.started_at_ms,
        ended_at_ms: session.standing.ended_at_ms,
        channels: channels.collect(),
        hosts: open.hosts.into_iter().map(Into::into).collect(),
        goal: SessionGoal {
            gmv: session.plan.goal.gmv.map(Into::into),
            orders: session.plan.goal.orders,
            units: session.plan.goal.units,
        },
        views: session.views,
        slot_count: open.slot_count,
        title: session.plan.title,
        note: session.plan.note,
    }
}

impl From<domain::session::Host> for Host {
    fn from(host: domain::session::Host) -> Self {
        Self { id: host.id.to_string(), name: host.name, note: host.note }
    }
}
