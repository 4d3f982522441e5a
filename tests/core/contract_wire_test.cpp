// The exact text of messages on the wire. A change of a text here changes what other programs
// read: new members may be added, nothing may be renamed or taken away.

#include <gtest/gtest.h>

#include "common/contract/encoding.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

std::string wire(const Message& message) {
    return encode(message, examples::kMessage);
}

TEST(ContractWire, HoldOfASeat) {
    EXPECT_EQ(wire(examples::hold_flight()),
              R"({"type":"hold","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"hold","id":"0198c0de-0000-7000-8000-000000000002","attempt":0},)"
              R"("session":"0198c0de-0000-7000-8000-000000000001",)"
              R"("deadline":"2026-11-21T12:10:00.123456Z","reply_to":"session",)"
              R"("content":{"type":"flight","carrier":"I0","flight":"I01370",)"
              R"("date":"2026-12-20","quantity":1,"travellers":["Ana Souza"]}})");
}

TEST(ContractWire, HoldOfRooms) {
    EXPECT_EQ(wire(examples::hold_room()),
              R"({"type":"hold","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"hold","id":"0198c0de-0000-7000-8000-000000000002","attempt":0},)"
              R"("session":"0198c0de-0000-7000-8000-000000000001",)"
              R"("deadline":"2026-11-21T12:10:00.123456Z","reply_to":"session",)"
              R"("content":{"type":"room","room_type_id":"htl_rec01_std",)"
              R"("check_in":"2026-12-20","check_out":"2026-12-23","quantity":2,)"
              R"("travellers":["Ana Souza","João \"Jota\" Lima"]}})");
}

TEST(ContractWire, Confirm) {
    EXPECT_EQ(
        wire(examples::supplier_command(Command::confirm, 2)),
        R"({"type":"confirm","id":"0198c0de-0000-7000-8000-00000000000a",)"
        R"("key":{"command":"confirm","id":"0198c0de-0000-7000-8000-000000000002","attempt":2},)"
        R"("session":"0198c0de-0000-7000-8000-000000000001",)"
        R"("deadline":"2026-11-21T12:10:00.123456Z","reply_to":"session"})");
}

TEST(ContractWire, Held) {
    EXPECT_EQ(wire(examples::held()),
              R"({"type":"held","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"hold","id":"0198c0de-0000-7000-8000-000000000002","attempt":0},)"
              R"("session":"0198c0de-0000-7000-8000-000000000001",)"
              R"("content":{"state":"held","attempt":0,"price":{"amount":103190,"currency":"BRL"},)"
              R"("description":"I01370 GRU–REC 2026-12-20",)"
              R"("item":{"type":"flight","carrier":"I0","flight":"I01370","date":"2026-12-20",)"
              R"("from":"GRU","to":"REC","departs_at":"2026-12-20T12:00:00.000000Z",)"
              R"("departs_at_local":"2026-12-20T09:00","arrives_at":"2026-12-20T15:10:00.000000Z",)"
              R"("arrives_at_local":"2026-12-20T12:10"}}})");
}

TEST(ContractWire, HeldOfARoom) {
    const auto body = wire(examples::held_stay());
    EXPECT_NE(
        body.find(R"("item":{"type":"room","room_type_id":"htl_rec01_std","check_in":"2026-12-20",)"
                  R"("check_out":"2026-12-23","hotel_id":"htl_rec01","hotel":"Pousada do Recife",)"
                  R"("room":"Standard","check_in_ends_at":"2026-12-21T03:00:00.000000Z"}})"),
        std::string::npos)
        << body;
}

TEST(ContractWire, HeldOfATicket) {
    const auto body = wire(examples::held_tickets());
    EXPECT_NE(body.find(R"("item":{"type":"ticket","event_id":"evt_rec","section_id":"PISTA",)"
                        R"("event":"Open-Air Film Show Recife",)"
                        R"("event_pt":"Mostra de Cinema ao Ar Livre Recife","near":"REC",)"
                        R"("starts_at":"2026-12-20T23:00:00.000000Z",)"
                        R"("starts_at_local":"2026-12-20T20:00"}})"),
              std::string::npos)
        << body;
}

TEST(ContractWire, HeldOfAnotherKind) {
    const auto body = wire(examples::held_other());
    EXPECT_NE(body.find(R"("item":{"type":"other","supplier":"cars","item_id":"eco-rec",)"
                        R"("from":"2026-12-20","until":"2026-12-23","kind":"Rental car",)"
                        R"("kind_pt":"Carro de aluguel","title":"Economy car",)"
                        R"("title_pt":"Carro econômico","details":[{"name":"Gearbox",)"
                        R"("name_pt":"Câmbio","value":"automatic","value_pt":"automático"}],)"
                        R"("near":"REC","starts_at":"2026-12-20T13:00:00.000000Z",)"
                        R"("starts_at_local":"2026-12-20T10:00"}})"),
              std::string::npos)
        << body;
}

TEST(ContractWire, HeldOfARoomFromASupplierOfAnOlderVersion) {
    auto reply = examples::held_stay();
    std::get<HeldRoom>(*reply.item).check_in_ends_at.reset();
    const auto body = wire(reply);
    EXPECT_EQ(body.find("check_in_ends_at"), std::string::npos) << body;
    EXPECT_EQ(std::get<Message>(decode(body).at(0).item), Message(reply));
}

TEST(ContractWire, HeldOfASupplierThatDoesNotSayWhat) {
    auto reply = examples::held();
    reply.item.reset();
    const auto body = wire(reply);
    EXPECT_EQ(body.find("item"), std::string::npos) << body;
    EXPECT_EQ(std::get<Message>(decode(body).at(0).item), Message(reply));
}

TEST(ContractWire, Confirmed) {
    EXPECT_EQ(
        wire(examples::confirmed()),
        R"({"type":"confirmed","id":"0198c0de-0000-7000-8000-00000000000a",)"
        R"("key":{"command":"confirm","id":"0198c0de-0000-7000-8000-000000000002","attempt":2},)"
        R"("session":"0198c0de-0000-7000-8000-000000000001",)"
        R"("content":{"state":"confirmed","attempt":2,"reference":"K7QX2M"}})");
}

TEST(ContractWire, Refused) {
    EXPECT_EQ(
        wire(examples::supplier_reply(Answer::refused, Command::confirm, "held")),
        R"({"type":"refused","id":"0198c0de-0000-7000-8000-00000000000a",)"
        R"("key":{"command":"confirm","id":"0198c0de-0000-7000-8000-000000000002","attempt":1},)"
        R"("session":"0198c0de-0000-7000-8000-000000000001",)"
        R"("content":{"state":"held","attempt":1,"reason":"attempt_over"}})");
}

TEST(ContractWire, Authorize) {
    EXPECT_EQ(
        wire(examples::payment_command(Command::authorize)),
        R"({"type":"authorize","id":"0198c0de-0000-7000-8000-00000000000a",)"
        R"("key":{"command":"authorize","id":"0198c0de-0000-7000-8000-000000000001","attempt":1},)"
        R"("session":"0198c0de-0000-7000-8000-000000000001",)"
        R"("deadline":"2026-11-21T12:10:00.123456Z","reply_to":"session",)"
        R"("content":{"amount":{"amount":179990,"currency":"BRL"},"method":"card",)"
        R"("token":"tok_ok"}})");
}

TEST(ContractWire, Void) {
    EXPECT_EQ(wire(examples::payment_command(Command::void_)),
              R"({"type":"void","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"void","id":"0198c0de-0000-7000-8000-000000000001","attempt":1},)"
              R"("session":"0198c0de-0000-7000-8000-000000000001",)"
              R"("deadline":"2026-11-21T12:10:00.123456Z","reply_to":"session",)"
              R"("content":{"amount":{"amount":179990,"currency":"BRL"},"method":"card"}})");
}

TEST(ContractWire, Declined) {
    EXPECT_EQ(
        wire(examples::payment_reply(Answer::declined, Command::authorize, "declined",
                                     "do_not_honor")),
        R"({"type":"declined","id":"0198c0de-0000-7000-8000-00000000000a",)"
        R"("key":{"command":"authorize","id":"0198c0de-0000-7000-8000-000000000001","attempt":1},)"
        R"("session":"0198c0de-0000-7000-8000-000000000001",)"
        R"("content":{"state":"declined","reason":"do_not_honor"}})");
}

TEST(ContractWire, Timeout) {
    EXPECT_EQ(wire(TimeoutNotice{examples::kSession}),
              R"({"type":"timeout","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("session":"0198c0de-0000-7000-8000-000000000001"})");
}

TEST(ContractWire, ScheduleTimeout) {
    EXPECT_EQ(wire(examples::schedule_timeout()),
              R"({"type":"schedule-timeout","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"schedule-timeout","id":"0198c0de-0000-7000-8000-000000000004",)"
              R"("attempt":0},"session":"0198c0de-0000-7000-8000-000000000001",)"
              R"("deadline":"2026-11-21T12:10:00.123456Z","reply_to":"flight.I0",)"
              R"("content":{"notify":"hotel"}})");
}

TEST(ContractWire, ATimeoutThatWasScheduled) {
    EXPECT_EQ(wire(examples::scheduled_timeout()),
              R"({"type":"timeout","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"schedule-timeout","id":"0198c0de-0000-7000-8000-000000000004",)"
              R"("attempt":0},"session":"0198c0de-0000-7000-8000-000000000001",)"
              R"("reply_to":"session"})");
}

TEST(ContractWire, TimeoutAcknowledged) {
    EXPECT_EQ(wire(TimeoutAcknowledged{examples::kSchedule, examples::kSession}),
              R"({"type":"timeout-acknowledged","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"schedule-timeout","id":"0198c0de-0000-7000-8000-000000000004",)"
              R"("attempt":0},"session":"0198c0de-0000-7000-8000-000000000001"})");
}

TEST(ContractWire, CheckSession) {
    EXPECT_EQ(wire(examples::session_check()),
              R"({"type":"check-session","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("session":"0198c0de-0000-7000-8000-000000000001","reply_to":"flight.I0",)"
              R"("content":{"holds":["0198c0de-0000-7000-8000-000000000002"]}})");
}

TEST(ContractWire, SearchStays) {
    EXPECT_EQ(wire(examples::stay_question()),
              R"({"type":"search-stays","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-stays","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"wait_ms":2000,"deadline":"2026-11-21T12:10:00.123456Z",)"
              R"("reply_to":"answers.7f3a","content":{"near":"REC","check_in":"2026-12-20",)"
              R"("check_out":"2026-12-23","guests":2}})");
}

TEST(ContractWire, FlightOffers) {
    EXPECT_EQ(wire(examples::flight_answer()),
              R"({"type":"flight-offers","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-flights","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"flight.I0","offers":[{"type":"flight",)"
              R"("carrier":"I0","flight":"I01370","date":"2026-12-20","from":"GRU","to":"REC",)"
              R"("departs_at":"2026-12-20T12:00:00.000000Z",)"
              R"("departs_at_local":"2026-12-20T09:00",)"
              R"("arrives_at":"2026-12-20T15:10:00.000000Z",)"
              R"("arrives_at_local":"2026-12-20T12:10","seats_left":174,)"
              R"("price":{"amount":103190,"currency":"BRL"}}]}})");
}

TEST(ContractWire, StayOffers) {
    EXPECT_EQ(wire(examples::stay_answer()),
              R"({"type":"stay-offers","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-stays","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"hotel","offers":[{"type":"room",)"
              R"("room_type_id":"htl_rec01_std","check_in":"2026-12-20",)"
              R"("check_out":"2026-12-23","hotel_id":"htl_rec01","hotel":"Pousada do Recife",)"
              R"("room":"Standard","nights":3,"rooms_left":2,)"
              R"("price":{"amount":76800,"currency":"BRL"}}]}})");
}

TEST(ContractWire, SearchNights) {
    EXPECT_EQ(wire(examples::nights_question()),
              R"({"type":"search-nights","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-nights","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"wait_ms":2000,"deadline":"2026-11-21T12:10:00.123456Z",)"
              R"("reply_to":"answers.7f3a","content":{"near":"REC","from":"2026-12-20",)"
              R"("until":"2026-12-31","guests":2}})");
}

TEST(ContractWire, NightOffers) {
    EXPECT_EQ(wire(examples::nights_answer()),
              R"({"type":"night-offers","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-nights","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"hotel",)"
              R"("lowest":[{"date":"2026-12-20","rooms_left":2,)"
              R"("price":{"amount":25600,"currency":"BRL"}}],)"
              R"("rooms":[{"room_type_id":"htl_rec01_std","hotel_id":"htl_rec01",)"
              R"("hotel":"Pousada do Recife","room":"Standard",)"
              R"("nights":[{"date":"2026-12-20","rooms_left":2,)"
              R"("price":{"amount":25600,"currency":"BRL"}}]}]}})");
}

TEST(ContractWire, SearchEvents) {
    EXPECT_EQ(wire(examples::event_question()),
              R"({"type":"search-events","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-events","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"wait_ms":2000,"deadline":"2026-11-21T12:10:00.123456Z",)"
              R"("reply_to":"answers.7f3a","content":{"near":["GIG","SDU"],"from":"2026-12-20",)"
              R"("until":"2026-12-23","quantity":2,"after":{"starts_at_local":"2026-12-20T20:00",)"
              R"("event_id":"evt_gig","section_id":"PISTA"}}})");
}

TEST(ContractWire, TicketOffers) {
    EXPECT_EQ(wire(examples::ticket_answer()),
              R"({"type":"ticket-offers","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-events","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"event","offers":[{"type":"ticket",)"
              R"("event_id":"evt_rec","section_id":"PISTA","event":"Open-Air Film Show Recife",)"
              R"("event_pt":"Mostra de Cinema ao Ar Livre Recife","near":"REC",)"
              R"("starts_at":"2026-12-20T23:00:00.000000Z","starts_at_local":"2026-12-20T20:00",)"
              R"("kind":"cinema","tickets_left":400,)"
              R"("price":{"amount":24000,"currency":"BRL"}}]}})");
}

TEST(ContractWire, SearchOther) {
    EXPECT_EQ(wire(examples::other_question()),
              R"({"type":"search-other","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-other","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"wait_ms":2000,"deadline":"2026-11-21T12:10:00.123456Z",)"
              R"("reply_to":"answers.7f3a","content":{"near":["GIG","SDU"],"from":"2026-12-20",)"
              R"("until":"2026-12-23","quantity":1,"after":{"starts_at_local":"2026-12-20T10:00",)"
              R"("item_id":"eco-gig"}}})");
}

TEST(ContractWire, OtherOffers) {
    EXPECT_EQ(wire(examples::other_answer()),
              R"({"type":"other-offers","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"search-other","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"other.cars","offers":[{"type":"other",)"
              R"("supplier":"cars","item_id":"eco-rec","from":"2026-12-20","until":"2026-12-23",)"
              R"("kind":"Rental car","kind_pt":"Carro de aluguel","title":"Economy car",)"
              R"("title_pt":"Carro econômico","details":[{"name":"Gearbox","name_pt":"Câmbio",)"
              R"("value":"automatic","value_pt":"automático"}],"near":"REC",)"
              R"("starts_at":"2026-12-20T13:00:00.000000Z","starts_at_local":"2026-12-20T10:00",)"
              R"("left":3,"price":{"amount":47600,"currency":"BRL"}}]}})");
}

TEST(ContractWire, AskUnits) {
    EXPECT_EQ(wire(examples::unit_question()),
              R"({"type":"ask-units","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"ask-units","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"wait_ms":2000,"deadline":"2026-11-21T12:10:00.123456Z",)"
              R"("reply_to":"answers.7f3a","content":{"prefix":"I01370/",)"
              R"("after":"I01370/2026-12-19","limit":100}})");
}

TEST(ContractWire, HeldAtAPriceThatIsGuaranteedUntilThen) {
    const auto body = wire(examples::held_until(examples::kDeadline));
    EXPECT_TRUE(body.ends_with(R"(},"price_guaranteed_until":"2026-11-21T12:10:00.123456Z"}})"))
        << body;
}

TEST(ContractWire, HeldAtAPriceThatIsNotGuaranteed) {
    const auto body = wire(examples::held_until(std::nullopt));
    EXPECT_TRUE(body.ends_with(R"(},"price_guaranteed_until":null}})")) << body;
}

TEST(ContractWire, AskPrices) {
    EXPECT_EQ(wire(examples::prices_question()),
              R"({"type":"ask-prices","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"ask-prices","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"wait_ms":2000,"deadline":"2026-11-21T12:10:00.123456Z",)"
              R"("reply_to":"answers.7f3a","content":{"items":[)"
              R"({"type":"flight","carrier":"I0","flight":"I01370","date":"2026-12-20",)"
              R"("quantity":2},)"
              R"({"type":"room","room_type_id":"htl_rec01_std","check_in":"2026-12-20",)"
              R"("check_out":"2026-12-23","quantity":1},)"
              R"({"type":"ticket","event_id":"evt_rec","section_id":"PISTA","quantity":9},)"
              R"({"type":"other","supplier":"cars","item_id":"eco-rec","from":"2026-12-20",)"
              R"("until":"2026-12-23","quantity":1}]}})");
}

TEST(ContractWire, Prices) {
    EXPECT_EQ(wire(examples::prices_answer()),
              R"({"type":"prices","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"ask-prices","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"flight.I0","items":[)"
              R"({"price":{"amount":291474,"currency":"BRL"}},{"reason":"unknown_item"}]}})");
}

TEST(ContractWire, ChangeCatalogue) {
    EXPECT_EQ(wire(examples::catalogue_change()),
              R"({"type":"change-catalogue","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"change-catalogue","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"wait_ms":2000,"deadline":"2026-11-21T12:10:00.123456Z",)"
              R"("reply_to":"answers.7f3a","content":{"at":"2026-11-21T12:00:00.123456Z",)"
              R"("reason":"Fewer seats after the change of aircraft","items":[{"item":"I01370",)"
              R"("price":{"amount":45990,"currency":"BRL"},"capacity":144}]}})");
}

TEST(ContractWire, CatalogueChanged) {
    EXPECT_EQ(wire(examples::catalogue_changed()),
              R"({"type":"catalogue-changed","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"change-catalogue","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"flight.I0","items":[{"item":"I01370",)"
              R"("before":{"price":{"amount":103190,"currency":"BRL"},"capacity":174},)"
              R"("now":{"price":{"amount":45990,"currency":"BRL"},"capacity":144},)"
              R"("oversold_units":1}]}})");
    EXPECT_EQ(wire(examples::refused_change()),
              R"({"type":"catalogue-changed","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"change-catalogue","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"flight.I0","problem":"unknown_item","items":[],)"
              R"("refused":[{"item":"I09999","member":"item",)"
              R"("detail":"is not for sale here"}]}})");
}

TEST(ContractWire, Units) {
    EXPECT_EQ(wire(examples::unit_answer()),
              R"({"type":"units","id":"0198c0de-0000-7000-8000-00000000000a",)"
              R"("key":{"command":"ask-units","id":"0198c0de-0000-7000-8000-000000000003",)"
              R"("attempt":0},"content":{"from":"flight.I0","units":[)"
              R"({"unit":"I01370/2026-12-20","capacity":174,"free":171,"held":1,)"
              R"("confirmed":2}]}})");
}

TEST(ContractWire, AListIsTheMessagesBetweenBrackets) {
    const std::string one = wire(TimeoutNotice{examples::kSession});
    const std::vector<std::string> bodies = {one, one};
    EXPECT_EQ(pack(bodies), "[" + one + "," + one + "]");
}

}  // namespace
}  // namespace viaja
