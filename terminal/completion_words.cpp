#include "terminal/completion_words.hpp"

namespace viaja::terminal {

Names names_of(const CommandRow& row) {
    Names names = {row.portuguese, row.english};
    if (!row.alias.empty()) names.insert(row.alias);
    return names;
}

Names names_of(const OperatorTaskRow& row) {
    return {row.portuguese, row.english};
}

Names names_of(Option option) {
    return {row_of(option).portuguese, row_of(option).english};
}

Names names_of_commands() {
    Names commands = {"all", "conformance", "import"};
    for (const CommandRow& row : command_rows())
        commands.merge(names_of(row));
    return commands;
}

Names names_of_tasks() {
    Names tasks;
    for (const OperatorTaskRow& row : operator_task_rows())
        tasks.merge(names_of(row));
    return tasks;
}

std::string joined(const Names& names, std::string_view between) {
    return fmt::format("{}", fmt::join(names, between));
}

std::string shell_quoted(std::string_view text) {
    std::string inside;
    for (const char c : text)
        inside += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return '\'' + inside + '\'';
}

std::string words_of(std::span<const Option> options) {
    std::string text;
    for (const Option option : options)
        for (const auto name : names_of(option))
            text += fmt::format(" --{}", name);
    return text;
}

std::string options_with_values(std::string_view between) {
    std::string text;
    for (const OptionRow& row : option_rows())
        if (!row.value.in(Language::english).empty())
            for (const auto name : names_of(row.option))
                text += fmt::format("{}--{}", text.empty() ? "" : between, name);
    return text;
}

std::string kinds_of(const OperatorTaskRow& row) {
    std::string text;
    for (const OperandKind kind : row.kinds) {
        if (name_of(kind).empty()) break;
        text += (text.empty() ? "" : " ") + std::string(name_of(kind));
    }
    return text;
}

}  // namespace viaja::terminal
