//! What sessions spend, to the minor unit.

use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::fee::Missing;
use crate::metric::Tally;
use crate::money::Currency;
use crate::rate::{Code, Rate, Rates};

const HOUR: i64 = 3_600_000;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn show(number: u128, on_air_ms: i64) -> Show {
    Show {
        session: SessionId::new(Uuid::from_u128(number)),
        market: Market::Vn,
        hosts: vec![HostId::new(Uuid::from_u128(7))],
        day: day("2026-11-20"),
        on_air_ms: Some(on_air_ms),
    }
}

fn blank() -> ExpenseTerms {
    ExpenseTerms {
        name: String::new(),
        kind: ExpenseKind::Studio,
        how: ExpenseHow::PerSession,
        session: None,
        market: None,
        host: None,
        amount: None,
        rate_ppm: None,
        payer: Payer::Brand,
        first_day: None,
        last_day: None,
        note: String::new(),
    }
}

fn expense(terms: ExpenseTerms) -> Expense {
    Expense { id: ExpenseId::new(Uuid::from_u128(1)), terms: terms.checked().expect("terms that hold") }
}

fn dong(amount: i64) -> Option<Money> {
    Some(Money::from_minor(amount, Currency::Vnd))
}

fn spent(expense: &Expense, show: &Show, shows: &[Show], tally: &Tally) -> Result<Decimal, Missing> {
    let rates = Rates::default();
    let spends = spend(std::slice::from_ref(expense), show, shows, &rates, (Currency::Vnd, true), tally);
    assert_eq!(spends.len(), 1, "it is for the show");
    spends[0].spent.map(|spent| spent.amount)
}

#[rstest]
#[case(ExpenseHow::PerSession, 500_000)]
// 1 h 20 of 500,000 an hour.
#[case(ExpenseHow::PerHour, 666_667)]
#[case(ExpenseHow::PercentGmv, 30_000)]
#[case(ExpenseHow::PercentNmv, 24_000)]
fn each_way_of_reckoning_gives_what_a_person_finds(#[case] how: ExpenseHow, #[case] expected: i64) {
    let amount = dong(500_000).filter(|_| !how.is_rate());
    let rate_ppm = Some(30_000).filter(|_| how.is_rate());
    let one = expense(ExpenseTerms { how, amount, rate_ppm, ..blank() });
    let tally = Tally { gmv_e4: 10_000_000_000, refund_e4: 2_000_000_000, ..Tally::default() };
    let show = show(1, 4 * HOUR / 3);
    assert_eq!(spent(&one, &show, &[], &tally), Ok(Decimal::from(expected)));
}

#[test]
fn what_is_due_and_not_known_is_missing_and_not_nothing() {
    let due = expense(blank());
    assert_eq!(spent(&due, &show(1, HOUR), &[], &Tally::default()), Err(Missing::Expense(due.id)));
    let hourly = expense(ExpenseTerms { how: ExpenseHow::PerHour, amount: dong(1), ..blank() });
    let unheard = Show { on_air_ms: None, ..show(1, 0) };
    assert_eq!(spent(&hourly, &unheard, &[], &Tally::default()), Err(Missing::OnAir));
    let rate = expense(ExpenseTerms { how: ExpenseHow::PercentGmv, ..blank() });
    assert_eq!(spent(&rate, &show(1, HOUR), &[], &Tally::default()), Err(Missing::Expense(rate.id)));
}

#[test]
fn a_standing_term_is_for_the_sessions_that_fit_it() {
    let fits = |change: fn(&mut ExpenseTerms)| {
        let mut terms = blank();
        change(&mut terms);
        expense(terms).terms.is_for(&show(1, HOUR))
    };
    assert!(fits(|_| ()));
    assert!(fits(|terms| terms.market = Some(Market::Vn)));
    assert!(!fits(|terms| terms.market = Some(Market::Th)));
    assert!(fits(|terms| terms.host = Some(HostId::new(Uuid::from_u128(7)))));
    assert!(!fits(|terms| terms.host = Some(HostId::new(Uuid::from_u128(8)))));
    assert!(!fits(|terms| terms.first_day = Some(day("2026-11-21"))));
    assert!(!fits(|terms| terms.last_day = Some(day("2026-11-19"))));
    assert!(!fits(|terms| terms.session = Some(SessionId::new(Uuid::from_u128(2)))));
}

#[test]
fn ads_paid_in_dollars_need_the_rate_of_the_day_they_were_paid() {
    let ads = expense(ExpenseTerms {
        session: Some(SessionId::new(Uuid::from_u128(1))),
        amount: Some(Money::from_minor(10_050, Currency::Usd)),
        first_day: Some(day("2026-11-18")),
        ..blank()
    });
    let show = show(1, HOUR);
    let with = |rates: &Rates| {
        let ads = std::slice::from_ref(&ads);
        spend(ads, &show, &[], rates, (Currency::Vnd, true), &Tally::default())[0].spent
    };
    let missing = Missing::Rate { from: Currency::Usd, to: Currency::Vnd, day: day("2026-11-18") };
    assert_eq!(with(&Rates::default()), Err(missing));
    let rate = |day, rate: &str| Rate {
        day,
        from: Code::from(Currency::Usd),
        to: Code::from(Currency::Vnd),
        rate: rate.parse().expect("a rate"),
        source: "bank".to_owned(),
    };
    let rates: Rates =
        [rate(day("2026-11-17"), "25412.5"), rate(day("2026-11-19"), "99999")].into_iter().collect();
    let spent = with(&rates).expect("a rate of the day before");
    assert_eq!(spent.amount, Decimal::from(2_553_956), "100.50 × 25,412.5 to the dong");
    assert_eq!(spent.exchange.map(|exchange| exchange.day), Some(day("2026-11-17")));
}

#[test]
fn terms_that_make_no_sense_are_refused() {
    let refused = |terms: ExpenseTerms| terms.checked().err();
    assert_eq!(refused(ExpenseTerms { how: ExpenseHow::PerPeriod, ..blank() }), Some(ExpenseError::NoPeriod));
    let backwards =
        ExpenseTerms { first_day: Some(day("2026-02-01")), last_day: Some(day("2026-01-01")), ..blank() };
    assert_eq!(refused(backwards), Some(ExpenseError::Period));
    let rate = ExpenseTerms { how: ExpenseHow::PercentGmv, rate_ppm: Some(1_000_001), ..blank() };
    assert_eq!(refused(rate), Some(ExpenseError::Rate));
    assert_eq!(refused(ExpenseTerms { amount: dong(-1), ..blank() }), Some(ExpenseError::Negative));
}

proptest! {
    #[test]
    fn an_amount_for_a_period_is_borne_whole_by_its_sessions(
        minor in 0..100_000_000_i64,
        lengths in proptest::collection::vec(0..20_000_000_i64, 1..9),
        which in 0..8_usize,
    ) {
        let market = Market::ALL[which];
        let shows: Vec<Show> = (1..)
            .zip(&lengths)
            .map(|(number, length)| Show { market, ..show(number, *length) })
            .collect();
        let amount = Money::from_minor(minor, market.currency());
        let period = (Some(day("2026-11-01")), Some(day("2026-11-30")));
        let one = expense(ExpenseTerms {
            how: ExpenseHow::PerPeriod,
            amount: Some(amount),
            first_day: period.0,
            last_day: period.1,
            ..blank()
        });
        let (one, rates) = (std::slice::from_ref(&one), Rates::default());
        let mut borne = Decimal::ZERO;
        for show in &shows {
            let spends = spend(one, show, &shows, &rates, (market.currency(), true), &Tally::default());
            let part = spends[0].spent.expect("it is known").amount;
            prop_assert_eq!(part.round_dp(market.currency().minor_digits()), part);
            borne += part;
        }
        prop_assert_eq!(borne, amount.amount());
    }
}
