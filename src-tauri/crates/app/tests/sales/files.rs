//! Which rows of a file are known already, and what is said where that is in doubt.

use std::path::{Path, PathBuf};

use app::{Error, imports};
use domain::Metric;
use exchange::FileError;
use rust_decimal::Decimal;

use crate::shop::{Outcome, Shop, rows};

/// The same file with one more column.
fn with_column(path: &Path, name: &str, header: &str, cell: &str) -> Outcome<PathBuf> {
    let text = std::fs::read_to_string(path)?;
    let wider = text
        .lines()
        .enumerate()
        .map(|(line, row)| format!("{row},{}\n", if line == 0 { header } else { cell }));
    let to = path.with_file_name(name);
    std::fs::write(&to, wider.collect::<String>())?;
    Ok(to)
}

#[test]
fn a_column_more_does_not_double_the_orders() -> Outcome {
    let shop = Shop::new()?;
    let first = shop.file("a.csv", &rows())?;
    let wider = with_column(&first, "wider.csv", "Country", "VN")?;
    shop.import(first)?;
    let (_, counts) = shop.import(wider)?;
    assert_eq!((counts.new, counts.unchanged), (0, 5));
    Ok(())
}

#[test]
fn orders_known_from_another_source_are_counted_in_a_warning() -> Outcome {
    let shop = Shop::new()?;
    let first = shop.file("a.csv", &rows())?;
    let other = std::fs::read_to_string(&first)?.replace("Order ID", "Order No");
    let path = first.with_file_name("other.csv");
    std::fs::write(&path, other + "A9,2026-11-28 20:05:00,S1,Son S1,1,100000,0,0,,Kiểm Thử\n")?;
    shop.import(first)?;
    let preview = imports::look(&shop.app, &shop.by, &Shop::ask(path))?;
    let [caution] = preview.report.warnings.as_slice() else { panic!("{:?}", preview.report.warnings) };
    assert_eq!((caution.row, caution.warning.code.as_str()), (2, "ordersElsewhere"));
    let params = &caution.warning.params;
    assert_eq!((params["orders"].as_str(), params["file"].as_str()), ("4", "a.csv"));
    Ok(())
}

#[test]
fn a_kept_mapping_takes_answers_and_refuses_those_that_are_none() -> Outcome {
    let shop = Shop::new()?;
    let path = shop.file("a.csv", &rows())?;
    let text = std::fs::read_to_string(&path)?.replace("2026-11-28", "03/04/2026");
    std::fs::write(&path, text)?;
    let answered = |key: &str, value: &str| {
        let mut ask = Shop::ask(path.clone());
        ask.answers.insert(key.to_owned(), value.to_owned());
        ask
    };
    let look = |ask: &imports::Ask| imports::look(&shop.app, &shop.by, ask);
    let mapping = look(&answered("dateForm", "dmy"))?.report.mapping.clone();
    let given = |key: &str, value: &str| imports::Ask { mapping: mapping.clone(), ..answered(key, value) };
    let read = look(&given("dateForm", "mdy"))?;
    assert!(read.report.mapping.as_ref().is_some_and(|mapping| mapping.contains("\"mdy\"")));
    let read = look(&given("numbers:Unit Price", "comma"))?;
    assert_eq!(read.report.numbers.as_ref().and_then(|numbers| numbers.reading.as_deref()), Some("comma"));
    for (key, value) in [("currency", "XXX"), ("dateForm", "soon"), ("numbers:Unit Price", "both")] {
        let refused = look(&given(key, value)).err();
        assert!(
            matches!(refused, Some(Error::File(FileError::BadAnswer { .. }))),
            "{key}={value}: {refused:?}"
        );
    }
    Ok(())
}

#[test]
fn a_correction_written_earlier_than_what_is_known_is_counted_and_can_be_made_to_count() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 120, &[shop.product("S1")?, shop.product("S2")?])?;
    shop.import(shop.file("a.csv", &rows())?)?;
    let mut corrected = rows();
    corrected[0].4 = 120_000;
    let path = shop.file("corrected.csv", &corrected)?;
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    std::fs::File::options().write(true).open(&path)?.set_modified(long_ago)?;

    let preview = imports::look(&shop.app, &shop.by, &Shop::ask(path.clone()))?;
    let counts = preview.report.counts;
    assert_eq!((counts.older, counts.unchanged, counts.changed), (1, 4, 0));
    let (total, older) = imports::rows(&shop.app, &shop.by, preview.id, imports::RowState::Older, 0, 10)?;
    assert_eq!((total, older[0].row), (1, 2));
    assert!(older[0].fields.iter().any(|change| change.field == "unitPrice"), "{older:?}");
    let question = preview.report.questions.iter().find(|question| question.key == "asOf");
    assert_eq!(question.and_then(|question| question.answer.as_deref()), Some("file"));
    let taken = imports::commit(&shop.app, &shop.by, preview.id)?;
    assert_eq!(taken.counts, counts, "the register says it, too");
    assert_eq!(shop.figure(session, Metric::Gmv)?, Some(Decimal::from(500_000)));

    let mut ask = Shop::ask(path);
    ask.answers.insert("asOf".to_owned(), "now".to_owned());
    let preview = imports::look(&shop.app, &shop.by, &ask)?;
    assert_eq!((preview.report.counts.older, preview.report.counts.changed), (0, 1));
    imports::commit(&shop.app, &shop.by, preview.id)?;
    assert_eq!(shop.figure(session, Metric::Gmv)?, Some(Decimal::from(540_000)));
    Ok(())
}

#[test]
fn what_was_answered_for_a_file_is_not_asked_for_the_next_and_can_be_answered_otherwise() -> Outcome {
    let shop = Shop::new()?;
    let path = shop.folder.path().join("may.csv");
    let header = "Order ID,Order Date,SKU,Quantity,Price,Shipping fee\n";
    std::fs::write(&path, format!("{header}A1,2026-05-21,S,2,10,4\nA1,2026-05-21,T,1,5,4\n"))?;
    let asked = |path: &Path| {
        imports::look(&shop.app, &shop.by, &imports::Ask { path: path.into(), ..imports::Ask::default() })
    };
    let open = |report: &imports::Report| {
        let open = report.questions.iter().filter(|question| question.answer.is_none());
        open.map(|question| question.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(open(&asked(&path)?.report), ["per:Shipping fee", "currency", "zone"]);
    let mut ask = imports::Ask { path: path.clone(), ..imports::Ask::default() };
    for (key, value) in [("per:Shipping fee", "order"), ("currency", "GBP"), ("zone", "Europe/London")] {
        ask.answers.insert(key.to_owned(), value.to_owned());
    }
    let first = imports::look(&shop.app, &shop.by, &ask)?;
    imports::commit(&shop.app, &shop.by, first.id)?;

    let next = path.with_file_name("june.csv");
    std::fs::write(&next, format!("{header}B1,2026-06-21,S,2,10,3\nB1,2026-06-21,T,1,5,3\n"))?;
    let report = asked(&next)?.report;
    assert_eq!((open(&report), report.remembered.as_deref()), (Vec::new(), Some("may.csv")));
    let shown = report.questions.iter().find(|question| question.key == "per:Shipping fee");
    assert_eq!(shown.and_then(|question| question.answer.as_deref()), Some("order"), "it can be changed");
    let total = report.totals.iter().find(|total| total.column == "Shipping fee");
    assert_eq!(total.map(|total| total.total.as_str()), Some("3"), "counted once an order");
    Ok(())
}
