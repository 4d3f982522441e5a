#pragma once
// One traveller's trip through the HTTP API, without a socket: which request comes next, and what
// an answer means. POST sessions, POST holds for each flight and for the room, POST payments with
// Prefer: wait. One thread.

#include <cstdint>
#include <string>

#include "bench/load/answer_reader.hpp"
#include "bench/load/wishes.hpp"

namespace viaja::bench {

/// What the answer asks of the traveller.
struct Turn {
    enum class Kind {
        go_on,      ///< the step is done: send the next request
        again,      ///< send the present request again: once more at once, or after `pause`
        confirmed,  ///< the trip is confirmed
        failed,     ///< the trip is given up
    };
    Kind kind = Kind::go_on;
    std::chrono::milliseconds pause{0};
    /// What to count beside the good answers: "409 not_available"; empty for a good answer.
    std::string refusal{};
};

class TripScript {
  public:
    enum class Step { open, hold, pay };

    struct Options {
        std::string host;  ///< for the Host header
        int flights = 1;
        bool room = true;
    };

    /// `number` decides what is wished for; both references outlive the script.
    TripScript(const Wishes& wishes, const Options& options, std::uint64_t number);

    Step step() const;
    /// The bytes of the present request, also when it is sent again: the Idempotency-Key is the
    /// same then, so nothing is held or paid twice.
    std::string request() const;
    Turn take(const HttpAnswer& answer);
    /// The connection ended, or time went by, without an answer: the request may have happened.
    Turn take_silence();

  private:
    Turn take_good(const HttpAnswer& answer);
    Turn take_refusal(const HttpAnswer& answer);
    std::string post(std::string_view path, std::string_view body, bool with_key) const;
    std::string hold_body() const;
    int holds_wanted() const { return options_.flights + (options_.room ? 1 : 0); }

    const Wishes& wishes_;
    const Options& options_;
    std::uint64_t number_;
    std::uint64_t wish_;  ///< the same as `number_`, until an item is sold out
    int repeats_ = 0;     ///< of the present request
    int sold_out_ = 0;
    int holds_ = 0;
    std::string session_;
    std::string token_;
    std::string total_;  ///< the money to pay, as the server wrote it
};

}  // namespace viaja::bench
