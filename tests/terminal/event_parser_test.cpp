#include "terminal/event_parser.hpp"

#include <gtest/gtest.h>

namespace viaja::terminal {
namespace {

using Events = std::vector<std::string>;

constexpr std::string_view kStream =
    ": beat\r\n\r\nid: 13\r\ndata: {\"a\":1}\r\n\r\ndata: one\ndata:two\nretry: 5\n\n\n"
    "data: not finished";
const Events kExpected = {"{\"a\":1}", "one\ntwo"};

TEST(EventParser, GivesTheDataOfWholeEvents) {
    EventParser parser;
    EXPECT_EQ(parser.take(kStream), kExpected);
    EXPECT_EQ(parser.take("\n\n"), Events{"not finished"});
}

TEST(EventParser, DoesNotMindWhereTheBytesAreCut) {
    for (std::size_t cut = 0; cut <= kStream.size(); ++cut) {
        EventParser parser;
        Events events = parser.take(kStream.substr(0, cut));
        for (std::string& event : parser.take(kStream.substr(cut)))
            events.push_back(std::move(event));
        EXPECT_EQ(events, kExpected) << "cut at " << cut;
    }
}

TEST(EventParser, SaysWhenAnEventHasNoEnd) {
    for (const std::string_view piece :
         {std::string_view("data: without an end of line"), std::string_view("data: with one\n")}) {
        EventParser parser;
        for (std::size_t bytes = 0; bytes <= kEventBytesMax / 2; bytes += piece.size())
            EXPECT_TRUE(parser.take(piece).empty());
        EXPECT_FALSE(parser.is_too_long());
        for (std::size_t bytes = 0; bytes <= 2 * kEventBytesMax; bytes += piece.size())
            parser.take(piece);
        EXPECT_TRUE(parser.is_too_long());
    }
}

TEST(EventParser, KeepsAnEmptyDataLineApartFromNone) {
    EventParser parser;
    EXPECT_EQ(parser.take("data:\n\nid: 3\n\n"), Events{""});
}

}  // namespace
}  // namespace viaja::terminal
