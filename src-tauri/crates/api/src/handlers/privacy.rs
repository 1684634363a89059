//! What is known of buyers.

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{Nothing, Privacy, PrivacyAsk, PrivacyCode, PrivacyFind, PrivacyFound, Retention};

/// See [`app::privacy::state`].
pub(crate) fn privacy_state(app: &App, by: &Actor, ask: PrivacyAsk) -> Result<Privacy, ApiError> {
    Ok(app::privacy::state(app, by, ask.rule.map(Into::into))?.into())
}

/// See [`app::privacy::set`].
pub(crate) fn privacy_set(app: &App, by: &Actor, rule: Retention) -> Result<Privacy, ApiError> {
    Ok(app::privacy::set(app, by, rule.into())?.into())
}

/// See [`app::privacy::find`].
pub(crate) fn privacy_find(app: &App, by: &Actor, ask: PrivacyFind) -> Result<PrivacyFound, ApiError> {
    Ok(app::privacy::find(app, by, &ask.text)?.into())
}

/// See [`app::privacy::recovery_code`].
pub(crate) fn privacy_code(app: &App, by: &Actor, _: Nothing) -> Result<PrivacyCode, ApiError> {
    Ok(PrivacyCode { code: app::privacy::recovery_code(app, by)? })
}

/// See [`app::privacy::recover`].
pub(crate) fn privacy_recover(app: &App, by: &Actor, req: PrivacyCode) -> Result<Nothing, ApiError> {
    app::privacy::recover(app, by, &req.code)?;
    Ok(Nothing {})
}
