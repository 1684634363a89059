//! What works in a bucket and what is missing, found out with one small object of its own.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::DeliveryId;
use object_store::{GetOptions, GetResult, ObjectStore as _, ObjectStoreExt as _, PutMode};
use reqwest::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN};

use super::wire::Open;
use super::{Bucket, CACHING, JSON, Refused};
use crate::folder::{MANIFEST, NOW};
use crate::manifest::Stamp;
use crate::platform::{Check, Checked};
use crate::reach;
use crate::target::{AnswerCode, Attempt, Sender};

/// The object of the test; never read by a shop.
const TEST: &str = "showrunner-test.json";
/// Any page that is not the storage's own.
const SHOP: &str = "https://shop.example";
/// Signatures are refused beyond fifteen minutes; half of it is worth a word.
const CLOSE: TimeDelta = TimeDelta::minutes(7);

/// Looks at one thing after the other, and stops at the first that is missing.
pub(super) async fn check(bucket: &Bucket, sender: &Sender, id: DeliveryId, now: DateTime<Utc>) -> Checked {
    let mut found = Checked::begun();
    let open = match Open::to(bucket, sender) {
        Ok(open) => open,
        Err(code) => return found.missing(Check::Reach, Attempt::of(code)),
    };
    let mut unread = None;
    for name in [MANIFEST, NOW] {
        match open.read(&bucket.path(name)).await {
            // A key that may not list the bucket is told so instead of "there is none": writing will tell.
            Ok(_) | Err(AnswerCode::NoRightToRead) => {}
            Err(code) => {
                unread = Some(code);
                break;
            }
        }
    }
    if let Some(code) = unread {
        return doors(found, code).missing(door(code), open.line.told(code));
    }
    for check in [Check::Reach, Check::SignIn, Check::Bucket] {
        found.works(check);
    }
    if is_skewed(&open, now) {
        found.note(Check::SignIn, AnswerCode::ClockSkew);
    }
    write(found, bucket, sender, &open, id).await
}

/// What a fault is about.
const fn door(code: AnswerCode) -> Check {
    match code {
        AnswerCode::KeyUnknown | AnswerCode::KeyWrong | AnswerCode::ClockSkew => Check::SignIn,
        AnswerCode::BucketMissing | AnswerCode::WrongRegion | AnswerCode::StorageForeign => Check::Bucket,
        AnswerCode::NoRightToRead | AnswerCode::NoRightToWrite => Check::Write,
        _ => Check::Reach,
    }
}

/// What must work for a fault of this kind to be told at all.
fn doors(mut found: Checked, code: AnswerCode) -> Checked {
    let before = match door(code) {
        Check::SignIn => &[Check::Reach][..],
        Check::Bucket => &[Check::Reach, Check::SignIn],
        Check::Write => &[Check::Reach, Check::SignIn, Check::Bucket],
        _ => &[],
    };
    for check in before {
        found.works(*check);
    }
    found
}

fn is_skewed(open: &Open, now: DateTime<Utc>) -> bool {
    let theirs = open.line.date().and_then(|date| DateTime::parse_from_rfc2822(&date).ok());
    theirs.is_some_and(|theirs| (theirs.with_timezone(&Utc) - now).abs() > CLOSE)
}

async fn write(mut found: Checked, bucket: &Bucket, sender: &Sender, open: &Open, id: DeliveryId) -> Checked {
    let (path, stamp) = (bucket.path(TEST), Stamp { epoch: 0, revision: 0 });
    let bytes = format!(r#"{{"test":"{id}"}}"#);
    if let Err(refused) = open.put(&path, bytes.as_bytes(), PutMode::Overwrite, stamp, id).await {
        let code = match refused {
            Refused::Condition => AnswerCode::StorageBusy,
            Refused::Other(code) => code,
        };
        return found.missing(door(code), open.line.told(code));
    }
    found.works(Check::Write);
    match open.put(&path, bytes.as_bytes(), PutMode::Create, stamp, id).await {
        Err(Refused::Condition) => found.works(Check::Guard),
        Ok(_) => found.note(Check::Guard, AnswerCode::Unguarded),
        Err(Refused::Other(code)) => found.note(Check::Guard, code),
    }
    match open.store.get_opts(&path, GetOptions::default()).await {
        Ok(got) if keeps_headers(&got) => found.works(Check::Headers),
        Ok(_) => found.note(Check::Headers, AnswerCode::HeadersLost),
        Err(_) => found.note(Check::Headers, open.line.code(AnswerCode::NoRightToRead)),
    }
    read_by_shoppers(&mut found, bucket, sender, &bytes).await;
    match open.store.delete(&path).await {
        Ok(()) => found.works(Check::Clean),
        Err(_) => found.note(Check::Clean, AnswerCode::TestLeft),
    }
    found
}

fn keeps_headers(got: &GetResult) -> bool {
    use object_store::Attribute::{CacheControl, ContentType};
    let kept = |attribute| got.attributes.get(&attribute).map(AsRef::as_ref);
    kept(CacheControl) == Some(CACHING) && kept(ContentType).is_some_and(|kind: &str| kind.starts_with(JSON))
}

/// Asks for the object as a shopper's browser does, from a page of another domain and without any key.
async fn read_by_shoppers(found: &mut Checked, bucket: &Bucket, sender: &Sender, bytes: &str) {
    let Some(public) = &bucket.public else { return };
    let mut url = public.clone();
    url.set_path(&format!("{}/{TEST}", public.path().trim_end_matches('/')));
    let client = match sender.reach.to(&url, bucket.allow_private) {
        Ok(client) => client,
        Err(code) => return found.note(Check::Public, code),
    };
    let Ok(request) = client.get(url).header(ORIGIN, SHOP).build() else {
        return found.note(Check::Public, AnswerCode::BadAddress);
    };
    match reach::ask(client, request, bytes.len() + 1).await {
        Ok(told) if told.status != 200 || told.body != bytes.as_bytes() => {
            found.note(Check::Public, AnswerCode::NotPublic);
        }
        Ok(told) => match told.header(ACCESS_CONTROL_ALLOW_ORIGIN) {
            Some("*" | SHOP) => found.works(Check::Public),
            _ => found.note(Check::Public, AnswerCode::NotShared),
        },
        Err(code) => found.note(Check::Public, code),
    }
}
