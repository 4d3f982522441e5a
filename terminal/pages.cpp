#include "terminal/pages.hpp"

#include "terminal/completion_words.hpp"

namespace viaja::terminal {

namespace {

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

std::string manual_tasks(Language language) {
    std::string text;
    for (const OperatorTaskRow& row : operator_task_rows()) {
        const auto task = fmt::format("{} {}", row.name_in(language), row.operands.in(language));
        text += fmt::format(".TP\n.B {}\n{}\n", roff(task), roff(row.summary.in(language)));
    }
    return text;
}

}  // namespace

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
        if (row.command == Command::ops) text += manual_tasks(language);
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
