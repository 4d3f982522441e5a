// Hold lists: connections by the carriers' times, and what a program that knows no lists leaves.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "session-service/core/connections.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

const Airports kAirports = {
    {"GRU", {"BR"}}, {"REC", {"BR"}}, {"LIS", {"PT"}}, {"GIG", {"BR", {30, 120}}}};

struct Leg {
    const char* from;
    const char* to;
};

/// `next` departs so long after `flight` has landed.
bool reached(Leg flight, Leg next, Duration after) {
    HeldFlight first;
    first.from = flight.from;
    first.to = flight.to;
    first.arrives_at = kStart;
    HeldFlight second;
    second.from = next.from;
    second.to = next.to;
    second.departs_at = kStart + after;
    return can_be_reached(second, first, kAirports);
}

TEST(SessionConnections, TakeTheLeastTimeOfTheAirportWhereTheyAre) {
    constexpr const char* kUnknown = "QQQ";
    struct Case {
        Leg flight, next;
        std::chrono::minutes least;
    };
    const Case cases[] = {
        {{"REC", "GRU"}, {"GRU", "GIG"}, 45min},       {{"REC", "GRU"}, {"GRU", "LIS"}, 90min},
        {{"LIS", "GRU"}, {"GRU", "REC"}, 90min},       {{"REC", "GIG"}, {"GIG", "GRU"}, 30min},
        {{"LIS", "GIG"}, {"GIG", "GRU"}, 120min},      {{"REC", "GRU"}, {"GRU", kUnknown}, 45min},
        {{"REC", kUnknown}, {kUnknown, "LIS"}, 45min}, {{"REC", "GRU"}, {"GIG", "LIS"}, 0min},
    };
    for (const auto& [flight, next, least] : cases) {
        EXPECT_TRUE(reached(flight, next, least)) << flight.to << " " << next.from;
        EXPECT_FALSE(reached(flight, next, least - 1us)) << flight.to << " " << next.from;
    }
}

TEST(SessionConnections, AStayOfDaysIsNone) {
    EXPECT_TRUE(reached({"GRU", "REC"}, {"REC", "GRU"}, 24h * 7));
}

HoldRequest a_flight() {
    HoldRequest request;
    request.item = FlightItem{"I0", "I01370", parse_date("2027-02-01").value()};
    request.travellers = {"Ana Souza"};
    return request;
}

HoldRequest a_room(const char* type) {
    HoldRequest request;
    request.item =
        RoomItem{type, parse_date("2027-02-01").value(), parse_date("2027-02-03").value()};
    request.travellers = {"Ana Souza"};
    return request;
}

Outcome ask_list(Session& session, std::initializer_list<int> numbers,
                 std::vector<HoldId> replaces = {}) {
    AskHoldList list;
    for (const int number : numbers)
        list.holds.push_back({hold_id(number), a_flight()});
    list.replaces = std::move(replaces);
    return decide(session, list, kStart, kRules);
}

void take(Session& session, int number, Answer said) {
    decide(session, answer(Command::hold, number, 0, said, "sold_out"), kStart, kRules);
}

HoldState state_of(const Session& session, int number) {
    return find_hold(session, hold_id(number))->state;
}

TEST(SessionLists, ASwapNamesTheHoldThatWantsTheSameToItsSupplier) {
    auto session = new_session();
    decide(session,
           AskHoldList{{{hold_id(1), a_room("small")},
                        {hold_id(2), a_flight()},
                        {hold_id(3), a_room("large")}},
                       {}},
           kStart, kRules);
    for (const int number : {1, 2, 3})
        take(session, number, Answer::held);
    AskHoldList swap{
        {{hold_id(4), a_room("large")}, {hold_id(5), a_flight()}, {hold_id(6), a_flight()}},
        {hold_id(1), hold_id(2), hold_id(3)}};
    ASSERT_EQ(decide(session, swap, kStart, kRules).code, Code::accepted);
    EXPECT_EQ(find_hold(session, hold_id(4))->replaces, hold_id(3));
    EXPECT_EQ(find_hold(session, hold_id(5))->replaces, hold_id(2));
    EXPECT_EQ(find_hold(session, hold_id(6))->replaces, std::nullopt) << "it is lent once";
    for (const int number : {4, 5, 6}) {
        EXPECT_EQ(state_of(session, 1), HoldState::held);
        take(session, number, Answer::held);
    }
    for (const int number : {1, 2, 3})
        EXPECT_EQ(state_of(session, number), HoldState::releasing);
}

TEST(SessionLists, CountForTheHoldsOfASession) {
    auto session = held_session(static_cast<int>(kHoldsMax) - 1);
    EXPECT_EQ(ask_list(session, {201, 202}).code, Code::invalid_state);
    EXPECT_EQ(session.holds.size(), kHoldsMax - 1);
    EXPECT_EQ(ask_list(session, {201}).code, Code::accepted);
}

TEST(SessionLists, TheDeadlineIsMovedByAListThatIsHeldAlone) {
    auto session = new_session();
    ask_list(session, {1, 2});
    const auto deadline = session.timeout.expires_at;
    auto soon = answer(Command::hold, 1, 0, Answer::held);
    HeldFlight flight;
    flight.item = std::get<FlightItem>(a_flight().item);
    flight.departs_at = kStart + 1min;
    flight.arrives_at = kStart + 2min;
    soon.item = flight;
    decide(session, soon, kStart, kRules);
    EXPECT_EQ(session.timeout.expires_at, deadline) << "it may all be given back";
    EXPECT_EQ(total(session).amount, 0);
    take(session, 2, Answer::held);
    EXPECT_EQ(session.timeout.expires_at, kStart + 1min);
    EXPECT_EQ(total(session).amount, 2000);
}

// A replica of the program before takes each hold for one of its own.
TEST(SessionLists, AreSettledAfterAProgramThatKnowsNone) {
    auto session = new_session();
    ask_list(session, {1, 2});
    session.holds[0].state = HoldState::held;
    session.holds[0].retry = {};
    session.holds[1].state = HoldState::refused;
    session.holds[1].retry = {};
    EXPECT_EQ(pay(session).code, Code::no_holds) << "half of a list is not paid";
    EXPECT_EQ(state_of(session, 1), HoldState::releasing);
    ask(session, 3);
    take(session, 3, Answer::held);
    ask_list(session, {4}, {hold_id(3)});
    session.holds[3].state = HoldState::held;
    session.holds[3].retry = {};
    pass_time(session, kStart, kRules);
    EXPECT_EQ(state_of(session, 3), HoldState::releasing);
    const auto settled = session;
    pass_time(session, kStart, kRules);
    EXPECT_EQ(session, settled);
}

TEST(SessionLists, AreSettledWhenAPauseHasEnded) {
    auto session = new_session();
    ask_list(session, {1, 2});
    auto rules = kRules;
    rules.limits.hold_time = 2 * kRules.limits.pause_time;
    session.timeout.expires_at = kStart + rules.limits.hold_time;
    auto legacy = LegacyAnswer::invalid;
    set_state(session, LegacyState::paused, kStart, rules, legacy);
    ASSERT_EQ(legacy, LegacyAnswer::ok);
    session.holds[0].state = HoldState::held;
    session.holds[0].retry = {};
    session.holds[1].state = HoldState::refused;
    session.holds[1].retry = {};
    pass_time(session, kStart + rules.limits.pause_time, rules);
    EXPECT_EQ(session.timeout.state, TimeoutState::running);
    EXPECT_EQ(state_of(session, 1), HoldState::releasing) << "half of a list is not kept";
}

}  // namespace
}  // namespace viaja::session
