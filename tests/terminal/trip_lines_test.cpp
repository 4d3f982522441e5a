#include "terminal/trip_lines.hpp"

#include <gtest/gtest.h>

#include "terminal/fares.hpp"
#include "terminal/format.hpp"
#include "terminal/hold_words.hpp"

namespace viaja::terminal {
namespace {

constexpr auto kPt = Language::portuguese;
constexpr auto kEn = Language::english;

Json session() {
    return Json::parse(R"({
        "id": "0198c0de-0000-7000-8000-000000000001", "state": "open",
        "timeout": {"state": "running", "expires_at": "2026-12-01T12:10:00.000Z"},
        "holds": [
            {"id": "a", "type": "flight", "state": "refused", "flight": "I09999"},
            {"id": "b", "type": "flight", "state": "held", "flight": "I01370", "carrier": "I0",
             "date": "2026-12-25", "quantity": 1, "travellers": [{"name": "Ana Souza"}],
             "item": {"type": "flight", "from": "GRU", "to": "REC",
                      "departs_at_local": "2026-12-25T22:00",
                      "arrives_at_local": "2026-12-26T01:10"},
             "price": {"amount": 103190, "currency": "BRL"}},
            {"id": "c", "type": "room", "state": "asked", "room_type_id": "htl_rec01_std",
             "check_in": "2026-12-26", "check_out": "2026-12-28",
             "travellers": [{"name": "Ana Souza"}],
             "item": {"type": "room", "nights": 2, "hotel": "Pousada do Recife"}, "price": null}],
        "total": {"amount": 103190, "currency": "BRL"}, "payment": null,
        "booking_references": [], "server_time": "2026-12-01T12:00:19.000Z"})");
}

TEST(TripLines, ShowItemsByNumberAndTheTimeThatIsLeft) {
    EXPECT_EQ(lines_of_trip(kPt, session()),
              (Lines{
                  "Reservado para você por mais 09:41. O preço não muda até lá.",
                  "  1  I01370 GRU–REC                   sex 25/12 22:00–01:10 +1    R$ 1.031,90",
                  "     Ana Souza",
                  "  2  Pousada do Recife, 2 noites      sáb 26/12 – seg 28/12                 ?",
                  "     Ana Souza · sem resposta ainda",
                  "     Total                                                        R$ 1.031,90",
              }));
    for (const std::string& line : lines_of_trip(kEn, session()))
        EXPECT_LT(columns_of(line), 80U) << line;
}

TEST(TripLines, ShowTheWaitBetweenFlightsThatGoOnFromEachOther) {
    const auto flight = [](const char* number, const char* from, const char* to,
                           const char* departs, const char* arrives) {
        return Json{{"id", number},
                    {"type", "flight"},
                    {"state", "held"},
                    {"flight", number},
                    {"date", std::string(departs).substr(0, 10)},
                    {"quantity", 1},
                    {"travellers", Json::array()},
                    {"item",
                     {{"from", from},
                      {"to", to},
                      {"departs_at", std::string(departs) + ":00.000Z"},
                      {"arrives_at", std::string(arrives) + ":00.000Z"}}}};
    };
    Json trip = session();
    trip["holds"] = {flight("AA1", "FLN", "GRU", "2026-12-25T10:00", "2026-12-25T11:15"),
                     flight("BB1", "GRU", "MAO", "2026-12-25T12:40", "2026-12-25T16:40"),
                     flight("AA2", "MAO", "GRU", "2026-12-25T20:00", "2026-12-26T00:00"),
                     flight("CC1", "GIG", "REC", "2026-12-26T02:00", "2026-12-26T05:00")};
    const auto waits = [&] {
        Lines found;
        for (const std::string& line : lines_of_trip(kEn, trip))
            if (line.find(" wait at ") != std::string::npos) found.push_back(line);
        return found;
    };
    EXPECT_EQ(waits(), Lines{"     1 h 25 wait at GRU"}) << "the others are ways of their own";
    trip["holds"][1]["quantity"] = 2;
    EXPECT_EQ(waits(), Lines{});
    trip["holds"][1]["quantity"] = 1;
    trip["holds"][1]["item"].erase("departs_at");
    EXPECT_EQ(waits(), Lines{});
}

TEST(TripLines, SayWhatComesBackOfAnItem) {
    Json trip = session();
    const auto terms_of = [&](int percent) {
        trip["holds"][1]["item"]["refund"] = {{"percent", percent},
                                              {"until", "2026-12-26T01:00:00.000Z"}};
        return lines_of_trip(kEn, trip)[3];
    };
    trip["holds"][1]["fare"] = "plus";
    const auto moment = local_moment(kEn, "2026-12-26T01:00:00.000Z");
    EXPECT_EQ(terms_of(50), "     plus: cancelled until " + moment + ", 50 % comes back");
    EXPECT_EQ(terms_of(100), "     plus: cancelled until " + moment + ", all comes back");
    trip["holds"][1].erase("fare");
    EXPECT_EQ(terms_of(0), "     light: cancelled, nothing comes back");
    const Json price = {{"amount", 100}, {"currency", "BRL"}};
    const auto rule = [&](int back) {
        return rule_of_refund(
            kEn, trip["holds"][1],
            {{"price", price}, {"refund", {{"amount", back}, {"currency", "BRL"}}}});
    };
    EXPECT_EQ(rule(100), "bought less than 24 hours ago: all comes back");
    EXPECT_EQ(rule(0), "light: cancelled, nothing comes back");
}

TEST(TripLines, ShowTicketsInTheLanguageOfTheirReader) {
    Json trip = session();
    trip["holds"] = Json::array({Json::parse(R"({
        "id": "t", "type": "ticket", "state": "held", "event_id": "evt_rec", "quantity": 2,
        "section_id": "PISTA",
        "item": {"type": "ticket", "event": "Film Show", "event_pt": "Mostra de Cinema",
                 "starts_at_local": "2026-12-27T20:00"},
        "price": {"amount": 8000, "currency": "BRL"}})")});
    EXPECT_EQ(lines_of_trip(kPt, trip)[1],
              "  1  Mostra de Cinema, PISTA × 2      dom 27/12 20:00                R$ 80,00");
    EXPECT_EQ(lines_of_trip(kEn, trip)[1],
              "  1  Film Show, PISTA × 2             Sun 27 Dec 20:00              BRL 80.00");
    trip["holds"][0]["item"] = {{"type", "ticket"}, {"event_id", "evt_rec"}};
    EXPECT_EQ(short_title(kEn, trip["holds"][0]), "evt_rec, PISTA × 2");
    trip["holds"][0]["item"]["event_pt"] = "Mostra de Cinema ao Ar Livre Recife";
    EXPECT_EQ(lines_of_trip(kPt, trip)[1],
              "  1  Mostra de Cinema ao …, PISTA × 2                                R$ 80,00");
}

TEST(TripLines, ShowWhatASupplierDescribesInTheLanguageOfTheirReader) {
    Json trip = session();
    trip["holds"] = Json::array({Json::parse(R"({
        "id": "o", "type": "other", "state": "held", "supplier": "cars", "item_id": "eco-rec",
        "from": "2026-12-27", "until": "2026-12-29", "quantity": 1,
        "item": {"type": "other", "title": "Economy car", "title_pt": "Carro econômico"},
        "price": {"amount": 8000, "currency": "BRL"}})")});
    EXPECT_EQ(lines_of_trip(kPt, trip)[1],
              "  1  Carro econômico × 1              dom 27/12 – ter 29/12          R$ 80,00");
    EXPECT_EQ(lines_of_trip(kEn, trip)[1],
              "  1  Economy car × 1                  Sun 27 Dec – Tue 29 Dec       BRL 80.00");
    trip["holds"][0]["item"] = {{"type", "other"}};
    EXPECT_EQ(short_title(kEn, trip["holds"][0]), "eco-rec × 1");
    EXPECT_EQ(
        line_of_entry(kEn, {{"type", "hold.refused"}, {"hold", "o"}, {"detail", "sold_out"}}, trip),
        "eco-rec × 1: the last one has just been sold.");
}

TEST(TripLines, ShowAHoldOfAKindThatTheyDoNotKnowByItsDescription) {
    Json trip = session();
    trip["holds"] = Json::array({Json::parse(R"({
        "id": "u", "type": "cabin", "state": "held", "description": "Cabin 7 of the ferry",
        "quantity": 1, "price": {"amount": 8000, "currency": "BRL"}})")});
    EXPECT_EQ(lines_of_trip(kEn, trip)[1],
              "  1  Cabin 7 of the ferry                                           BRL 80.00");
    EXPECT_EQ(
        line_of_entry(kEn, {{"type", "hold.refused"}, {"hold", "u"}, {"detail", "sold_out"}}, trip),
        "Cabin 7 of the ferry: the last one has just been sold.");
}

TEST(TripLines, SayInEachStateWhatWasCharged) {
    Json trip = session();
    trip["payment"] = {{"state", "authorizing"}, {"amount", trip["total"]}};
    const auto first = [&](const char* state, const char* payment) {
        trip["state"] = state;
        trip["payment"]["state"] = payment;
        return lines_of_trip(kEn, trip).front();
    };
    EXPECT_EQ(first("paying", "authorizing"),
              "Paying BRL 1,031.90. What you hold is safe: the clock stands still.");
    EXPECT_EQ(first("paying", "capturing"),
              "We are checking the charge with the bank. Do not pay again.");
    EXPECT_EQ(first("confirmed", "captured"), "Trip confirmed. BRL 1,031.90 charged.");
    EXPECT_EQ(first("expired", "declined"),
              "Time ran out and the hold was released. Nothing was charged.");
    EXPECT_EQ(first("cancelled", "declined"), "Cancelled. Nothing was charged.");
    EXPECT_EQ(first("cancelling", "captured"), "Cancelling. Nothing comes back.");
    EXPECT_EQ(first("cancelled", "captured"), "Cancelled. By its terms nothing came back.");
    trip["payment"]["refund"] = {{"amount", 51595}, {"currency", "BRL"}};
    EXPECT_EQ(first("cancelling", "refunding"), "Cancelling. BRL 515.95 go back to your card.");
    EXPECT_EQ(first("cancelled", "captured"), "Cancelled. BRL 515.95 given back.");
}

TEST(TripLines, SayTheCodeOfATripThatNeedsAttention) {
    Json trip = session();
    trip["needs_attention"] = true;
    EXPECT_EQ(lines_of_trip(kEn, trip).back(),
              "A person has been told. Keep this code: 0198c0de-0000-7000-8000-000000000001.");
}

TEST(TripLines, TellWhatHappensInOrder) {
    const Json trip = session();
    const auto line = [&](const char* type, const char* hold, const char* detail) {
        return line_of_entry(kEn, {{"type", type}, {"hold", hold}, {"detail", detail}}, trip);
    };
    EXPECT_EQ(line("step.authorized", "", ""), "Card authorized. Nothing has been charged yet.");
    EXPECT_EQ(line("step.confirmed", "b", "K7QX2M"),
              "I01370 GRU–REC: confirmed, reference K7QX2M.");
    EXPECT_EQ(line("step.silent", "", ""), "The bank: did not answer in time.");
    EXPECT_EQ(line("hold.refused", "c", "sold_out"),
              "Pousada do Recife: the last room has just been sold.");
    Json tickets = session();
    tickets["holds"][2] = {{"id", "c"}, {"type", "ticket"}, {"event_id", "evt"}};
    for (const auto& [reason, text] : {std::pair{"sold_out", "the last ticket has just been sold."},
                                       {"started", "the event has started."},
                                       {"too_far_ahead", "it can be held at most 330 days ahead."}})
        EXPECT_EQ(line_of_entry(kEn, {{"type", "hold.refused"}, {"hold", "c"}, {"detail", reason}},
                                tickets),
                  std::string("evt: ") + text);
    EXPECT_EQ(line("hold.refused", "c", "new_reason"),
              "Pousada do Recife: the supplier did not accept it.");
    EXPECT_EQ(line("timeout.running", "", ""), "");
}

TEST(TripLines, SayWhatIsWaitedFor) {
    Json trip = session();
    EXPECT_EQ(waiting_line(kEn, trip), "");
    trip["waiting_for"] = {{"command", "confirm"}, {"hold", "b"}, {"attempts", 1}};
    EXPECT_EQ(waiting_line(kEn, trip), "I01370 GRU–REC: confirming…");
    trip["waiting_for"]["attempts"] = 3;
    EXPECT_EQ(waiting_line(kEn, trip), "I01370 GRU–REC: no answer yet, attempt 3.");
    trip["waiting_for"] = {{"command", "capture"}, {"attempts", 4}};
    EXPECT_EQ(waiting_line(kEn, trip), "The charge: everything is confirmed, charging…");
}

TEST(TripLines, IsSettledOnlyWithoutAPendingAnswer) {
    Json trip = session();
    EXPECT_FALSE(is_settled(trip));
    trip["holds"].erase(2);
    EXPECT_TRUE(is_settled(trip));
    trip["state"] = "paying";
    EXPECT_FALSE(is_settled(trip));
}

TEST(ProblemText, SaysWhatHappenedWhetherAnythingWasChargedAndWhatToDo) {
    EXPECT_EQ(
        problem_text(kPt, {{"code", "payment_declined"}, {"decline_code", "insufficient_funds"}}),
        "Nada foi cobrado. O banco recusou o cartão (saldo insuficiente). Sua reserva "
        "continua; tente outro cartão: viaja pagar");
    EXPECT_EQ(
        problem_text(kEn, {{"code", "invalid_field"},
                           {"detail", "The hold cannot be read: see errors."},
                           {"errors", {{{"pointer", "/date"}, {"detail", "must be a day"}}}}}),
        "The request has a value that cannot be used. Nothing was done or charged.\n(The "
        "hold cannot be read: see errors. /date: must be a day.)");
    EXPECT_EQ(problem_text(kEn, {{"code", "brand_new"}, {"detail", "Something else."}}),
              "Something else.");
}

TEST(ProblemText, SpeaksOfTheChargeForEveryRefusal) {
    for (const char* code :
         {"not_available", "supplier_refused", "impossible_connection", "hold_lost",
          "payment_undone", "session_expired", "payment_in_progress", "hold_pending", "no_holds",
          "invalid_state", "amount_mismatch", "too_many_requests", "not_found", "payment_declined",
          "price_changed"}) {
        EXPECT_NE(problem_text(kEn, {{"code", code}}).find("charged"), std::string::npos) << code;
        EXPECT_NE(problem_text(kPt, {{"code", code}}).find("cobrado"), std::string::npos) << code;
    }
}

}  // namespace
}  // namespace viaja::terminal
