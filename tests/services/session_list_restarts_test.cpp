// A hold list whose coordinator dies at each point: all of it is held in the end, or none.

#include <gtest/gtest.h>

#include <algorithm>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

constexpr int kHolds = 3;

AskHoldList a_list(SessionWorld& world) {
    AskHoldList list;
    for (int count = 0; count < kHolds; ++count)
        list.holds.push_back({HoldId{new_uuid(world.clock, world.random)}, world.a_flight()});
    return list;
}

SupplierReply reply_to(const SupplierCommand& command, bool refuses) {
    SupplierReply reply;
    reply.command = command.command;
    reply.session_id = command.session_id;
    reply.hold = command.hold;
    reply.attempt = command.attempt;
    reply.price.amount = 1'000;
    reply.description = "a flight";
    reply.row_state = "held";
    reply.answer = command.command == Command::hold ? Answer::held : Answer::cancelled;
    if (refuses && command.command == Command::hold) {
        reply.answer = Answer::refused;
        reply.reason = "sold_out";
    }
    return reply;
}

/// Answers what is asked, one after the other, where `refused` is the position of a hold that is
/// refused. The coordinator dies after so many answers, and everything that it sent is lost.
Session played(int dies_after, int refused) {
    SessionWorld world;
    const auto session_id = world.open();
    world.request_under("the-key", session_id, a_list(world));
    int answers = 0;
    for (int round = 0; round < 20; ++round) {
        for (const auto& message : world.received("flight.I0")) {
            const auto& command = std::get<SupplierCommand>(message);
            const auto session = world.session(session_id);
            const auto* hold = find_hold(session, command.hold);
            world.send(reply_to(command, hold->position == refused));
            if (++answers == dies_after) {
                world.restart();
                world.received("flight.I0");
                break;
            }
        }
        world.wait(1s);
    }
    const auto again = world.request_under("the-key", session_id, a_list(world));
    EXPECT_TRUE(again.replayed);
    const auto session = world.session(session_id);
    EXPECT_EQ(again.resource, session.holds.front().id.text());
    return session;
}

std::vector<HoldState> states_of(const Session& session) {
    std::vector<HoldState> states;
    for (const auto& hold : session.holds)
        states.push_back(hold.state);
    return states;
}

TEST(SessionListRestarts, AllIsHeldWhereverTheCoordinatorDies) {
    for (int dies_after = 0; dies_after <= kHolds; ++dies_after) {
        const auto session = played(dies_after, 0);
        EXPECT_EQ(states_of(session), std::vector(kHolds, HoldState::held)) << dies_after;
        for (const auto& hold : session.holds)
            EXPECT_EQ(hold.list, 1);
    }
}

TEST(SessionListRestarts, NothingIsHeldWhereverTheCoordinatorOfARefusedListDies) {
    for (int refused = 1; refused <= kHolds; ++refused) {
        std::vector expected(kHolds, HoldState::released);
        expected[static_cast<std::size_t>(refused) - 1] = HoldState::refused;
        for (int dies_after = 0; dies_after <= 2 * kHolds; ++dies_after)
            EXPECT_EQ(states_of(played(dies_after, refused)), expected)
                << refused << " " << dies_after;
    }
}

TEST(SessionListRestarts, WhatAListReplacesIsKnownAfterARestart) {
    SessionWorld world;
    const auto session_id = world.held_session();
    auto list = a_list(world);
    list.replaces = {world.session(session_id).holds.front().id};
    world.request_under("the-key", session_id, std::move(list));
    world.restart();
    for (const auto& message : world.received("flight.I0"))
        world.send(reply_to(std::get<SupplierCommand>(message), false));
    const auto session = world.session(session_id);
    EXPECT_EQ(session.holds.front().state, HoldState::releasing);
    EXPECT_EQ(session.holds.front().swapped_for, 2);
    EXPECT_EQ(session.holds[1].replaces, session.holds.front().id);
}

}  // namespace
}  // namespace viaja::session
