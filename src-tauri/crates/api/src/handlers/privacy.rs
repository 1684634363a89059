//! What is known of buyers.

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{Privacy, PrivacyAsk, PrivacyFind, PrivacyFound, Retention};

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
