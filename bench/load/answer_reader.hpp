#pragma once
// HTTP/1.1 answers out of the bytes of one keep-alive connection, as far as Viaja's own server
// writes them: with a Content-Length, never in chunks. No socket; one thread.

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace viaja::bench {

/// The server sent what this client does not understand.
class BadAnswer : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct HttpAnswer {
    int status = 0;
    std::string body;
    int retry_after_seconds = 0;
    bool closes = false;  ///< the server ends the connection after this answer
};

class AnswerReader {
  public:
    void add(std::string_view bytes) { bytes_ += bytes; }
    /// The next complete answer, or nothing yet. Throws BadAnswer.
    std::optional<HttpAnswer> next();
    /// Forgets what was read: for a new connection.
    void clear() { bytes_.clear(); }
    /// Whether part of an answer has come.
    bool inside() const { return !bytes_.empty(); }

  private:
    std::string bytes_;
};

/// The value at `path` in a JSON object, without building a tree: the text between the quotes of a
/// string (escapes as they are), the raw text of anything else. Nothing where there is none, or
/// where the text is no JSON.
std::optional<std::string_view> json_value(std::string_view json,
                                           std::initializer_list<std::string_view> path);

}  // namespace viaja::bench
