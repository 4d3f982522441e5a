#pragma once
// Finds the end of a request's head (request line and header fields) in a stream of bytes and
// refuses, at the first wrong byte, what must never reach anything behind it. It stands in front of
// llhttp because that knows only a fixed list of methods, lets folded header lines and parts of
// odd request lines pass, and cannot say exactly how long a head is. One for each connection; one
// thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "common/http/connection.hpp"

namespace viaja::http {

/// Why a request is refused: a code of the table of problems, and a sentence.
struct Refusal {
    std::string code;
    std::string detail;
};

class HeadScanner {
  public:
    /// `limits` must outlive the scanner.
    explicit HeadScanner(const Limits& limits) : limits_(&limits) {}

    /// Reads on; returns how many of the bytes belong to the head. Fewer than given only if the
    /// head is complete or refused.
    std::size_t scan(std::string_view bytes);

    /// Nothing of a request has come yet (one empty line before it is allowed and ignored).
    bool untouched() const { return state_ == State::start || state_ == State::start_lf; }
    bool complete() const { return state_ == State::done; }
    bool refused() const { return state_ == State::refused; }
    const Refusal& refusal() const { return refusal_; }

    /// Places in the bytes seen, counted from the first one; valid as far as the scan has come.
    std::size_t method_begin() const { return method_begin_; }
    std::size_t method_end() const { return method_end_; }
    std::size_t target_end() const { return target_end_; }

  private:
    enum class State {
        start,
        start_lf,
        method,
        target,
        version,
        line_lf,
        field_start,
        name,
        value,
        value_lf,
        end_lf,
        done,
        refused,
    };

    void step(unsigned char byte);
    void step_method(unsigned char byte);
    void step_target(unsigned char byte);
    void step_version(unsigned char byte);
    void step_field_start(unsigned char byte);
    void step_name(unsigned char byte);
    void step_value(unsigned char byte);
    void expect_lf(unsigned char byte, State next);
    bool in_fields() const;
    void refuse(std::string code, std::string detail);

    const Limits* limits_;
    State state_ = State::start;
    std::size_t position_ = 0;
    std::size_t method_begin_ = 0;
    std::size_t method_end_ = 0;
    std::size_t target_end_ = 0;
    std::size_t header_bytes_ = 0;
    std::size_t header_fields_ = 0;
    Refusal refusal_;
};

}  // namespace viaja::http
