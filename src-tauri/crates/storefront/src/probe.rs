//! Asking a target whether it would take a manifest, without publishing one.

use std::fs;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::id::DeliveryId;

use crate::folder::{self, FolderError};
use crate::retry::Outcome;
use crate::target::{Answer, AnswerCode, Attempt, Sender, Target};

impl Sender {
    /// Sends a signed event `target.test` to a webhook; writes and removes an empty file in a folder.
    pub async fn probe(&self, target: &Target, id: DeliveryId, now: DateTime<Utc>) -> Attempt {
        match target {
            Target::Folder { path } => match folder_takes(path) {
                Ok(()) => Attempt { outcome: Outcome::Accepted, answer: Answer::of(AnswerCode::Received) },
                Err(error) => error.into(),
            },
            Target::Webhook { url, secret, allow_private } => {
                let at = now.to_rfc3339_opts(SecondsFormat::Millis, true);
                let body = format!(r#"{{"type":"target.test","timestamp":"{at}","data":{{}}}}"#);
                self.webhooks.post(url, secret, *allow_private, id, body.into_bytes(), now).await
            }
        }
    }
}

fn folder_takes(folder: &Path) -> Result<(), FolderError> {
    folder::check(folder)?;
    let test = folder.join(".showrunner-test.part");
    fs::write(&test, []).and_then(|()| fs::remove_file(&test)).map_err(|error| folder::told(&test, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_tested_without_leaving_anything_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        folder_takes(folder.path()).expect("writable");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
        fs::write(folder.path().join("manifest.json"), "{}").expect("written");
        assert!(matches!(folder_takes(folder.path()), Err(FolderError::Foreign(_))));
    }
}
