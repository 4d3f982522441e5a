// Tickets over HTTP: found by city and days, asked for with names or without, shown and refused.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

json ticket(int quantity = 2) {
    return {{"type", "ticket"},
            {"event_id", "evt_rec"},
            {"section_id", "PISTA"},
            {"quantity", quantity}};
}

/// A traveller with a session, and what stands behind it.
class TicketHolds : public testing::Test {
  protected:
    TicketHolds() { replica_.open(); }
    HttpAnswer ask(const json& body) {
        return replica_.as_traveller("POST", replica_.session_path("/holds"), body.dump());
    }

    SharedParts parts_;
    Replica replica_{parts_};
};

TEST_F(TicketHolds, AreShownWithTheirEventAndNeedNoNames) {
    const auto held = ask(ticket());
    ASSERT_EQ(held.status, 201) << held.text;
    EXPECT_EQ(held.body["quantity"], 2);
    EXPECT_EQ(held.body["travellers"], json::array());
    EXPECT_EQ(held.body["item"], (json{{"type", "ticket"},
                                       {"event_id", "evt_rec"},
                                       {"section_id", "PISTA"},
                                       {"event", "Open-Air Film Show Recife"},
                                       {"event_pt", "Mostra de Cinema ao Ar Livre Recife"},
                                       {"near", "REC"},
                                       {"starts_at", "2026-12-20T23:00:00.000Z"},
                                       {"starts_at_local", "2026-12-20T20:00"}}));
    const auto shown = replica_.as_traveller("GET", replica_.session_path());
    EXPECT_EQ(shown.body["holds"][0]["item"], held.body["item"]);
}

TEST_F(TicketHolds, TakeOneNameForEachTicketIfAny) {
    auto body = ticket();
    body["travellers"] = json::array();
    EXPECT_EQ(ask(body).status, 201);
    body["travellers"] = {{{"name", "Ana Souza"}}, {{"name", "João Lima"}}};
    const auto named = ask(body);
    EXPECT_EQ(named.status, 201);
    EXPECT_EQ(named.body["travellers"], body["travellers"]);
    body["travellers"] = {{{"name", "Ana Souza"}}};
    const auto refused = ask(body);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(
        refused.body["errors"],
        (json::array({{{"pointer", "/travellers"},
                       {"detail", "must list one traveller for each of them, or none: 2"}}})));
}

TEST_F(TicketHolds, NameEveryMemberThatIsWrong) {
    const auto refused = ask({{"type", "ticket"}, {"event_id", "a/b"}, {"quantity", 10}});
    EXPECT_EQ(refused.status, 400);
    std::vector<std::string> pointers;
    for (const auto& error : refused.body["errors"])
        pointers.push_back(error["pointer"]);
    EXPECT_EQ(pointers, (std::vector<std::string>{"/event_id", "/section_id", "/quantity"}));
}

TEST_F(TicketHolds, AreRefusedInWords) {
    const std::pair<const char*, const char*> reasons[] = {
        {"sold_out", "Not enough tickets are left for evt_rec PISTA."},
        {"started", "evt_rec PISTA has started."},
        {"too_far_ahead", "evt_rec PISTA is more than 330 days ahead."},
        {"unknown_item", "evt_rec PISTA is not sold by this supplier."},
    };
    for (const auto& [reason, detail] : reasons) {
        parts_.partner.refuse_kind("ticket", reason);
        const auto refused = ask(ticket());
        EXPECT_EQ(refused.status, 409) << reason;
        EXPECT_EQ(refused.code(), "not_available") << reason;
        EXPECT_EQ(refused.body["detail"], detail);
    }
}

TEST_F(TicketHolds, ArePartOfAListWithAFlightAndPaidWithIt) {
    const json flight = {{"type", "flight"},   {"carrier", "I0"},
                         {"flight", "I01370"}, {"date", "2027-02-01"},
                         {"quantity", 1},      {"travellers", {{{"name", "Ana Souza"}}}}};
    const auto held = ask({{"items", {flight, ticket()}}});
    ASSERT_EQ(held.status, 201) << held.text;
    const json pay = {
        {"method", "card"}, {"token", "tok_ok"}, {"amount", held.body["session"]["total"]}};
    const auto paid =
        replica_.as_traveller("POST", replica_.session_path("/payments"), pay.dump(), "wait=20");
    ASSERT_EQ(paid.status, 200) << paid.text;
    EXPECT_EQ(paid.body["state"], "confirmed");
    EXPECT_EQ(paid.body["booking_references"].size(), 2U);
}

/// A supplier of tickets in a city that has two airports.
class TicketSearch : public testing::Test {
  protected:
    TicketSearch() {
        parts_.partner.on_question = [this](const Question& question) {
            asked_ = std::get<EventQuestion>(question.about);
            QuestionAnswer answer{question.id, "event", "", TicketOffers{}};
            if (asked_.after) return answer;
            TicketOffer offer;
            offer.item = {"evt_gig", "PISTA"};
            offer.event = "Derby";
            offer.event_pt = "Clássico";
            offer.kind = "football";
            offer.near = "GIG";
            offer.starts_at = *parse_rfc3339("2027-01-19T23:00:00Z");
            offer.starts_at_local = "2027-01-19T20:00";
            offer.tickets_left = 7;
            offer.price = {12'000 * asked_.quantity, "BRL"};
            std::get<TicketOffers>(answer.offers).push_back(offer);
            answer.more = true;
            return answer;
        };
    }
    HttpAnswer search(const std::string& query) {
        return replica_.call("GET", "/v1/events/search?" + query);
    }

    SharedParts parts_;
    EventQuestion asked_;
    Replica replica_{parts_};
};

TEST_F(TicketSearch, AsksForACityAndDaysAndGoesOnBehindTheLastOffer) {
    const std::string query = "date=" + day_in(9) + "&until=" + day_in(12) + "&quantity=2";
    const auto found = search("city=Rio%20de%20Janeiro&" + query);
    ASSERT_EQ(found.status, 200) << found.text;
    EXPECT_EQ(found.body["offers"],
              (json::array({{{"event_id", "evt_gig"},
                             {"section_id", "PISTA"},
                             {"event", "Derby"},
                             {"event_pt", "Clássico"},
                             {"kind", "football"},
                             {"near", "GIG"},
                             {"starts_at", "2027-01-19T23:00:00.000Z"},
                             {"starts_at_local", "2027-01-19T20:00"},
                             {"tickets_left", 7},
                             {"price", {{"amount", 24'000}, {"currency", "BRL"}}}}})));
    EXPECT_EQ(found.body["missing"], json::array());
    EXPECT_EQ(found.body["next"], "2027-01-19T20:00/evt_gig/PISTA");
    EXPECT_EQ(asked_.near, (std::vector<std::string>{"GIG", "SDU"}));
    EXPECT_EQ(iso_date(asked_.from), day_in(9));
    EXPECT_EQ(iso_date(asked_.until), day_in(12));
    const auto rest = search("city=sdu&" + query + "&after=2027-01-19T20:00/evt_gig/PISTA");
    EXPECT_EQ(rest.body["more"], false);
    EXPECT_EQ(asked_.after, (TicketPlace{"2027-01-19T20:00", TicketItem{"evt_gig", "PISTA"}}));
    EXPECT_EQ(asked_.near, (std::vector<std::string>{"GIG", "SDU"})) << "of its airport's city";
    search("city=gig&date=" + day_in(9));
    EXPECT_EQ(asked_.until, asked_.from);
    EXPECT_EQ(asked_.quantity, 1);
}

TEST_F(TicketSearch, NamesWhatIsWrong) {
    const std::string good = "city=GIG&date=" + day_in(9);
    const std::pair<std::string, std::string> wrong[] = {
        {"date=" + day_in(9), "/city"},
        {"city=Nowhere&date=" + day_in(9), "/city"},
        {"city=GIG", "/date"},
        {"city=GIG&date=" + day_in(-2), "/date"},
        {"city=GIG&date=" + day_in(332), "/date"},
        {good + "&until=" + day_in(8), "/until"},
        {good + "&until=" + day_in(40), "/until"},
        {good + "&quantity=10", "/quantity"},
        {good + "&after=", "/after"},
        {good + "&after=evt_gig/PISTA", "/after"},
        {good + "&after=2027-01-19T20:00/evt_gig", "/after"},
        {good + "&after=2027-01-19T20:00/a/b/c", "/after"},
    };
    for (const auto& [query, pointer] : wrong) {
        const auto answer = search(query);
        EXPECT_EQ(answer.status, 400) << query;
        ASSERT_EQ(answer.body["errors"].size(), 1U) << query << answer.text;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], pointer) << query;
    }
}

}  // namespace
}  // namespace viaja::session
