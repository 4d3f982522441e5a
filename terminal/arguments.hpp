#pragma once
// The words of a command line, read by the table of commands. Pure; any thread.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "terminal/command_table.hpp"

namespace viaja::terminal {

struct Arguments {
    std::optional<Command> command;  ///< empty where only help is asked for
    Language language = Language::english;
    std::vector<std::string> operands;
    std::map<Option, std::vector<std::string>> options;

    bool has(Option option) const { return options.contains(option); }
    /// The last value of an option; empty where it was not given.
    std::string value(Option option) const;
    /// All values of an option, in their order.
    std::vector<std::string> values(Option option) const;
    /// A whole number within bounds, or `otherwise` where the option was not given; else Stop.
    int number(Option option, int least, int most, int otherwise) const;
};

/// Throws Stop with Exit::usage for what cannot be understood. Without `--lang` the language is
/// that of the command's name; where that says nothing, `preferred`.
Arguments parse_arguments(std::span<const std::string> words, Language preferred);

/// The language that a locale such as "pt_BR.UTF-8" names.
Language language_of_locale(std::string_view locale);

/// Of all commands, or of one.
std::string help_text(Language language, std::optional<Command> command);

}  // namespace viaja::terminal
