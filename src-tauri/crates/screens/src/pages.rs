//! The pages: read from `ui/dist` while developing, part of the program in a release.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What `npm run build` in `ui/` leaves.
#[derive(RustEmbed)]
#[folder = "../../../ui/dist"]
#[allow_missing = true]
struct Built;

/// Scripts and data come from here; pictures and, in the demo shop, video may come from the web.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob: https: http:; font-src 'self' data:; connect-src 'self'; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
/// The demo shop plays a channel's video after a click.
const SHOP_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob: https: http:; font-src 'self' data:; connect-src 'self'; \
    frame-src https:; media-src https: http:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
pub(crate) const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const NOT_BUILT: &str = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Showrunner</title>\
    <h1>Chưa có trang để hiện</h1><p>Giao diện chưa được dựng. Chạy <code>cargo xtask dev</code>, hoặc \
    <code>npm ci &amp;&amp; npm run build</code> trong thư mục <code>ui</code>, rồi tải lại trang này.</p>\
    <div lang=\"en\"><h1>There are no pages yet</h1><p>The UI is not built. Run <code>cargo xtask dev</code>, \
    or <code>npm ci &amp;&amp; npm run build</code> in the folder <code>ui</code>, then load this page \
    again.</p></div>";

/// Puts the security headers on every answer.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let is_shop = request.uri().path().starts_with("/shop");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let (policy, referrer) = if is_shop {
        // YouTube plays only for a page that says where it stands.
        (SHOP_POLICY, "strict-origin-when-cross-origin")
    } else {
        (POLICY, "no-referrer")
    };
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(referrer));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(RESOURCE_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    response
}

/// Any page or file of the built UI.
pub(crate) async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Built::get(path).filter(|_| !path.is_empty()) {
        return answer(path, &file, &headers);
    }
    // A folder's own page, at the address that ends with a slash so that its relative links hold.
    let index = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        format!("{path}/index.html")
    };
    match Built::get(&index) {
        Some(file) if path.is_empty() || path.ends_with('/') => answer(&index, &file, &headers),
        Some(_) => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            (StatusCode::PERMANENT_REDIRECT, [(LOCATION, format!("/{path}/{query}"))]).into_response()
        }
        None if Built::get("index.html").is_none() => {
            (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The bytes of a file of the built UI.
pub(crate) fn built(path: &str) -> Option<Vec<u8>> {
    Built::get(path).map(|file| file.data.to_vec())
}

fn answer(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let digest: String = file.metadata.sha256_hash().iter().take(12).map(|b| format!("{b:02x}")).collect();
    let tag = format!("\"{digest}\"");
    // Files under assets/ carry a digest of their content in their name.
    let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == tag.as_bytes());
    let common = [(CACHE_CONTROL, keep.to_owned()), (ETAG, tag)];
    if known {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let kind = file.metadata.mimetype();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
    (common, [(CONTENT_TYPE, kind)], file.data.to_vec()).into_response()
}
