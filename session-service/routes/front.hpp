#pragma once
// Which routes are worth showing: those that no other beats. Pure; one thread at a time.

#include <vector>

#include "session-service/routes/route_query.hpp"

namespace viaja::routes {

/// Nowhere worse, and somewhere better: leaves later, arrives earlier, costs less, has fewer
/// segments.
inline bool beats(const Merit& one, const Merit& other) {
    return one.departs >= other.departs && one.arrives <= other.arrives &&
           one.price <= other.price && one.segments <= other.segments && one != other;
}

/// The routes that none of those taken beats; equal ones stand side by side. A goal of Walk.
class Front {
  public:
    /// Whether a known route beats all that are at best like this.
    bool hopeless(const Merit& best) const {
        if (last_winner_ < merits_.size() && beats(merits_[last_winner_], best)) return true;
        for (std::size_t place = 0; place < merits_.size(); ++place) {
            if (merits_[place].price > best.price) return false;
            if (!beats(merits_[place], best)) continue;
            last_winner_ = place;
            return true;
        }
        return false;
    }
    void take(const Route& route);

    /// By price.
    const std::vector<Route>& routes() const { return routes_; }
    const std::vector<Merit>& merits() const { return merits_; }
    void remove_beaten_by(const Merit& winner);

  private:
    std::vector<Merit> merits_;  ///< of the routes, in the same order
    std::vector<Route> routes_;
    /// It often beats the next one too.
    mutable std::size_t last_winner_ = 0;
};

/// A goal of Walk that removes from a front what the routes that it is shown beat.
class Overtaking {
  public:
    explicit Overtaking(Front& front) : front_(front) {}

    /// Whether nothing at best like this beats any route of the front.
    bool hopeless(const Merit& best) const {
        const auto& merits = front_.merits();
        for (std::size_t place = merits.size(); place > 0; --place) {
            if (merits[place - 1].price < best.price) return true;
            if (beats(best, merits[place - 1])) return false;
        }
        return true;
    }
    void take(const Route& route) { front_.remove_beaten_by(route.merit()); }

  private:
    Front& front_;
};

}  // namespace viaja::routes
