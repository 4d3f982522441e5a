#include "terminal/arguments.hpp"

#include <algorithm>

#include "common/text/whole_number.hpp"
#include "terminal/format.hpp"
#include "terminal/operator_tasks.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

[[noreturn]] void refuse(const std::string& text) {
    throw Stop(Exit::usage, "usage", text);
}

constexpr Phrase kUnknownCommand{"\"{}\" não é um comando. Veja: viaja --help",
                                 "\"{}\" is no command. See: viaja --help"};
constexpr Phrase kUnknownOption{"A opção {} não existe aqui. Veja: viaja {} --help",
                                "There is no option {} here. See: viaja {} --help"};
constexpr Phrase kMissingValue{"Falta o valor de --{}: {}.", "--{} needs a value: {}."};
constexpr Phrase kNoValue{"--{} não leva valor.", "--{} takes no value."};
constexpr Phrase kWrongNumber{"--{} é um número de {} a {}, e não \"{}\".",
                              "--{} is a number from {} to {}, not \"{}\"."};
constexpr Phrase kWrongOperands{"Assim não dá: viaja {} {}", "It goes like this: viaja {} {}"};
constexpr Phrase kWrongLanguage{"--lang é pt ou en, e não \"{}\".",
                                "--lang is pt or en, not \"{}\"."};

bool is_option(std::string_view word) {
    return word.size() > 2 && word.starts_with("--");
}

/// Before anything is understood: the language in which it is said that it is not.
Language language_of(std::span<const std::string> words, Language preferred) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        const std::string_view value = word.starts_with("--lang=") ? word.substr(7)
                                       : word == "--lang" && i + 1 < words.size()
                                           ? std::string_view(words[i + 1])
                                           : std::string_view();
        if (value == "pt") return Language::portuguese;
        if (value == "en") return Language::english;
    }
    for (const std::string& word : words) {
        const auto command = command_named(word);
        if (!command) continue;
        const CommandRow& row = row_of(*command);
        if (row.portuguese == row.english) return preferred;
        return word == row.english ? Language::english : Language::portuguese;
    }
    return preferred;
}

class Parser {
  public:
    Parser(std::span<const std::string> words, Language preferred) : words_(words) {
        found_.language = language_of(words, preferred);
    }

    Arguments parse() {
        while (!words_.empty()) {
            const std::string word = take();
            if (word == "--") {
                for (; !words_.empty();)
                    found_.operands.push_back(take());
            } else if (word == "-h") {
                found_.options[Option::help];
            } else if (is_option(word)) {
                option(word.substr(2));
            } else if (!found_.command) {
                found_.command = command_named(word);
                if (!found_.command) refuse(say(found_.language, kUnknownCommand, printable(word)));
            } else {
                found_.operands.push_back(word);
            }
        }
        check();
        return std::move(found_);
    }

  private:
    std::string take() {
        const std::string word = words_.front();
        words_ = words_.subspan(1);
        return word;
    }

    void option(const std::string& word) {
        const auto equals = word.find('=');
        const auto named = option_named(word.substr(0, equals));
        if (!named) unknown(word);
        const OptionRow& row = row_of(*named);
        const auto name = row.name_in(found_.language);
        auto& values = found_.options[*named];
        if (row.value.in(found_.language).empty()) {
            if (equals != std::string::npos) refuse(say(found_.language, kNoValue, name));
        } else if (equals != std::string::npos) {
            values.push_back(word.substr(equals + 1));
        } else if (words_.empty() || is_option(words_.front())) {
            refuse(say(found_.language, kMissingValue, name, row.value.in(found_.language)));
        } else {
            values.push_back(take());
        }
    }

    [[noreturn]] void unknown(const std::string& word) {
        const auto command = found_.command ? row_of(*found_.command).name_in(found_.language) : "";
        refuse(say(found_.language, kUnknownOption,
                   "--" + printable(word.substr(0, word.find('='))), command));
    }

    void check() {
        const std::string lang = found_.value(Option::lang);
        if (found_.has(Option::lang) && lang != "pt" && lang != "en")
            refuse(say(found_.language, kWrongLanguage, printable(lang)));
        if (!found_.command || found_.has(Option::help)) return;
        for (const auto& [option, values] : found_.options)
            if (!takes(*found_.command, option))
                unknown(std::string(row_of(option).name_in(found_.language)));
        const CommandRow& row = row_of(*found_.command);
        const std::size_t operands = found_.operands.size();
        if (operands < row.operands_least || operands > row.operands_most)
            refuse(say(found_.language, kWrongOperands, row.name_in(found_.language),
                       row.operands.in(found_.language)));
    }

    std::span<const std::string> words_;
    Arguments found_;
};

constexpr Phrase kHelpHead{
    "Viaja vende viagens inteiras: tudo ou nada, pagas uma vez.\n\n"
    "  viaja buscar GRU REC 2026-12-25      procura\n"
    "  viaja segurar 3 --nome \"Ana Souza\"   reserva o terceiro da lista\n"
    "  viaja pagar                          paga\n"
    "  viaja comprar                        tudo isso em perguntas\n",
    "Viaja sells whole trips: all or nothing, paid once.\n\n"
    "  viaja search GRU REC 2026-12-25      looks for flights\n"
    "  viaja hold 3 --name \"Ana Souza\"      holds the third of the list\n"
    "  viaja pay                            pays\n"
    "  viaja buy                            all of it as questions\n"};
constexpr Phrase kHelpTail{
    "\n  viaja all       todos os serviços num processo só (viaja all --help)\n"
    "  viaja import    traz dados para um sistema (viaja import --help)\n",
    "\n  viaja all       every service in one process (viaja all --help)\n"
    "  viaja import    brings data into a system (viaja import --help)\n"};

/// The head, and the text behind it in lines of at most 79 columns, set in as far as the head.
std::string set_in(std::string_view head, std::string_view text) {
    constexpr std::size_t kColumns = 79;
    const std::size_t margin = columns_of(head);
    std::string lines(head);
    for (std::size_t column = margin; !text.empty();) {
        const auto word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (column > margin && column + 1 + columns_of(word) > kColumns) {
            lines += '\n' + std::string(margin, ' ');
            column = margin;
        }
        lines += (column > margin ? " " : "") + std::string(word);
        column += (column > margin ? 1 : 0) + columns_of(word);
    }
    return lines + '\n';
}

std::string option_line(Language language, Option option) {
    const OptionRow& row = row_of(option);
    const auto flag = fmt::format("--{} {}", row.name_in(language), row.value.in(language));
    return set_in(fmt::format("  {} ", fitted(flag, 20)), row.description.in(language));
}

/// Each task of `viaja ops` with what it is about and what it does.
std::string task_lines(Language language) {
    std::string text;
    for (const OperatorTaskRow& row : operator_task_rows()) {
        const auto task = fmt::format("{} {}", row.name_in(language), row.operands.in(language));
        text += set_in(fmt::format("  {} ", fitted(task, 25)), row.summary.in(language));
    }
    return text + '\n';
}

}  // namespace

std::string Arguments::value(Option option) const {
    const auto found = options.find(option);
    return found == options.end() || found->second.empty() ? std::string() : found->second.back();
}

std::vector<std::string> Arguments::values(Option option) const {
    const auto found = options.find(option);
    return found == options.end() ? std::vector<std::string>() : found->second;
}

int Arguments::number(Option option, int least, int most, int otherwise) const {
    if (!has(option)) return otherwise;
    const auto number = whole_number<int>(value(option), least, most);
    if (!number)
        refuse(say(language, kWrongNumber, row_of(option).name_in(language), least, most,
                   printable(value(option))));
    return *number;
}

Arguments parse_arguments(std::span<const std::string> words, Language preferred) {
    return Parser(words, preferred).parse();
}

Language language_of_locale(std::string_view locale) {
    return locale.starts_with("pt") ? Language::portuguese : Language::english;
}

std::string help_text(Language language, std::optional<Command> command) {
    std::string text;
    if (command) {
        const CommandRow& row = row_of(*command);
        text = fmt::format("viaja {} {}\n", row.name_in(language), row.operands.in(language)) +
               set_in("  ", row.summary.in(language)) + '\n';
        if (row.command == Command::ops) text += task_lines(language);
        for (const Option option : row.options)
            text += option_line(language, option);
    } else {
        text = std::string(kHelpHead.in(language)) + '\n';
        for (const CommandRow& row : command_rows())
            text += set_in(fmt::format("  {} ", fitted(row.name_in(language), 10)),
                           row.summary.in(language));
        text += std::string(kHelpTail.in(language)) + '\n';
    }
    for (const Option option : common_options())
        text += option_line(language, option);
    return text;
}

}  // namespace viaja::terminal
