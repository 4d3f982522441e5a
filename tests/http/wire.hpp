#pragma once
// Reads answers off the wire as a strict client would. Shared by the tests and the fuzz target; it
// uses nothing of the code under test.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viaja::http::testing {

struct Answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;

    /// The value of the one field of that name (any case); nullopt if there is none.
    std::optional<std::string> field(std::string_view name) const;
    bool closes() const { return field("Connection") == "close"; }
};

struct ReadAnswer {
    Answer answer;
    std::size_t bytes = 0;
};

/// The answer at the beginning of `bytes`; nullopt while it is incomplete. Throws
/// std::runtime_error, saying why, for anything that is not a well-formed answer. The body of an
/// event stream, or frames behind 101, are left to the caller.
std::optional<ReadAnswer> read_answer(std::string_view bytes, bool to_head);

/// All answers in `bytes`, which must end with the last one. None of them may be to HEAD.
std::vector<Answer> read_answers(std::string_view bytes);

}  // namespace viaja::http::testing
