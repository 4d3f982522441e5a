// `viaja ops topo` as a machine: what it shows for what is known, and what keys do.

#include <gtest/gtest.h>

#include <string>

#include "terminal/format.hpp"
#include "terminal/topo_view.hpp"

namespace viaja::terminal {
namespace {

constexpr const char* kSession = "0198c0de-0000-7000-8000-000000000001";

Json saga(const std::string& session) {
    return {{"session", session},
            {"session_state", "paying"},
            {"step", nullptr},
            {"holds", Json::array({{{"command", "unconfirm"},
                                    {"address", "hotel"},
                                    {"attempts", 4},
                                    {"since", "2026-11-21T12:00:00.000Z"},
                                    {"next_attempt_at", "2026-11-21T12:00:16.000Z"}}})},
            {"notices", Json::array()}};
}

TopoDocuments documents() {
    TopoDocuments known;
    known.address = "http://127.0.0.1:8080";
    known.services = {
        {"replica", "0198c0de-1111-7000-8000-000000000001"},
        {"server_time", "2026-11-21T12:00:04.000Z"},
        {"services",
         Json::array({{{"address", "hotel"}, {"state", "gone"}, {"version", "0.1.0"}},
                      {{"address", "flight.I0"}, {"state", "alive"}, {"version", "0.1.0"}}})}};
    known.breakers = {{"breakers", Json::array({{{"address", "hotel"}, {"state", "open"}},
                                                {{"address", "flight.I0"}, {"state", "closed"}}})},
                      {"searches", Json::array({{{"address", "event"}, {"state", "half_open"}}})}};
    known.stuck = {{"sagas", Json::array()}, {"total", 0}};
    known.running = {{"sagas", Json::array({saga(kSession)})},
                     {"total", 1},
                     {"server_time", "2026-11-21T12:00:04.000Z"}};
    known.dead_letters = nullptr;
    return known;
}

std::string text_of(TopoView& view, std::size_t rows = 24, std::size_t columns = 80) {
    std::string text;
    for (const auto& line : view.lines(rows, columns)) {
        EXPECT_LE(columns_of(line.text), columns) << line.text;
        text += line.text + '\n';
    }
    return text;
}

TopoView view_of(const TopoDocuments& known, Language language = Language::english) {
    TopoView view(language);
    view.take(known);
    return view;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(TopoView, ShowsTheNumbersAndWhatEachSagaWaitsFor) {
    auto view = view_of(documents());
    const auto text = text_of(view);
    EXPECT_TRUE(has(text,
                    "processes 2 · gone 1 · breakers open 2 · stuck 0 · running 1 · dead "
                    "letters –"))
        << text;
    EXPECT_TRUE(has(text, std::string(kSession) + " unconfirm hotel     4× again in 12 s")) << text;
    EXPECT_TRUE(has(text, "Dead letters (–)\n  no answer")) << text;
    EXPECT_EQ(view.lines(24, 80).size(), 24U);
}

TEST(TopoView, SpeaksPortuguese) {
    auto view = view_of(documents(), Language::portuguese);
    EXPECT_TRUE(has(text_of(view), "Sagas em curso (1)"));
}

TEST(TopoView, OpensTheChosenSagaAndComesBackToIt) {
    auto view = view_of(documents());
    view.press(Key::enter);
    EXPECT_FALSE(view.open_session()) << "a heading opens nothing";
    for (int i = 0; i < 3; ++i)
        view.type("j");
    const auto chosen = view.lines(24, 80)[6];
    EXPECT_EQ(chosen.tone, Tone::selected);
    view.press(Key::enter);
    ASSERT_EQ(view.open_session(), kSession);
    EXPECT_TRUE(has(text_of(view), "no answer"));
    auto known = documents();
    known.session = {{"id", kSession}, {"state", "paying"}};
    view.take(known);
    EXPECT_TRUE(has(text_of(view), std::string(kSession) + " paying")) << text_of(view);
    view.press(Key::escape);
    EXPECT_FALSE(view.open_session());
    EXPECT_EQ(view.lines(24, 80)[6], chosen);
}

TEST(TopoView, FiltersByTextAndClearsIt) {
    auto view = view_of(documents());
    for (const char* letter : {"/", "F", "L", "I", "x", "G"})
        view.type(letter);
    view.press(Key::erase);
    view.press(Key::erase);
    EXPECT_TRUE(has(text_of(view), "filter: FLI_"));
    EXPECT_FALSE(view.ended()) << "letters are text while the filter is typed";
    view.press(Key::enter);
    const auto filtered = text_of(view);
    EXPECT_TRUE(has(filtered, "Processes (1)")) << filtered;
    EXPECT_FALSE(has(filtered, kSession)) << filtered;
    view.press(Key::escape);
    EXPECT_TRUE(has(text_of(view), kSession));
}

TEST(TopoView, TheChosenRowStaysInSightOfASmallScreen) {
    auto known = documents();
    for (int i = 0; i < 50; ++i)
        known.running["sagas"].push_back(saga(kSession));
    auto view = view_of(known);
    view.press(Key::end);
    EXPECT_TRUE(has(text_of(view, 10, 60), "no answer")) << "the last row";
    view.press(Key::home);
    EXPECT_TRUE(has(text_of(view, 10, 60), "Stuck sagas"));
    for (int i = 0; i < 60; ++i) {
        view.press(Key::down);
        const auto lines = view.lines(10, 60);
        EXPECT_EQ(std::ranges::count(lines, Tone::selected, &TopoLine::tone), 1) << i;
    }
    EXPECT_TRUE(has(text_of(view, 5, 30), "too small"));
}

TEST(TopoView, SaysForHowLongTheServerIsSilent) {
    auto known = documents();
    known.silent_for_s = 7;
    auto view = view_of(known);
    EXPECT_EQ(view.lines(24, 80)[0].tone, Tone::alarm);
    EXPECT_TRUE(has(text_of(view), "NO ANSWER for 7 s"));
    EXPECT_TRUE(has(text_of(view), kSession)) << "what was known stays";
}

TEST(TopoView, PausesHelpsAndEnds) {
    auto view = view_of(documents());
    view.type("p");
    EXPECT_TRUE(view.paused());
    EXPECT_TRUE(has(text_of(view), "paused"));
    view.type("?");
    EXPECT_TRUE(has(text_of(view), "goes back")) << text_of(view);
    view.press(Key::escape);
    view.type("q");
    EXPECT_TRUE(view.ended());
}

TEST(TopoView, NoTextOfAServerSteersTheTerminal) {
    auto known = documents();
    known.address = "http://\033[31m";
    known.running["sagas"][0]["holds"][0]["command"] = "un\033]0;x\007";
    known.dead_letters = {
        {"dead_letters", Json::array({{{"id", "hotel~1\n"}, {"reason", "\033c"}}})}};
    auto view = view_of(known);
    for (const auto& line : view.lines(24, 80))
        for (const char letter : line.text)
            EXPECT_FALSE(static_cast<unsigned char>(letter) < ' ') << line.text;
}

}  // namespace
}  // namespace viaja::terminal
