//! Local HTTP and WebSocket: the API, the overlay and the demo shop.
