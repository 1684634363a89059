//! What the columns of a file of products say, and what only the user can say of them.

use domain::Currency;
use exchange::{NumberDialect, ProductOpen, ProductReading, StandIns};

use crate::Result;
use crate::imports::{Ask, Column, Dialect, Question, Report, Said};
use crate::product_imports::source_code;
use crate::product_plan::first_price;

/// What a file of products leaves open, with what was answered to it.
pub(crate) fn asked(ask: &Ask, report: &mut Report) -> Result<(ProductReading, ProductOpen)> {
    let answer = |key: &str| ask.answers.get(key).cloned();
    let stand_ins: StandIns = ask
        .answers
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("missing:")?.to_owned(), value.clone())))
        .collect();
    let open = exchange::open_products(&ask.path, &report.sniffed, &stand_ins)?;
    for (name, choices) in &open.missing {
        let key = format!("missing:{name}");
        let given = answer(&key).filter(|given| choices.contains(given));
        report.questions.push(Question {
            about: name.clone(),
            choices: choices.iter().map(|choice| (choice.clone(), String::new())).collect(),
            blocks: given.is_none(),
            answer: given,
            key,
        });
    }
    let mut numbers = None;
    if let (None, Some((column, example))) = (open.numbers, &open.either) {
        let key = format!("numbers:{column}");
        let given = answer(&key);
        numbers = DIALECTS.into_iter().find(|dialect| Some(dialect.code()) == given.as_deref());
        let read = |dialect: NumberDialect| dialect.read(example.as_bytes()).map(|read| read.e4);
        let shown = |dialect| read(dialect).map(|e4| exchange::e4_text(i128::from(e4))).unwrap_or_default();
        report.questions.push(Question {
            about: column.clone(),
            choices: DIALECTS.map(|dialect| (dialect.code().to_owned(), shown(dialect))).to_vec(),
            answer: numbers.map(|dialect| dialect.code().to_owned()),
            blocks: numbers.is_none(),
            key,
        });
    }
    // The currency is put in when it is known.
    Ok((ProductReading { currency: Currency::Vnd, numbers, stand_ins }, open))
}

/// Both ways of writing numbers.
const DIALECTS: [NumberDialect; 2] = [NumberDialect::Dot, NumberDialect::Comma];

/// How the file writes numbers, and why that is known.
pub(crate) fn numbers(
    dialect: NumberDialect,
    open: &ProductOpen,
    products: &[exchange::Product],
    reading: &ProductReading,
) -> Dialect {
    let proof = match (reading.numbers, dialect) {
        (Some(_), _) => "answered",
        (None, NumberDialect::Comma) => "onlyCommaFits",
        (None, NumberDialect::Dot) if open.proved => "value",
        (None, NumberDialect::Dot) if open.either.is_some() => "source",
        (None, NumberDialect::Dot) => "noDifference",
    };
    Dialect {
        reading: Some(dialect.code().to_owned()),
        example: first_price(products).map(|price| price.amount().to_string()),
        proofs: vec![Said::plain(proof)],
    }
}

/// A brand's own currency answers it; a workspace without a brand does not say.
pub(crate) fn currency_question(answer: Option<Currency>) -> Question {
    Question {
        key: "currency".to_owned(),
        about: String::new(),
        choices: Currency::ALL.iter().map(|currency| (currency.code().to_owned(), String::new())).collect(),
        answer: answer.map(|currency| currency.code().to_owned()),
        blocks: answer.is_none(),
    }
}

/// What each column of the file becomes.
pub(crate) fn columns(
    report: &Report,
    fields: &[Option<&'static str>],
    products: &[exchange::Product],
    sees_money: bool,
) -> Vec<Column> {
    let by_source = match source_code(report.sniffed.recognised.source) {
        "shopifyProducts" => "shopifyHeader",
        "shopifyProductsLegacy" => "shopifyLegacyHeader",
        _ => "headerKnown",
    };
    let of = |(index, header): (usize, &String)| {
        let field = fields.get(index).copied().flatten().filter(|field| sees_money || *field != "cost");
        Column {
            index,
            header: header.clone(),
            example: field.and_then(|field| example(products, field)),
            field: field.map(str::to_owned),
            confidence: if field.is_some() { 100 } else { 0 },
            reason: Said::plain(if field.is_some() { by_source } else { "notUsed" }),
            personal: false,
        }
    };
    report.sniffed.headers.iter().enumerate().map(of).collect()
}

/// The first value of a field that is not empty.
fn example(products: &[exchange::Product], field: &str) -> Option<String> {
    let variants = || products.iter().flat_map(|product| &product.variants);
    let shortened = |text: &str| text.chars().take(80).collect::<String>();
    let found = match field {
        "handle" => products.first().and_then(|product| product.handle.clone()),
        "productKey" => products.first().map(|product| product.key.clone()),
        "category" => products.iter().find_map(|product| product.category.clone()),
        "productType" => products.iter().find_map(|product| product.product_type.clone()),
        "title" => products.first().map(|product| product.title.clone()),
        "description" => products.iter().find_map(|product| product.description.clone()),
        "vendor" => products.iter().find_map(|product| product.vendor.clone()),
        "tags" => products.iter().find(|product| !product.tags.is_empty()).map(|p| p.tags.join(", ")),
        "choice" => variants().find_map(|v| v.options.first().map(|(_, value)| value.clone())),
        "sku" => variants().find_map(|variant| variant.sku.clone()),
        "barcode" => variants().find_map(|variant| variant.barcode.clone()),
        "price" => variants().find_map(|variant| variant.price).map(|money| money.amount().to_string()),
        "compareAt" => variants().find_map(|v| v.compare_at).map(|money| money.amount().to_string()),
        "cost" => variants().find_map(|variant| variant.cost).map(|money| money.amount().to_string()),
        "stock" => variants().find_map(|variant| variant.stock).map(|stock| stock.to_string()),
        "productImage" => products.iter().find_map(|product| product.images.first().cloned()),
        "image" => variants().find_map(|variant| variant.image.clone()),
        _ => None,
    };
    found.map(|text| shortened(&text))
}
