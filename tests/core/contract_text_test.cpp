// Checks of UTF-8 text.

#include <gtest/gtest.h>

#include <string>

#include "common/text/utf8.hpp"

namespace viaja {
namespace {

using namespace std::string_view_literals;

TEST(Text, IsUtf8OnlyWhereEveryCharacterIsWellFormed) {
    for (const auto text : {""sv, "Ana"sv, "\0"sv, "é"sv, "\u2028"sv, "\xf0\x9f\x98\x80"sv}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
    for (const auto text : {"\xff"sv, "\xc0\x80"sv, "\xe0\x80\x80"sv, "\xed\xa0\x80"sv,
                            "\xf4\x90\x80\x80"sv, "a\xc3"sv, "\xc3("sv, "\x80"sv}) {
        EXPECT_FALSE(is_utf8(text));
    }
}

TEST(Text, NamesOfAllScriptsAreVisibleAndWithoutControlCharacters) {
    for (const auto name : {"Ana Souza"sv, "O’Brien"sv, "D'Ávila-Núñez"sv, "Nguyễn Thị Minh"sv,
                            "李小龙"sv, "محمد"sv, "שרה"sv, "Иван"sv, "अनिता"sv, "มานี"sv,
                            "می\u200cخواهم"sv, "クリス"sv, "e\u0301"sv, "X"sv, "7"sv}) {
        EXPECT_TRUE(has_visible_character(name)) << name;
        EXPECT_FALSE(has_control_character(name)) << name;
    }
}

TEST(Text, BlanksAndIgnorableCharactersAloneAreNotVisible) {
    for (const auto text :
         {""sv, " "sv, "\u00a0"sv, "\u200b"sv, "\u200b\u200d\ufeff"sv, "\u3000\u3000"sv, "\u00ad"sv,
          "\u2060"sv, "\u3164"sv, "\ufe0f"sv, "\u2800"sv, "\n\t"sv, "\0"sv, "\U000e0020"sv}) {
        EXPECT_FALSE(has_visible_character(text));
    }
}

TEST(Text, ControlCharactersAreFoundAnywhere) {
    for (const auto text : {"Ana\0"sv, "\nAna"sv, "A\x1bna"sv, "A\x7fna"sv, "Ana\u0085"sv,
                            "Ana\u2028Souza"sv, "Ana\u202eazuoS"sv}) {
        EXPECT_TRUE(has_control_character(text)) << text;
    }
}

TEST(Text, IsCutBeforeACharacterThatDoesNotFit) {
    EXPECT_EQ(cut_at_character("Ana", 3), "Ana");
    EXPECT_EQ(cut_at_character("Anaé", 4), "Ana");
    EXPECT_EQ(cut_at_character("é", 1), "");
}

}  // namespace
}  // namespace viaja
