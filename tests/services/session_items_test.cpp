// What is held, for programs: in every answer that shows a hold.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

const json kFlightAsAsked = {{"type", "flight"},
                             {"carrier", "I0"},
                             {"flight", "I01370"},
                             {"date", "2027-02-01"},
                             {"fare", "light"}};

json flight_as_held() {
    json item = kFlightAsAsked;
    item.update({{"from", "GRU"},
                 {"to", "REC"},
                 {"departs_at", "2027-02-02T01:00:00.000Z"},
                 {"departs_at_local", "2027-02-01T22:00"},
                 {"arrives_at", "2027-02-02T04:10:00.000Z"},
                 {"arrives_at_local", "2027-02-02T01:10"},
                 {"arrives_next_day", 1}});
    return item;
}

TEST(SessionItems, AHeldFlightIsShownWithItsPlacesAndTimesWhereverItsHoldIs) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    const auto held = replica.ask_for_a_flight();
    ASSERT_EQ(held.status, 201);
    EXPECT_EQ(held.body.at("item"), flight_as_held());
    EXPECT_EQ(held.body.at("session").at("holds").at(0).at("item"), flight_as_held());
    const auto shown = replica.as_traveller("GET", replica.session_path());
    EXPECT_EQ(shown.body.at("holds").at(0).at("item"), flight_as_held());
    const auto operators = replica.call("GET", replica.operator_path());
    EXPECT_EQ(operators.body.at("holds").at(0).at("item"), flight_as_held());
}

TEST(SessionItems, AHeldRoomIsShownWithItsHotelAndNights) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    const auto held = replica.as_traveller(
        "POST", replica.session_path("/holds"),
        R"({"type":"room","room_type_id":"htl_rec01_std","check_in":"2027-02-01",)"
        R"("check_out":"2027-02-04","quantity":1,"travellers":[{"name":"Ana Souza"}]})");
    ASSERT_EQ(held.status, 201);
    EXPECT_EQ(held.body.at("item"), (json{{"type", "room"},
                                          {"room_type_id", "htl_rec01_std"},
                                          {"check_in", "2027-02-01"},
                                          {"check_out", "2027-02-04"},
                                          {"nights", 3},
                                          {"check_in_ends_at", "2027-02-02T03:00:00.000Z"},
                                          {"hotel_id", "htl_rec01"},
                                          {"hotel", "Pousada do Recife"},
                                          {"room", "Standard"}}));
}

TEST(SessionItems, UntilASupplierSaysMoreWhatWasAskedForIsShown) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    parts.partner.say_no_items();
    const auto held = replica.ask_for_a_flight();
    ASSERT_EQ(held.status, 201);
    EXPECT_EQ(held.body.at("item"), kFlightAsAsked);
    parts.partner.mute(Command::hold);
    const auto asked = replica.ask_for_a_flight("respond-async");
    ASSERT_EQ(asked.status, 202);
    EXPECT_EQ(asked.body.at("item"), kFlightAsAsked);
}

}  // namespace
}  // namespace viaja::session
