#include "bench/floor/session_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bench/floor/floor_run.hpp"
#include "common/contract/topology.hpp"

namespace viaja::bench {
namespace {

constexpr std::chrono::milliseconds kLease{10'000};
constexpr std::chrono::seconds kHoldTime{600};

std::string uuid_text(const Clock& clock, Random& random) {
    return new_uuid(clock, random).text();
}

}  // namespace

SessionPart::SessionPart(const Ports& ports, const Wishes& wishes, Options options, Window window)
    : ports_(ports),
      wishes_(wishes),
      options_(std::move(options)),
      window_(std::move(window)),
      session_rows_(ports.connection, "sessions", 1),
      hold_rows_(ports.connection, "session_holds", 1),
      payment_rows_(ports.connection, "session_payments", 2),
      timeline_rows_(ports.connection, "timeline", 2),
      answer_rows_(ports.connection, "kept_answers", 3) {
    const auto now = std::chrono::steady_clock::now();
    for (int i = 0; i < options_.in_flight; ++i)
        begin_trip(now);
}

const SessionPart::Plan& SessionPart::plan_of(Step step) {
    static const std::array<Plan, 10> kPlans = {{
        {},                                                              // open
        {.holds = {true, false}, .keeps_answer = true, .timeline = 2},   // ask_flight
        {.holds = {true, false}},                                        // flight_held
        {.holds = {false, true}, .keeps_answer = true},                  // ask_room
        {.holds = {false, true}},                                        // room_held
        {.holds = {true, true}, .payment = true, .keeps_answer = true},  // pay
        {.payment = true},                                               // authorized
        {.holds = {true, false}},                                        // flight_confirmed
        {.holds = {false, true}, .payment = true},                       // room_confirmed
        {.holds = {true, true}, .payment = true, .timeline = 2},         // captured
    }};
    return kPlans[static_cast<std::size_t>(step)];
}

bool SessionPart::is_request(Step step) {
    return step == Step::open || step == Step::ask_flight || step == Step::ask_room ||
           step == Step::pay;
}

bool SessionPart::is_answer_to(const Trip& trip, const Message& message) {
    if (const auto* reply = std::get_if<SupplierReply>(&message)) {
        switch (trip.next) {
            case Step::flight_held:
            case Step::room_held:
                return reply->answer == Answer::held;
            case Step::flight_confirmed:
            case Step::room_confirmed:
                return reply->answer == Answer::confirmed;
            default:
                return false;
        }
    }
    const auto* reply = std::get_if<PaymentReply>(&message);
    const auto wanted = trip.next == Step::authorized ? Answer::authorized : Answer::captured;
    return reply && reply->answer == wanted;
}

void SessionPart::begin_trip(SteadyTime now) {
    Trip trip;
    trip.id = SessionId{new_uuid(ports_.clock, ports_.random)};
    for (auto& hold : trip.holds)
        hold = HoldId{new_uuid(ports_.clock, ports_.random)};
    trip.number = options_.first_trip + begun_++;
    trip.began = trip.asked = now;
    requests_.push_back(trip.id);
    trips_.emplace(trip.id, trip);
}

bool SessionPart::step(std::chrono::milliseconds patience) {
    if (!requests_.empty()) patience = std::chrono::milliseconds(0);
    const auto most = kBatchMax - std::min(kBatchMax, requests_.size());
    const auto taken = ports_.incoming.take(most, patience);
    window_.move(std::chrono::steady_clock::now());
    const auto batch = take(taken);
    if (!batch.empty()) {
        commit(batch);
        go_on(batch);
    }
    ports_.incoming.acknowledge(taken);
    return !window_.has_ended() || !trips_.empty();
}

SessionPart::Batch SessionPart::take(const IncomingMessages::Taken& taken) {
    Batch batch;
    for (const auto& incoming : taken) {
        const auto session_id = envelope_of(incoming.message).session_id;
        const auto trip = session_id ? trips_.find(*session_id) : trips_.end();
        if (trip == trips_.end() || !is_answer_to(trip->second, incoming.message)) continue;
        batch.emplace(*session_id, &trip->second);
    }
    for (; !requests_.empty() && batch.size() < kBatchMax; requests_.pop_front())
        batch.emplace(requests_.front(), &trips_.at(requests_.front()));
    return batch;
}

void SessionPart::commit(const Batch& batch) {
    std::vector<std::string> keys;
    for (const auto& [id, trip] : batch)
        keys.push_back("floor:" + id.text());
    const auto owner = uuid_text(ports_.clock, ports_.random);
    ports_.lock.try_lock(keys, owner, kLease);
    Transaction transaction(ports_.connection);
    read(batch);
    const auto now = ports_.connection.now();
    write(batch, now);
    transaction.commit();
    ports_.lock.unlock(keys, owner);
    auto outgoing = messages(batch, now);
    if (!outgoing.empty()) ports_.bus.publish(std::move(outgoing));
}

void SessionPart::read(const Batch& batch) {
    std::vector<Value> keys;
    std::vector<Value> with_answer;
    bool any_known = false;
    for (const auto& [id, trip] : batch) {
        keys.emplace_back(id.text());
        any_known = any_known || trip->next != Step::open;
        if (plan_of(trip->next).keeps_answer) with_answer.emplace_back(id.text());
    }
    auto& connection = ports_.connection;
    connection.lock(session_rows_.table(), "id", keys);
    if (any_known) {
        connection.find(hold_rows_.table(), "session_id", keys);
        connection.find(payment_rows_.table(), "session_id", keys);
    }
    if (!with_answer.empty()) {
        connection.find(answer_rows_.table(), "session_id", with_answer);
    }
}

void SessionPart::write(const Batch& batch, Instant now) {
    Rows opened;
    Rows sessions;
    Rows holds;
    Rows payments;
    Rows timeline;
    Rows answers;
    for (const auto& [id, trip] : batch) {
        const auto& plan = plan_of(trip->next);
        const Value session_id = id.text();
        const Value word = fmt::format("step {}", static_cast<int>(trip->next));
        const Value version = std::int64_t{static_cast<int>(trip->next) + 1};
        (trip->next == Step::open ? opened : sessions)
            .push_back(session_rows_.row({{"id", session_id},
                                          {"state", word},
                                          {"timeout_state", "running"},
                                          {"expires_at", to_value(now + kHoldTime)},
                                          {"version", version},
                                          {"created_at", to_value(now)},
                                          {"updated_at", to_value(now)},
                                          {"due_at", to_value(now + kHoldTime)}}));
        for (std::size_t i = 0; i < trip->holds.size(); ++i) {
            if (!plan.holds[i]) continue;
            holds.push_back(hold_rows_.row({{"id", trip->holds[i].text()},
                                            {"session_id", session_id},
                                            {"position", std::int64_t(i)},
                                            {"state", word}}));
        }
        if (plan.payment) {
            payments.push_back(payment_rows_.row(
                {{"session_id", session_id}, {"attempt", std::int64_t{1}}, {"state", word}}));
        }
        for (int i = 0; i < plan.timeline; ++i) {
            timeline.push_back(timeline_rows_.row({{"session_id", session_id},
                                                   {"sequence", ++trip->timeline},
                                                   {"at", to_value(now)},
                                                   {"type", word}}));
        }
        if (plan.keeps_answer) {
            answers.push_back(answer_rows_.row({{"session_id", session_id},
                                                {"route", "holds"},
                                                {"idempotency_key", word},
                                                {"code", "accepted"},
                                                {"resource", trip->holds[0].text()},
                                                {"created_at", to_value(now)}}));
        }
    }
    auto& connection = ports_.connection;
    if (!opened.empty()) connection.insert(session_rows_.table(), opened);
    if (!sessions.empty()) connection.put(session_rows_.table(), sessions);
    if (!holds.empty()) connection.put(hold_rows_.table(), holds);
    if (!payments.empty()) connection.put(payment_rows_.table(), payments);
    if (!timeline.empty()) connection.insert(timeline_rows_.table(), timeline);
    if (!answers.empty()) connection.insert(answer_rows_.table(), answers);
}

}  // namespace viaja::bench
