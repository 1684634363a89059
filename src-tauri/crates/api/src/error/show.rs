//! Refusals of sessions, line-ups, offers and the control room.

use domain::lineup::LineupError;
use domain::offer::OfferError;
use domain::on_air::OnAirError;
use domain::session::SessionError;

use super::{ApiError, ErrorCode, money};

pub(super) fn session(error: SessionError, message: String) -> ApiError {
    use SessionError as Session;
    let plain = |code| ApiError::new(code, [], message.clone());
    match error {
        Session::NoTitle => plain(ErrorCode::SessionNoTitle),
        Session::NotATime(value) => ApiError::new(ErrorCode::SessionNotATime, [("value", value)], message),
        Session::NoSuchZone(zone) => ApiError::new(ErrorCode::SessionNoSuchZone, [("zone", zone)], message),
        Session::Skipped { local, zone } => {
            ApiError::new(ErrorCode::SessionTimeSkipped, [("local", local), ("zone", zone)], message)
        }
        Session::Twice { local, zone } => {
            ApiError::new(ErrorCode::SessionTimeTwice, [("local", local), ("zone", zone)], message)
        }
        Session::Length(_) => plain(ErrorCode::SessionLength),
        Session::ChannelTwice(channel) => {
            ApiError::new(ErrorCode::SessionChannelTwice, [("channel", channel.code().to_owned())], message)
        }
        Session::NotAPage(value) => {
            ApiError::new(ErrorCode::NotAnAddress, [("field", "url".to_owned()), ("value", value)], message)
        }
        Session::HostTwice(_) => plain(ErrorCode::SessionHostTwice),
        Session::GoalNotPositive => plain(ErrorCode::SessionGoalNotPositive),
        Session::GoalCurrency { given, needed } => {
            currencies(ErrorCode::SessionGoalCurrency, given, needed, message)
        }
        Session::CurrencyInUse(currency) => ApiError::new(
            ErrorCode::SessionCurrencyInUse,
            [("currency", currency.code().to_owned())],
            message,
        ),
        Session::Started => plain(ErrorCode::SessionStarted),
        Session::NoProducts => plain(ErrorCode::SessionNoProducts),
        Session::Money(error) => money(error, message),
        Session::Status(error) => ApiError::new(
            ErrorCode::SessionStatus,
            [("from", error.from.code().to_owned()), ("to", error.to.code().to_owned())],
            message,
        ),
    }
}

fn currencies(
    code: ErrorCode,
    given: domain::Currency,
    needed: domain::Currency,
    message: String,
) -> ApiError {
    let (given, needed) = (given.code().to_owned(), needed.code().to_owned());
    ApiError::new(code, [("given", given), ("needed", needed)], message)
}

pub(super) fn lineup(error: LineupError, message: String) -> ApiError {
    use LineupError as Lineup;
    let plain = |code| ApiError::new(code, [], message.clone());
    let numbered = |code, number: u32| ApiError::new(code, [("number", number.to_string())], message.clone());
    match error {
        Lineup::NoSuchSlot(_) => ApiError::new(ErrorCode::NotFound, [("noun", "slot".to_owned())], message),
        Lineup::DuplicateProduct { product, number } => ApiError::new(
            ErrorCode::LineupDuplicateProduct,
            [("product", product.to_string()), ("number", number.to_string())],
            message,
        ),
        Lineup::OnScreen(number) => numbered(ErrorCode::LineupOnScreen, number),
        Lineup::WasShown(number) => numbered(ErrorCode::LineupWasShown, number),
        Lineup::Closed => plain(ErrorCode::LineupClosed),
        Lineup::PriceCurrency { given, needed } => {
            currencies(ErrorCode::LineupPriceCurrency, given, needed, message)
        }
        Lineup::PriceNegative => plain(ErrorCode::LineupPriceNegative),
        Lineup::Length(_) => plain(ErrorCode::LineupLength),
        Lineup::Money(error) => money(error, message),
    }
}

pub(super) fn on_air(error: OnAirError, message: String) -> ApiError {
    use OnAirError as Refused;
    let code = match error {
        Refused::NotLive(status) => {
            let status = status.code().to_owned();
            return ApiError::new(ErrorCode::OnAirNotLive, [("status", status)], message);
        }
        Refused::NotEnded(status) => {
            let status = status.code().to_owned();
            return ApiError::new(ErrorCode::OnAirNotEnded, [("status", status)], message);
        }
        Refused::NoNext => ErrorCode::OnAirNoNext,
        Refused::NoPrevious => ErrorCode::OnAirNoPrevious,
        Refused::NothingToUndo => ErrorCode::OnAirNothingToUndo,
        Refused::UndoTooLate => ErrorCode::OnAirUndoTooLate,
        Refused::AlreadyPaused => ErrorCode::OnAirAlreadyPaused,
        Refused::NotPaused => ErrorCode::OnAirNotPaused,
        Refused::NoReason => ErrorCode::OnAirNoReason,
        Refused::NoText => ErrorCode::OnAirNoText,
        Refused::Withdrawn(number) => {
            return ApiError::new(ErrorCode::OnAirWithdrawn, [("number", number.to_string())], message);
        }
    };
    ApiError::new(code, [], message)
}

pub(super) fn offer(error: OfferError, message: String) -> ApiError {
    use OfferError as Offer;
    let plain = |code| ApiError::new(code, [], message.clone());
    let numbered = |code, number: u32| ApiError::new(code, [("number", number.to_string())], message.clone());
    match error {
        Offer::Length(_) => plain(ErrorCode::OfferLength),
        Offer::Currency { given, needed } => currencies(ErrorCode::OfferCurrency, given, needed, message),
        Offer::NotPositive => plain(ErrorCode::OfferNotPositive),
        Offer::Code(value) => ApiError::new(ErrorCode::OfferCode, [("value", value)], message),
        Offer::Percent(_) => plain(ErrorCode::OfferPercent),
        Offer::Gift => plain(ErrorCode::OfferGift),
        Offer::NoUsualPrice => plain(ErrorCode::OfferNoUsualPrice),
        Offer::NotLower { usual } => ApiError::new(
            ErrorCode::OfferNotLower,
            [("amount", usual.amount().to_string()), ("currency", usual.currency().code().to_owned())],
            message,
        ),
        Offer::BelowCost => plain(ErrorCode::OfferBelowCost),
        Offer::IsOpen => plain(ErrorCode::OfferIsOpen),
        Offer::KindOpen { number } => numbered(ErrorCode::OfferKindOpen, number),
        Offer::WasWithdrawn => plain(ErrorCode::OfferWasWithdrawn),
        Offer::NotOpen => plain(ErrorCode::OfferNotOpen),
        Offer::UndoTooLate => plain(ErrorCode::OfferUndoTooLate),
        Offer::NotOnSale { number } => numbered(ErrorCode::OfferNotOnSale, number),
        Offer::NoReason => plain(ErrorCode::OfferNoReason),
        Offer::Money(error) => money(error, message),
    }
}
