// Texts of holds' rows that are parsed and built once.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "session-service/store/known_texts.hpp"

namespace viaja::session {
namespace {

int parsed = 0;
int written = 0;

int parse(const std::string& text) {
    ++parsed;
    check(text != "broken", "no number");
    return std::stoi(text);
}

std::string write(const int& value) {
    ++written;
    return std::to_string(value);
}

HoldId hold(std::uint8_t first, std::uint8_t last) {
    Uuid::Bytes bytes{};
    bytes[0] = first;
    bytes[15] = last;
    return HoldId{Uuid(bytes)};
}

class KnownTextsOfHolds : public testing::Test {
  protected:
    KnownTextsOfHolds() { parsed = written = 0; }

    KnownTexts<int> known{parse, write};
};

TEST_F(KnownTextsOfHolds, ATextIsParsedOnceAndWrittenAsItWasRead) {
    EXPECT_EQ(known.value_of(hold(1, 1), "007"), 7);
    EXPECT_EQ(known.value_of(hold(1, 1), "007"), 7);
    EXPECT_EQ(known.text_of(hold(1, 1), 7), "007");
    EXPECT_EQ(parsed, 1);
    EXPECT_EQ(written, 0);
}

TEST_F(KnownTextsOfHolds, AValueIsWrittenOnceAndReadBackWithoutParsing) {
    EXPECT_EQ(known.text_of(hold(1, 1), 7), "7");
    EXPECT_EQ(known.text_of(hold(1, 1), 7), "7");
    EXPECT_EQ(known.value_of(hold(1, 1), "7"), 7);
    EXPECT_EQ(written, 1);
    EXPECT_EQ(parsed, 0);
}

TEST_F(KnownTextsOfHolds, AnotherTextOrValueOfTheHoldTakesThePlace) {
    EXPECT_EQ(known.value_of(hold(1, 1), "7"), 7);
    EXPECT_EQ(known.value_of(hold(1, 1), "8"), 8);
    EXPECT_EQ(known.text_of(hold(1, 1), 9), "9");
    EXPECT_EQ(known.value_of(hold(1, 1), "7"), 7);
    EXPECT_EQ(parsed, 3);
}

TEST_F(KnownTextsOfHolds, AHoldInAnotherOnesPlaceIsNotTakenForIt) {
    EXPECT_EQ(known.value_of(hold(1, 1), "7"), 7);
    EXPECT_EQ(known.value_of(hold(2, 1), "8"), 8);
    EXPECT_EQ(known.text_of(hold(1, 1), 7), "7");
}

TEST_F(KnownTextsOfHolds, WhatCannotBeParsedIsNotKept) {
    EXPECT_EQ(known.value_of(hold(1, 1), "7"), 7);
    EXPECT_THROW(known.value_of(hold(1, 1), "broken"), Bug);
    EXPECT_THROW(known.value_of(hold(1, 1), "broken"), Bug);
    EXPECT_EQ(known.value_of(hold(1, 1), "7"), 7);
    EXPECT_EQ(parsed, 3);
}

}  // namespace
}  // namespace viaja::session
