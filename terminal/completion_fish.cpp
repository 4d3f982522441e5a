// What fish completes; completion.cpp says what all shells do.

#include "terminal/completion_words.hpp"
#include "terminal/pages.hpp"

namespace viaja::terminal {

namespace {

constexpr const char* kFish =
    R"(# fish completion of viaja; made from its table of commands
# The first of the names among the words that are written; what stands behind it goes on.
function __viaja_first_of
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        contains -- $word $argv; or continue
        echo $word
        string join \n -- $words
        return 0
    end
    return 1
end
function __viaja_is
    set -l found (__viaja_first_of {0}); and contains -- $found[1] $argv
end
function __viaja_needs_task
    __viaja_is ops; and not __viaja_first_of {1} >/dev/null
end
function __viaja_task_is
    __viaja_is ops; or return 1
    set -l found (__viaja_first_of {1}); and contains -- $found[1] $argv
end
function __viaja_operands
    set -l found (__viaja_first_of {1})
    set -l before
    for word in $found[2..]
        if contains -- "$before" {2}
            set before
            continue
        end
        set before $word
        string match -q -- '-*' $word; or echo $word
    end
end
function __viaja_asked
    set -l operands (__viaja_operands)
    set -l number (math 1 + (count $operands))
    set -q argv[$number]; or return
    set -l program (commandline -opc)[1]
    $program ops words $argv[$number] $operands 2>/dev/null </dev/null
end
complete -c viaja -f
complete -c viaja -n 'not __viaja_first_of {0} >/dev/null' -a 'all conformance import'
)";

std::string fish_option(Option option, const std::string& condition) {
    std::string lines;
    for (const auto name : names_of(option)) {
        const OptionRow& row = row_of(option);
        const auto language = name == row.english ? Language::english : Language::portuguese;
        const auto choices = choices_of(option);
        const auto values = choices.empty() ? "" : fmt::format(" -a '{}'", fmt::join(choices, " "));
        lines += fmt::format("complete -c viaja{} -l {}{}{} -d {}\n", condition, name,
                             row.value.in(language).empty() ? "" : " -x", values,
                             shell_quoted(row.description.in(language)));
    }
    return lines;
}

}  // namespace

std::string fish_completion() {
    const auto commands = joined(names_of_commands(), " ");
    std::string text =
        fmt::format(kFish, commands, joined(names_of_tasks(), " "), options_with_values(" "));
    for (const Option option : common_options())
        text += fish_option(option, "");
    for (const CommandRow& row : command_rows()) {
        for (const auto name : names_of(row))
            text += fmt::format(
                "complete -c viaja -n 'not __viaja_first_of {} >/dev/null' -a {} -d {}\n", commands,
                name, shell_quoted(summary_under(row, name)));
        if (row.command == Command::ops) continue;
        for (const Option option : row.options)
            text +=
                fish_option(option, fmt::format(" -n '__viaja_is {}'", joined(names_of(row), " ")));
    }
    for (const OperatorTaskRow& row : operator_task_rows()) {
        for (const auto name : names_of(row))
            text += fmt::format("complete -c viaja -n __viaja_needs_task -a {} -d {}\n", name,
                                shell_quoted(summary_under(row, name)));
        const auto condition = fmt::format("__viaja_task_is {}", joined(names_of(row), " "));
        for (const Option option : row.options)
            text += fish_option(option, fmt::format(" -n '{}'", condition));
        if (!row.kinds.empty())
            text += fmt::format("complete -c viaja -n '{}' -a '(__viaja_asked {})'\n", condition,
                                kinds_of(row));
    }
    return text;
}

}  // namespace viaja::terminal
