#include "tests/services/carrier_on_bus.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "common/contract/encoding.hpp"
#include "common/contract/seats_changed.hpp"
#include "common/contract/topology.hpp"

namespace viaja::session {
namespace {

/// It acknowledges nothing.
constexpr std::size_t kUnanswered = 1'000'000;

ScheduledFlight flight_of(const std::string& line) {
    std::istringstream words(line);
    std::string between;
    std::string departs;
    std::string as;
    ScheduledFlight flight;
    words >> flight.flight >> between >> departs >> flight.minutes >> flight.price.amount >> as;
    flight.from = between.substr(0, 3);
    flight.to = between.substr(4);
    flight.departs = minutes_of_day(departs).value();
    flight.days = "1234567";
    flight.seats = 50;
    if (as.starts_with("as=")) flight.operated_by = OperatingFlight{as.substr(3, 2), as.substr(3)};
    return flight;
}

std::vector<ScheduledFlight> flights_of(const std::vector<std::string>& lines) {
    std::vector<ScheduledFlight> flights;
    std::ranges::transform(lines, std::back_inserter(flights), flight_of);
    return flights;
}

}  // namespace

CarrierOnBus::CarrierOnBus(Bus& bus, const Clock& clock, Random& random, std::string code,
                           const std::vector<std::string>& flights)
    : bus_(bus),
      code_(std::move(code)),
      heartbeat_(bus, clock, random, "flight-service", topology::flight(code_), "test"),
      flights_(flights_of(flights)) {
    inbox_ = bus_.consume(topology::flight(code_), {}, kUnanswered, [this](Delivery delivery) {
        for (const auto& item : decode(delivery.body)) {
            const auto* question = std::get_if<Question>(&std::get<Message>(item.item));
            if (question) answer(*question, item.origin.context);
        }
    });
    who_ = bus_.listen(std::string(topology::kServiceWho),
                       [this](const std::string&, const std::string&) { announce(); });
    announce();
}

void CarrierOnBus::set_schedule(const std::string& version,
                                const std::vector<std::string>& flights) {
    const std::lock_guard guard(mutex_);
    version_ = version;
    flights_ = flights_of(flights);
}

void CarrierOnBus::announce() {
    const std::lock_guard guard(mutex_);
    heartbeat_.set_schedule({version_, static_cast<int>(flights_.size())});
    heartbeat_.announce();
}

void CarrierOnBus::sell(const std::string& flight, int left, std::int64_t price) {
    const std::lock_guard guard(mutex_);
    sales_[flight] = {left, price};
}

void CarrierOnBus::freeze(bool frozen) {
    const std::lock_guard guard(mutex_);
    frozen_ = frozen;
}

void CarrierOnBus::repeat(int times) {
    const std::lock_guard guard(mutex_);
    repeat_ = times;
}

void CarrierOnBus::tell(const std::string& flight, Date date, int left) {
    const std::vector<SeatsChanged> changes = {{topology::flight(code_), {flight, date}, left}};
    bus_.announce(std::string(topology::kSeatsChanged), to_text(changes));
}

int CarrierOnBus::asked() const {
    const std::lock_guard guard(mutex_);
    return asked_;
}

TraceContext CarrierOnBus::context() const {
    const std::lock_guard guard(mutex_);
    return context_;
}

void CarrierOnBus::answer(const Question& question, const TraceContext& context) {
    const std::lock_guard guard(mutex_);
    const auto* seats = std::get_if<SeatsQuestion>(&question.about);
    if (seats) {
        ++asked_;
        context_ = context;
    }
    if (frozen_) return;
    QuestionAnswer answer;
    answer.id = question.id;
    answer.from = topology::flight(code_);
    if (seats) fill(answer, *seats);
    if (const auto* page = std::get_if<ScheduleQuestion>(&question.about)) fill(answer, *page);
    for (int time = 0; time < repeat_; ++time)
        bus_.publish({{question.reply_to, answer}});
}

void CarrierOnBus::fill(QuestionAnswer& answer, const ScheduleQuestion& about) const {
    SchedulePage page;
    page.version = version_;
    if (about.version != version_) answer.problem = "other_version";
    if (answer.problem.empty()) page.flights = flights_;
    answer.offers = std::move(page);
}

void CarrierOnBus::fill(QuestionAnswer& answer, const SeatsQuestion& about) const {
    SeatsAnswer seats;
    seats.version = version_;
    for (const auto& one : about.flights) {
        auto& known = seats.flights.emplace_back(FlightSeats{one, 0, "unknown_item", {}});
        const auto flight = std::ranges::find(flights_, one.flight, &ScheduledFlight::flight);
        if (flight == flights_.end()) continue;
        const auto sale = sales_.find(one.flight);
        const Sale sold = sale == sales_.end() ? Sale{50, flight->price.amount} : sale->second;
        known.reason.clear();
        known.seats_left = sold.left;
        known.price.amount = sold.price * about.passengers;
    }
    answer.offers = std::move(seats);
}

}  // namespace viaja::session
