// A supplier from the message to the row and back.

#include <gtest/gtest.h>

#include <algorithm>

#include "common/contract/check.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

using Lines = std::vector<std::string>;

TEST(Supplier, TakesAHoldFromTheRequestToTheSaleAndBack) {
    World world;
    EXPECT_EQ(world.ask(world.hold(1, "XX5", 2)), "held, held@0, 1000 BRL XX5");
    EXPECT_EQ(world.unit(unit_of("XX5")), "2 held, 0 confirmed of 5");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1");
    EXPECT_EQ(world.unit(unit_of("XX5")), "0 held, 2 confirmed of 5");
    EXPECT_EQ(world.ask(world.command(Command::unconfirm, 1, 1)), "unconfirmed, held@1");
    EXPECT_EQ(world.unit(unit_of("XX5")), "2 held, 0 confirmed of 5");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "refused (attempt_over), held@1");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 2)), "confirmed, confirmed@2");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, cancelled@2");
    EXPECT_EQ(world.unit(unit_of("XX5")), "0 held, 0 confirmed of 5");
    EXPECT_EQ(world.ask(world.command(Command::expire, 1)), "expired, cancelled@2");
}

/// Without the span: what follows is a child of the sender's own work.
TraceContext trace_in(TraceContext context) {
    context.span_id = {};
    return context;
}

TEST(Supplier, EachAnswerHasTheTraceOfItsCommand) {
    World world;
    TraceContext context;
    context.trace_id.bytes.fill(0x2a);
    context.request_id = "r-1";
    world.send(world.hold(1, "XX5"), context);
    world.send(world.command(Command::confirm, 1, 1));
    world.run();
    ASSERT_EQ(world.contexts.size(), 2U);
    EXPECT_EQ(trace_in(world.contexts[0]), context);
    EXPECT_TRUE(world.contexts[1].empty()) << "that of its session";
    FlightQuestion wish{"GRU", "REC", parse_date("2026-12-20").value()};
    world.send(Question{.id = {}, .reply_to = "session", .about = wish}, context);
    world.run();
    ASSERT_EQ(world.contexts.size(), 3U) << "a question is answered beside the pipeline";
    EXPECT_EQ(trace_in(world.contexts[2]), context);
}

TEST(Supplier, AnswersRepeatTheKeyAndCarryThePriceAndTheReference) {
    World world;
    world.send(world.hold(1, "XX5"));
    world.send(world.command(Command::confirm, 1, 3));
    world.send(world.command(Command::confirm, 1, 3));
    world.run();
    const auto messages = world.messages();
    ASSERT_EQ(messages.size(), 3U);
    const auto& held = std::get<SupplierReply>(messages[0]);
    EXPECT_EQ(held.command, Command::hold);
    EXPECT_EQ(held.session_id, session_id(1));
    EXPECT_EQ(held.hold, hold_id(1));
    EXPECT_EQ(held.price, (Money{500, "BRL"}));
    ASSERT_TRUE(held.item);
    EXPECT_EQ(std::get<HeldFlight>(*held.item).departs_at_local, "2026-12-20T09:00");
    const auto& confirmed = std::get<SupplierReply>(messages[1]);
    EXPECT_EQ(confirmed.command, Command::confirm);
    EXPECT_EQ(confirmed.attempt, 3);
    EXPECT_EQ(confirmed.reference.size(), 6U);
    EXPECT_EQ(std::get<SupplierReply>(messages[2]).reference, confirmed.reference);
}

TEST(Supplier, TheRowDescribesTheHoldForOperators) {
    World world;
    world.ask(world.hold(1, "XX5", 2));
    world.clock.advance(std::chrono::seconds(3));
    world.ask(world.command(Command::confirm, 1, 1));
    const auto row = world.stored(1);
    EXPECT_EQ(row.session_id, session_id(1));
    EXPECT_EQ(row.hold, (Hold{HoldState::confirmed, 1, ""}));
    EXPECT_EQ(row.claims, (std::vector<Claim>{{.unit = unit_of("XX5"), .quantity = 2}}));
    EXPECT_EQ(row.quantity, 2);
    EXPECT_EQ(row.price, (Money{1000, "BRL"}));
    EXPECT_EQ(row.description, "XX5");
    EXPECT_EQ(row.deadline, world.deadline);
    EXPECT_EQ(row.version, 2);
    EXPECT_EQ(row.updated_at - row.created_at, std::chrono::seconds(3));
}

TEST(Supplier, SaysWhatItHoldsAgainFromTheRowAndNothingOfARowThatDoesNotSay) {
    World world;
    const auto answer = [&] {
        world.send(world.hold(1, "XX5"));
        world.run();
        return std::get<SupplierReply>(world.messages().back());
    };
    const auto first = answer();
    ASSERT_TRUE(first.item);
    world.shop.flights.erase("XX5");
    EXPECT_EQ(answer(), first);

    world.database.connect()->execute("UPDATE holds SET item = NULL");
    const auto of_an_old_row = answer();
    EXPECT_EQ(of_an_old_row.answer, Answer::held);
    EXPECT_FALSE(of_an_old_row.item);
}

TEST(Supplier, ExpiresWhatIsHeldAndNotWhatIsConfirmed) {
    World world;
    world.ask(world.hold(1, "XX5"));
    world.ask(world.hold(2, "XX5"));
    world.ask(world.command(Command::confirm, 2, 1));
    EXPECT_EQ(world.ask(world.command(Command::expire, 1)), "expired, expired@0");
    EXPECT_EQ(world.ask(world.command(Command::expire, 2)), "not_expired, confirmed@1");
    EXPECT_EQ(world.unit(unit_of("XX5")), "0 held, 1 confirmed of 5");
    EXPECT_EQ(world.service->counters().alarms, 1U);
    ASSERT_EQ(world.reports.size(), 1U);
    EXPECT_EQ(world.reports[0].severity, Severity::error);
    EXPECT_TRUE(viaja::text_of(world.reports[0])
                    .starts_with("confirmed hold told to expire, it stays confirmed · hold=" +
                                 hold_id(2).text() +
                                 " input=expire session=" + session_id(1).text() + " trace="))
        << viaja::text_of(world.reports[0]);
}

TEST(Supplier, TheLastSeatsGoToTheFirstRequests) {
    World world;
    for (int number = 1; number <= 20; ++number)
        world.send(world.hold(number, "XX5"));
    world.run();
    const auto replies = world.replies();
    ASSERT_EQ(replies.size(), 20U);
    for (std::size_t i = 0; i < replies.size(); ++i)
        EXPECT_EQ(replies[i],
                  i < 5 ? "held, held@0, 500 BRL XX5" : "refused (sold_out), refused@0");
    EXPECT_EQ(world.unit(unit_of("XX5")), "5 held, 0 confirmed of 5");
    EXPECT_EQ(world.shop.quotes, 1) << "all requests of a batch are quoted in one call";
    EXPECT_EQ(world.service->pipeline_counters().batches, 1U);
}

TEST(Supplier, ASeatGivenBackInTheBatchIsFreeForTheNextInIt) {
    World world;
    world.ask(world.hold(1, "XX1"));
    world.send(world.hold(2, "XX1"));
    world.send(world.command(Command::cancel, 1));
    world.send(world.hold(3, "XX1"));
    world.run();
    EXPECT_EQ(world.replies(), (Lines{"refused (sold_out), refused@0", "cancelled, cancelled@0",
                                      "held, held@0, 500 BRL XX1"}));
    EXPECT_EQ(world.unit(unit_of("XX1")), "1 held, 0 confirmed of 1");
}

TEST(Supplier, AStayIsHeldOnAllItsNightsOrOnNone) {
    World world;
    world.ask(world.hold_room(1, "2026-12-21", "2026-12-22"));
    world.ask(world.hold_room(2, "2026-12-21", "2026-12-22"));
    EXPECT_EQ(world.ask(world.hold_room(3, "2026-12-20", "2026-12-23")),
              "refused (sold_out), refused@0");
    EXPECT_EQ(world.unit("std/2026-12-20"), "no row");
    world.ask(world.command(Command::cancel, 1));
    EXPECT_EQ(world.ask(world.hold_room(4, "2026-12-20", "2026-12-23")),
              "held, held@0, 500 BRL room");
    EXPECT_EQ(world.unit("std/2026-12-20"), "1 held, 0 confirmed of 2");
    EXPECT_EQ(world.unit("std/2026-12-21"), "2 held, 0 confirmed of 2");
    EXPECT_EQ(world.unit("std/2026-12-22"), "1 held, 0 confirmed of 2");
}

TEST(Supplier, ARefusedHoldKeepsItsReason) {
    World world;
    EXPECT_EQ(world.ask(world.hold(1, "XX404")), "refused (unknown_item), refused@0");
    world.shop.flights["XX404"] = {.seats = 9};
    EXPECT_EQ(world.ask(world.hold(1, "XX404")), "refused (unknown_item), refused@0");
    EXPECT_EQ(world.row(1), "refused@0 (unknown_item)");
    EXPECT_EQ(world.unit(unit_of("XX404")), "no row");
}

TEST(Supplier, ACancelOrExpiryThatComesFirstLeavesATombstone) {
    World world;
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, cancelled@0");
    EXPECT_EQ(world.ask(world.hold(1, "XX5")), "refused (cancelled), cancelled@0");
    EXPECT_EQ(world.ask(world.command(Command::expire, 2)), "expired, expired@0");
    EXPECT_EQ(world.ask(world.hold(2, "XX5")), "refused (expired), expired@0");
    EXPECT_EQ(world.unit(unit_of("XX5")), "no row");
    EXPECT_EQ(world.service->counters().tombstones, 2U);
    EXPECT_EQ(world.service->counters().tombstones_hit, 2U);
}

TEST(Supplier, PastTheDeadlineAHoldIsRefusedAndNoCommandWritesARow) {
    World world;
    world.clock.advance(std::chrono::minutes(10) + kClockSkewMax);
    EXPECT_EQ(world.ask(world.hold(1, "XX5")), "refused (expired), none@0");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "refused (gone), none@0");
    EXPECT_EQ(world.ask(world.command(Command::unconfirm, 1, 1)), "unconfirmed, none@0");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, none@0");
    EXPECT_EQ(world.ask(world.command(Command::expire, 1)), "expired, none@0");
    EXPECT_EQ(world.everything(), "");
}

TEST(Supplier, ASecondBeforeTheDeadlineAHoldIsTakenAndStaysWhenItIsPast) {
    World world;
    world.clock.advance(std::chrono::minutes(10) - std::chrono::seconds(1));
    EXPECT_EQ(world.ask(world.hold(1, "XX5")), "held, held@0, 500 BRL XX5");
    world.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(world.ask(world.hold(1, "XX5")), "held, held@0, 500 BRL XX5");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1");
}

TEST(Supplier, AnswersAgainWhatItHadDecidedBeforeACrash) {
    World world;
    world.ask(world.hold(1, "XX1"));
    world.send(world.command(Command::confirm, 1, 1));
    while (world.bus.deliver_one()) {
    }
    world.restart();  // the confirm was delivered and not decided
    world.run();
    EXPECT_EQ(world.replies(), (Lines{"confirmed, confirmed@1"}));
    EXPECT_EQ(world.ask(world.hold(1, "XX1")), "held, confirmed@1, 500 BRL XX1");
    EXPECT_EQ(world.ask(world.hold(2, "XX1")), "refused (sold_out), refused@0");
}

TEST(Supplier, TheLegacyTimeoutTextMakesItAskTheSessionAndChangesNothing) {
    World world;
    world.ask(world.hold(1, "XX5"));
    world.ask(world.hold(2, "XX5"));
    world.ask(world.hold(3, "XX5"));
    world.ask(world.command(Command::confirm, 2, 1));
    world.ask(world.command(Command::cancel, 3));
    const auto before = world.everything();
    world.bus.publish_text("voos", "type=timeout&sessaoUUID=" + session_id(1).text());
    world.run();
    const auto messages = world.messages();
    ASSERT_EQ(messages.size(), 1U);
    const auto& check = std::get<SessionCheck>(messages[0]);
    EXPECT_EQ(check.session_id, session_id(1));
    EXPECT_EQ(check.holds, (std::vector<HoldId>{hold_id(1)}));
    EXPECT_EQ(check.reply_to, "flight.XX");
    EXPECT_EQ(world.everything(), before);
}

TEST(Supplier, AScheduledTimeoutIsAcknowledgedEachTimeAndTheSessionAskedAboutTheHolds) {
    World world;
    world.ask(world.hold(1, "XX5"));
    const auto before = world.everything();
    const TimeoutNotice subscription{session_id(1), hold_id(9).value, "session"};
    const TimeoutNotice of_no_hold{session_id(7), hold_id(8).value, "event"};
    std::vector<std::string> elsewhere;
    const auto consumer = world.bus.consume(
        "event", {}, 10, [&](Delivery delivery) { elsewhere.push_back(delivery.body); });
    for (int time = 0; time < 2; ++time) {
        world.send(subscription);
        world.run();
        const auto messages = world.messages();
        ASSERT_EQ(messages.size(), 2U);
        EXPECT_EQ(std::get<TimeoutAcknowledged>(messages[0]),
                  (TimeoutAcknowledged{hold_id(9).value, session_id(1)}));
        EXPECT_EQ(std::get<SessionCheck>(messages[1]).holds, (std::vector<HoldId>{hold_id(1)}));
    }
    world.send(of_no_hold);
    world.run();
    EXPECT_EQ(elsewhere.size(), 1U) << "who holds nothing knows it all the same";
    EXPECT_EQ(world.everything(), before);
}

TEST(Supplier, WhatAScheduleIsAnsweredInItsNameIsTakenAsRead) {
    World world;
    world.send(ScheduleReply{.answer = ScheduleAnswer::scheduled,
                             .id = hold_id(9).value,
                             .session_id = session_id(1),
                             .state = "scheduled",
                             .reason = ""});
    world.run();
    EXPECT_TRUE(world.bus.dead_letters("flight.XX").empty());
    EXPECT_EQ(world.bus.pending(), 0U);
}

TEST(Supplier, ATimeoutOfASessionWithoutHoldsIsIgnored) {
    World world;
    world.bus.publish_text("voos", "type=timeout&sessaoUUID=" + session_id(7).text());
    world.run();
    EXPECT_EQ(world.replies(), Lines{});
    EXPECT_TRUE(world.bus.dead_letters("flight.XX").empty());
    ASSERT_EQ(world.reports.size(), 1U) << "who has published it sees what became of it";
    EXPECT_EQ(world.reports[0].severity, Severity::warning);
    EXPECT_NE(viaja::text_of(world.reports[0]).find(session_id(7).text()), std::string::npos);
}

TEST(Supplier, AMessageThatIsNotForItGoesToTheDeadQueueAndItsNeighboursGoOn) {
    World world;
    PaymentCommand capture;
    capture.command = Command::capture;
    capture.session_id = session_id(1);
    capture.attempt = 1;
    capture.deadline = world.deadline;
    capture.reply_to = "session";
    auto of_no_attempt = world.command(Command::confirm, 1);
    auto too_many = world.hold(2, "XX100", 10);
    world.send(world.hold(1, "XX5"));
    world.send(capture);
    world.send(of_no_attempt);
    world.send(too_many);
    world.send(world.hold(3, "XX5"));
    world.run();
    EXPECT_EQ(world.replies(), (Lines{"held, held@0, 500 BRL XX5", "held, held@0, 500 BRL XX5"}));
    EXPECT_EQ(world.bus.dead_letters("flight.XX").size(), 3U);
    EXPECT_EQ(world.row(2), "no row");
}

TEST(Supplier, AHoldIsNotTouchedInTheNameOfAnotherSession) {
    World world;
    world.ask(world.hold(1, "XX5"));
    auto foreign = world.command(Command::cancel, 1);
    foreign.session_id = session_id(2);
    EXPECT_EQ(world.ask(foreign), "");
    EXPECT_EQ(world.row(1), "held@0");
    const auto dead = world.bus.dead_letters("flight.XX");
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].reason, "the hold belongs to another session");
}

TEST(Supplier, AnswersQuestionsFromCommittedRowsWhileTheirAskerWaits) {
    World world;
    world.ask(world.hold(1, "XX5", 2));
    Question question{.id = hold_id(9).value,
                      .wait = std::chrono::seconds(1),
                      .reply_to = "session",
                      .about = FlightQuestion{"GRU", "REC", *parse_date("2026-12-20"), 1}};
    world.send(question);
    world.run();
    const auto messages = world.messages();
    ASSERT_EQ(messages.size(), 1U);
    const auto& answer = std::get<QuestionAnswer>(messages[0]);
    EXPECT_EQ(answer.id, question.id);
    EXPECT_EQ(answer.from, "flight.XX");
    const auto offer = std::find_if(std::get<FlightOffers>(answer.offers).begin(),
                                    std::get<FlightOffers>(answer.offers).end(),
                                    [](const auto& one) { return one.item.flight == "XX5"; });
    ASSERT_NE(offer, std::get<FlightOffers>(answer.offers).end());
    EXPECT_EQ(offer->seats_left, 3);

    world.send(question);
    world.bus.deliver_one();
    world.clock.advance(std::chrono::seconds(1));
    world.run();
    EXPECT_EQ(world.replies(), Lines{});
    EXPECT_EQ(world.service->question_counters().late, 1U);
}

TEST(Supplier, AnswersQuestionsWhateverItsOwnClockShows) {
    World world;
    Question question{.id = hold_id(9).value,
                      .wait = std::chrono::seconds(2),
                      .deadline = world.clock.now() + std::chrono::seconds(2),
                      .reply_to = "session",
                      .about = FlightQuestion{"GRU", "REC", *parse_date("2026-12-20"), 1}};
    world.clock.step(std::chrono::minutes(10));
    world.send(question);
    world.run();
    EXPECT_EQ(world.messages().size(), 1U) << "ten minutes ahead of its asker";
    world.clock.step(-std::chrono::minutes(20));
    world.send(question);
    world.run();
    EXPECT_EQ(world.messages().size(), 1U) << "ten minutes behind";
}

TEST(Supplier, RefusesAHoldAsLateOnlyWhenItsClockCannotBeWhatIsWrong) {
    World world;
    world.clock.step(world.deadline - world.clock.now() + std::chrono::minutes(4));
    EXPECT_EQ(world.ask(world.hold(1, "XX5")), "held, held@0, 500 BRL XX5");
    world.clock.step(std::chrono::minutes(1));
    EXPECT_EQ(world.ask(world.hold(2, "XX5")), "refused (expired), none@0");
}

TEST(Supplier, NeitherHoldsNorConfirmsWhatHasDeparted) {
    World world;
    world.shop.flights["XX5"].departs_at = world.clock.now() + std::chrono::minutes(5);
    world.ask(world.hold(1, "XX5"));
    world.ask(world.hold(2, "XX5"));
    world.clock.advance(std::chrono::minutes(5) - Duration(1));
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1");
    world.clock.advance(Duration(1));
    EXPECT_EQ(world.ask(world.hold(3, "XX5")), "refused (departed), refused@0");
    world.restart();
    EXPECT_EQ(world.ask(world.command(Command::confirm, 2, 1)), "refused (departed), held@1");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 2, 1)), "refused (departed), held@1");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1")
        << "what was confirmed in time stays so";
    EXPECT_EQ(world.ask(world.command(Command::cancel, 2)), "cancelled, cancelled@1");
    EXPECT_EQ(world.unit(unit_of("XX5")), "0 held, 1 confirmed of 5");
}

}  // namespace
}  // namespace viaja::supplier
