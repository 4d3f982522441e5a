#pragma once
// Words of the table of commands as the completion of the shells writes them. Pure; any thread.

#include <set>
#include <string>

#include "terminal/operator_tasks.hpp"

namespace viaja::terminal {

using Names = std::set<std::string_view>;

/// All names of a command, of a task or of an option without its hyphens.
Names names_of(const CommandRow& row);
Names names_of(const OperatorTaskRow& row);
Names names_of(Option option);
Names names_of_commands();
Names names_of_tasks();

std::string joined(const Names& names, std::string_view between);
/// For words of a shell, between single quotes.
std::string shell_quoted(std::string_view text);
/// The names of options, each with a blank and its hyphens before it.
std::string words_of(std::span<const Option> options);
/// The options behind which a value stands, which is no operand.
std::string options_with_values(std::string_view between);
/// "session hold" and the like: the operands of a task, as far as the server has words for them.
std::string kinds_of(const OperatorTaskRow& row);

/// The summary in the language of that name.
template <class Row>
std::string_view summary_under(const Row& row, std::string_view name) {
    return row.summary.in(name == row.english ? Language::english : Language::portuguese);
}

}  // namespace viaja::terminal
