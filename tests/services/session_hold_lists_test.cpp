// Several holds in one request: all of them are held, or none.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

json flight(const std::string& date, int quantity = 1) {
    return {{"type", "flight"},
            {"carrier", "I0"},
            {"flight", "I01370"},
            {"date", date},
            {"quantity", quantity},
            {"travellers", json::array_t(static_cast<std::size_t>(quantity), {{"name", "Ana"}})}};
}

json room(const std::string& check_in = "2027-02-01", const std::string& check_out = "2027-02-03") {
    return {{"type", "room"},       {"room_type_id", "htl_rec01_std"},
            {"check_in", check_in}, {"check_out", check_out},
            {"quantity", 1},        {"travellers", json::array({{{"name", "Ana"}}})}};
}

/// A traveller with a session, and what stands behind it.
class HoldLists : public testing::Test {
  protected:
    HoldLists() { replica_.open(); }

    HttpAnswer ask(const json& items, const std::string& prefer = "", const std::string& key = "",
                   const std::vector<std::string>& replaces = {}) {
        json body = {{"items", items}};
        if (!replaces.empty()) body["replaces"] = replaces;
        return replica_.as_traveller("POST", replica_.session_path("/holds"), body.dump(), prefer,
                                     key);
    }
    json session() { return replica_.as_traveller("GET", replica_.session_path()).body; }
    HttpAnswer drop(const std::string& hold) {
        return replica_.as_traveller("DELETE", replica_.session_path("/holds/" + hold));
    }

    static std::vector<std::string> states(const json& holds) {
        std::vector<std::string> words;
        for (const auto& hold : holds)
            words.push_back(hold["state"]);
        return words;
    }
    static std::vector<std::string> ids(const json& holds) {
        std::vector<std::string> found;
        for (const auto& hold : holds)
            found.push_back(hold["id"]);
        return found;
    }
    static void expect_refused(const HttpAnswer& answer, const std::string& code,
                               const std::string& pointer) {
        EXPECT_EQ(answer.status, 409);
        EXPECT_EQ(answer.code(), code);
        ASSERT_EQ(answer.body["errors"].size(), 1U) << answer.text;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], pointer);
        EXPECT_EQ(answer.body["side_effects"], "none");
    }

    using Words = std::vector<std::string>;
    SharedParts parts_;
    Replica replica_{parts_};
};

TEST_F(HoldLists, AreHeldInTheOrderGivenAndConfirmedSideBySide) {
    const auto held = ask({flight("2027-02-01"), room(), flight("2027-02-03")});
    ASSERT_EQ(held.status, 201) << held.text;
    EXPECT_EQ(held.headers.at("Location"), replica_.session_path());
    EXPECT_TRUE(held.headers.contains("ETag"));
    EXPECT_EQ(states(held.body["holds"]), (Words{"held", "held", "held"}));
    EXPECT_EQ(ids(held.body["holds"]), ids(held.body["session"]["holds"]));
    EXPECT_EQ(held.body["holds"][1]["type"], "room");
    EXPECT_EQ(held.body["holds"][2]["date"], "2027-02-03");
    for (const auto& hold : held.body["holds"])
        EXPECT_EQ(hold["list"], 1);
    EXPECT_EQ(held.body["session"]["total"]["amount"], 3'000);
    const auto paid = replica_.as_traveller(
        "POST", replica_.session_path("/payments"),
        R"({"method":"card","token":"tok_ok","amount":{"amount":3000,"currency":"BRL"}})",
        "wait=10");
    ASSERT_EQ(paid.body["state"], "confirmed") << paid.text;
    EXPECT_EQ(ids(session()["holds"]), ids(held.body["holds"])) << "shown in their order";
    EXPECT_EQ(states(session()["holds"]), (Words{"confirmed", "confirmed", "confirmed"}));
    std::multiset<std::string> confirmed;
    const auto timeline = replica_.as_traveller("GET", replica_.session_path("/timeline"));
    for (const auto& entry : timeline.body["entries"])
        if (entry["type"] == "step.confirmed") confirmed.insert(entry["hold"]);
    const auto held_ids = ids(held.body["holds"]);
    EXPECT_EQ(confirmed, std::multiset<std::string>(held_ids.begin(), held_ids.end()))
        << "each once, in whatever order their suppliers answer";
}

TEST_F(HoldLists, WhatWasHeldIsGivenBackBeforeTheRefusalIsAnswered) {
    parts_.partner.refuse_kind("room", "sold_out");
    const auto refused = ask({flight("2027-02-01"), room(), flight("2027-02-03")});
    expect_refused(refused, "not_available", "/items/1");
    EXPECT_EQ(refused.body["detail"],
              "No room is left on htl_rec01_std 2027-02-01/2027-02-03. Nothing of the list is "
              "held.");
    EXPECT_EQ(states(session()["holds"]), (Words{"released", "refused", "released"}));
    EXPECT_EQ(session()["total"]["amount"], 0);
}

TEST_F(HoldLists, ARefusalIsAnsweredAlthoughAReleaseIsStillToCome) {
    parts_.partner.refuse_kind("room", "sold_out");
    parts_.partner.mute(Command::cancel);
    const json items = {flight("2027-02-01"), room()};
    const auto refused = ask(items, "wait=1", "the-key");
    expect_refused(refused, "not_available", "/items/1");
    EXPECT_NE(refused.body["detail"].get<std::string>().find("is being given back"),
              std::string::npos);
    EXPECT_EQ(states(session()["holds"]), (Words{"releasing", "refused"}));
    const auto again = ask(items, "", "the-key");
    expect_refused(again, "not_available", "/items/1");
    EXPECT_EQ(again.body["detail"], refused.body["detail"]);
}

TEST_F(HoldLists, AFlightThatCannotBeReachedIsRefused) {
    const auto refused = ask({flight("2027-02-01"), flight("2027-02-01")});
    expect_refused(refused, "impossible_connection", "/items/1");
    EXPECT_EQ(refused.body["errors"][0]["detail"], "I01370 departs before I01370 has landed.");
    const auto holds = session()["holds"];
    EXPECT_EQ(states(holds), (Words{"released", "released"}));
    EXPECT_EQ(holds[1]["reason"], "impossible_connection");
    EXPECT_FALSE(holds[0].contains("reason"));
    EXPECT_EQ(ask({flight("2027-02-01"), flight("2027-02-02")}).status, 201);
}

TEST_F(HoldLists, ARepeatedRequestIsAnsweredTheSame) {
    const json items = {flight("2027-02-01"), room()};
    const auto held = ask(items, "", "the-key");
    ASSERT_EQ(held.status, 201);
    const auto again = ask(items, "", "the-key");
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.headers.at("Idempotent-Replay"), "true");
    EXPECT_EQ(ids(again.body["holds"]), ids(held.body["holds"]));
    EXPECT_EQ(session()["holds"].size(), 2U);
    EXPECT_EQ(ask({room(), flight("2027-02-01")}, "", "the-key").code(), "idempotency_key_reused")
        << "the order belongs to the request";
    parts_.partner.refuse_kind("room", "sold_out");
    for (int time = 0; time < 2; ++time)
        expect_refused(ask(items, "", "another-key"), "not_available", "/items/1");
}

TEST_F(HoldLists, AreAskedUntilAllHaveAnswered) {
    parts_.partner.mute_kind("room");
    const json items = {flight("2027-02-01"), room()};
    const auto asked = ask(items, "respond-async", "the-key");
    ASSERT_EQ(asked.status, 202) << asked.text;
    EXPECT_EQ(asked.body["holds"].size(), 2U);
    EXPECT_EQ(asked.headers.at("Preference-Applied"), "respond-async");
    EXPECT_EQ(ask(items, "", "the-key").code(), "request_in_progress");
    ASSERT_TRUE(parts_.partner.was_asked(Command::hold, 3));
    const auto undecided = ask(items, "wait=1", "the-key");
    EXPECT_EQ(undecided.status, 202);
    EXPECT_EQ(states(undecided.body["holds"]), (Words{"held", "asked"}));
    EXPECT_EQ(undecided.body["session"]["total"]["amount"], 0) << "it may all be given back";
    const auto swapped = replica_.as_traveller(
        "PUT", replica_.session_path("/holds/" + ids(undecided.body["holds"])[0]),
        flight("2027-02-05").dump());
    EXPECT_EQ(swapped.code(), "hold_pending");
    parts_.partner.say_yes_to_kind("room");
    EXPECT_EQ(ask(items, "wait=10", "the-key").status, 201);
}

TEST_F(HoldLists, ADropOfOneGivesUpAListThatIsUndecided) {
    parts_.partner.mute_kind("room");
    const json items = {flight("2027-02-01"), room()};
    const auto asked = ask(items, "respond-async", "the-key");
    ASSERT_EQ(asked.status, 202);
    ASSERT_EQ(drop(ids(asked.body["holds"])[0]).status, 200);
    const auto given_up = ask(items, "wait=10", "the-key");
    EXPECT_EQ(given_up.status, 409);
    EXPECT_EQ(given_up.code(), "invalid_state");
    EXPECT_EQ(given_up.body["detail"], "The list was given up before the supplier answered.");
    for (const auto& hold : session()["holds"])
        EXPECT_NE(hold["state"], "held");
}

TEST_F(HoldLists, AreSwappedForOthers) {
    const auto olds = ids(ask({flight("2027-02-01"), room()}).body["holds"]);
    const auto fresh =
        ask({room("2027-02-01", "2027-02-05"), flight("2027-02-02"), flight("2027-02-05")}, "", "",
            olds);
    ASSERT_EQ(fresh.status, 201) << fresh.text;
    EXPECT_EQ(fresh.body["holds"][0]["replaces"], olds[1]) << "the same room type";
    EXPECT_FALSE(fresh.body["holds"][1].contains("replaces"));
    for (const auto& hold : fresh.body["session"]["holds"]) {
        const bool is_new = hold["list"] == 3;
        EXPECT_EQ(hold["state"] == "held", is_new) << hold;
    }
    EXPECT_EQ(fresh.body["session"]["total"]["amount"], 3'000);
}

TEST_F(HoldLists, KeepTheOldOnesWhereASwapIsRefused) {
    const auto olds = ids(ask({flight("2027-02-01"), room()}).body["holds"]);
    parts_.partner.refuse_kind("room", "sold_out");
    expect_refused(ask({flight("2027-02-02"), room()}, "", "", olds), "not_available", "/items/1");
    EXPECT_EQ(states(session()["holds"]), (Words{"held", "held", "released", "refused"}));
    const auto unknown = ask(json::array({flight("2027-02-02")}), "", "", {replica_.session()});
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.code(), "not_found");
}

TEST_F(HoldLists, NameEveryMemberThatIsWrong) {
    struct Case {
        std::string body;
        std::vector<std::string> pointers;
    };
    const auto good = flight("2027-02-01").dump();
    const Case cases[] = {
        {R"({"items":{}})", {"/items"}},
        {R"({"items":[]})", {"/items"}},
        {R"({"items":null})", {"/items"}},
        {json{{"items", json::array_t(21, flight("2027-02-01"))}}.dump(), {"/items"}},
        {R"({"items":[)" + good + R"(,{"type":"ship"},7]})", {"/items/1/type", "/items/2"}},
        {R"({"items":[)" + good + R"(],"replaces":"x"})", {"/replaces"}},
        {R"({"items":[)" + good + R"(],"replaces":["x"]})", {"/replaces/0"}},
        {json{{"items", {flight("2027-02-01")}},
              {"replaces", {replica_.session(), replica_.session()}}}
             .dump(),
         {"/replaces/1"}},
        {R"({"type":"flight","items":[)" + good + "]}", {"/type"}},
    };
    for (const auto& [body, pointers] : cases) {
        const auto answer = replica_.as_traveller("POST", replica_.session_path("/holds"), body);
        EXPECT_EQ(answer.status, 400) << body;
        EXPECT_EQ(answer.code(), "invalid_field") << body;
        std::vector<std::string> found;
        for (const auto& error : answer.body["errors"])
            found.push_back(error["pointer"]);
        EXPECT_EQ(found, pointers) << body;
    }
    auto alone = flight("2027-02-01");
    alone["replaces"] = {replica_.session()};
    const auto answer =
        replica_.as_traveller("POST", replica_.session_path("/holds"), alone.dump());
    EXPECT_EQ(answer.body["errors"][0]["pointer"], "/replaces") << "it would not be swapped";
}

TEST(HoldListLimits, AListCountsAsAWholeAndItsSwapOnlyForTheDifference) {
    SharedParts parts;
    Replica replica(parts, {.clients = {.held_max = 4}});
    replica.open();
    const auto ask = [&](const json& body) {
        return replica.as_traveller("POST", replica.session_path("/holds"), body.dump());
    };
    const auto held = ask({{"items", {flight("2027-02-01", 2), flight("2027-02-03", 2)}}});
    ASSERT_EQ(held.status, 201) << held.text;
    EXPECT_EQ(ask({{"items", {room()}}}).code(), "too_many_requests");
    json swap = {{"items", {flight("2027-02-02", 2), flight("2027-02-04", 2)}},
                 {"replaces", {held.body["holds"][0]["id"], held.body["holds"][1]["id"]}}};
    EXPECT_EQ(ask(swap).status, 201);
}

}  // namespace
}  // namespace viaja::session
