//! Refusals of amounts and of fee rules.

use domain::expense::ExpenseError;
use domain::fee::{FeeError, ShopError};
use domain::rate::RateError;

use super::{ApiError, ErrorCode};

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

pub(super) fn money(error: domain::MoneyError, message: String) -> ApiError {
    use domain::MoneyError as Money;
    match error {
        Money::Mixed(first, second) => ApiError::new(
            ErrorCode::MoneyMixed,
            [("first", first.code().to_owned()), ("second", second.code().to_owned())],
            message,
        ),
        Money::TooPrecise { amount, currency } => ApiError::new(
            ErrorCode::MoneyTooPrecise,
            [("amount", amount.to_string()), ("currency", currency.code().to_owned())],
            message,
        ),
        Money::OutOfRange => ApiError::new(
            ErrorCode::Invalid,
            [("field", "amount".to_owned()), ("value", String::new())],
            message,
        ),
    }
}

pub(super) fn expense(error: ExpenseError, message: String) -> ApiError {
    let code = match error {
        ExpenseError::Period => ErrorCode::FeePeriod,
        ExpenseError::NoPeriod => ErrorCode::ExpenseNoPeriod,
        ExpenseError::Rate => ErrorCode::FeeRate,
        ExpenseError::Negative => ErrorCode::FeeNegative,
        ExpenseError::Money(error) => return money(error, message),
    };
    ApiError::new(code, [], message)
}

pub(super) fn shop(error: ShopError, message: String) -> ApiError {
    let code = match error {
        ShopError::NoName => ErrorCode::FeeNoName,
        ShopError::Period => ErrorCode::FeePeriod,
    };
    ApiError::new(code, [], message)
}

pub(super) fn rate(error: RateError, message: String) -> ApiError {
    let code = match error {
        RateError::Same => ErrorCode::RateSame,
        RateError::NotPositive => ErrorCode::RateNotPositive,
    };
    ApiError::new(code, [], message)
}
