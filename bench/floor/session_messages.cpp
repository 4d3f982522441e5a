// What follows a commit of the floor's session part: messages, and the travellers' next requests.

#include <utility>

#include "bench/floor/floor_run.hpp"
#include "bench/floor/session_part.hpp"
#include "common/contract/topology.hpp"

namespace viaja::bench {
namespace {

constexpr Money kPrice{179'990, "BRL"};
constexpr std::chrono::seconds kDeadline{600};

}  // namespace

std::vector<Outgoing> SessionPart::messages(const Batch& batch, Instant now) const {
    std::vector<Outgoing> messages;
    for (const auto& [id, trip] : batch)
        message_of(*trip, now, messages);
    return messages;
}

void SessionPart::message_of(const Trip& trip, Instant now, std::vector<Outgoing>& messages) const {
    const auto to_flight = [&](Command command) {
        const auto carrier = wishes_.flight(trip.number, 0).carrier;
        messages.push_back(
            {floor_queue(topology::flight(carrier)), command_to(trip, command, 0, now)});
    };
    const auto to_hotel = [&](Command command) {
        messages.push_back({floor_queue(topology::kHotel), command_to(trip, command, 1, now)});
    };
    const auto to_payment = [&](Command command) {
        messages.push_back(
            {floor_queue(topology::kPayment), command_to_payment(trip, command, now)});
    };
    switch (trip.next) {
        case Step::ask_flight:
            return to_flight(Command::hold);
        case Step::ask_room:
            return to_hotel(Command::hold);
        case Step::pay:
            return to_payment(Command::authorize);
        case Step::authorized:
            return to_flight(Command::confirm);
        case Step::flight_confirmed:
            return to_hotel(Command::confirm);
        case Step::room_confirmed:
            return to_payment(Command::capture);
        case Step::open:
        case Step::flight_held:
        case Step::room_held:
        case Step::captured:
            return;
    }
}

SupplierCommand SessionPart::command_to(const Trip& trip, Command command, std::size_t hold,
                                        Instant now) const {
    SupplierCommand message;
    message.command = command;
    message.session_id = trip.id;
    message.hold = trip.holds[hold];
    message.attempt = command == Command::confirm ? 1 : 0;
    message.deadline = now + kDeadline;
    message.reply_to = topology::kSession;
    if (command == Command::hold) {
        auto& request = message.request.emplace();
        request.travellers = {"Ana Souza"};
        if (hold == 0) {
            request.item = wishes_.flight(trip.number, 0);
        } else {
            request.item = wishes_.room(trip.number);
        }
    }
    return message;
}

PaymentCommand SessionPart::command_to_payment(const Trip& trip, Command command,
                                               Instant now) const {
    PaymentCommand message;
    message.command = command;
    message.session_id = trip.id;
    message.attempt = 1;
    message.deadline = now + kDeadline;
    message.amount = kPrice;
    message.method = "card";
    if (command == Command::authorize) message.token = "tok_ok";
    message.reply_to = topology::kSession;
    return message;
}

void SessionPart::go_on(const Batch& batch) {
    const auto now = std::chrono::steady_clock::now();
    for (const auto& [id, trip] : batch) {
        record(*trip, now);
        if (trip->next == Step::captured) {
            trips_.erase(id);
            if (now < window_.end()) begin_trip(now);
            continue;
        }
        trip->next = static_cast<Step>(static_cast<int>(trip->next) + 1);
        if (!is_request(trip->next)) continue;
        trip->asked = now;
        requests_.push_back(id);
    }
}

void SessionPart::record(const Trip& trip, SteadyTime now) {
    if (trip.next == Step::captured) window_.count_trip();
    if (!window_.contains(now)) return;
    const auto took = now - trip.asked;
    switch (trip.next) {
        case Step::open:
            return open_.add(took);
        case Step::flight_held:
        case Step::room_held:
            return hold_.add(took);
        case Step::captured:
            pay_.add(took);
            return trip_.add(now - trip.began);
        default:
            return;
    }
}

Report SessionPart::report() const {
    Report report;
    report.program = "floor";
    report.mode = "closed loop, " + std::to_string(options_.in_flight) + " in flight";
    window_.describe(report);
    report.latencies = {{"pay", pay_.summary()},
                        {"trip", trip_.summary()},
                        {"hold", hold_.summary()},
                        {"open", open_.summary()}};
    if (report.trips == 0)
        report.complaints.push_back("no trip was confirmed in the measured time");
    if (!trips_.empty()) {
        report.complaints.push_back(std::to_string(trips_.size()) + " trips did not end");
    }
    return report;
}

}  // namespace viaja::bench
