#include "session-service/search/seat_checks.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"

namespace viaja::session {
namespace {

/// Rounded up, so that no offer is below the carrier's price.
std::int32_t price_of_a_seat(const Money& price, int passengers) {
    const auto each = (price.amount + passengers - 1) / passengers;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(each, 0, routes::kSeatPriceMax));
}

/// Prices are added up, so one in another currency is as good as no answer.
std::vector<routes::CheckedFlight> seats_in(const SeatsAnswer& answer, int passengers) {
    std::vector<routes::CheckedFlight> seats;
    for (const auto& one : answer.flights) {
        const routes::FlightOnDay unit{one.flight.flight, routes::day_of(one.flight.date)};
        if (!one.reason.empty()) {
            seats.push_back({unit});
        } else if (one.price.currency == Money{}.currency) {
            seats.push_back(
                {unit, routes::Seats{one.seats_left, price_of_a_seat(one.price, passengers)}});
        }
    }
    return seats;
}

}  // namespace

SeatChecks::SeatChecks(const Ports& ports, routes::Schedules& schedules, OnAnswer on_answer)
    : loop_(ports.loop),
      bus_(ports.bus),
      clock_(ports.clock),
      random_(ports.random),
      schedules_(schedules),
      on_answer_(std::move(on_answer)) {
    consumer_ = bus_.consume_private(reply_to_, [this, alive = alive_](Delivery delivery) {
        loop_.post([this, alive, body = std::move(delivery.body)] {
            if (*alive) take(body);
        });
    });
}

SeatChecks::~SeatChecks() {
    *alive_ = false;
    consumer_.reset();
}

void SeatChecks::ask(const Uuid& search, const std::vector<routes::FlightsToCheck>& checks,
                     const Terms& terms) {
    std::vector<Outgoing> messages;
    for (const auto& asked : checks)
        messages.push_back(message_for(search, asked, terms));
    if (!messages.empty()) bus_.publish(std::move(messages));
}

Outgoing SeatChecks::message_for(const Uuid& search, const routes::FlightsToCheck& asked,
                                 const Terms& terms) {
    const auto id = new_uuid(clock_, random_);
    open_.emplace(id, Open{search, asked.carrier, terms.passengers});
    open_of_[search].insert(id);
    ++counters_[asked.carrier].asked;
    SeatsQuestion about{terms.passengers, {}};
    for (const auto& unit : asked.flights)
        about.flights.push_back({unit.flight, routes::date_of(unit.day)});
    return {topology::flight(asked.carrier),
            Question{.id = id,
                     .wait = terms.wait,
                     .deadline = clock_.now() + terms.wait,
                     .reply_to = reply_to_,
                     .about = std::move(about)},
            terms.context};
}

void SeatChecks::give_up(const Uuid& search) {
    const auto node = open_of_.extract(search);
    if (node.empty()) return;
    std::set<std::string> silent;
    for (const auto& id : node.mapped()) {
        const auto& carrier = *silent.insert(open_.extract(id).mapped().carrier).first;
        ++counters_[carrier].silent;
    }
    for (const auto& carrier : silent)
        schedules_.carriers().stayed_silent(carrier, clock_.moment());
}

void SeatChecks::leave_out(const std::set<std::string>& carriers) {
    for (const auto& carrier : carriers)
        ++counters_[carrier].not_asked;
}

AskedSuppliers SeatChecks::suppliers() const {
    AskedSuppliers suppliers;
    for (const auto& [carrier, counters] : counters_) {
        const auto* breaker = schedules_.carriers().breaker(carrier);
        if (breaker)
            suppliers.emplace(topology::flight(carrier), AskedSupplier{counters, *breaker});
    }
    return suppliers;
}

void SeatChecks::ask_silent_carriers(std::chrono::milliseconds wait) {
    for (const auto& carrier : schedules_.carriers().take_probes(clock_.moment())) {
        const auto id = new_uuid(clock_, random_);
        ask(id, {{carrier, {}}}, {.wait = wait});
        probes_[id] = loop_.call_after(wait, [this, id] {
            const auto timer = probes_.extract(id);
            give_up(id);
        });
    }
}

void SeatChecks::take(const std::string& body) {
    for (const auto& answer : messages_in<QuestionAnswer>(body))
        take(answer);
}

/// An answer that is repeated, late, or not from the carrier that was asked, changes nothing.
void SeatChecks::take(const QuestionAnswer& answer) {
    const auto* seats = std::get_if<SeatsAnswer>(&answer.offers);
    const auto place = open_.find(answer.id);
    if (!seats || place == open_.end()) return;
    if (topology::carrier_of(answer.from) != place->second.carrier) return;
    const auto open = open_.extract(place).mapped();
    const auto of_search = open_of_.find(open.search);
    of_search->second.erase(answer.id);
    if (of_search->second.empty()) open_of_.erase(of_search);
    ++counters_[open.carrier].answered;
    schedules_.carriers().answered(open.carrier, clock_.moment());
    schedules_.saw_version(open.carrier, seats->version);
    if (probes_.erase(open.search) > 0) return;
    on_answer_({open.search, open.carrier, seats_in(*seats, open.passengers)});
}

}  // namespace viaja::session
