#pragma once
// The floor of session-service, and the travellers in one: trips go through the same ten changes,
// each with the statements, rows and messages of session-service/store/store.cpp, without a
// decision. The next request of a traveller comes when the last one is committed. One worker
// thread.

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "bench/floor/incoming_messages.hpp"
#include "bench/floor/row_form.hpp"
#include "bench/load/wishes.hpp"
#include "bench/measure/report.hpp"
#include "bench/measure/window.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/lock.hpp"

namespace viaja::bench {

class SessionPart {
  public:
    struct Ports {
        Connection& connection;
        Bus& bus;
        LockService& lock;
        IncomingMessages& incoming;
        const Clock& clock;
        Random& random;
    };
    struct Options {
        std::uint64_t first_trip = 0;
        int in_flight = 1;
    };

    SessionPart(const Ports& ports, const Wishes& wishes, Options options, Window window);

    /// One batch, after at most `patience`. False when the window is over and no trip under way.
    bool step(std::chrono::milliseconds patience);
    Report report() const;

  private:
    enum class Step {
        open,
        ask_flight,
        flight_held,
        ask_room,
        room_held,
        pay,
        authorized,
        flight_confirmed,
        room_confirmed,
        captured,
    };
    /// The rows that a step writes beside the session's own.
    struct Plan {
        std::array<bool, 2> holds{};
        bool payment = false;
        bool keeps_answer = false;
        int timeline = 1;
    };
    struct Trip {
        SessionId id;
        std::array<HoldId, 2> holds;
        std::uint64_t number = 0;
        Step next = Step::open;  ///< the step that is awaited
        std::int64_t timeline = 0;
        SteadyTime began;
        SteadyTime asked;
    };
    using Batch = std::map<SessionId, Trip*>;

    static const Plan& plan_of(Step step);
    static bool is_request(Step step);
    static bool is_answer_to(const Trip& trip, const Message& message);

    void begin_trip(SteadyTime now);
    Batch take(const IncomingMessages::Taken& taken);
    void commit(const Batch& batch);
    void read(const Batch& batch);
    void write(const Batch& batch, Instant now);
    std::vector<Outgoing> messages(const Batch& batch, Instant now) const;
    void message_of(const Trip& trip, Instant now, std::vector<Outgoing>& messages) const;
    SupplierCommand command_to(const Trip& trip, Command command, std::size_t hold,
                               Instant now) const;
    PaymentCommand command_to_payment(const Trip& trip, Command command, Instant now) const;
    void go_on(const Batch& batch);
    void record(const Trip& trip, SteadyTime now);

    const Ports ports_;
    const Wishes& wishes_;
    const Options options_;
    Window window_;
    RowForm session_rows_;
    RowForm hold_rows_;
    RowForm payment_rows_;
    RowForm timeline_rows_;
    RowForm answer_rows_;
    std::map<SessionId, Trip> trips_;
    std::deque<SessionId> requests_;  ///< of travellers, in order
    std::uint64_t begun_ = 0;
    Latencies open_;
    Latencies hold_;
    Latencies pay_;
    Latencies trip_;
};

}  // namespace viaja::bench
