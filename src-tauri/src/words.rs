//! The few sentences the shell says itself, where there is no page yet to say them.

use api::{ApiError, ErrorCode};
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
    let path = error.params.get("path").map_or("", String::as_str);
    match (error.code, language) {
        (ErrorCode::WorkspaceHeld, Language::Vi) => format!(
            "Không gian làm việc này đang mở trong một cửa sổ Showrunner khác:\n{path}\n\nHãy dùng cửa sổ đó, hoặc đóng nó rồi mở lại."
        ),
        (ErrorCode::WorkspaceHeld, Language::En) => format!(
            "This workspace is open in another Showrunner:\n{path}\n\nUse that window, or close it and open the file again."
        ),
        (ErrorCode::WorkspaceNewer, Language::Vi) => {
            "Tệp này do một bản Showrunner mới hơn ghi. Hãy cập nhật Showrunner rồi mở lại; tệp không bị thay đổi.".to_owned()
        }
        (ErrorCode::WorkspaceNewer, Language::En) => {
            "This file was written by a newer Showrunner. Update Showrunner and open it again; the file was not touched.".to_owned()
        }
        (_, Language::Vi) => format!("Không mở được không gian làm việc.\n\n{error}"),
        (_, Language::En) => format!("The workspace could not be opened.\n\n{error}"),
    }
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
}
