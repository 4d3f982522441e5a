#include "terminal/arguments.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "terminal/format.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {
namespace {

using Words = std::vector<std::string>;

Arguments parsed(const Words& words, Language preferred = Language::english) {
    return parse_arguments(words, preferred);
}

/// The text of the refusal; a failure of the test where there is none.
std::string refusal(const Words& words) {
    try {
        parsed(words);
    } catch (const Stop& stop) {
        EXPECT_EQ(stop.exit(), Exit::usage);
        return stop.what();
    }
    ADD_FAILURE() << "accepted";
    return {};
}

TEST(Arguments, TakeBothNamesOfACommandAndOfItsOptions) {
    const auto portuguese =
        parsed({"buscar", "GRU", "REC", "2026-12-25", "--pessoas", "2", "--volta=2026-12-28"});
    EXPECT_EQ(portuguese.command, Command::search);
    EXPECT_EQ(portuguese.language, Language::portuguese);
    EXPECT_EQ(portuguese.number(Option::people, 1, 9, 1), 2);
    EXPECT_EQ(portuguese.value(Option::back), "2026-12-28");
    const auto english =
        parsed({"--people", "2", "search", "GRU", "REC", "2026-12-25"}, Language::portuguese);
    EXPECT_EQ(english.command, Command::search);
    EXPECT_EQ(english.language, Language::english);
    EXPECT_EQ(english.operands, (Words{"GRU", "REC", "2026-12-25"}));
    EXPECT_EQ(parsed({"drop", "1"}).command, Command::release);
    EXPECT_EQ(parsed({"código"}).command, Command::code);
}

TEST(Arguments, TakeTheLanguageOfTheOptionBeforeThatOfTheCommand) {
    EXPECT_EQ(parsed({"buscar", "A", "B", "C", "--lang", "en"}).language, Language::english);
    EXPECT_EQ(parsed({"--lang=pt", "trip"}).language, Language::portuguese);
    EXPECT_EQ(parsed({"--help"}, Language::portuguese).language, Language::portuguese);
    EXPECT_EQ(parsed({"ops"}, Language::portuguese).language, Language::portuguese);
    EXPECT_EQ(parsed({"ops"}).language, Language::english);
}

TEST(Arguments, KeepRepeatedNamesInTheirOrder) {
    const auto found = parsed({"hold", "1", "--name", "Ana", "--name=João", "--", "--2"});
    EXPECT_EQ(found.values(Option::name), (Words{"Ana", "João"}));
    EXPECT_EQ(found.operands, (Words{"1", "--2"}));
    EXPECT_EQ(parsed({"pay", "--token", "-"}).value(Option::token), "-");
}

TEST(Arguments, SayWhatIsWrong) {
    EXPECT_EQ(refusal({"fly"}), "\"fly\" is no command. See: viaja --help");
    EXPECT_EQ(refusal({"pagar", "--cor"}),
              "A opção --cor não existe aqui. Veja: viaja pagar --help");
    EXPECT_EQ(refusal({"pay", "--follow"}),
              "There is no option --follow here. See: viaja pay --help");
    EXPECT_EQ(refusal({"pay", "--token"}), "--token needs a value: CARD.");
    EXPECT_EQ(refusal({"pay", "--token", "--yes"}), "--token needs a value: CARD.");
    EXPECT_EQ(refusal({"pay", "--yes=1"}), "--yes takes no value.");
    EXPECT_EQ(refusal({"buscar", "GRU"}), "Assim não dá: viaja buscar DE PARA DIA");
    EXPECT_EQ(refusal({"pay", "--lang", "fr"}), "--lang is pt or en, not \"fr\".");
    EXPECT_EQ(refusal({"\033[2J"}), "\"?[2J\" is no command. See: viaja --help");
}

TEST(Arguments, RefuseNumbersOutsideTheirBounds) {
    const auto found = parsed({"search", "A", "B", "C", "--people", "10"});
    try {
        found.number(Option::people, 1, 9, 1);
        FAIL();
    } catch (const Stop& stop) {
        EXPECT_STREQ(stop.what(), "--people is a number from 1 to 9, not \"10\".");
    }
}

TEST(Arguments, HelpNeedsNothingElse) {
    EXPECT_TRUE(parsed({"search", "--help"}).has(Option::help));
    EXPECT_TRUE(parsed({"-h"}).has(Option::help));
}

TEST(Arguments, HelpNamesEveryCommandAndOption) {
    for (const auto language : {Language::portuguese, Language::english}) {
        const auto all = help_text(language, std::nullopt);
        for (const CommandRow& row : command_rows()) {
            const bool portuguese = language == Language::portuguese;
            EXPECT_NE(all.find(portuguese ? row.portuguese : row.english), std::string::npos);
            const auto one = help_text(language, row.command);
            for (const Option option : row.options)
                EXPECT_NE(one.find("--" + std::string(portuguese ? row_of(option).portuguese
                                                                 : row_of(option).english)),
                          std::string::npos);
        }
    }
}

TEST(Arguments, HelpFitsEightyColumns) {
    for (const auto language : {Language::portuguese, Language::english}) {
        std::string text = help_text(language, std::nullopt);
        for (const CommandRow& row : command_rows())
            text += help_text(language, row.command);
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            EXPECT_LT(columns_of(line), 80U) << line;
    }
}

TEST(CommandTable, HasNoNameTwice) {
    std::set<std::string_view> names;
    for (const CommandRow& row : command_rows()) {
        EXPECT_TRUE(names.insert(row.portuguese).second) << row.portuguese;
        const bool is_new = row.english == row.portuguese || names.insert(row.english).second;
        EXPECT_TRUE(is_new) << row.english;
    }
}

}  // namespace
}  // namespace viaja::terminal
