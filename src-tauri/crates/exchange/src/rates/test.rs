//! Files of rates as banks and spreadsheets write them.

use rstest::rstest;

use super::*;
use crate::sniff;

fn read(text: &str, answers: RateAnswers) -> RateSheet {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rates.csv");
    std::fs::write(&path, text).expect("a file");
    let sniffed = sniff(&path).expect("a table");
    read_rates(&path, &sniffed, answers).expect("a file that can be read")
}

fn said(sheet: &RateSheet) -> Vec<String> {
    let rate = |rate: &Rate| {
        format!("{} {} {} {}", rate.day, rate.from.as_str(), rate.to.as_str(), rate.rate.normalize())
    };
    sheet.rates.iter().map(rate).collect()
}

#[test]
fn the_list_of_the_ecb_is_read_for_the_currencies_we_sell_in() {
    let sheet = read(
        "Date,USD,JPY,GBP,IDR,\n2026-11-20,1.0561,163.9,0.8341,16721.5,\n2026-11-19,1.0570,N/A,N/A,16700,\n",
        RateAnswers::default(),
    );
    assert_eq!(sheet.open, []);
    assert_eq!(
        said(&sheet),
        [
            "2026-11-20 EUR USD 1.0561",
            "2026-11-20 EUR GBP 0.8341",
            "2026-11-20 EUR IDR 16721.5",
            "2026-11-19 EUR USD 1.057",
            "2026-11-19 EUR IDR 16700"
        ]
    );
    assert_eq!((sheet.rows, sheet.others), (2, 3), "the yen, and two cells without a rate");
}

#[test]
fn rates_in_rows_are_read_in_vietnamese_and_as_the_ecb_serves_them() {
    let sheet = read(
        "Ngày;Từ;Sang;Tỷ giá\n20/11/2026;USD;VND;25.412,5\n21/11/2026;gbp;vnd;33.100\n",
        RateAnswers::default(),
    );
    assert_eq!(said(&sheet), ["2026-11-20 USD VND 25412.5", "2026-11-21 GBP VND 33100"]);
    let sdmx = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE\n\
                EXR.D.USD.EUR.SP00.A,D,USD,EUR,2026-11-20,1.0561\n";
    assert_eq!(said(&read(sdmx, RateAnswers::default())), ["2026-11-20 EUR USD 1.0561"]);
}

#[rstest]
// Twenty-five thousand, or twenty-five: nothing in the file says.
#[case("date,from,to,rate\n2026-11-20,USD,VND,25.412\n", &[RateOpen::Numbers])]
#[case("date,from,to,rate\n05/11/2026,USD,VND,25412\n", &[RateOpen::Dates])]
#[case("when,a,b,c\n2026-11-20,USD,VND,25412\n", &[RateOpen::Columns])]
fn what_the_file_does_not_prove_is_asked(#[case] text: &str, #[case] open: &[RateOpen]) {
    let sheet = read(text, RateAnswers::default());
    assert_eq!((sheet.open.as_slice(), sheet.rates.len()), (open, 0));
}

#[test]
fn an_answer_settles_what_is_open() {
    let text = "date,from,to,rate\n05/11/2026,USD,VND,25.412\n";
    let answers = RateAnswers { numbers: Some(NumberDialect::Comma), dates: Some(DateForm::Dmy) };
    assert_eq!(said(&read(text, answers)), ["2026-11-05 USD VND 25412"]);
}

#[test]
fn what_cannot_be_read_is_rejected_and_never_taken_for_a_rate() {
    let text = "date,from,to,rate\n2026-11-20,USD,VND,abc\n2026-11-31,USD,VND,1\n2026-11-20,US,VND,1\n\
                2026-11-20,USD,USD,1\n2026-11-20,USD,VND,0\n2026-11-20,USD,VND,25000\n";
    let sheet = read(text, RateAnswers::default());
    assert_eq!(said(&sheet), ["2026-11-20 USD VND 25000"]);
    let rows: Vec<u64> = sheet.rejects.iter().map(|reject| reject.row).collect();
    assert_eq!(rows, [2, 3, 4, 5, 6]);
}
