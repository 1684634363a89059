//! What was answered for an earlier file of the same form is not asked again.

use std::path::Path;

use exchange::{Answers, Mapping, Proposal, Source};
use store::import::{ImportKind, ImportState};

use crate::imports::Report;
use crate::{App, Result};

/// Proposes how a file is read; what it leaves open is answered as for the last file of its form, and the report
/// says which file that was.
pub(super) fn propose(
    app: &App,
    path: &Path,
    report: &mut Report,
    answers: &mut Answers,
) -> Result<Proposal> {
    let proposal = exchange::propose(path, &report.sniffed, answers)?;
    if proposal.questions.is_empty() {
        return Ok(proposal);
    }
    let Some((file, earlier)) = last_of_form(app, &proposal.mapping)? else { return Ok(proposal) };
    let mut taken = false;
    for question in &proposal.questions {
        let place = matches!(question.key.as_str(), "currency" | "zone");
        let remembered = earlier.answer_to(&question.key);
        if let Some(answer) = remembered.filter(|answer| place || question.choices.contains(answer)) {
            answers.add(question.key.clone(), answer);
            taken = true;
        }
    }
    if !taken {
        return Ok(proposal);
    }
    report.remembered = Some(file);
    Ok(exchange::propose(path, &report.sniffed, answers)?)
}

/// The newest file that counts and has the same header, or the same columns of meaning, with its mapping.
fn last_of_form(app: &App, mapping: &Mapping) -> Result<Option<(String, Mapping)>> {
    let imports = app.read(|tables| Ok(tables.imports()?))?;
    let live = imports
        .into_iter()
        .filter(|import| import.kind == ImportKind::Sales && import.state == ImportState::Live);
    let mut alike = live.filter_map(|import| {
        let earlier = Mapping::from_json(import.mapping_json.as_deref()?).ok()?;
        let same_header = earlier.signature.is_some() && earlier.signature == mapping.signature;
        // Exports of one platform have the same columns in every country, and other answers.
        let same_form = mapping.source == Source::Unknown && earlier.form() == mapping.form();
        (earlier.source == mapping.source && (same_header || same_form))
            .then_some((import.file_name, earlier))
    });
    Ok(alike.next())
}
