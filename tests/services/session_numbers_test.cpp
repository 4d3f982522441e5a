// What is counted of sessions and of their sagas, and how /metrics shows it.

#include "session-service/coordinator/session_numbers.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "session-service/session_metrics.hpp"

namespace viaja::session {
namespace {

using Lines = std::set<std::string>;
using std::chrono::seconds;

const Instant kNow = *parse_rfc3339("2026-11-21T12:00:00Z");

/// "name label label value" of the samples that are not 0; of a histogram its sum.
Lines shown(const SessionNumbers& numbers, const std::string& name) {
    Lines lines;
    for (const auto& metric : session_metrics(numbers.totals())) {
        if (metric.name != name) continue;
        for (const auto& sample : metric.samples) {
            std::string line;
            for (const auto& [label, value] : sample.labels)
                line += value + " ";
            const auto value = sample.histogram ? sample.histogram->sum() : sample.value;
            if (value != 0) lines.insert(line + std::to_string(static_cast<int>(value)));
        }
    }
    return lines;
}

Session open_session() {
    Session session;
    session.id = SessionId{*Uuid::parse("0198c0de-0000-7000-8000-000000000001")};
    return session;
}

Entry entry(std::string type, std::optional<HoldId> hold = {}) {
    Entry entry;
    entry.type = std::move(type);
    entry.hold = hold;
    return entry;
}

class World {
  public:
    SessionNumbers numbers;

    void change(SessionState to, Instant now) {
        const auto before = session;
        session.state = to;
        batch.changed(before, session, now);
    }
    void commit() {
        numbers.add(batch);
        batch = {};
    }

    Session session = open_session();
    BatchNumbers batch;
};

TEST(SessionNumbers, TimeASagaFromItsFirstDecisionToItsLast) {
    World world;
    world.change(SessionState::paying, kNow);
    world.commit();
    world.change(SessionState::confirmed, kNow + seconds(3));
    world.commit();
    EXPECT_EQ(shown(world.numbers, "viaja_sagas_total"), Lines{"confirmed 1"});
    EXPECT_EQ(shown(world.numbers, "viaja_saga_duration_seconds"), Lines{"confirmed 3"});
    EXPECT_EQ(shown(world.numbers, "viaja_session_transitions_total"),
              (Lines{"open paying 1", "paying confirmed 1"}));
}

TEST(SessionNumbers, NameAFailedPaymentByItsCode) {
    World world;
    world.session.payments.emplace_back().failure = Code::payment_declined;
    world.change(SessionState::paying, kNow);
    world.change(SessionState::open, kNow + seconds(2));
    world.change(SessionState::paying, kNow + seconds(10));
    world.session.payments.back().failure = Code::hold_lost;
    world.change(SessionState::expired, kNow + seconds(15));
    world.commit();
    EXPECT_EQ(shown(world.numbers, "viaja_sagas_total"),
              (Lines{"payment_declined 1", "hold_lost 1"}));
    EXPECT_EQ(shown(world.numbers, "viaja_saga_duration_seconds"),
              (Lines{"payment_declined 2", "hold_lost 5"}));
}

TEST(SessionNumbers, CountASagaThatBeganAtAnotherReplicaWithoutItsTime) {
    World world;
    world.session.state = SessionState::cancelling;
    world.change(SessionState::cancelled, kNow);
    world.commit();
    EXPECT_EQ(shown(world.numbers, "viaja_sagas_total"), Lines{"cancelled 1"});
    EXPECT_EQ(shown(world.numbers, "viaja_saga_duration_seconds"), Lines{});
}

TEST(SessionNumbers, TellAStepOfASupplierFromOneOfPayment) {
    World world;
    const HoldId hold{*Uuid::parse("0198c0de-0000-7000-8000-000000000002")};
    world.batch.recorded(entry("step.silent"));
    world.batch.recorded(entry("step.silent", hold));
    world.batch.recorded(entry("step.silent", hold));
    world.batch.recorded(entry("session.expired"));
    world.commit();
    EXPECT_EQ(shown(world.numbers, "viaja_saga_steps_total"),
              (Lines{"silent authorize 1", "silent confirm 2"}));
    EXPECT_EQ(shown(world.numbers, "viaja_session_entries_total"),
              (Lines{"step.silent 3", "session.expired 1"}));
}

TEST(SessionNumbers, TellRepeatedCommandsFromFirstOnes) {
    World world;
    world.batch.sent(Command::capture, 1);
    world.batch.sent(Command::capture, 2);
    world.batch.sent(Command::capture, 3);
    world.batch.answered("pay", Code::accepted);
    world.batch.answered("pay", Code::session_expired);
    world.commit();
    EXPECT_EQ(shown(world.numbers, "viaja_session_commands_total"),
              (Lines{"capture first 1", "capture again 2"}));
    EXPECT_EQ(shown(world.numbers, "viaja_session_requests_total"),
              (Lines{"accepted pay 1", "session_expired pay 1"}));
}

TEST(SessionNumbers, CountWhatIsCommittedAlone) {
    World world;
    world.change(SessionState::paying, kNow);
    EXPECT_EQ(shown(world.numbers, "viaja_session_transitions_total"), Lines{});
}

}  // namespace
}  // namespace viaja::session
