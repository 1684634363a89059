//! Object storage that speaks S3 (AWS, R2, MinIO …) as a destination: static objects that shoppers' browsers read.
//!
//! A stale desk cannot overwrite a newer state: what is there is read before, and every write is conditional on it.
//! Stores that ignore conditions are found out, and what was written there is read back.

mod check;
mod wire;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use domain::id::DeliveryId;
use object_store::ObjectStore as _;
use object_store::path::Path;
use object_store::{Attribute, Attributes, Error, ObjectStoreExt as _, PutMode, PutOptions, UpdateVersion};
use url::Url;

use self::wire::Open;
use crate::folder::{MANIFEST, NOW};
use crate::keys::Keys;
use crate::manifest::Stamp;
use crate::platform::{Checked, Platform};
use crate::target::{AnswerCode, Attempt, Parcel, Sender};

/// A browser and a CDN may keep a state for so long, and show it once more while they ask again.
const CACHING: &str = "public, max-age=1, stale-while-revalidate=5";
const JSON: &str = "application/json";
/// How often a write is tried anew because another desk wrote in between.
const ROUNDS: usize = 4;

/// A bucket, or a folder in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    place: Place,
    /// The region that signatures name.
    pub region: String,
    /// What we sign with.
    pub keys: Keys,
    /// Where shoppers' browsers read it, if that is known.
    pub public: Option<Url>,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: bool,
}

/// Endpoint, bucket and folder.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    endpoint: Url,
    bucket: String,
    folder: String,
}

/// Why an address names no bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address of object storage is https://endpoint/bucket or https://endpoint/bucket/folder")]
pub struct BucketError;

impl Place {
    fn parse(address: &Url) -> Result<Self, BucketError> {
        let parts: Vec<&str> = address.path().split('/').filter(|part| !part.is_empty()).collect();
        let (bucket, folder) = parts.split_first().ok_or(BucketError)?;
        // An object's path is taken as it stands: what would have to be escaped is refused.
        let is_plain =
            |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        let is_web = matches!(address.scheme(), "http" | "https") && address.has_host();
        if !is_web || !parts.iter().all(is_plain) || address.query().is_some() {
            return Err(BucketError);
        }
        let mut endpoint = address.clone();
        endpoint.set_path("/");
        endpoint.set_fragment(None);
        Ok(Self { endpoint, bucket: (*bucket).to_owned(), folder: folder.join("/") })
    }
}

impl Bucket {
    /// The bucket at `address`: `https://endpoint/bucket/folder`.
    ///
    /// # Errors
    /// When the address names no bucket.
    pub fn at(address: &Url, region: &str, keys: Keys, allow_private: bool) -> Result<Self, BucketError> {
        let (place, region) = (Place::parse(address)?, region.trim().to_owned());
        Ok(Self { place, region, keys, public: None, allow_private })
    }

    /// The same, read by shoppers at `public`.
    #[must_use]
    pub fn read_at(mut self, public: Option<Url>) -> Self {
        self.public = public;
        self
    }

    fn path(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.place.folder))
    }

    fn address(&self) -> String {
        format!("{}{}/{}", self.place.endpoint, self.place.bucket, self.place.folder)
    }
}

/// An object as it was last seen.
#[derive(Debug, Clone)]
struct Seen {
    tag: Option<String>,
    stamp: Stamp,
}

/// What was learned of one bucket.
#[derive(Debug, Clone, Default)]
struct Learned {
    /// Whether it refuses a write whose condition does not hold; unknown before it was tried.
    is_guarded: Option<bool>,
    /// Our objects by name.
    seen: HashMap<&'static str, Seen>,
}

/// What was learned of buckets, by their address; forgotten with the process.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known(Arc<Mutex<HashMap<String, Learned>>>);

impl Known {
    fn of(&self, bucket: &Bucket) -> Learned {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&bucket.address())
            .cloned()
            .unwrap_or_default()
    }

    fn keep(&self, bucket: &Bucket, learned: Learned) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(bucket.address(), learned);
    }
}

impl Platform for Bucket {
    async fn push(&self, sender: &Sender, parcel: &Parcel<'_>, _: DateTime<Utc>) -> Attempt {
        let open = match Open::to(self, sender) {
            Ok(open) => open,
            Err(code) => return Attempt::of(code),
        };
        let mut learned = sender.known.of(self);
        let mut told = Ok(());
        // The pointer goes last: whoever follows it finds the state it names.
        for (name, bytes) in [(MANIFEST, parcel.manifest), (NOW, parcel.now_json)] {
            told =
                Writing { bucket: self, open: &open, parcel, learned: &mut learned }.bring(name, bytes).await;
            if told.is_err() {
                learned.seen.clear();
                break;
            }
        }
        let code =
            if learned.is_guarded == Some(false) { AnswerCode::Unguarded } else { AnswerCode::Received };
        sender.known.keep(self, learned);
        match told {
            Ok(()) => open.line.told(code),
            Err(code) => open.line.told(code),
        }
    }

    async fn check(&self, sender: &Sender, id: DeliveryId, now: DateTime<Utc>) -> Checked {
        check::check(self, sender, id, now).await
    }
}

/// One state on its way.
struct Writing<'a> {
    bucket: &'a Bucket,
    open: &'a Open,
    parcel: &'a Parcel<'a>,
    learned: &'a mut Learned,
}

impl Writing<'_> {
    /// Writes one object, unless what is there is newer.
    async fn bring(&mut self, name: &'static str, bytes: &[u8]) -> Result<(), AnswerCode> {
        for _ in 0..ROUNDS {
            let there = self.there(name).await?;
            if there.as_ref().is_some_and(|there| there.stamp > self.parcel.stamp) {
                return Err(AnswerCode::StorageNewer);
            }
            let mode = self.mode(there.as_ref());
            // A store that takes "only if nothing is there" where something is ignores conditions. What it held was not
            // newer, so nothing is lost by finding out.
            let is_trial = matches!(mode, PutMode::Create) && there.is_some();
            match self
                .open
                .put(&self.bucket.path(name), bytes, mode, self.parcel.stamp, self.parcel.delivery)
                .await
            {
                Ok(tag) => {
                    if is_trial {
                        self.learned.is_guarded = Some(false);
                    }
                    if self.learned.is_guarded != Some(true) && !self.reads_back(name).await? {
                        continue;
                    }
                    self.learned.seen.insert(name, Seen { tag, stamp: self.parcel.stamp });
                    return Ok(());
                }
                Err(Refused::Condition) => {
                    if is_trial {
                        self.learned.is_guarded = Some(true);
                    }
                    self.learned.seen.remove(name);
                }
                Err(Refused::Other(code)) => return Err(code),
            }
        }
        Err(AnswerCode::StorageBusy)
    }

    fn mode(&self, there: Option<&Seen>) -> PutMode {
        match (there, self.learned.is_guarded) {
            (None, _) | (Some(_), None) => PutMode::Create,
            (Some(_), Some(false)) | (Some(Seen { tag: None, .. }), Some(true)) => PutMode::Overwrite,
            (Some(Seen { tag, .. }), Some(true)) => {
                PutMode::Update(UpdateVersion { e_tag: tag.clone(), version: None })
            }
        }
    }

    /// What is there: as we left it where nobody can have changed it unnoticed, else as it is read now.
    async fn there(&self, name: &'static str) -> Result<Option<Seen>, AnswerCode> {
        match self.learned.seen.get(name) {
            Some(seen) if self.learned.is_guarded == Some(true) => Ok(Some(seen.clone())),
            // A key that may not list the bucket is told so instead of "there is none": writing will tell.
            _ => match self.open.read(&self.bucket.path(name)).await {
                Err(AnswerCode::NoRightToRead) => Ok(None),
                there => there,
            },
        }
    }

    /// Whether what we wrote is what is there; another desk's newer state is the end of it.
    async fn reads_back(&self, name: &'static str) -> Result<bool, AnswerCode> {
        match self.open.read(&self.bucket.path(name)).await? {
            Some(there) if there.stamp > self.parcel.stamp => Err(AnswerCode::StorageNewer),
            Some(there) => Ok(there.stamp == self.parcel.stamp),
            None => Ok(false),
        }
    }
}

/// Why a write was not taken.
enum Refused {
    /// What is there is not what we said.
    Condition,
    /// Something else.
    Other(AnswerCode),
}

impl Open {
    /// The stamp of an object of ours; none when there is no object.
    async fn read(&self, path: &Path) -> Result<Option<Seen>, AnswerCode> {
        let got = match self.store.get(path).await {
            Ok(got) => got,
            Err(Error::NotFound { .. }) if self.line.code_or(AnswerCode::Broken).is_none() => {
                return Ok(None);
            }
            Err(_) => return Err(self.line.code(AnswerCode::NoRightToRead)),
        };
        let tag = got.meta.e_tag.clone();
        let bytes = got.bytes().await.map_err(|_| AnswerCode::Broken)?;
        let stamp = serde_json::from_slice(&bytes).map_err(|_| AnswerCode::StorageForeign)?;
        Ok(Some(Seen { tag, stamp }))
    }

    /// Writes an object with its kind and caching; answers its tag.
    async fn put(
        &self,
        path: &Path,
        bytes: &[u8],
        mode: PutMode,
        stamp: Stamp,
        delivery: DeliveryId,
    ) -> Result<Option<String>, Refused> {
        let attributes = Attributes::from_iter([
            (Attribute::ContentType, JSON.to_owned()),
            (Attribute::CacheControl, CACHING.to_owned()),
            (Attribute::Metadata("revision".into()), format!("{}.{}", stamp.epoch, stamp.revision)),
            (Attribute::Metadata("idempotency-key".into()), delivery.to_string()),
        ]);
        let options = PutOptions { mode: mode.clone(), attributes, ..PutOptions::default() };
        match self.store.put_opts(path, bytes.to_vec().into(), options).await {
            Ok(put) => Ok(put.e_tag),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Err(Refused::Condition),
            // Removed since it was read.
            Err(Error::NotFound { .. }) if matches!(mode, PutMode::Update(_)) => {
                match self.line.code_or(AnswerCode::Broken) {
                    None => Err(Refused::Condition),
                    Some(code) => Err(Refused::Other(code)),
                }
            }
            Err(_) => Err(Refused::Other(self.line.code(AnswerCode::NoRightToWrite))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(address: &str) -> Result<Place, BucketError> {
        Place::parse(&address.parse().expect("an address"))
    }

    #[test]
    fn an_address_is_endpoint_bucket_and_folder() {
        let found = place("https://s3.ap-southeast-1.amazonaws.com/moclan-live/shop/vi/").expect("a bucket");
        assert_eq!(found.endpoint.as_str(), "https://s3.ap-southeast-1.amazonaws.com/");
        assert_eq!((found.bucket.as_str(), found.folder.as_str()), ("moclan-live", "shop/vi"));
        assert_eq!(place("http://127.0.0.1:9000/live").map(|place| place.folder), Ok(String::new()));
        for wrong in
            ["https://s3.example.com", "https://s3.example.com/a b", "s3://live/shop", "https://x.vn/a?b=c"]
        {
            assert_eq!(place(wrong), Err(BucketError), "{wrong}");
        }
    }
}
