#include "terminal/dialogue.hpp"

#include <gtest/gtest.h>

namespace viaja::terminal {
namespace {

Json places() {
    const auto airport = [](const char* code, const char* pt, const char* en) {
        return Json{{"code", code}, {"city", {{"pt", pt}, {"en", en}}}};
    };
    return {{"airports",
             {airport("GRU", "São Paulo", "Sao Paulo"), airport("CGH", "São Paulo", "Sao Paulo"),
              airport("REC", "Recife", "Recife")}}};
}

Json choice(const char* title, const char* arrives) {
    return {{"title", title}, {"arrives", arrives}, {"quantity", 1}};
}

class DialogueTest : public ::testing::Test {
  protected:
    Dialogue dialogue{Language::english, places(), *parse_date("2026-12-01")};

    /// What the machine wants done after this answer; the remark beside it, if there is one.
    std::string after(std::string_view typed) {
        static constexpr const char* kActs[] = {"ask",          "search_outward", "search_inward",
                                                "search_stays", "hold",           "give_up"};
        const Reaction reaction = dialogue.answer(typed);
        const std::string act = kActs[static_cast<int>(reaction.act)];
        return reaction.remark.empty() ? act : act + ": " + reaction.remark;
    }

    void to_the_search(const char* back) {
        for (const char* typed : {"GRU", "recife", "25/12", back})
            EXPECT_EQ(after(typed), "ask") << typed;
        EXPECT_EQ(after("1"), "search_outward");
    }
};

TEST_F(DialogueTest, GoesFromTheOriginToTheHold) {
    to_the_search("");
    EXPECT_EQ(dialogue.date(), "2026-12-25");
    dialogue.found(Json::array({choice("I01370", "2026-12-25T12:10")}));
    EXPECT_EQ(after("1"), "ask");
    EXPECT_EQ(dialogue.stage(), Stage::fare);
    EXPECT_EQ(after(""), "ask");
    EXPECT_EQ(dialogue.question(), "Name of traveller 1, as in the passport?");
    EXPECT_EQ(after("Ana Souza"), "ask");
    EXPECT_EQ(dialogue.stage(), Stage::sure);
    EXPECT_EQ(after("y"), "hold");
    EXPECT_EQ(dialogue.chosen().size(), 1U);
    EXPECT_EQ(dialogue.names(), std::vector<std::string>{"Ana Souza"});
}

TEST_F(DialogueTest, ARoundTripHasTheRoomBetweenItsFlightsFromTheDayOfArrival) {
    to_the_search("28/12");
    dialogue.found(Json::array({choice("out", "2026-12-26T00:10")}));
    EXPECT_EQ(after("1"), "search_inward");
    dialogue.found(Json::array({choice("x", ""), choice("in", "2026-12-28T20:00")}));
    EXPECT_EQ(after("2"), "ask");
    EXPECT_EQ(after("flex"), "ask");
    EXPECT_EQ(dialogue.check_in(), "2026-12-26");
    EXPECT_EQ(after("s"), "search_stays");
    dialogue.found(Json::array({choice("room", "")}));
    EXPECT_EQ(after("1"), "ask");
    std::vector<std::string> titles;
    for (const Json& chosen : dialogue.chosen())
        titles.push_back(text_at(chosen, "title"));
    EXPECT_EQ(titles, (std::vector<std::string>{"out", "room", "in"}));
}

TEST_F(DialogueTest, AskNoHotelWhereThereIsNoNight) {
    to_the_search("26/12");
    dialogue.found(Json::array({choice("out", "2026-12-26T00:10")}));
    after("1");
    dialogue.found(Json::array({choice("in", "2026-12-26T20:00")}));
    EXPECT_EQ(after("1"), "ask");
    EXPECT_EQ(after("plus"), "ask");
    EXPECT_EQ(dialogue.stage(), Stage::name);
}

TEST_F(DialogueTest, TheFareIsThatOfAllFlightsAndOfNoRoom) {
    const auto flight = [](std::int64_t light) {
        return Json{{"title", "flight"},
                    {"arrives", "2026-12-26T00:10"},
                    {"quantity", 1},
                    {"items", Json::array({Json{{"type", "flight"}}})},
                    {"price", {{"amount", light}, {"currency", "BRL"}}},
                    {"fares",
                     Json::array({Json{{"fare", "plus"},
                                       {"price", {{"amount", light * 2}, {"currency", "BRL"}}}}})}};
    };
    to_the_search("28/12");
    dialogue.found(Json::array({flight(10'000)}));
    after("1");
    dialogue.found(Json::array({flight(30'000)}));
    after("1");
    EXPECT_EQ(dialogue.lines_of_fares(),
              (std::vector<std::string>{
                  "  light     BRL 400.00  cancelled, nothing comes back",
                  "  plus      BRL 800.00  cancelled, half comes back",
                  "  flex      BRL 400.00  cancelled, all comes back",
              }));
    EXPECT_EQ(after("cheap"), "ask: Answer light, plus or flex.");
    EXPECT_EQ(after("plus"), "ask");
    after("y");
    dialogue.found(Json::array({choice("room", "")}));
    after("1");
    const auto chosen = dialogue.chosen();
    ASSERT_EQ(chosen.size(), 3U);
    EXPECT_EQ(chosen[0]["items"][0]["fare"], "plus");
    EXPECT_EQ(chosen[0]["price"]["amount"], 20'000);
    EXPECT_EQ(chosen[2]["items"][0]["fare"], "plus");
    EXPECT_FALSE(chosen[1].contains("fare"));
}

TEST_F(DialogueTest, SaysWhyAnAnswerCannotBeUsedAndAsksAgain) {
    EXPECT_EQ(after("Atlantis"), "ask: This place is not known.");
    EXPECT_EQ(after("sao paulo"), "ask: GRU, CGH?");
    after("GRU");
    EXPECT_EQ(after("gru"), "ask: That is where you start.");
    after("REC");
    for (const char* day : {"", "tomorrow", "30/11/2026", "31/2"})
        EXPECT_EQ(after(day), "ask: That is no day from today on.") << day;
    after("2026-12-25");
    EXPECT_EQ(after("24/12/2026"), "ask: The return cannot be before the departure.");
    after("");
    EXPECT_EQ(after("10"), "ask: 1 to 9 people.");
    after("2");
    dialogue.found(Json::array({choice("out", "2026-12-25T12:10")}));
    for (const char* number : {"", "0", "2", "-1", "1x"})
        EXPECT_EQ(after(number), "ask: Choose a number of the list.") << number;
    after("1");
    EXPECT_EQ(after("1"), "ask: Answer light, plus or flex.");
    after("");
    EXPECT_EQ(after(""), "ask: The name is missing.");
    after("Ana");
    EXPECT_EQ(dialogue.stage(), Stage::name);
    after("João");
    EXPECT_EQ(after(""), "ask: Answer Y or N.");
    EXPECT_EQ(after("n"), "give_up");
}

TEST_F(DialogueTest, ADayWithoutFlightsLeadsBackToTheDay) {
    to_the_search("");
    EXPECT_EQ(dialogue.found(Json::array()).remark,
              "Nothing is free on this day; choose another one.");
    EXPECT_EQ(dialogue.stage(), Stage::date);
    for (const char* typed : {"26/12", ""})
        EXPECT_EQ(after(typed), "ask");
    EXPECT_EQ(after("1"), "search_outward");
}

TEST_F(DialogueTest, GoesBackStepByStepAndEndsBeforeTheFirst) {
    to_the_search("");
    dialogue.found(Json::array({choice("out", "2026-12-25T12:10")}));
    after("1");
    EXPECT_EQ(after("<"), "ask");
    EXPECT_EQ(dialogue.stage(), Stage::outward);
    for (const auto stage : {Stage::people, Stage::back, Stage::date, Stage::to, Stage::from}) {
        EXPECT_EQ(after("<"), "ask");
        EXPECT_EQ(dialogue.stage(), stage);
    }
    EXPECT_EQ(after("<"), "give_up");
}

TEST_F(DialogueTest, GoesBackFromNameToName) {
    for (const char* typed : {"GRU", "recife", "25/12", "", "3"})
        after(typed);
    dialogue.found(Json::array({choice("out", "2026-12-25T12:10")}));
    for (const char* typed : {"1", "", "Anna", "João"})
        EXPECT_EQ(after(typed), "ask");
    EXPECT_EQ(after("<"), "ask");
    EXPECT_EQ(dialogue.question(), "Name of traveller 2, as in the passport?");
    EXPECT_EQ(after("<"), "ask");
    EXPECT_EQ(dialogue.question(), "Name of traveller 1, as in the passport?");
    for (const char* typed : {"Ana", "João", "Rui"})
        EXPECT_EQ(after(typed), "ask");
    EXPECT_EQ(dialogue.stage(), Stage::sure);
    after("<");
    EXPECT_EQ(dialogue.question(), "Name of traveller 3, as in the passport?");
    EXPECT_EQ(dialogue.names(), (std::vector<std::string>{"Ana", "João"}));
    for (int name = 0; name < 3; ++name)
        after("<");
    EXPECT_EQ(dialogue.stage(), Stage::fare);
    after("");
    EXPECT_EQ(dialogue.question(), "Name of traveller 1, as in the passport?");
}

}  // namespace
}  // namespace viaja::terminal
