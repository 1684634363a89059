//! Why a file could not go out.

/// Why a file could not go out; nothing is left of it then.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// The disk or its permissions.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The form cannot hold what was to be written.
    #[error("{0}")]
    Form(String),
}

impl ShareError {
    /// What `error` wraps when it came from the disk; its words otherwise.
    fn unwrapped(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut cause = Some(error);
        while let Some(one) = cause {
            if let Some(disk) = one.downcast_ref::<std::io::Error>() {
                return Self::Io(same(disk));
            }
            cause = one.source();
        }
        Self::Form(error.to_string())
    }
}

/// The same failure again: what a library lends us is not ours to keep.
fn same(error: &std::io::Error) -> std::io::Error {
    match error.raw_os_error() {
        Some(code) => std::io::Error::from_raw_os_error(code),
        None => std::io::Error::new(error.kind(), error.to_string()),
    }
}

impl From<csv::Error> for ShareError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(disk) => Self::Io(disk),
            other => Self::Form(format!("{other:?}")),
        }
    }
}

impl From<rust_xlsxwriter::XlsxError> for ShareError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::IoError(disk) => Self::Io(disk),
            other => Self::unwrapped(&other),
        }
    }
}

impl From<parquet::errors::ParquetError> for ShareError {
    fn from(error: parquet::errors::ParquetError) -> Self {
        match error {
            parquet::errors::ParquetError::External(inside) => Self::unwrapped(&*inside),
            other => Self::Form(other.to_string()),
        }
    }
}
