//! The key buyers are hashed with: random, one a workspace, kept with this user's secrets and never in the file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use exchange::Wash;
use uuid::Uuid;

use crate::{App, Error, Result};

/// Digits of the recovery code: none that is taken for another one when it is written down.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes of the check at the end of the code.
const CHECK: usize = 3;
/// Digits that stand together.
const GROUP: usize = 4;

/// The key, minted when it is asked for the first time. Another computer mints another one: the same buyers
/// then have other hashes, which is why a line is never judged changed by its buyer.
pub(super) fn of(app: &App) -> Result<Wash> {
    let workspace = workspace(app)?;
    if let Some(key) = kept(app, workspace)? {
        return Ok(Wash { key });
    }
    let mut hasher = blake3::Hasher::new();
    // 74 random bits each.
    for _ in 0..8 {
        hasher.update(Uuid::now_v7().as_bytes());
    }
    let key = *hasher.finalize().as_bytes();
    app.secrets().set(&name_of(workspace), &STANDARD.encode(key))?;
    Ok(Wash { key })
}

fn workspace(app: &App) -> Result<Uuid> {
    Ok(app.read(|tables| Ok(tables.workspace()?))?.map_or(Uuid::nil(), |workspace| workspace.id))
}

fn name_of(workspace: Uuid) -> String {
    format!("buyers:{workspace}")
}

fn kept(app: &App, workspace: Uuid) -> Result<Option<[u8; 32]>> {
    let kept = app.secrets().get(&name_of(workspace))?.and_then(|text| STANDARD.decode(text).ok());
    Ok(kept.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()))
}

/// Whether this computer has the key.
pub(crate) fn is_here(app: &App) -> Result<bool> {
    Ok(kept(app, workspace(app)?)?.is_some())
}

/// The key as a code that can be written down, with a check of this workspace at its end.
pub(crate) fn code(app: &App) -> Result<String> {
    let key = of(app)?.key;
    Ok(written(key, workspace(app)?))
}

/// Keeps the key that a code holds, in place of the one there is.
///
/// # Errors
/// `Invalid` for a code that is mistyped or of another workspace; what was typed is not repeated.
pub(crate) fn recover(app: &App, code: &str) -> Result<()> {
    let workspace = workspace(app)?;
    let key = read(code, workspace).ok_or(Error::Invalid { field: "code", value: String::new() })?;
    Ok(app.secrets().set(&name_of(workspace), &STANDARD.encode(key))?)
}

fn check(key: [u8; 32], workspace: Uuid) -> [u8; CHECK] {
    let mut hasher = blake3::Hasher::new_keyed(&key);
    hasher.update(workspace.as_bytes());
    let [first, second, third, ..] = *hasher.finalize().as_bytes();
    [first, second, third]
}

fn written(key: [u8; 32], workspace: Uuid) -> String {
    let mut code = String::new();
    let (mut held, mut bits, mut digits) = (0_u32, 0, 0);
    for byte in key.into_iter().chain(check(key, workspace)) {
        (held, bits) = ((held << 8) | u32::from(byte), bits + 8);
        while bits >= 5 {
            bits -= 5;
            if digits > 0 && digits % GROUP == 0 {
                code.push('-');
            }
            let digit = DIGITS.get(((held >> bits) & 31) as usize);
            code.extend(digit.map(|digit| char::from(*digit)));
            digits += 1;
        }
        held &= (1 << bits) - 1;
    }
    code
}

fn read(code: &str, workspace: Uuid) -> Option<[u8; 32]> {
    let mut bytes = Vec::with_capacity(32 + CHECK);
    let (mut held, mut bits) = (0_u32, 0);
    for typed in code.chars().filter(|typed| typed.is_alphanumeric()) {
        let typed = match typed.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let digit = DIGITS.iter().position(|digit| char::from(*digit) == typed)?;
        (held, bits) = ((held << 5) | u32::try_from(digit).ok()?, bits + 5);
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 255).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    let (key, own) = bytes.split_at_checked(32)?;
    let key = <[u8; 32]>::try_from(key).ok()?;
    (own == check(key, workspace)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_brings_its_key_back_however_it_is_typed_and_no_other() {
        let (key, workspace) = ([7; 32], Uuid::from_u128(1));
        let code = written(key, workspace);
        assert_eq!(code.len(), 56 + 13);
        assert_eq!(read(&code, workspace), Some(key));
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(read(&typed, workspace), Some(key));
        assert_eq!(read(&code, Uuid::from_u128(2)), None, "the code of another workspace");
        let mistyped = code.replacen("0", "2", 1);
        assert_ne!(mistyped, code);
        assert_eq!((read(&mistyped, workspace), read("", workspace)), (None, None));
    }
}
