#pragma once
// What `viaja ops` does, as one table from which it is read, helped with, completed by the shells
// and described in the manual. Pure; any thread.

#include <optional>
#include <span>
#include <string_view>

#include "terminal/command_table.hpp"

namespace viaja::terminal {

enum class OperatorTask {
    services,
    sagas,
    find,
    session,
    dead_letters,
    units,
    audit,
    topo,
    price,
    capacity,
    retry,
    give_up,
    write_off,
    requeue,
    drop,
    words
};

/// What an operand names; the words for it are asked of the server while a line is completed.
enum class OperandKind { address, prefix, item, value, session, hold, letter, reference, kind };

struct OperatorTaskRow {
    OperatorTask task;
    std::string_view portuguese;
    std::string_view english;
    Phrase operands;
    Phrase summary;
    std::size_t operands_least;
    /// What the operands name, one after the other; as many as there may be.
    std::span<const OperandKind> kinds;
    /// Beside those of every command.
    std::span<const Option> options;
    bool changes;  ///< what it is about is named, and mostly confirmed, before it is done

    std::string_view name_in(Language language) const {
        return language == Language::portuguese ? portuguese : english;
    }
};

/// Those for people; `words`, which only shells ask for, is the last one and not among them.
std::span<const OperatorTaskRow> operator_task_rows();

const OperatorTaskRow& row_of(OperatorTask task);

/// By either name, also `words`.
const OperatorTaskRow* operator_task_named(std::string_view word);

/// Whether the task takes it, be it its own or one of every command.
bool takes(const OperatorTaskRow& row, Option option);

/// "address", "session", … as `viaja ops words` takes them; empty for what has no such words.
std::string_view name_of(OperandKind kind);
std::optional<OperandKind> operand_kind_named(std::string_view word);

}  // namespace viaja::terminal
