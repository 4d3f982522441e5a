#include "session-service/search/questions.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/encoding.hpp"
#include "common/contract/match.hpp"

namespace viaja::session {
namespace {

/// Questions under way; more are answered at once with every supplier missing.
constexpr std::size_t kAskedMax = 1'000;

void add(const QuestionAnswer& answer, SupplierAnswers& answers) {
    const auto append = [](auto& offers, const auto& more) {
        offers.insert(offers.end(), more.begin(), more.end());
    };
    std::visit(Match{
                   [&](const StayOffers& stays) { append(answers.stays, stays); },
                   [&](const TicketOffers& tickets) { append(answers.tickets, tickets); },
                   [&](const OtherOffers& others) { append(answers.others, others); },
                   [&](const NightOffers& nights) {
                       append(answers.nights.lowest, nights.lowest);
                       append(answers.nights.rooms, nights.rooms);
                   },
                   [&](const UnitCounts& units) { append(answers.units, units); },
                   [&](const CatalogueChanged& changed) { answers.changed = changed; },
                   [&](const ItemPrices& prices) { answers.prices = prices; },
                   // Seats and schedules are asked for by SeatChecks and Schedules, flights by no
                   // service: FlightOffers are for other participants.
                   [](const FlightOffers&) {},
                   [](const SchedulePage&) {},
                   [](const SeatsAnswer&) {},
               },
               answer.offers);
    answers.more = answers.more || answer.more;
    if (!answer.problem.empty()) answers.problems.push_back(answer.problem);
}

}  // namespace

Questions::Questions(runtime::Loop& loop, Bus& bus, const Clock& clock, Random& random,
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

Questions::~Questions() {
    *alive_ = false;
    consumer_.reset();
}

void Questions::ask(const std::vector<std::string>& addresses, const About& about,
                    const TraceContext& context, OnAnswers on_answers) {
    const auto id = new_uuid(clock_, random_);
    const bool has_room = asked_.size() < kAskedMax;
    Asked asked;
    asked.on_answers = std::move(on_answers);
    std::vector<Outgoing> messages;
    for (const auto& address : addresses) {
        auto& supplier = suppliers_[address];
        const bool is_closed = supplier.breaker.state() == Breaker::State::closed;
        if (has_room && is_closed) {
            ++supplier.counters.asked;
            ++asked.answers.asked;
            asked.silent.insert(address);
            messages.push_back(message_for(address, id, about, context));
            continue;
        }
        ++supplier.counters.not_asked;
        asked.answers.missing.push_back(address);
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

Outgoing Questions::message_for(const std::string& address, const Uuid& id, const About& about,
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
Outgoing Questions::probe(const std::string& address, const About& about) {
    const auto id = new_uuid(clock_, random_);
    ++suppliers_[address].counters.asked;
    probes_[id] = loop_.call_after(time_, [this, id, address] { end_probe(id, address); });
    const bool changes = std::holds_alternative<CatalogueChange>(about);
    return message_for(address, id, changes ? About(UnitQuestion{"", "", 1}) : about, {});
}

void Questions::end_probe(const Uuid& id, const std::string& address) {
    const auto timer = probes_.extract(id);
    auto& supplier = suppliers_[address];
    supplier.breaker.stayed_silent(clock_.moment());
    ++supplier.counters.silent;
}

void Questions::take(const QuestionAnswer& answer) {
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
    ++asked.answers.answered;
    add(answer, asked.answers);
    if (asked.silent.empty()) finish(answer.id);
}

void Questions::finish(const Uuid& id) {
    auto node = asked_.extract(id);
    if (node.empty()) return;
    auto& asked = node.mapped();
    for (const auto& address : asked.silent) {
        auto& supplier = suppliers_[address];
        supplier.breaker.stayed_silent(clock_.moment());
        ++supplier.counters.silent;
        asked.answers.missing.push_back(address);
    }
    std::ranges::sort(asked.answers.missing);
    asked.on_answers(std::move(asked.answers));
}

}  // namespace viaja::session
