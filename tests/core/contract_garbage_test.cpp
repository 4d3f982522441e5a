// Everything that a message must not be, and what is said about it. Each row takes a good body,
// replaces one piece of it, and names the complaint.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

struct Spoilt {
    const char* piece;
    std::string by;
    const char* complaint;
};

std::string replaced(std::string body, const std::string& piece, const std::string& by) {
    const auto position = body.find(piece);
    check(position != std::string::npos, "the piece to be spoilt is part of the body");
    return body.replace(position, piece.size(), by);
}

void expect_unreadable(const std::string& body, const std::string& complaint) {
    const auto items = decode(body);
    ASSERT_EQ(items.size(), 1u) << body.substr(0, 300);
    const auto* unreadable = std::get_if<Unreadable>(&items[0].item);
    ASSERT_NE(unreadable, nullptr) << body.substr(0, 300);
    EXPECT_EQ(unreadable->reason, complaint) << body.substr(0, 300);
    EXPECT_EQ(unreadable->text, body);
    EXPECT_EQ(items[0].text, body);
}

void expect_all(const Message& good, const std::vector<Spoilt>& table) {
    const std::string body = encode(good, examples::kMessage);
    for (const Spoilt& row : table) {
        expect_unreadable(replaced(body, row.piece, row.by), row.complaint);
    }
}

std::string quoted(std::size_t bytes) {
    return '"' + std::string(bytes, 'x') + '"';
}

TEST(ContractGarbage, InTheEnvelope) {
    expect_all(
        examples::hold_flight(),
        {
            {R"("type":"hold",)", "", "type is missing"},
            {R"("type":"hold")", R"("type":7)", "type must be a string"},
            {R"("type":"hold")", R"("type":"")", "type must have 1 to 255 bytes"},
            {R"("type":"hold")", R"("type":"Hold")", "type is unknown"},
            {R"("type":"hold")", R"("type":"confirm")", "key.command must be confirm"},
            {R"("type":"hold")", R"("type":"held")", "content.state is missing"},
            {R"("type":"hold")", R"("type":"captured")", "type is no answer to hold"},
            {R"("id":"0198c0de-0000-7000-8000-00000000000a",)", "", "id is missing"},
            {"8000-00000000000a", "8000-00000000000", "id must be a UUID"},
            {"8000-00000000000a", "8000-00000000000g", "id must be a UUID"},
            {R"("key":{)", R"("kez":{)", "key is missing"},
            {R"("command":"hold",)", "", "key.command is missing"},
            {"8000-000000000002", "8000000000002", "key.id must be a UUID"},
            {R"("attempt":0)", R"("attempt":-1)", "key.attempt must be 0 to 1000000"},
            {R"("attempt":0)", R"("attempt":1000001)", "key.attempt must be 0 to 1000000"},
            {R"("attempt":0)", R"("attempt":0.0)", "key.attempt must be a whole number"},
            {R"("attempt":0)", R"("attempt":"0")", "key.attempt must be a whole number"},
            {R"("attempt":0)", R"("attempt":18446744073709551615)",
             "key.attempt must be 0 to 1000000"},
            {R"("session":")", R"("session":"x)", "session must be a UUID"},
            {R"("session":"0198c0de-0000-7000-8000-000000000001",)", "", "session is missing"},
            {"2026-11-21T12:10:00.123456Z", "2026-11-21 12:10:00Z",
             "deadline must be an RFC 3339 time that ends in Z"},
            {"2026-11-21T12:10:00.123456Z", "2026-11-21T12:10:00.1234567Z",
             "deadline must be an RFC 3339 time that ends in Z"},
            {R"("2026-11-21T12:10:00.123456Z")", "1763726400", "deadline must be a string"},
            {R"("deadline":"2026-11-21T12:10:00.123456Z",)", "", "deadline is missing"},
            {R"("reply_to":"session")", R"("reply_to":"")", "reply_to must have 1 to 255 bytes"},
            {R"("reply_to":"session")", R"("reply_to":)" + quoted(256),
             "reply_to must have 1 to 255 bytes"},
            {R"("reply_to":"session",)", "", "reply_to is missing"},
        });
}

TEST(ContractGarbage, InAHoldOfAnotherKind) {
    expect_all(examples::hold_other(),
               {
                   {R"("supplier":"cars")", R"("supplier":"Cars")",
                    "content.supplier must be 1 to 32 small letters, digits or \"-\""},
                   {R"("supplier":"cars")", R"("supplier":"cars.rec")",
                    "content.supplier must be 1 to 32 small letters, digits or \"-\""},
                   {R"("item_id":"eco-rec",)", "", "content.item_id is missing"},
                   {R"("until":"2026-12-23")", R"("until":"2026-12-19")",
                    "content.until must be 0 to 366 days after from"},
                   {R"("until":"2026-12-23")", R"("until":"2027-12-22")",
                    "content.until must be 0 to 366 days after from"},
               });
}

TEST(ContractGarbage, InWhatIsHeldOfAnotherKind) {
    expect_all(
        examples::held_other(),
        {
            {R"("details":[{)", R"("details":[[],{)", "content.item.details[0] must be an object"},
            {R"("name":"Gearbox",)", "", "content.item.details[0].name is missing"},
            {R"("kind":"Rental car",)", "", "content.item.kind is missing"},
            {R"("title_pt":)", R"("titulo":)", "content.item.title_pt is missing"},
            {R"("near":"REC",)", R"("near":"",)", "content.item.near must have 1 to 255 bytes"},
        });
}

TEST(ContractGarbage, InAHoldOfSeats) {
    const std::string long_name = quoted(201);
    const std::string ten_names = R"("a","a","a","a","a","a","a","a","a","a")";
    expect_all(
        examples::hold_flight(),
        {
            {R"("content":{)", R"("kontent":{)", "content is missing"},
            {R"("content":{"type")", R"("content":[],"x":{"type")", "content must be an object"},
            {R"("type":"flight")", R"("type":"car")",
             "content.type must be flight, room, ticket or other"},
            {R"("type":"flight")", R"("type":"room")", "content.room_type_id is missing"},
            {R"("carrier":"I0")", R"("carrier":null)", "content.carrier must be a string"},
            {R"("flight":"I01370")", R"("flight":)" + quoted(256),
             "content.flight must have 1 to 255 bytes"},
            {"2026-12-20", "2026-02-29", "content.date must be a date, yyyy-mm-dd"},
            {R"("quantity":1)", R"("quantity":0)", "content.quantity must be 1 to 9"},
            {R"("quantity":1)", R"("quantity":10)", "content.quantity must be 1 to 9"},
            {R"("quantity":1)", R"("quantity":1e0)", "content.quantity must be a whole number"},
            {R"("quantity":1)", R"("quantity":true)", "content.quantity must be a whole number"},
            {R"(["Ana Souza"])", R"("Ana Souza")", "content.travellers must be a list"},
            {R"(["Ana Souza"])", R"([{"name":"Ana"}])", "content.travellers[0] must be a string"},
            {R"("Ana Souza")", long_name, "content.travellers[0] must have at most 200 bytes"},
            {R"("Ana Souza")", ten_names, "content.travellers must have at most 9 entries"},
        });
}

TEST(ContractGarbage, InAHoldOfRooms) {
    expect_all(examples::hold_room(),
               {
                   {R"("check_in":"2026-12-20")", R"("check_in":"2026-12-23")",
                    "content.check_out must be 1 to 366 days after check_in"},
                   {R"("check_out":"2026-12-23")", R"("check_out":"9999-12-23")",
                    "content.check_out must be 1 to 366 days after check_in"},
                   {R"("room_type_id":"htl_rec01_std")", R"("room_type_id":{})",
                    "content.room_type_id must be a string"},
               });
}

TEST(ContractGarbage, InTheAnswerOfASupplier) {
    constexpr const char* unknown_currency =
        "content.price.currency must be a currency that is sold in, such as BRL";
    expect_all(
        examples::held(),
        {
            {R"("command":"hold")", R"("command":"search")", "key.command is unknown"},
            {R"("command":"hold")", R"("command":"authorize")", "type is no answer to authorize"},
            {R"("state":"held",)", "", "content.state is missing"},
            {R"("state":"held","attempt":0)", R"("state":"held","attempt":-1)",
             "content.attempt must be 0 to 1000000"},
            {R"("price":{)", R"("cost":{)", "content.price is missing"},
            {"103190", "-1", "content.price.amount must be 0 to 1000000000000"},
            {"103190", "1000000000001", "content.price.amount must be 0 to 1000000000000"},
            {"103190", "1031.90", "content.price.amount must be a whole number"},
            {R"("BRL")", R"("brl")", unknown_currency},
            {R"("BRL")", R"("ZZZ")", unknown_currency},
            {R"("I01370 GRU–REC 2026-12-20")", quoted(1001),
             "content.description must have at most 1000 bytes"},
            {R"("item":{)", R"("item":null,"was":{)", "content.item must be an object"},
            {R"("type":"flight")", R"("type":"ferry")",
             "content.item.type must be flight, room, ticket or other"},
            {R"("type":"flight")", R"("type":"room")", "content.item.room_type_id is missing"},
            {R"("flight":"I01370",)", "", "content.item.flight is missing"},
            {R"("from":"GRU")", R"("from":7)", "content.item.from must be a string"},
            {R"("departs_at":"2026-12-20T12:00:00.000000Z")", R"("departs_at":"09:00")",
             "content.item.departs_at must be an RFC 3339 time that ends in Z"},
            {R"("2026-12-20T09:00")", R"("2026-12-20T24:00")",
             "content.item.departs_at_local must be a local time, yyyy-mm-ddThh:mm"},
            {R"("2026-12-20T12:10")", R"("2026-02-30T12:10")",
             "content.item.arrives_at_local must be a local time, yyyy-mm-ddThh:mm"},
        });
    expect_all(examples::held_stay(),
               {
                   {R"("hotel_id":"htl_rec01")", R"("hotel_id":"")",
                    "content.item.hotel_id must have 1 to 255 bytes"},
                   {R"("check_in_ends_at":"2026-12-21T03:00:00.000000Z")",
                    R"("check_in_ends_at":"midnight")",
                    "content.item.check_in_ends_at must be an RFC 3339 time that ends in Z"},
                   {R"("room":"Standard")", R"("room":)" + quoted(1001),
                    "content.item.room must have 1 to 1000 bytes"},
                   {R"("check_out":"2026-12-23")", R"("check_out":"2026-12-20")",
                    "content.item.check_out must be 1 to 366 days after check_in"},
               });
    expect_all(examples::supplier_reply(Answer::refused, Command::confirm, "held"),
               {{R"(,"reason":"attempt_over")", "", "content.reason is missing"}});
}

TEST(ContractGarbage, InPayments) {
    expect_all(
        examples::payment_command(Command::authorize),
        {
            {R"("session":"0198c0de-0000-7000-8000-000000000001")",
             R"("session":"0198c0de-0000-7000-8000-000000000009")", "key.id must be the session"},
            {R"("token":"tok_ok")", R"("tok":"tok_ok")", "content.token is missing"},
            {R"("method":"card",)", "", "content.method is missing"},
            {R"("amount":{)", R"("sum":{)", "content.amount is missing"},
            {R"("amount":179990)", R"("amount":"179990")",
             "content.amount.amount must be a whole number"},
        });
    expect_all(examples::payment_reply(Answer::declined, Command::authorize, "declined"),
               {{R"("command":"authorize")", R"("command":"hold")", "type is no answer to hold"}});
    expect_all(examples::payment_reply(Answer::refused, Command::void_, "captured", "captured"),
               {{R"(,"reason":"captured")", "", "content.reason is missing"}});
}

TEST(ContractGarbage, InQuestionsAndTheirAnswers) {
    expect_all(examples::flight_question(),
               {{R"("command":"search-flights")", R"("command":"search-stays")",
                 "key.command must be search-flights"},
                {R"("passengers":1)", R"("passengers":100)", "content.passengers must be 1 to 99"},
                {R"("passengers":1)", R"("passengers":1,"after":"I01370")",
                 "content.after must be an object"},
                {R"("passengers":1)", R"("passengers":1,"after":{"flight":"I01370"})",
                 "content.after.departs_at is missing"}});
    expect_all(
        examples::stay_question(),
        {{"2026-12-23", "2026-12-19", "content.check_out must be 1 to 366 days after check_in"},
         {R"("guests":2)", R"("guests":2,"after":7)", "content.after must be a string"}});
    expect_all(examples::nights_question(),
               {{"2026-12-31", "2026-12-19",
                 "content.until must be at most 31 nights from \"from\" on, both included"},
                {"2026-12-31", "2027-01-20",
                 "content.until must be at most 31 nights from \"from\" on, both included"},
                {R"("guests":2)", R"("guests":0)", "content.guests must be 1 to 99"}});
    expect_all(examples::nights_answer(),
               {{R"("rooms":[)", R"("rooms":[1,)", "content.rooms[0] must be an object"},
                {R"("lowest":[)", R"("lowest":{},"x":[)", "content.lowest must be a list"},
                {R"("rooms_left":2)", R"("rooms_left":0)",
                 "content.lowest[0].rooms_left must be 1 to 1000000"},
                {R"("room":"Standard",)", "", "content.rooms[0].room is missing"}});
    expect_all(examples::flight_answer(),
               {{R"("seats_left":174)", R"("seats_left":-1)",
                 "content.offers[0].seats_left must be 0 to 1000000"},
                {R"("price":{"amount":103190)", R"("price":{"amount":null)",
                 "content.offers[0].price.amount must be a whole number"},
                {R"("offers":[)", R"("more":1,"offers":[)", "content.more must be true or false"},
                {R"("offers":[)", R"("offers":[1,)", "content.offers[0] must be an object"}});
    expect_all(examples::session_check(), {{R"("0198c0de-0000-7000-8000-000000000002")", R"("x")",
                                            "content.holds must have UUIDs only"},
                                           {R"(["0198c0de-0000-7000-8000-000000000002"])", "{}",
                                            "content.holds must be a list"}});
}

TEST(ContractGarbage, InWhatIsSaidAboutTimeouts) {
    expect_all(
        examples::schedule_timeout(),
        {
            {R"("command":"schedule-timeout")", R"("command":"hold")",
             "key.command must be schedule-timeout"},
            {R"("key":{)", R"("kez":{)", "key is missing"},
            {R"("notify":"hotel")", R"("notify":"")", "content.notify must have 1 to 255 bytes"},
            {R"("notify":"hotel")", R"("notify":["hotel"])", "content.notify must be a string"},
            {R"("content":{)", R"("kontent":{)", "content is missing"},
            {R"("deadline":"2026-11-21T12:10:00.123456Z")", R"("deadline":null)",
             "deadline must be a string"},
            {R"("reply_to":"flight.I0",)", "", "reply_to is missing"},
            {R"("session":")", R"("session":"x)", "session must be a UUID"},
        });
    expect_all(examples::scheduled_timeout(),
               {{R"("command":"schedule-timeout")", R"("command":"expire")",
                 "key.command must be schedule-timeout"},
                {R"(,"reply_to":"session")", "", "reply_to is missing"},
                {R"("key":{)", R"("key":7,"x":{)", "key must be an object"}});
    expect_all(
        examples::schedule_reply(ScheduleAnswer::refused, "", "too_many"),
        {{R"("reason":"too_many")", "", "content.reason is missing"},
         {R"("type":"timeout-refused")", R"("type":"timeout-forgotten")", "type is unknown"}});
    expect_all(examples::schedule_reply(ScheduleAnswer::ended, "confirmed"),
               {{R"("state":"confirmed")", "", "content.state is missing"}});
    expect_all(TimeoutAcknowledged{examples::kSchedule, examples::kSession},
               {{R"("key":{)", R"("kez":{)", "key is missing"}});
}

TEST(ContractGarbage, BodiesThatAreNoJson) {
    const std::vector<std::pair<std::string, const char*>> table = {
        {"", "the body is empty"},
        {" \n\t", "the body is empty"},
        {"hello", "not JSON (at byte 1)"},
        {"null", "a message must be an object"},
        {"42", "a message must be an object"},
        {R"("type=timeout&sessaoUUID=x")", "a message must be an object"},
        {"{}", "type is missing"},
        {"{", "the brackets of the body do not match"},
        {"}", "the brackets of the body do not match"},
        {"{]", "the brackets of the body do not match"},
        {"{}{}", "not JSON (at byte 3)"},
        {R"({"type":"hold",})", "not JSON (at byte 16)"},
        {R"({"type":)", "the brackets of the body do not match"},
        {"{'type':'hold'}", "not JSON (at byte 2)"},
        {R"({"type":"unfinished)", "the brackets of the body do not match"},
        {"{\"type\":\"\x01\"}", "not JSON (at byte 10)"},
        {"{\"type\":\"\xff\"}", "not JSON (at byte 10)"},
        {"{\"type\":\"\xed\xa0\x80\"}", "not JSON (at byte 11)"},
        {R"({"type":"\ud800"})", "not JSON (at byte 16)"},
        {std::string("{\0}", 3), "not JSON (at byte 2)"},
        {"\xef\xbb\xbf{", "the brackets of the body do not match"},
        {R"({"type":1e999})", "a number is too large"},
        {R"({"type":NaN})", "not JSON (at byte 9)"},
    };
    for (const auto& [body, complaint] : table)
        expect_unreadable(body, complaint);
}

TEST(ContractGarbage, AComplaintNeverRepeatsWhatCame) {
    const std::string secret = "tok_secret";
    for (const std::string& body :
         {"{\"type\":\"" + secret + "\"}", secret, "{\"" + secret + "\":1}", secret + "=1",
          "{\"type\":\"" + secret + "\xff\"}"}) {
        const auto items = decode(body);
        const auto& reason = std::get<Unreadable>(items.at(0).item).reason;
        EXPECT_EQ(reason.find(secret), std::string::npos) << reason;
    }
}

TEST(ContractGarbage, SixteenLevelsAreReadAndSeventeenAreNot) {
    const auto nested = [](std::size_t levels) {
        std::string body = encode(TimeoutNotice{examples::kSession}, examples::kMessage);
        body.insert(
            1, "\"deep\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + ",");
        return body;
    };
    EXPECT_TRUE(std::holds_alternative<Message>(decode(nested(16)).at(0).item));
    expect_unreadable(nested(17), "the body is nested deeper than 16");
    expect_unreadable(std::string(kBodyBytesMax, '['), "the body is nested deeper than 16");
}

TEST(ContractGarbage, TheLargestBodyIsReadAndALargerOneIsNot) {
    std::string body = encode(TimeoutNotice{examples::kSession}, examples::kMessage);
    body.insert(1, "\"ballast\":" + quoted(kBodyBytesMax - body.size() - 13) + ",");
    ASSERT_EQ(body.size(), kBodyBytesMax);
    EXPECT_TRUE(std::holds_alternative<Message>(decode(body).at(0).item));
    body += ' ';
    expect_unreadable(body, "the body is larger than 1048576 bytes");
}

}  // namespace
}  // namespace viaja
