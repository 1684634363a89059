//! What a platform itself says of one room: a stretch of live video with its own id and its own totals.

/// A platform's totals of one room. What it does not say is `None`, which is not zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoomFigures {
    /// GMV by the platform's own definition, 10⁻⁴ of the room's currency.
    pub gmv_e4: Option<i64>,
    /// Orders.
    pub orders: Option<i64>,
    /// Orders counted once a stock code.
    pub sku_orders: Option<i64>,
    /// Items sold.
    pub items: Option<i64>,
    /// Buyers.
    pub customers: Option<i64>,
    /// Views.
    pub views: Option<i64>,
    /// How often the room was shown.
    pub impressions: Option<i64>,
    /// How often its products were shown.
    pub product_impressions: Option<i64>,
    /// How often its products were clicked.
    pub product_clicks: Option<i64>,
    /// New followers.
    pub new_followers: Option<i64>,
    /// Comments.
    pub comments: Option<i64>,
    /// Shares.
    pub shares: Option<i64>,
    /// Likes.
    pub likes: Option<i64>,
}

fn both(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one?.checked_add(other?)
}

impl RoomFigures {
    /// The figures of two rooms together; what one of them does not say is not known of both. Buyers may have been
    /// in both rooms, so that theirs cannot be added.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            gmv_e4: both(self.gmv_e4, other.gmv_e4),
            orders: both(self.orders, other.orders),
            sku_orders: both(self.sku_orders, other.sku_orders),
            items: both(self.items, other.items),
            customers: None,
            views: both(self.views, other.views),
            impressions: both(self.impressions, other.impressions),
            product_impressions: both(self.product_impressions, other.product_impressions),
            product_clicks: both(self.product_clicks, other.product_clicks),
            new_followers: both(self.new_followers, other.new_followers),
            comments: both(self.comments, other.comments),
            shares: both(self.shares, other.shares),
            likes: both(self.likes, other.likes),
        }
    }

    /// The steps from being shown to an order, in order.
    pub const fn funnel(&self) -> [Option<i64>; 5] {
        [self.impressions, self.views, self.product_impressions, self.product_clicks, self.orders]
    }

    /// The step that fell furthest behind what is usual, counted from 0 for impressions → views, and only where the
    /// parts of both are known. None when every step reached what is usual.
    pub fn weak_step(&self, usual: &Self) -> Option<usize> {
        let (own, usual) = (self.funnel(), usual.funnel());
        let mut weakest: Option<(usize, i128, i128)> = None;
        for step in 0..4 {
            let parts = (own[step], own[step + 1], usual[step], usual[step + 1]);
            let (Some(from), Some(to), Some(usual_from), Some(usual_to)) = parts else { continue };
            if from <= 0 || usual_from <= 0 || usual_to <= 0 {
                continue;
            }
            // The own rate over the usual one, as a fraction.
            let reached = i128::from(to) * i128::from(usual_from);
            let whole = i128::from(from) * i128::from(usual_to);
            let is_behind = reached < whole;
            let is_weaker = weakest.is_none_or(|(_, part, of)| reached * of < part * whole);
            if is_behind && is_weaker {
                weakest = Some((step, reached, whole));
            }
        }
        weakest.map(|(step, _, _)| step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(funnel: [Option<i64>; 5]) -> RoomFigures {
        let [impressions, views, product_impressions, product_clicks, orders] = funnel;
        RoomFigures {
            impressions,
            views,
            product_impressions,
            product_clicks,
            orders,
            ..RoomFigures::default()
        }
    }

    #[test]
    fn what_one_room_does_not_say_is_not_known_of_both() {
        let one =
            RoomFigures { views: Some(10), likes: Some(1), customers: Some(3), ..RoomFigures::default() };
        let other = RoomFigures { views: Some(5), customers: Some(2), ..RoomFigures::default() };
        let both = one.with(&other);
        assert_eq!((both.views, both.likes, both.customers), (Some(15), None, None));
    }

    #[test]
    fn the_weak_step_is_the_one_furthest_behind_what_is_usual() {
        let usual = room([Some(1_000), Some(100), Some(80), Some(20), Some(4)]);
        // Half of the usual clicks on products shown; the other steps as ever.
        let own = room([Some(2_000), Some(200), Some(160), Some(20), Some(4)]);
        assert_eq!(own.weak_step(&usual), Some(2));
        assert_eq!(usual.weak_step(&usual), None);
        let unknown = room([Some(2_000), Some(200), None, Some(20), Some(4)]);
        assert_eq!(unknown.weak_step(&usual), None, "clicks to orders are as usual, the rest is not known");
    }
}
