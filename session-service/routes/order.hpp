#pragma once
// The orders in which routes are listed, and the keys by which a list goes on from page to page.
// Every order is total: routes that are equal in all that is compared stand by the traveller's
// carriers, then by their flights' numbers and days. Pure; any thread.

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session-service/routes/plan.hpp"

namespace viaja::routes {

/// best: price/lowest + duration/shortest + 0.1 for each stop. The others are what they say first,
/// then price, duration and segments.
enum class Order { best, price, duration, stops, departure };

constexpr std::string_view name_of(Order order) {
    switch (order) {
        case Order::best:
            return "best";
        case Order::price:
            return "price";
        case Order::duration:
            return "duration";
        case Order::stops:
            return "stops";
        case Order::departure:
            return "departure";
    }
    return {};
}

/// The lowest price and the shortest duration (minutes) of some routes: what `best` measures by,
/// and what marks are given by.
struct Scale {
    std::int64_t lowest_price = 1;
    std::int64_t shortest = 1;
    bool operator==(const Scale&) const = default;
};
Scale scale_of(const std::vector<Route>& routes);

/// Compared from left to right; less comes first. Nothing in it falls when a merit gets worse, so
/// the rank of a part's best merit is a lower bound.
using Rank = std::array<std::int64_t, 4>;
Rank rank_of(Order order, const Scale& scale, const Merit& merit);

/// The place of a route in an order, which any replica understands, also after a change of the
/// schedules.
struct PageKey {
    struct Boarding {
        std::string flight;
        Day day = 0;
        auto operator<=>(const Boarding&) const = default;
    };

    Order order{};
    Scale scale;
    Rank rank{};
    std::vector<std::uint16_t> preferences;  ///< of the segments' carriers
    std::vector<Boarding> flights;

    bool operator==(const PageKey&) const = default;
};

PageKey key_of(const Plan& plan, Order order, const Scale& scale, const Route& route);
/// Of two keys of one order and scale.
std::strong_ordering compare(const PageKey& one, const PageKey& other);

/// The first routes of an order behind a key. A goal of Walk.
class TopRoutes {
  public:
    /// At most `count` are kept, which is at least 1.
    TopRoutes(const Plan& plan, Order order, const Scale& scale, std::size_t count,
              std::optional<PageKey> after);

    bool hopeless(const Merit& best) const {
        return entries_.size() == count_ && rank_of(order_, scale_, best) > entries_.back().rank;
    }
    void take(const Route& route);

    std::vector<Route> routes() const;

  private:
    struct Entry {
        Rank rank;
        Route route;
    };
    bool before(const Entry& one, const Entry& other) const;

    const Plan& plan_;
    const Order order_;
    const Scale scale_;
    const std::size_t count_;
    const std::optional<PageKey> after_;
    std::vector<Entry> entries_;  ///< in order
};

}  // namespace viaja::routes
