#include "terminal/price_lines.hpp"

#include <gtest/gtest.h>

#include "terminal/trip_lines.hpp"

namespace viaja::terminal {
namespace {

constexpr auto kPt = Language::portuguese;
constexpr auto kEn = Language::english;

/// One flight, whose price is guaranteed until then; null: not at all.
Json session_with(const Json& until) {
    auto session = Json::parse(R"({
        "id": "0198c0de-0000-7000-8000-000000000001", "state": "open",
        "timeout": {"state": "running", "expires_at": "2026-12-01T12:10:00.000Z"},
        "holds": [
            {"id": "b", "type": "flight", "state": "held", "flight": "I01370", "carrier": "I0",
             "date": "2026-12-25", "fare": "plus", "quantity": 1,
             "travellers": [{"name": "Ana Souza"}], "description": "I01370 GRU–REC 2026-12-25",
             "item": {"type": "flight", "from": "GRU", "to": "REC"},
             "price": {"amount": 103190, "currency": "BRL"}}],
        "total": {"amount": 103190, "currency": "BRL"}, "payment": null,
        "booking_references": [], "server_time": "2026-12-01T12:00:19.000Z"})");
    session["holds"][0]["price_guarantee_expires_at"] = until;
    return session;
}

const Json kChanged = Json::parse(R"({"code": "price_changed",
    "prices": [{"hold": "b", "price": {"amount": 103190, "currency": "BRL"},
                "current_price": {"amount": 112400, "currency": "BRL"}}],
    "total": {"amount": 103190, "currency": "BRL"},
    "current_total": {"amount": 112400, "currency": "BRL"}})");

TEST(PriceLines, SayNothingOfAPriceThatStandsAsLongAsItIsHeld) {
    for (const auto* until : {"2026-12-01T12:10:00.000Z", "2026-12-01T13:00:00.000Z"}) {
        const auto session = session_with(until);
        EXPECT_TRUE(prices_stand(session));
        EXPECT_EQ(guarantee_text(kEn, session, session["holds"][0]), "");
        EXPECT_EQ(lines_of_trip(kEn, session)[0],
                  "Held for you for another 09:41. The price stays the same until then.");
    }
}

TEST(PriceLines, SayUntilWhenAPriceIsGuaranteed) {
    const auto session = session_with("2026-12-01T12:09:59.000Z");
    EXPECT_FALSE(prices_stand(session));
    const auto text = guarantee_text(kPt, session, session["holds"][0]);
    EXPECT_TRUE(text.starts_with("preço garantido até ")) << text;
    EXPECT_EQ(lines_of_trip(kPt, session)[0], "Reservado para você por mais 09:41.");
    EXPECT_EQ(lines_of_trip(kPt, session)[3], "     " + text);
}

TEST(PriceLines, SayThatAPriceIsNotGuaranteed) {
    const auto session = session_with(nullptr);
    EXPECT_FALSE(prices_stand(session));
    EXPECT_EQ(guarantee_text(kEn, session, session["holds"][0]),
              "the price is checked when you pay");
}

TEST(PriceLines, ShowBothPricesAndBothTotals) {
    EXPECT_EQ(lines_of_new_prices(kPt, session_with(nullptr), kChanged),
              (Lines{"  I01370 GRU–REC: de R$ 1.031,90 para R$ 1.124,00",
                     "  Total: de R$ 1.031,90 para R$ 1.124,00"}));
    EXPECT_TRUE(is_still_sold(kChanged));
}

TEST(PriceLines, NameWhatIsNotSoldAnyMore) {
    auto gone = kChanged;
    gone["prices"][0]["current_price"] = nullptr;
    gone["current_total"] = nullptr;
    EXPECT_EQ(lines_of_new_prices(kEn, session_with(nullptr), gone),
              (Lines{"  I01370 GRU–REC: not sold any more; release or swap it: viaja release, "
                     "viaja swap"}));
    EXPECT_FALSE(is_still_sold(gone));
}

TEST(PriceLines, HoldTheSameInPlaceOfWhatIsHeld) {
    EXPECT_EQ(holds_at_new_prices(session_with(nullptr), kChanged), Json::parse(R"({
        "items": [{"type": "flight", "carrier": "I0", "flight": "I01370", "date": "2026-12-25",
                   "fare": "plus", "quantity": 1, "travellers": [{"name": "Ana Souza"}]}],
        "replaces": ["b"]})"));
}

}  // namespace
}  // namespace viaja::terminal
