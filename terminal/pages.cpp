#include "terminal/pages.hpp"

#include <set>

#include "terminal/command_table.hpp"

namespace viaja::terminal {

namespace {

using Names = std::set<std::string_view>;

Names names_of(const CommandRow& row) {
    Names names = {row.portuguese, row.english};
    if (!row.alias.empty()) names.insert(row.alias);
    return names;
}

Names names_of(Option option) {
    return {row_of(option).portuguese, row_of(option).english};
}

/// For words of a shell between single quotes.
std::string shell_quoted(std::string_view text) {
    std::string inside;
    for (const char c : text)
        inside += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return '\'' + inside + '\'';
}

std::string joined(const Names& names, std::string_view between) {
    return fmt::format("{}", fmt::join(names, between));
}

/// The options of a command and the common ones, each with its hyphens.
std::string options_of(std::span<const Option> options) {
    std::string text;
    for (const auto list : {options, common_options()})
        for (const Option option : list)
            for (const auto name : names_of(option))
                text += fmt::format(" --{}", name);
    return text;
}

std::string_view description_in_its_language(const CommandRow& row, std::string_view name) {
    return row.summary.in(name == row.english ? Language::english : Language::portuguese);
}

struct ManualWords {
    Phrase title{"comandos de quem viaja", "the traveller's commands"};
    Phrase name{"NOME", "NAME"};
    Phrase synopsis{"SINOPSE", "SYNOPSIS"};
    Phrase command{"COMANDO", "COMMAND"};
    Phrase options{"OPÇÕES", "OPTIONS"};
    Phrase commands{"COMANDOS", "COMMANDS"};
    Phrase also{"Também: {}.", "Also: {}."};
    Phrase status{"CÓDIGOS DE SAÍDA", "EXIT STATUS"};
    Phrase files{"ARQUIVOS", "FILES"};
    Phrase state{"A viagem, seu token e o pedido pendente; só de quem viaja.",
                 "The trip, its token and the pending call; the traveller's alone."};
    Phrase one{"viagens inteiras: tudo ou nada, pagas uma vez",
               "whole trips: all or nothing, paid once"};
};

struct StatusRow {
    int code;
    Phrase meaning;
};

constexpr StatusRow kStatus[] = {
    {0, {"feito", "done"}},
    {1,
     {"este programa não pôde fazer sua parte; nada foi pedido",
      "this program could not do its part; nothing was asked for"}},
    {2,
     {"argumento errado ou que falta, ou não é possível agora",
      "a wrong or missing argument, or not possible now"}},
    {3, {"não há mais, ou um fornecedor recusou", "not available, or refused by a supplier"}},
    {4,
     {"o banco recusou o cartão, ou um Pix não foi pago",
      "the bank declined the card, or a Pix was not paid"}},
    {5, {"o tempo da reserva acabou", "the time of the hold is over"}},
    {6, {"ainda sem decisão: repita ou viaja retomar", "not decided yet: repeat, or viaja resume"}},
    {7, {"sem resposta do servidor; nada se perdeu", "no answer of the server; nothing is lost"}},
    {8, {"não há viagem, ou o servidor não a conhece", "no trip, or the server does not know it"}},
    {130,
     {"Ctrl-C; o que foi pedido continua no servidor",
      "Ctrl-C; what was asked for goes on at the server"}},
};

/// With what roff would take for its own escaped.
std::string roff(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == '-') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string manual_option(Language language, Option option) {
    const OptionRow& row = row_of(option);
    const auto value = row.value.in(language);
    return fmt::format(
        ".TP\n.B {}\n{}\n",
        roff(fmt::format("--{}{}{}", row.name_in(language), value.empty() ? "" : " ", value)),
        roff(row.description.in(language)));
}

}  // namespace

std::string bash_completion() {
    std::string cases;
    std::string words;
    Names commands = {"all", "conformance", "import"};
    for (const CommandRow& row : command_rows()) {
        const Names names = names_of(row);
        commands.insert(names.begin(), names.end());
        words +=
            fmt::format("            {}) command={}; break ;;\n", joined(names, "|"), row.english);
        cases += fmt::format("        {}) words={} ;;\n", row.english,
                             shell_quoted(options_of(row.options)));
    }
    return fmt::format(
        "# bash completion of viaja; made from its table of commands\n"
        "_viaja() {{\n"
        "    local current=${{COMP_WORDS[COMP_CWORD]}} command='' word words=''\n"
        "    for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
        "        case $word in\n{}        esac\n"
        "    done\n"
        "    case $command in\n"
        "        '') words={} ;;\n{}    esac\n"
        "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
        "}}\n"
        "complete -F _viaja viaja\n",
        words, shell_quoted(joined(commands, " ") + options_of({})), cases);
}

std::string zsh_completion() {
    std::string commands;
    std::string cases;
    const auto option_words = [](std::span<const Option> options) {
        std::string text;
        for (const Option option : options)
            for (const auto name : names_of(option)) {
                const OptionRow& row = row_of(option);
                const auto language =
                    name == row.english ? Language::english : Language::portuguese;
                text +=
                    ' ' + shell_quoted(fmt::format("--{}:{}", name, row.description.in(language)));
            }
        return text;
    };
    for (const CommandRow& row : command_rows()) {
        const Names names = names_of(row);
        for (const auto name : names)
            commands +=
                "    " +
                shell_quoted(fmt::format("{}:{}", name, description_in_its_language(row, name))) +
                '\n';
        cases += fmt::format("    {}) options+=({}) ;;\n", joined(names, "|"),
                             option_words(row.options));
    }
    return fmt::format(
        "#compdef viaja\n"
        "# made from the table of commands of viaja\n"
        "local -a commands options\n"
        "commands=(\n{}    'all:every service in one process'\n"
        "    'import:brings data into a system'\n)\n"
        "options=({})\n"
        "if (( CURRENT == 2 )); then\n"
        "    _describe command commands\n"
        "    return\n"
        "fi\n"
        "case $words[2] in\n{}esac\n"
        "_describe -o option options\n",
        commands, option_words(common_options()), cases);
}

std::string fish_completion() {
    std::string text =
        "# fish completion of viaja; made from its table of commands\n"
        "complete -c viaja -f\n"
        "complete -c viaja -n __fish_use_subcommand -a 'all import'\n";
    const auto option_line = [](Option option, const std::string& condition) {
        std::string lines;
        for (const auto name : names_of(option)) {
            const OptionRow& row = row_of(option);
            const auto language = name == row.english ? Language::english : Language::portuguese;
            lines += fmt::format("complete -c viaja{} -l {}{} -d {}\n", condition, name,
                                 row.value.in(language).empty() ? "" : " -x",
                                 shell_quoted(row.description.in(language)));
        }
        return lines;
    };
    for (const Option option : common_options())
        text += option_line(option, "");
    for (const CommandRow& row : command_rows()) {
        const Names names = names_of(row);
        for (const auto name : names)
            text += fmt::format("complete -c viaja -n __fish_use_subcommand -a {} -d {}\n", name,
                                shell_quoted(description_in_its_language(row, name)));
        const auto condition =
            fmt::format(" -n '__fish_seen_subcommand_from {}'", joined(names, " "));
        for (const Option option : row.options)
            text += option_line(option, condition);
    }
    return text;
}

std::string manual_page(Language language) {
    static constexpr ManualWords words{};
    std::string text = fmt::format(
        ".TH VIAJA 1 \"\" Viaja \"{}\"\n.SH {}\nviaja \\- {}\n.SH {}\n.B viaja\n.I {}\n[...]\n"
        ".SH {}\n",
        words.title.in(language), words.name.in(language), words.one.in(language),
        words.synopsis.in(language), words.command.in(language), words.commands.in(language));
    for (const CommandRow& row : command_rows()) {
        text += fmt::format(".SS {}\n", roff(fmt::format("viaja {} {}", row.name_in(language),
                                                         row.operands.in(language))));
        text += roff(row.summary.in(language)) + ".\n";
        Names others = names_of(row);
        others.erase(row.name_in(language));
        if (!others.empty()) text += roff(say(language, words.also, joined(others, ", "))) + '\n';
        for (const Option option : row.options)
            text += manual_option(language, option);
    }
    text += fmt::format(".SH {}\n", words.options.in(language));
    for (const Option option : common_options())
        text += manual_option(language, option);
    text += fmt::format(".SH {}\n", words.status.in(language));
    for (const StatusRow& row : kStatus)
        text += fmt::format(".TP\n.B {}\n{}\n", row.code, roff(row.meaning.in(language)));
    text += fmt::format(".SH {}\n.TP\n.I $XDG_STATE_HOME/viaja, ~/.local/state/viaja\n{}\n",
                        words.files.in(language), roff(words.state.in(language)));
    return text;
}

}  // namespace viaja::terminal
