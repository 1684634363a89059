//! Destinations and deliveries.

use app::storefront::AnswerCode;
use app::{App, targets};
use domain::Actor;

use crate::ApiError;
use crate::dto::id;
use crate::dto::{
    Delivery, DeliveryPage, DeliveryPageRequest, DeliveryResend, Nothing, Target, TargetAnswer, TargetCreate,
    TargetEdit, TargetFinding, TargetList, TargetRef, TargetSecret, TargetTested,
};

/// See [`targets::all`].
pub(crate) fn target_all(app: &App, _: &Actor, _: Nothing) -> Result<TargetList, ApiError> {
    let list = targets::all(app)?;
    let targets = list.targets.into_iter().map(pack).collect::<Result<_, _>>()?;
    Ok(TargetList { targets, secrets: list.secrets.into() })
}

/// See [`targets::create`].
pub(crate) fn target_create(app: &App, by: &Actor, req: TargetCreate) -> Result<Target, ApiError> {
    pack(targets::create(app, by, unpack(req))?)
}

/// See [`targets::try_out`].
pub(crate) fn target_try(app: &App, _: &Actor, req: TargetCreate) -> Result<TargetTested, ApiError> {
    pack_tested(targets::try_out(app, &unpack(req))?)
}

fn unpack(req: TargetCreate) -> targets::NewTarget {
    targets::NewTarget {
        kind: req.kind.into(),
        name: req.name,
        address: req.address,
        region: req.region,
        public_address: req.public_address,
        keys: req.keys.map(Into::into),
        allow_private: req.allow_private.unwrap_or(false),
    }
}

/// See [`targets::edit`].
pub(crate) fn target_edit(app: &App, by: &Actor, req: TargetEdit) -> Result<Target, ApiError> {
    let edit = targets::EditTarget {
        name: req.name,
        address: req.address,
        region: req.region,
        public_address: req.public_address,
        keys: req.keys.map(Into::into),
        allow_private: req.allow_private,
        enabled: req.enabled,
    };
    pack(targets::edit(app, by, id("targetId", &req.target_id)?, edit)?)
}

/// See [`targets::remove`].
pub(crate) fn target_remove(app: &App, by: &Actor, req: TargetRef) -> Result<Nothing, ApiError> {
    targets::remove(app, by, id("targetId", &req.target_id)?)?;
    Ok(Nothing {})
}

/// See [`targets::test`].
pub(crate) fn target_test(app: &App, _: &Actor, req: TargetRef) -> Result<TargetTested, ApiError> {
    pack_tested(targets::test(app, id("targetId", &req.target_id)?)?)
}

fn pack_tested(tested: targets::Tested) -> Result<TargetTested, ApiError> {
    let findings = tested.findings.into_iter().map(|found| TargetFinding {
        check: found.check.into(),
        grade: found.grade.into(),
        answer: found.answer.into(),
    });
    Ok(TargetTested { ok: tested.ok, answer: answer(tested.answer)?, findings: findings.collect() })
}

/// See [`targets::secret`].
pub(crate) fn target_secret_show(app: &App, _: &Actor, req: TargetRef) -> Result<TargetSecret, ApiError> {
    let secret = targets::secret(app, id("targetId", &req.target_id)?)?;
    Ok(TargetSecret { secret: secret.reveal() })
}

/// See [`targets::renew_secret`].
pub(crate) fn target_secret_renew(app: &App, _: &Actor, req: TargetRef) -> Result<TargetSecret, ApiError> {
    let secret = targets::renew_secret(app, id("targetId", &req.target_id)?)?;
    Ok(TargetSecret { secret: secret.reveal() })
}

/// See [`targets::deliveries`].
pub(crate) fn delivery_page(
    app: &App,
    _: &Actor,
    req: DeliveryPageRequest,
) -> Result<DeliveryPage, ApiError> {
    let target = id("targetId", &req.target_id)?;
    let before = req.before.map(|last| id("before", &last)).transpose()?;
    let page = targets::deliveries(app, target, before, req.limit)?;
    let before = page.deliveries.last().map(|(delivery, _)| delivery.id.to_string()).filter(|_| page.more);
    let deliveries = page.deliveries.into_iter().map(pack_delivery).collect::<Result<_, _>>()?;
    Ok(DeliveryPage { deliveries, total: page.total, before })
}

/// See [`targets::resend`].
pub(crate) fn delivery_resend(app: &App, _: &Actor, req: DeliveryResend) -> Result<Target, ApiError> {
    pack(targets::resend(app, id("deliveryId", &req.delivery_id)?)?)
}

fn pack(view: targets::TargetView) -> Result<Target, ApiError> {
    let latest = view.latest.as_ref();
    let next_try_at_ms =
        latest.filter(|latest| latest.finished_at_ms.is_none()).map(|latest| latest.due_at_ms);
    Ok(Target {
        id: view.target.id.to_string(),
        kind: view.target.kind.into(),
        name: view.target.name,
        address: view.target.address,
        region: view.target.region,
        public_address: view.target.public_address,
        allow_private: view.target.allow_private,
        enabled: view.target.enabled,
        state: view.state.into(),
        revision: view.revision,
        told_at_ms: view.told_at_ms,
        last_answer: view.last_answer.map(answer).transpose()?,
        latest_delivery_id: latest.map(|latest| latest.id.to_string()),
        next_try_at_ms,
        secret_missing: view.secret_missing,
    })
}

fn pack_delivery(
    (delivery, last): (app::store::delivery::Delivery, Option<app::store::delivery::Attempt>),
) -> Result<Delivery, ApiError> {
    Ok(Delivery {
        id: delivery.id.to_string(),
        revision: delivery.revision,
        session_id: delivery.session.to_string(),
        state: delivery.state.into(),
        attempts: delivery.attempts,
        created_at_ms: delivery.created_at_ms,
        finished_at_ms: delivery.finished_at_ms,
        next_try_at_ms: delivery.finished_at_ms.is_none().then_some(delivery.due_at_ms),
        last_answer: last.map(answer).transpose()?,
    })
}

fn answer(from: app::store::delivery::Attempt) -> Result<TargetAnswer, ApiError> {
    let corrupt = app::store::Error::Corrupt { table: "attempt", column: "answer" };
    let code = AnswerCode::from_code(&from.answer).ok_or(app::Error::Store(corrupt))?;
    Ok(TargetAnswer {
        code: code.into(),
        status: from.status,
        excerpt: from.excerpt,
        at_ms: from.at_ms,
        took_ms: from.took_ms,
    })
}
