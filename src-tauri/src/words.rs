//! The few sentences the shell says itself, where there is no page yet to say them.

use api::ApiError;
use app::App;
use app::domain::Language;

/// The language of this system, by its locale; Vietnamese where it is not told.
pub(crate) fn system_language() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    language_of(locale.as_deref().unwrap_or_default())
}

fn language_of(locale: &str) -> Language {
    if locale.starts_with("en") { Language::En } else { Language::Vi }
}

/// The language of the open workspace, or else of this system.
pub(crate) fn language(app: &App) -> Language {
    match app::workspaces::current(app) {
        Ok(Some((_, workspace))) => workspace.language,
        _ => system_language(),
    }
}

/// Why the workspace was not opened, and what helps.
pub(crate) fn refusal(error: &ApiError, language: Language) -> String {
    let code = serde_json::to_value(error.code).unwrap_or_default();
    app::words::refusal(language, code.as_str().unwrap_or_default(), |name| {
        error.params.get(name).cloned().unwrap_or_default()
    })
}

/// The question asked when the window is closed during a session, and its two answers.
pub(crate) struct Closing {
    pub(crate) question: &'static str,
    pub(crate) close: &'static str,
    pub(crate) stay: &'static str,
}

/// Asks whether to close while a session is live.
pub(crate) const fn closing(language: Language) -> Closing {
    match language {
        Language::Vi => Closing {
            question: "Phiên live đang chạy. Đóng cửa sổ thì website không còn được cập nhật; mở lại là tiếp tục phiên này.",
            close: "Đóng",
            stay: "Ở lại",
        },
        Language::En => Closing {
            question: "A session is live. Closing stops the updates to your website; open Showrunner again to carry on.",
            close: "Close",
            stay: "Stay",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_speaks_vietnamese_unless_it_says_english() {
        assert_eq!(language_of("vi_VN.UTF-8"), Language::Vi);
        assert_eq!(language_of("en_GB.UTF-8"), Language::En);
        assert_eq!(language_of("C"), Language::Vi);
    }

    #[test]
    fn a_workspace_that_does_not_open_is_told_in_a_sentence_of_either_language() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("notes.showrunner");
        std::fs::write(&file, "not a workspace at all, but long enough to be looked at").expect("written");
        let app = App::new(app::Home::at(folder.path().join("home")), app::SystemClock);
        let error = ApiError::from(app.open(&file).expect_err("refused"));
        for (language, word) in [(Language::Vi, "hỏng"), (Language::En, "damaged")] {
            let said = refusal(&error, language);
            assert!(said.contains(word) && said.contains("notes.showrunner"), "{said}");
        }
    }
}
