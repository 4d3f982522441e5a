#include "terminal/offer_lines.hpp"

#include <gtest/gtest.h>

#include "terminal/format.hpp"

namespace viaja::terminal {
namespace {

constexpr auto kPt = Language::portuguese;
constexpr auto kEn = Language::english;

Json answer() {
    return Json::parse(R"({
        "offers": [
            {"segments": [{"carrier": "I0", "flight": "I01370", "from": "GRU", "to": "REC",
                           "date": "2026-12-25", "departs_at_local": "2026-12-25T09:00",
                           "arrives_at_local": "2026-12-25T12:10", "seats_left": 9}],
             "duration_minutes": 190, "price": {"amount": 103190, "currency": "BRL"},
             "marks": ["fastest"]},
            {"segments": [{"carrier": "8G", "flight": "8G2210", "from": "GRU", "to": "CNF",
                           "date": "2026-12-25", "departs_at_local": "2026-12-25T22:50",
                           "arrives_at_local": "2026-12-26T00:10", "seats_left": 70},
                          {"carrier": "J0", "flight": "J03104", "from": "CNF", "to": "REC",
                           "date": "2026-12-26", "departs_at_local": "2026-12-26T06:00",
                           "arrives_at_local": "2026-12-26T09:05", "layover_minutes": 350,
                           "seats_left": 70}],
             "duration_minutes": 615, "price": {"amount": 79000, "currency": "BRL"},
             "marks": ["cheapest"]}],
        "missing": ["8G", "hotel"], "more": true})");
}

TEST(OfferLines, ShowRoutesWithTheirConnections) {
    EXPECT_EQ(lines_of_flights(kPt, answer(), 1),
              (Lines{
                  "  1  09:00–12:10      3 h 10  direto I01370   R$ 1.031,90  mais rápido",
                  "  2  22:50–09:05 +1  10 h 15  1 conexão         R$ 790,00  mais barato",
                  "      8G2210    GRU 22:50    → CNF 00:10 +1",
                  "      J03104    CNF 06:00 +1 → REC 09:05 +1  espera 5 h 50 em CNF",
                  "Há mais rotas; veja com: viaja buscar --limite",
              }));
}

TEST(OfferLines, FitEightyColumnsAndGoOnCounting) {
    const auto lines = lines_of_flights(kEn, answer(), 41);
    EXPECT_TRUE(lines[0].starts_with(" 41  09:00–12:10")) << lines[0];
    EXPECT_TRUE(lines[1].starts_with(" 42  22:50–09:05 +1")) << lines[1];
    Json longest = answer();
    for (Json& offer : longest["offers"]) {
        offer["marks"] = {"cheapest", "fastest"};
        offer["price"]["amount"] = 9999999;
        offer["duration_minutes"] = 5999;
    }
    EXPECT_EQ(lines_of_flights(kEn, longest, 200)[0],
              "200  09:00–12:10     99 h 59  direct I01370 BRL 99,999.99  cheapest and fastest");
    EXPECT_EQ(lines_of_flights(kPt, longest, 200)[1],
              "201  22:50–09:05 +1  99 h 59  1 conexão      R$ 99.999,99  mais barato e rápido");
    for (const auto& shown :
         {lines, lines_of_flights(kEn, longest, 200), lines_of_flights(kPt, longest, 200)})
        for (const std::string& line : shown)
            EXPECT_LT(columns_of(line), 80U) << line;
}

TEST(OfferLines, NumberWhatTheyShow) {
    const auto choices = choices_of_flights(answer(), 2);
    ASSERT_EQ(choices.size(), 2U);
    EXPECT_EQ(choices[1]["title"], "8G2210 + J03104 GRU–REC");
    EXPECT_EQ(choices[1]["quantity"], 2);
    EXPECT_EQ(choices[1]["arrives"], "2026-12-26T09:05");
    EXPECT_EQ(choices[1]["items"],
              Json::parse(R"([{"type": "flight", "carrier": "8G", "flight": "8G2210",
                               "date": "2026-12-25"},
                              {"type": "flight", "carrier": "J0", "flight": "J03104",
                               "date": "2026-12-26"}])"));
}

TEST(OfferLines, ShowAndChooseTheFareThatIsWanted) {
    Json flights = answer();
    flights["offers"][0]["fares"] = Json::parse(R"([
        {"fare": "light", "price": {"amount": 103190, "currency": "BRL"}, "refund": "none"},
        {"fare": "flex", "price": {"amount": 144466, "currency": "BRL"}, "refund": "all"}])");
    EXPECT_NE(lines_of_flights(kEn, flights, 1, "flex")[0].find("BRL 1,444.66"), std::string::npos);
    const auto choices = choices_of_flights(flights, 1, "flex");
    EXPECT_EQ(choices[0]["items"][0]["fare"], "flex");
    EXPECT_EQ(choices[0]["price"]["amount"], 144'466);
    EXPECT_FALSE(choices_of_flights(flights, 1)[0]["items"][0].contains("fare"));
}

TEST(OfferLines, ShowRoomsWithTheirNights) {
    Json stays = Json::parse(R"({"offers": [
        {"hotel_id": "htl_rec01", "hotel": "Pousada do Recife", "room_type_id": "htl_rec01_std",
         "room": "Standard", "nights": 3, "rooms_left": 2,
         "price": {"amount": 76800, "currency": "BRL"}}], "missing": []})");
    EXPECT_EQ(lines_of_stays(kEn, stays, 3),
              Lines{"  3  Pousada do Recife           Standard    3 nights     BRL 768.00  2 "
                    "left"});
    const auto choices = choices_of_stays(stays, "2026-12-25", "2026-12-28");
    ASSERT_EQ(choices.size(), 1U);
    stays["more"] = true;
    EXPECT_EQ(lines_of_stays(kEn, stays, 3).back(),
              "There are more rooms; see them with: viaja search --limit");
    EXPECT_EQ(choices[0]["items"], Json::parse(R"([{"type": "room", "room_type_id": "htl_rec01_std",
                               "check_in": "2026-12-25", "check_out": "2026-12-28"}])"));
}

TEST(OfferLines, MarkTheLowestPriceOfAMonth) {
    const Json calendar = Json::parse(R"({"days": [
        {"date": "2026-12-01", "price": {"amount": 83190, "currency": "BRL"}, "segments": 1,
         "checked": true},
        {"date": "2026-12-02", "checked": true},
        {"date": "2026-12-03", "price": {"amount": 90000, "currency": "BRL"}, "segments": 2,
         "checked": false}]})");
    EXPECT_EQ(lines_of_calendar(kPt, calendar),
              (Lines{
                  "2026-12-01  ter 01/12      R$ 831,90  direto     mais barato",
                  "2026-12-02  qua 02/12       sem voos",
                  "2026-12-03  qui 03/12      R$ 900,00  1 conexão    a conferir",
              }));
}

TEST(OfferLines, MarkTheLowestPriceOfTheNights) {
    const Json calendar = Json::parse(R"({"days": [
        {"date": "2026-12-01", "price": {"amount": 38181, "currency": "BRL"}, "checked": true},
        {"date": "2026-12-02", "checked": true},
        {"date": "2026-12-03", "price": {"amount": 37112, "currency": "BRL"}, "checked": true},
        {"date": "2026-12-04", "checked": false}]})");
    EXPECT_EQ(lines_of_nights(kEn, calendar),
              (Lines{
                  "2026-12-01  Tue 1 Dec     BRL 381.81",
                  "2026-12-02  Wed 2 Dec       no rooms",
                  "2026-12-03  Thu 3 Dec     BRL 371.12  cheapest",
                  "2026-12-04  Fri 4 Dec       no rooms  not checked",
              }));
}

TEST(OfferLines, NameTheSuppliersThatDidNotAnswer) {
    const Json places = {{"carriers", {{{"code", "8G"}, {"name", "Guará Regional"}}}}};
    EXPECT_EQ(lines_of_missing(kPt, answer(), places),
              (Lines{"Guará Regional não respondeu; estes resultados são parciais.",
                     "O serviço de hotéis não respondeu; estes resultados são parciais."}));
}

TEST(OfferLines, DoNotMindMembersThatAreMissing) {
    const Json strange = Json::parse(R"({"offers": [{}, {"segments": [{}]}, 5], "missing": [1]})");
    EXPECT_EQ(lines_of_flights(kEn, strange, 1).size(), 1U);
    EXPECT_EQ(choices_of_flights(strange, 1).size(), 1U);
    EXPECT_TRUE(lines_of_flights(kEn, Json(), 1).empty());
    EXPECT_TRUE(lines_of_missing(kEn, strange, Json()).empty());
}

}  // namespace
}  // namespace viaja::terminal
