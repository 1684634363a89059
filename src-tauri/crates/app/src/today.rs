//! The first screen: what is next, whether it is ready, and what waits for the user.

/// Something that should be so before a session goes live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// There are products in the line-up.
    LineupFilled,
    /// Each has a price.
    Priced,
    /// Each has a link.
    Linked,
    /// Each has a picture.
    Pictured,
    /// Each has enough in stock.
    Stocked,
    /// Each channel has an address.
    ChannelsLinked,
    /// Someone is on camera.
    Hosted,
    /// The planned lengths fit the session.
    FitsLength,
    /// Each target answered last time.
    TargetsAnswered,
}

/// Something that waits for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedKind {
    /// The planned start has passed and the session is neither live nor cancelled.
    SessionOverdue,
    /// The session runs far beyond its planned end.
    SessionOverrun,
    /// The session ended and its views are not typed in.
    ViewsMissing,
    /// The session starts soon and a check is not met.
    NotReady,
    /// Deliveries to a target have stopped.
    DeliveryDead,
    /// An import rejected rows or waits for an answer.
    ImportOpen,
}
