//! What numbers in files mean.

use proptest::prelude::*;

use super::*;

fn dot(text: &str) -> Result<i64, NumberError> {
    parse(text.as_bytes(), NumberDialect::Dot).map(|number| number.e4)
}

fn comma(text: &str) -> Result<i64, NumberError> {
    parse(text.as_bytes(), NumberDialect::Comma).map(|number| number.e4)
}

#[test]
fn rupiah_and_dong_as_exports_write_them() {
    let rupiah = parse("Rp9.467.316".as_bytes(), NumberDialect::Comma);
    assert_eq!(rupiah, Ok(Number { e4: 94_673_160_000, mark: Some(Mark::One(Currency::Idr)) }));
    assert_eq!(explain("Rp9.467.316".as_bytes()), Explains::OnlyComma);
    let dong = parse("143,225,839.12₫".as_bytes(), NumberDialect::Dot);
    assert_eq!(dong, Ok(Number { e4: 1_432_258_391_200, mark: Some(Mark::One(Currency::Vnd)) }));
    assert_eq!(explain("143,225,839.12₫".as_bytes()), Explains::OnlyDot);
    assert_eq!(comma("1.234,56"), Ok(12_345_600));
    assert_eq!(explain(b"1.234,56"), Explains::OnlyComma);
}

#[test]
fn a_single_group_of_three_is_ambiguous_and_said_to_be() {
    assert_eq!(explain(b"1.234"), Explains::Either);
    assert_eq!(explain(b"1,234"), Explains::Either);
    assert_eq!(explain(b"19.99"), Explains::OnlyDot);
    assert_eq!(explain(b"0.500"), Explains::OnlyDot);
    assert_eq!(explain(b"199000"), Explains::Same);
    assert_eq!(explain(b"free"), Explains::Neither);
}

#[test]
fn signs_brackets_spaces_and_symbols_are_understood() {
    assert_eq!(dot("(1,234.50)"), Ok(-12_345_000));
    assert_eq!(dot("−5"), Ok(-50_000));
    assert_eq!(dot("£-5.00"), Ok(-50_000));
    assert_eq!(dot("1 234.5"), Ok(12_345_000));
    assert_eq!(comma("199.000 đ"), Ok(1_990_000_000));
    assert_eq!(dot("2.083"), Ok(20_830));
    assert_eq!(dot(".5"), Err(NumberError::NotANumber));
    assert_eq!(dot("--5"), Err(NumberError::NotANumber));
    assert_eq!(dot("1,23"), Err(NumberError::NotANumber));
}

#[test]
fn a_dollar_alone_is_some_dollar_and_nothing_else() {
    let mark = |text: &str| parse(text.as_bytes(), NumberDialect::Dot).map(|number| number.mark);
    for text in ["$5", "5$", "$ 5.00", "-$5"] {
        assert_eq!(mark(text), Ok(Some(Mark::Dollar)), "{text}");
    }
    assert_eq!(mark("US$5"), Ok(Some(Mark::One(Currency::Usd))));
    assert_eq!(mark("$5 SGD"), Ok(Some(Mark::One(Currency::Sgd))));
    assert_eq!(mark("$5 VND"), Err(NumberError::NotANumber));
    for text in ["A$5", "5 HK$", "€5.00", "5 EUR"] {
        assert_eq!(mark(text), Ok(Some(Mark::Foreign)), "{text}");
    }
    assert!(!Currency::ALL.into_iter().any(|currency| Mark::Foreign.allows(currency)));
    let fits = Currency::ALL.into_iter().filter(|currency| Mark::Dollar.allows(*currency));
    assert_eq!(fits.collect::<Vec<_>>(), [Currency::Sgd, Currency::Usd]);
}

#[test]
fn digits_a_spreadsheet_has_eaten_are_refused() {
    assert_eq!(dot("5.83E+17"), Err(NumberError::Scientific));
    assert!(is_scientific("5,83E+17"));
    assert!(!is_scientific("12E45"), "a stock code is not a number");
}

#[test]
fn too_many_decimals_and_too_large_amounts_are_refused_not_rounded() {
    assert_eq!(dot("1.00001"), Err(NumberError::TooPrecise));
    assert_eq!(dot("1.10000000"), Ok(11_000));
    assert_eq!(dot("99999999999999999999"), Err(NumberError::OutOfRange));
}

proptest! {
    #[test]
    fn what_is_written_in_a_dialect_reads_back_exactly(e4 in -9_000_000_000_000_i64..9_000_000_000_000) {
        let plain = e4_text(i128::from(e4));
        prop_assert_eq!(dot(&plain), Ok(e4));
        prop_assert_eq!(comma(&plain.replace('.', ",")), Ok(e4));
    }

    #[test]
    fn grouping_does_not_change_a_value(whole in 1_000_u32..2_000_000_000, cents in 0_u32..100) {
        let digits = whole.to_string();
        let mut grouped = String::new();
        for (at, c) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 { grouped.push(','); }
            grouped.push(c);
        }
        let text = format!("{grouped}.{cents:02}");
        let expected = i64::from(whole) * 10_000 + i64::from(cents) * 100;
        prop_assert_eq!(dot(&text), Ok(expected));
        let swapped: String =
            text.chars().map(|c| match c { ',' => '.', '.' => ',', c => c }).collect();
        prop_assert_eq!(comma(&swapped), Ok(expected));
        prop_assert_eq!(explain(swapped.as_bytes()), Explains::OnlyComma);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,24}") {
        let _ = explain(text.as_bytes());
    }
}
