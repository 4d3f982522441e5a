// What bash and zsh complete: commands, the tasks of `viaja ops`, options, the values of options
// that are one of a few, and, of a task, what the server has: addresses, sessions, holds, dead
// letters. The shells ask `viaja ops words` for these, which prints nothing where the server does
// not answer.

#include "terminal/completion_words.hpp"
#include "terminal/pages.hpp"

namespace viaja::terminal {

namespace {

/// `case` branches of a shell: behind which option which values may stand.
std::string branches_of_choices(std::string_view form) {
    std::string text;
    for (const OptionRow& row : option_rows()) {
        const auto choices = choices_of(row.option);
        if (choices.empty()) continue;
        text += fmt::format(fmt::runtime(form),
                            fmt::format("--{}", fmt::join(names_of(row.option), "|--")),
                            fmt::join(choices, " "));
    }
    return text;
}

constexpr const char* kBash =
    R"shell(# bash completion of viaja; made from its table of commands
_viaja_words() {{
    "${{COMP_WORDS[0]}}" ops words "$@" 2>/dev/null </dev/null
}}
_viaja() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}
    local command='' task='' word words='' before='' kinds=() operands=()
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $before in
            {7}) before='' && continue ;;
        esac
        before=$word
        if [[ -n $task ]]; then
            [[ $word == -* ]] || operands+=("$word")
        elif [[ $command == ops ]]; then
            case $word in
{0}            esac
        elif [[ -z $command ]]; then
            case $word in
{1}            esac
        fi
    done
    case $command in
        '') words={2} ;;
{3}    esac
    if [[ $command == ops && -z $task ]]; then
        words+=' '{4}
    fi
    case $task in
{5}    esac
    case $previous in
{6}        *)
            if [[ -n ${{kinds[${{#operands[@]}}]:-}} && $current != -* ]]; then
                words+=" $(_viaja_words "${{kinds[${{#operands[@]}}]}}" "${{operands[@]}}")"
            fi
            ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -F _viaja viaja
)shell";

}  // namespace

std::string bash_completion() {
    std::string commands;
    std::string options;
    for (const CommandRow& row : command_rows()) {
        commands += fmt::format("                {}) command={} ;;\n", joined(names_of(row), "|"),
                                row.english);
        if (row.command != Command::ops)
            options +=
                fmt::format("        {}) words={} ;;\n", row.english,
                            shell_quoted(words_of(row.options) + words_of(common_options())));
    }
    options += fmt::format("        ops) words={} ;;\n", shell_quoted(words_of(common_options())));
    std::string tasks;
    std::string of_tasks;
    for (const OperatorTaskRow& row : operator_task_rows()) {
        tasks += fmt::format("                {}) task={} ;;\n", joined(names_of(row), "|"),
                             row.english);
        of_tasks += fmt::format("        {}) words+={} kinds=({}) ;;\n", row.english,
                                shell_quoted(words_of(row.options)), kinds_of(row));
    }
    return fmt::format(kBash, tasks, commands,
                       shell_quoted(joined(names_of_commands(), " ") + words_of(common_options())),
                       options, shell_quoted(joined(names_of_tasks(), " ")), of_tasks,
                       branches_of_choices("        {}) words='{}' ;;\n"),
                       options_with_values("|"));
}

namespace {

/// "'--wait:how long …'" of each name, as _describe reads it.
std::string zsh_options(std::span<const Option> options) {
    std::string text;
    for (const Option option : options)
        for (const auto name : names_of(option)) {
            const OptionRow& row = row_of(option);
            const auto language = name == row.english ? Language::english : Language::portuguese;
            text += ' ' + shell_quoted(fmt::format("--{}:{}", name, row.description.in(language)));
        }
    return text;
}

template <class Rows>
std::string zsh_names(const Rows& rows) {
    std::string text;
    for (const auto& row : rows)
        for (const auto name : names_of(row))
            text +=
                "    " + shell_quoted(fmt::format("{}:{}", name, summary_under(row, name))) + '\n';
    return text;
}

constexpr const char* kZsh =
    R"shell(#compdef viaja
# made from the table of commands of viaja
local -a viaja_commands viaja_tasks viaja_options kinds operands
local command='' task='' word before=''
viaja_commands=(
{0}    'all:every service in one process'
    'conformance:whether a supplier keeps the contract'
    'import:brings data into a system'
)
viaja_tasks=(
{1})
viaja_options=({2})
for word in ${{words[2,CURRENT-1]}}; do
    case $before in
        {6}) before=''; continue ;;
    esac
    before=$word
    if [[ -n $task ]]; then
        [[ $word == -* ]] || operands+=($word)
    elif [[ $command == ops ]]; then
        case $word in
{3}        esac
    elif [[ -z $command ]]; then
        case $word in
{4}        esac
    fi
done
case $words[CURRENT-1] in
{5}esac
if [[ -z $command ]]; then
    _describe command viaja_commands
elif [[ $command == ops && -z $task ]]; then
    _describe task viaja_tasks
elif [[ -n $kinds[$#operands+1] && $words[CURRENT] != -* ]]; then
    word=$kinds[$#operands+1]
    compadd -- ${{(f)"$($words[1] ops words $word $operands 2>/dev/null </dev/null)"}}
fi
_describe -o option viaja_options
)shell";

}  // namespace

std::string zsh_completion() {
    std::string commands;
    for (const CommandRow& row : command_rows()) {
        const bool has_tasks = row.command == Command::ops;
        commands += fmt::format("            {}) command={}; viaja_options+=({}) ;;\n",
                                joined(names_of(row), "|"), row.english,
                                has_tasks ? std::string() : zsh_options(row.options));
    }
    std::string tasks;
    for (const OperatorTaskRow& row : operator_task_rows())
        tasks += fmt::format("            {}) task={}; viaja_options+=({}); kinds=({}) ;;\n",
                             joined(names_of(row), "|"), row.english, zsh_options(row.options),
                             kinds_of(row));
    return fmt::format(kZsh, zsh_names(command_rows()), zsh_names(operator_task_rows()),
                       zsh_options(common_options()), tasks, commands,
                       branches_of_choices("    {}) compadd -- {}; return ;;\n"),
                       options_with_values("|"));
}

}  // namespace viaja::terminal
