#include "session-service/search/search.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/encoding.hpp"
#include "common/contract/match.hpp"

namespace viaja::session {
namespace {

/// Questions under way; more are answered at once with every supplier missing.
constexpr std::size_t kAskedMax = 1'000;

void add(const QuestionAnswer& answer, Found& found) {
    const auto append = [](auto& offers, const auto& more) {
        offers.insert(offers.end(), more.begin(), more.end());
    };
    std::visit(Match{
                   [&](const StayOffers& stays) { append(found.stays, stays); },
                   [&](const TicketOffers& tickets) { append(found.tickets, tickets); },
                   [&](const OtherOffers& others) { append(found.others, others); },
                   [&](const NightOffers& nights) {
                       append(found.nights.lowest, nights.lowest);
                       append(found.nights.rooms, nights.rooms);
                   },
                   [&](const UnitCounts& units) { append(found.units, units); },
                   [&](const CatalogueChanged& changed) { found.changed = changed; },
                   [&](const ItemPrices& prices) { found.prices = prices; },
                   // These are asked for by RouteSearch and Schedules.
                   [](const FlightOffers&) {},
                   [](const SchedulePage&) {},
                   [](const SeatsAnswer&) {},
               },
               answer.offers);
    found.more = found.more || answer.more;
    if (!answer.problem.empty()) found.problems.push_back(answer.problem);
}

}  // namespace

Search::Search(runtime::Loop& loop, Bus& bus, const Clock& clock, Random& random,
               std::chrono::milliseconds time)
    : loop_(loop), bus_(bus), clock_(clock), random_(random), time_(time) {
    consumer_ = bus_.consume_private(reply_to_, [this, alive = alive_](Delivery delivery) {
        loop_.post([this, alive, body = std::move(delivery.body)] {
            if (!*alive) return;
            for (const auto& answer : messages_in<QuestionAnswer>(body))
                take(answer);
        });
    });
}

Search::~Search() {
    *alive_ = false;
    consumer_.reset();
}

void Search::ask(const std::vector<std::string>& addresses, const About& about,
                 const TraceContext& context, OnFound on_found) {
    const auto id = new_uuid(clock_, random_);
    const bool has_room = asked_.size() < kAskedMax;
    Asked asked;
    asked.on_found = std::move(on_found);
    std::vector<Outgoing> messages;
    for (const auto& address : addresses) {
        auto& supplier = suppliers_[address];
        const bool is_closed = supplier.breaker.state() == Breaker::State::closed;
        if (has_room && is_closed) {
            ++supplier.counters.asked;
            ++asked.found.asked;
            asked.silent.insert(address);
            messages.push_back(message_for(address, id, about, context));
            continue;
        }
        ++supplier.counters.not_asked;
        asked.found.missing.push_back(address);
        if (!is_closed && supplier.breaker.allows(clock_.moment())) {
            messages.push_back(probe(address, about));
        }
    }
    const bool none_asked = asked.silent.empty();
    asked.timer = loop_.call_after(none_asked ? std::chrono::milliseconds(0) : time_,
                                   [this, id] { finish(id); });
    asked_.emplace(id, std::move(asked));
    bus_.publish(std::move(messages));
}

Outgoing Search::message_for(const std::string& address, const Uuid& id, const About& about,
                             const TraceContext& context) const {
    return {address,
            Question{.id = id,
                     .wait = time_,
                     .deadline = clock_.now() + time_,
                     .reply_to = reply_to_,
                     .about = about},
            context};
}

/// A question for which no search waits, in a trace of its own. What it asks about does not matter,
/// but it changes nothing.
Outgoing Search::probe(const std::string& address, const About& about) {
    const auto id = new_uuid(clock_, random_);
    ++suppliers_[address].counters.asked;
    probes_[id] = loop_.call_after(time_, [this, id, address] { end_probe(id, address); });
    const bool changes = std::holds_alternative<CatalogueChange>(about);
    return message_for(address, id, changes ? About(UnitQuestion{"", "", 1}) : about, {});
}

void Search::end_probe(const Uuid& id, const std::string& address) {
    const auto timer = probes_.extract(id);
    auto& supplier = suppliers_[address];
    supplier.breaker.stayed_silent(clock_.moment());
    ++supplier.counters.silent;
}

void Search::take(const QuestionAnswer& answer) {
    const auto supplier = suppliers_.find(answer.from);
    if (supplier == suppliers_.end()) return;
    supplier->second.breaker.answered(clock_.moment());
    if (probes_.erase(answer.id) > 0) {
        ++supplier->second.counters.answered;
        return;
    }
    const auto place = asked_.find(answer.id);
    if (place == asked_.end()) return;
    auto& asked = place->second;
    if (asked.silent.erase(answer.from) == 0) return;
    ++supplier->second.counters.answered;
    ++asked.found.answers;
    add(answer, asked.found);
    if (asked.silent.empty()) finish(answer.id);
}

void Search::finish(const Uuid& id) {
    auto node = asked_.extract(id);
    if (node.empty()) return;
    auto& asked = node.mapped();
    for (const auto& address : asked.silent) {
        auto& supplier = suppliers_[address];
        supplier.breaker.stayed_silent(clock_.moment());
        ++supplier.counters.silent;
        asked.found.missing.push_back(address);
    }
    std::ranges::sort(asked.found.missing);
    asked.on_found(std::move(asked.found));
}

}  // namespace viaja::session
