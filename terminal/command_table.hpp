#pragma once
// The commands of `viaja` and their options, as one table from which the parser, the help, the
// completion of the shells and the manual page are made. Pure; any thread.

#include <optional>
#include <span>
#include <string_view>

#include "terminal/phrase.hpp"

namespace viaja::terminal {

enum class Command {
    search,
    events,
    hold,
    trip,
    swap,
    release,
    pay,
    resume,
    code,
    cancel,
    abandon,
    buy,
    ops
};

enum class Option {
    // Of every command.
    url,
    json,
    lang,
    no_color,
    quiet,
    help,
    // Of some.
    back,
    people,
    hotel,
    nights,
    direct,
    sort,
    limit,
    name,
    follow,
    token,
    pix,
    stop,
    yes,
    wait,
    reason,
    state,
    curl,
    fare,
};

struct OptionRow {
    Option option;
    /// Without their hyphens; the same where the two languages agree.
    std::string_view portuguese;
    std::string_view english;
    /// What stands behind it; both empty for a switch.
    Phrase value;
    Phrase description;

    std::string_view name_in(Language language) const {
        return language == Language::portuguese ? portuguese : english;
    }
};

struct CommandRow {
    Command command;
    std::string_view portuguese;
    std::string_view english;
    /// One more word that is accepted, or empty.
    std::string_view alias;
    Phrase operands;
    Phrase summary;
    std::size_t operands_least;
    std::size_t operands_most;
    std::span<const Option> options;

    std::string_view name_in(Language language) const {
        return language == Language::portuguese ? portuguese : english;
    }
};

std::span<const CommandRow> command_rows();
std::span<const OptionRow> option_rows();
/// The options that every command takes.
std::span<const Option> common_options();

const CommandRow& row_of(Command command);
const OptionRow& row_of(Option option);

/// By any of its names.
std::optional<Command> command_named(std::string_view word);
/// By either name, without hyphens.
std::optional<Option> option_named(std::string_view word);
/// The words that its value is one of; none where it may be another.
std::span<const std::string_view> choices_of(Option option);
/// Whether the command takes it, be it its own or common.
bool takes(Command command, Option option);

}  // namespace viaja::terminal
