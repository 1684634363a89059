//! Refusals of fee rules.

use domain::fee::FeeError;

use super::{ApiError, ErrorCode, money};

pub(super) fn fee(error: FeeError, message: String) -> ApiError {
    let code = match error {
        FeeError::NoName => ErrorCode::FeeNoName,
        FeeError::Payers => ErrorCode::FeePayers,
        FeeError::NoAmount => ErrorCode::FeeNoAmount,
        FeeError::NoOther => ErrorCode::FeeNoOther,
        FeeError::Rate => ErrorCode::FeeRate,
        FeeError::Steps => ErrorCode::FeeSteps,
        FeeError::Period => ErrorCode::FeePeriod,
        FeeError::Negative => ErrorCode::FeeNegative,
        FeeError::Currency { given, needed } => {
            let params = [("given", given.code().to_owned()), ("needed", needed.code().to_owned())];
            return ApiError::new(ErrorCode::FeeCurrency, params, message);
        }
        FeeError::Money(error) => return money(error, message),
    };
    ApiError::new(code, [], message)
}
