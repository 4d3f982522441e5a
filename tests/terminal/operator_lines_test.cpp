#include "terminal/operator_lines.hpp"

#include <gtest/gtest.h>

namespace viaja::terminal {
namespace {

constexpr auto kEn = Language::english;

TEST(OperatorLines, ShowWhatASagaWaitsFor) {
    const Json answer = Json::parse(R"({
        "sagas": [{"session": "0198c0de-0000-7000-8000-000000000001", "session_state": "paying",
            "needs_attention": true, "attempt": 1,
            "money_captured": {"amount": 0, "currency": "BRL"},
            "step": {"table": "card/2", "command": "capture", "address": "payment",
                     "since": "2026-11-21T12:01:30.000Z", "attempts": 11, "last_error": null,
                     "next_attempt_at": "2026-11-21T12:06:30.000Z", "stuck": true},
            "holds": [{"hold": "0198c0de-0000-7000-8000-000000000002", "command": "unconfirm",
                       "address": "hotel", "since": "2026-11-21T12:01:30.000Z", "attempts": 3,
                       "next_attempt_at": "2026-11-21T12:05:00.000Z",
                       "last_error": "step_table_unknown", "written_off": "It has closed."}],
            "notices": []}],
        "total": 7, "more": true, "unreadable": ["x"],
        "server_time": "2026-11-21T12:05:40.000Z"})");
    EXPECT_EQ(lines_of_sagas(kEn, answer),
              (Lines{
                  "0198c0de-0000-7000-8000-000000000001 paying     captured BRL 0.00  !",
                  "    waits for capture from payment",
                  "      sent 11 times since 12:01:30, again in 50 s",
                  "    waits for unconfirm from hotel  0198c0de-0000-7000-8000-000000000002",
                  "      sent 3 times since 12:01:30, again in 0 s; last answer: "
                  "step_table_unknown",
                  "      written off: It has closed.",
                  "x: rows that cannot be read; see the log",
                  "There are 7 in all.",
              }));
    EXPECT_EQ(lines_of_sagas(Language::portuguese, Json()), Lines{"Nenhuma saga."});
}

TEST(OperatorLines, ShowASessionWithItsPaymentsAndTimeline) {
    const Json session = Json::parse(R"({
        "id": "s", "state": "open", "money_captured": {"amount": 100, "currency": "BRL"},
        "holds": [{"id": "h", "state": "held", "address": "flight.I0",
                   "description": "I01370 GRU–REC 2026-12-21", "asking": null}],
        "step": null, "notices": [],
        "payments": [{"attempt": 1, "state": "voided", "method": "card",
                      "amount": {"amount": 100, "currency": "BRL"}, "failure": "supplier_refused"}],
        "timeline": [{"seq": 4, "at": "2026-11-21T12:00:08.275Z", "type": "hold.held",
                      "hold": "0198c0de-0000", "detail": "I01370"}]})");
    EXPECT_EQ(lines_of_operator_session(kEn, session),
              (Lines{
                  "s open  captured BRL 1.00",
                  "  h held      flight.I0  I01370 GRU–REC 2026-12-21",
                  "  payment 1: voided BRL 1.00 supplier_refused",
                  "     4  12:00:08  hold.held              0198c0de I01370",
              }));
}

TEST(OperatorLines, ShowServicesBreakersAndDeadLetters) {
    const Json services = Json::parse(R"({"services": [
        {"address": "flight.I0", "state": "alive", "version": "0.1.0",
         "instance": "0198c0de-0000-7000-8000-00000000000b", "since": "2026-11-21T11:00:00.000Z",
         "last_seen": "2026-11-21T12:00:00.000Z"}],
        "carriers": [{"carrier": "I0", "state": "present", "flights": 560}]})");
    EXPECT_EQ(lines_of_services(kEn, services),
              (Lines{
                  "flight.I0    alive  0.1.0    0198c0de  since 11:00:00  heard 12:00:00",
                  "I0           present   560 flights  ",
              }));
    const Json breakers = Json::parse(R"({"breakers": [
        {"address": "flight.I0", "state": "closed", "gone": false},
        {"address": "hotel", "state": "open", "gone": true, "since": "2026-11-21T12:00:00.000Z",
         "next_probe": "2026-11-21T12:00:05.000Z"}]})");
    EXPECT_EQ(lines_of_breakers(kEn, breakers["breakers"]),
              (Lines{
                  "flight.I0    closed   ",
                  "hotel        open       since 12:00:00  next probe 12:00:05  no process alive",
              }));
    const Json letters = Json::parse(R"({"dead_letters": [
        {"id": "hotel~1", "address": "hotel", "reason": "content.quantity must be 1 to 9",
         "text": "{\"type\":\"hold\"}", "bytes": 15, "at": null}]})");
    const auto lines = lines_of_dead_letters(kEn, letters);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0], "hotel~1  -  15 bytes");
    EXPECT_EQ(lines[1], "    content.quantity must be 1 to 9");
}

TEST(OperatorLines, ShowUnitsWithTheirSum) {
    const Json answer = Json::parse(R"({"units": [
        {"unit": "I01370/2026-12-20", "capacity": 174, "free": 171, "held": 1, "confirmed": 2,
         "oversold": 0, "sum_is_right": true},
        {"unit": "I01370/2026-12-21", "capacity": 172, "free": 0, "held": 2, "confirmed": 170,
         "oversold": 2, "sum_is_right": false}], "more": true})");
    EXPECT_EQ(lines_of_units(kEn, answer),
              (Lines{
                  "I01370/2026-12-20          174 = 171 free + 1 held + 2 confirmed",
                  "I01370/2026-12-21          172 = 0 free + 2 held + 170 confirmed  "
                  "! 2 more than there are",
                  "There are more.",
              }));
    EXPECT_EQ(lines_of_units(kEn, Json()), Lines{"No units with holds."});
}

TEST(OperatorLines, ShowWhatWasChangedInACatalogue) {
    EXPECT_EQ(
        lines_of_catalogue_change(Language::portuguese, Json::parse(R"({"items": [{"item": "I01370",
                  "price_before": {"amount": 103190, "currency": "BRL"},
                  "price": {"amount": 45990, "currency": "BRL"}}]})")),
        Lines{"I01370  R$ 1.031,90 → R$ 459,90"});
    const auto lines = lines_of_catalogue_change(kEn, Json::parse(R"({"items": [
        {"item": "htl_rec01_std", "capacity_before": 12, "capacity": 6, "oversold_units": 0},
        {"item": "evt_rec/PISTA", "capacity_before": 9, "capacity": 1, "oversold_units": 2}]})"));
    EXPECT_EQ(lines, (Lines{"htl_rec01_std  12 → 6",
                            "evt_rec/PISTA  9 → 1  ! on 2 days more is sold than that"}));
    EXPECT_TRUE(is_marked(lines[1]));
}

TEST(OperatorLines, MarkWhatIsWrong) {
    EXPECT_TRUE(is_marked("I01370  172 = 0 free  ! 2 more than there are"));
    EXPECT_TRUE(is_marked("0198c0de paying     captured BRL 0.00  !"));
    EXPECT_FALSE(is_marked("I01370  174 = 171 free + 1 held + 2 confirmed"));
}

TEST(OperatorLines, ShowSessionsThatWereFound) {
    const Json answer = Json::parse(R"({"sessions": [
        {"session": "s", "state": "confirmed", "needs_attention": true,
         "money_captured": {"amount": 100, "currency": "BRL"},
         "booking_references": [{"hold": "h", "reference": "K7QX2M"}]}],
        "unreadable": ["x"], "more": true})");
    EXPECT_EQ(lines_of_sessions_found(kEn, answer), (Lines{
                                                        "s confirmed  captured BRL 1.00  K7QX2M  !",
                                                        "x: rows that cannot be read; see the log",
                                                        "There are more.",
                                                    }));
    EXPECT_EQ(lines_of_sessions_found(kEn, Json()), Lines{"No sessions."});
}

TEST(OperatorLines, ShowWhatOperatorsDid) {
    const Json answer = Json::parse(R"({"actions": [
        {"id": "a", "at": "2026-11-21T12:06:31.000Z", "action": "write_off", "session": "s",
         "hold": "h", "reason": "It has closed.", "client": "10.0.0.7", "token": "5e884898",
         "outcome": "accepted"},
        {"id": "b", "at": "2026-11-21T12:05:00.000Z", "action": "give_up", "session": "s",
         "reason": null, "client": "10.0.0.7", "token": null, "outcome": "capture_pending",
         "detail": "The money is being captured."}], "more": false})");
    EXPECT_EQ(lines_of_actions(kEn, answer),
              (Lines{
                  "2026-11-21 12:06:31  write_off         accepted         10.0.0.7 5e884898",
                  "    s h",
                  "    reason: It has closed.",
                  "2026-11-21 12:05:00  give_up           capture_pending  10.0.0.7 ",
                  "    s",
                  "    The money is being captured.",
              }));
    EXPECT_EQ(lines_of_actions(kEn, Json()), Lines{"Operators did nothing yet."});
}

}  // namespace
}  // namespace viaja::terminal
