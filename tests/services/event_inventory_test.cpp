// What events quote for tickets, why they do not, and what a search finds.

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "event-service/catalogue.hpp"
#include "event-service/events.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::event {
namespace {

using inventory_test::day;
using inventory_test::Folder;
using inventory_test::InventoryDatabase;
using inventory_test::noon;
using supplier::Claim;
using supplier::NoQuote;
using supplier::Quote;

/// In the demo loaded on 21 November 2026, Recife has its event on 12 January 2027.
class EventInventory : public testing::Test {
  protected:
    EventInventory() { load_demo(database_.connection(), "data/demo"); }

    static HoldRequest tickets(const std::string& event, const std::string& section,
                               int quantity = 1) {
        return {TicketItem{event, section}, quantity, {}};
    }
    std::variant<Quote, NoQuote> quote(const HoldRequest& request, Instant now = noon()) {
        return events_.quote(database_.connection(), std::span(&request, 1), now).at(0);
    }
    std::string reason(const HoldRequest& request, Instant now = noon()) {
        const auto result = quote(request, now);
        const auto* refused = std::get_if<NoQuote>(&result);
        return refused ? refused->reason : "quoted";
    }
    QuestionAnswer ask(const EventQuestion& about, Instant now = noon()) {
        Question question;
        question.about = about;
        return events_.answer(database_.connection(), question, now);
    }
    /// "evt_rec/PISTA 400" for each offer.
    static std::vector<std::string> found(const QuestionAnswer& answer) {
        std::vector<std::string> lines;
        for (const auto& offer : std::get<TicketOffers>(answer.offers))
            lines.push_back(id_of(offer.item) + " " + std::to_string(offer.tickets_left));
        return lines;
    }

    InventoryDatabase database_{testing::UnitTest::GetInstance()->current_test_info()->name(),
                                event_migrations()};
    Events events_;
};

using Lines = std::vector<std::string>;

TEST_F(EventInventory, QuotesSoManyTicketsOfASection) {
    const auto quoted = quote(tickets("evt_rec", "CADEIRA", 3));
    const auto* result = std::get_if<Quote>(&quoted);
    ASSERT_NE(result, nullptr);
    EXPECT_EQ(result->claims, (std::vector{Claim{"evt_rec/CADEIRA/2027-01-12", 80, 3}}));
    EXPECT_EQ(result->price, (Money{3 * 24'000, "BRL"}));
    EXPECT_EQ(result->description, "Open-Air Film Show Recife, CADEIRA, 2027-01-12");
    const HeldTicket held{TicketItem{"evt_rec", "CADEIRA"},
                          "Open-Air Film Show Recife",
                          "Mostra de Cinema ao Ar Livre Recife",
                          "REC",
                          *parse_rfc3339("2027-01-12T23:00:00Z"),
                          "2027-01-12T20:00",
                          RefundTerms{100, *parse_rfc3339("2027-01-11T03:00:00Z")}};
    EXPECT_EQ(result->item, HeldItem(held));
    EXPECT_EQ(result->sale_ends, held.starts_at);
}

TEST_F(EventInventory, SaysWhyThereIsNothingToHold) {
    EXPECT_EQ(reason(tickets("evt_rec", "PISTA", 9)), "quoted");
    EXPECT_EQ(reason(tickets("evt_rec", "PISTA", 10)), "invalid_quantity");
    EXPECT_EQ(reason(tickets("evt_rec", "PISTA", 0)), "invalid_quantity");
    EXPECT_EQ(reason(tickets("evt_rec", "BALCAO")), "unknown_item");
    EXPECT_EQ(reason(tickets("evt_none", "PISTA")), "unknown_item");
    EXPECT_EQ(reason({FlightItem{"I0", "I01370", day("2026-12-20")}, 1, {}}), "unknown_item");
    EXPECT_EQ(reason({RoomItem{"evt_rec", day("2026-12-20"), day("2026-12-21")}, 1, {}}),
              "unknown_item");
}

TEST_F(EventInventory, IsSoldUntilItStartsByTheClockOfItsPlace) {
    // 20:00 in Manaus is an hour later than in Recife, and four hours after 20:00 UTC.
    const Instant starts = *parse_rfc3339("2026-12-16T00:00:00Z");
    const auto ticket = tickets("evt_mao", "PISTA");
    EXPECT_EQ(reason(ticket, starts - Duration(1)), "quoted");
    EXPECT_EQ(reason(ticket, starts), "started");
    EXPECT_EQ(reason(ticket, *parse_rfc3339("2026-01-18T12:00:00Z")), "too_far_ahead");
    const EventQuestion question{{"MAO"}, day("2026-12-15"), day("2026-12-15")};
    EXPECT_EQ(found(ask(question, starts - Duration(1))).size(), 3U);
    EXPECT_EQ(found(ask(question, starts)), Lines{});
}

TEST_F(EventInventory, FindsSectionsWithSoManyTicketsLeftByPlaceAndDay) {
    database_.take("evt_rec/CADEIRA/2027-01-12", 80, 70, 8);
    database_.take("evt_rec/CAMAROTE/2027-01-12", 10, 0, 10);
    const EventQuestion one{{"REC"}, day("2027-01-12"), day("2027-01-12")};
    const auto answer = ask(one);
    EXPECT_EQ(answer.problem, "");
    EXPECT_EQ(found(answer), (Lines{"evt_rec/CADEIRA 2", "evt_rec/PISTA 400"}));
    EXPECT_FALSE(answer.more);
    const auto& offer = std::get<TicketOffers>(answer.offers).at(1);
    EXPECT_EQ(offer.event_pt, "Mostra de Cinema ao Ar Livre Recife");
    EXPECT_EQ(offer.kind, "cinema");
    EXPECT_EQ(offer.starts_at_local, "2027-01-12T20:00");
    EXPECT_EQ(offer.price, (Money{12'000, "BRL"}));
    auto three = one;
    three.quantity = 3;
    EXPECT_EQ(found(ask(three)), Lines{"evt_rec/PISTA 400"});
    EXPECT_EQ(std::get<TicketOffers>(ask(three).offers).at(0).price, (Money{36'000, "BRL"}));
    EXPECT_EQ(found(ask({{"REC"}, day("2027-01-11"), day("2027-01-11")})), Lines{});
    EXPECT_EQ(found(ask({{"GRU"}, day("2027-01-12"), day("2027-01-12")})), Lines{});
    EXPECT_EQ(found(ask({{"SDU", "REC"}, day("2027-01-01"), day("2027-01-31")})).size(), 2U);
}

TEST_F(EventInventory, SaysWhatIsWrongWithAQuestion) {
    const EventQuestion good{{"REC"}, day("2027-01-01"), day("2027-01-31")};
    EXPECT_EQ(ask(good).problem, "");
    const auto problem = [&](auto change) {
        EventQuestion question = good;
        change(question);
        return ask(question).problem;
    };
    using Q = EventQuestion;
    EXPECT_EQ(problem([](Q& q) { q.near = {"XXX"}; }), "unknown_airport");
    EXPECT_EQ(problem([](Q& q) { q.near = {}; }), "invalid_question");
    EXPECT_EQ(problem([](Q& q) { q.near.resize(21, "REC"); }), "invalid_question");
    EXPECT_EQ(problem([](Q& q) { q.quantity = 10; }), "invalid_question");
    EXPECT_EQ(problem([](Q& q) { q.until = day("2027-02-01"); }), "invalid_question");
    EXPECT_EQ(problem([](Q& q) { q.until = day("2026-12-31"); }), "invalid_question");
    Question other;
    other.about = StayQuestion{"REC", day("2027-01-01"), day("2027-01-02"), 1};
    EXPECT_EQ(events_.answer(database_.connection(), other, noon()).problem, "unknown_question");
}

TEST_F(EventInventory, GoesOnBehindAnAnswerThatIsFull) {
    Folder folder;
    folder.write("airports.csv",
                 "iata,name,city,country,lat,lon,tz\n"
                 "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n");
    std::string rows =
        "event_id,name_pt,name_en,kind,near_iata,days_from_seed,start_local,section,capacity,"
        "price_brl_cents\n";
    for (int i = 0; i < 450; ++i) {
        rows += "e" + std::to_string(1'000 + i / 3) + ",Um,One,music,REC," +
                std::to_string(20 + i / 3 % 2) + ",20:00,S" + std::to_string(i % 3) + ",5,1000\n";
    }
    folder.write("events.csv", rows);
    load_demo(database_.connection(), folder.path());
    EventQuestion question{{"REC"}, day("2026-12-01"), day("2026-12-31")};
    std::vector<std::string> all;
    std::string before;
    std::size_t answers = 0;
    for (bool more = true; more; ++answers) {
        const auto answer = ask(question);
        more = answer.more;
        for (const auto& offer : std::get<TicketOffers>(answer.offers)) {
            all.push_back(offer.starts_at_local + "/" + id_of(offer.item));
            EXPECT_LT(before, all.back());
            before = all.back();
        }
        const auto& last = std::get<TicketOffers>(answer.offers).back();
        question.after = TicketPlace{last.starts_at_local, last.item};
    }
    EXPECT_EQ(answers, 3U);
    EXPECT_EQ(all.size(), 450U);
}

}  // namespace
}  // namespace viaja::event
