#include "session-service/routes/front.hpp"

#include <algorithm>

namespace viaja::routes {

void Front::take(const Route& route) {
    const Merit merit = route.merit();
    if (hopeless(merit)) return;
    remove_beaten_by(merit);
    const auto place = std::ranges::upper_bound(merits_, merit.price, {}, &Merit::price);
    routes_.insert(routes_.begin() + (place - merits_.begin()), route);
    merits_.insert(place, merit);
}

void Front::remove_beaten_by(const Merit& winner) {
    std::size_t kept = 0;
    for (std::size_t place = 0; place < merits_.size(); ++place) {
        if (beats(winner, merits_[place])) continue;
        merits_[kept] = merits_[place];
        routes_[kept] = routes_[place];
        ++kept;
    }
    merits_.resize(kept);
    routes_.resize(kept);
}

}  // namespace viaja::routes
