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
