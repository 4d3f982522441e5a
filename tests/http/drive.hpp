#pragma once
// Drives a Connection with bytes and a clock that the test moves.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/connection.hpp"
#include "tests/http/wire.hpp"

namespace viaja::http::testing {

class Drive {
  public:
    explicit Drive(Limits limits = {});

    void receive(std::string_view bytes);
    /// In pieces of that many bytes.
    void receive_in_pieces(std::string_view bytes, std::size_t piece);
    void receive_end() { connection->receive_end(now); }
    void pass(std::chrono::milliseconds time);
    void respond(std::uint64_t slot, Response response);
    /// Answers everything taken so far and not yet answered by echoing it.
    void echo_all();
    /// The bytes that are to be written; the peer is taken to read all of them at once.
    std::string output();
    std::vector<Answer> answers() { return read_answers(output()); }
    /// The one answer that is to be written.
    Answer only_answer();

    Limits limits;
    Moment now{std::chrono::milliseconds(1'000'000), std::chrono::seconds(784'111'777)};
    std::unique_ptr<Connection> connection;
    std::vector<Incoming> requests;  // in order, all since the beginning

  private:
    std::size_t echoed_ = 0;
};

/// "GET / HTTP/1.1" with a Host, and more header lines (each ending with CR LF).
std::string get(std::string_view target, std::string_view more_lines = "");
/// POST with a Content-Length.
std::string post(std::string_view target, std::string_view body, std::string_view more_lines = "");

}  // namespace viaja::http::testing
