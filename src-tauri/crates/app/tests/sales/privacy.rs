//! Buyers: what of them is kept, for how long, and that nothing else of them stands anywhere.

use app::{App, Home, SystemClock, privacy};
use domain::{Actor, Retention, Role};

use crate::shop::{Outcome, Shop};

const FILE: &str = "Order ID,Order Date,SKU,Product Name,Quantity,Unit Price,Customer ID,Customer Name,Phone\n\
    B1,2026-11-28 20:05:00,S1,Son đỏ,1,100000,kh-4471,Trần Thị Kiểm,0900000111\n\
    B2,2026-11-28 20:06:00,S1,Son đỏ,1,100000,kh-4472,Lê Văn Thử,0900000222\n";
const MONTH: i64 = 31 * 24 * 60;

fn filled() -> Outcome<Shop> {
    let shop = Shop::new()?;
    shop.at(30);
    let path = shop.folder.path().join("buyers.csv");
    std::fs::write(&path, FILE)?;
    shop.import(path)?;
    Ok(shop)
}

#[test]
fn a_buyer_stands_nowhere_and_each_file_says_what_became_of_its_columns() -> Outcome {
    let shop = filled()?;
    let state = privacy::state(&shop.app, &shop.by, None)?;
    let [file] = state.files.as_slice() else { return Err("one file".into()) };
    assert_eq!(file.dropped, ["Customer Name", "Phone"]);
    assert_eq!(file.hashed, ["Customer ID"]);
    assert_eq!(file.kept, 6);
    for planted in ["Trần Thị Kiểm", "thị kiểm", "0900000111", "kh-4471"] {
        let looked = privacy::find(&shop.app, &shop.by, planted)?;
        assert_eq!(looked.places, [], "{planted} stands nowhere");
        assert!(looked.cells > 50, "the whole workspace was looked through: {}", looked.cells);
    }
    let product = privacy::find(&shop.app, &shop.by, "SON ĐỎ")?;
    let tables: Vec<&str> = product.places.iter().map(|(table, _)| table.as_str()).collect();
    assert!(tables.contains(&"raw_block") && tables.contains(&"sale_product"), "{tables:?}");
    Ok(())
}

#[test]
fn what_is_older_than_the_rule_is_deleted_and_figures_stand() -> Outcome {
    let shop = filled()?;
    let (session, before) =
        (shop.session(0, 20, &[shop.product("S1")?])?, privacy::state(&shop.app, &shop.by, None)?);
    let figures = shop.everything(&[session])?;
    assert_eq!(
        (before.overdue.cell_rows, before.overdue.buyers),
        (0, 0),
        "without a rule nothing is overdue"
    );

    let rule = Retention { cell_months: Some(6), buyer_months: Some(3) };
    shop.at(4 * MONTH);
    let would = privacy::state(&shop.app, &shop.by, Some(rule))?;
    assert_eq!((would.overdue.cell_rows, would.overdue.buyers), (0, 2));
    assert_eq!(would.rule, Retention::default(), "to ask changes nothing");
    assert_eq!(shop.buyers()?, 2);

    let kept = privacy::set(&shop.app, &shop.by, rule)?;
    assert_eq!((kept.rule, kept.overdue.buyers), (rule, 0));
    assert_eq!(shop.buyers()?, 0);
    shop.at(7 * MONTH);
    let later = privacy::set(&shop.app, &shop.by, rule)?;
    assert_eq!(later.overdue.cell_rows, 0);
    assert_eq!(privacy::find(&shop.app, &shop.by, "2026-11-28 20:05")?.places, [], "the cells are gone");
    assert_eq!(shop.everything(&[session])?, figures, "every figure stands");
    Ok(())
}

#[test]
fn a_workspace_keeps_to_its_rule_when_it_is_opened() -> Outcome {
    let shop = filled()?;
    privacy::set(&shop.app, &shop.by, Retention { cell_months: None, buyer_months: Some(1) })?;
    let path = shop.app.workspace_path().ok_or("no workspace")?;
    shop.app.close();
    shop.at(2 * MONTH);
    shop.app.open(&path)?;
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while shop.buyers()? > 0 {
        assert!(std::time::Instant::now() < until, "the rule is kept to soon after");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    Ok(())
}

#[test]
fn only_the_owner_rules_and_looks() -> Outcome {
    let shop = filled()?;
    let operator = Actor { role: Role::Operator, ..Actor::owner() };
    assert!(privacy::state(&shop.app, &operator, None).is_err());
    assert!(privacy::set(&shop.app, &operator, Retention::default()).is_err());
    assert!(privacy::find(&shop.app, &operator, "anything").is_err());
    assert!(privacy::find(&shop.app, &shop.by, " a ").is_err(), "too short to tell");
    let none = Retention { cell_months: Some(0), buyer_months: None };
    assert!(privacy::set(&shop.app, &shop.by, none).is_err());
    Ok(())
}

#[test]
fn another_computer_hashes_buyers_alike_once_it_was_told_the_code() -> Outcome {
    let shop = filled()?;
    assert!(privacy::state(&shop.app, &shop.by, None)?.has_key);
    let code = privacy::recovery_code(&shop.app, &shop.by)?;
    assert_eq!(privacy::find(&shop.app, &shop.by, &code)?.places, [], "the code stands nowhere in the file");
    let operator = Actor { role: Role::Operator, ..Actor::owner() };
    assert!(privacy::recovery_code(&shop.app, &operator).is_err());

    let path = shop.app.workspace_path().ok_or("no workspace")?;
    shop.app.close();
    let next = App::new(Home::at(shop.folder.path().join("next")), SystemClock);
    next.open(&path)?;
    assert!(!privacy::state(&next, &shop.by, None)?.has_key);
    let mistyped = code.replace(['A', 'B', 'C', 'D'], "E");
    let refused = privacy::recover(&next, &shop.by, &mistyped).expect_err("a code is checked");
    assert!(!refused.to_string().contains(&mistyped), "and not repeated: {refused}");
    privacy::recover(&next, &shop.by, &code.to_lowercase())?;
    // The code is the key itself, and every hash follows from it.
    assert_eq!(privacy::recovery_code(&next, &shop.by)?, code);
    Ok(())
}
