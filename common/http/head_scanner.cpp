#include "common/http/head_scanner.hpp"

#include <utility>

namespace viaja::http {
namespace {

constexpr std::size_t kMethodLengthMax = 32;
constexpr std::string_view kVersionBegin = "HTTP/1.";

// tchar of RFC 9110: what methods and field names consist of.
bool is_token_character(unsigned char byte) {
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    const bool digit = byte >= '0' && byte <= '9';
    return letter || digit ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(byte)) !=
               std::string_view::npos;
}

}  // namespace

std::size_t HeadScanner::scan(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && !complete() && !refused()) {
        step(static_cast<unsigned char>(bytes[used]));
        ++used;
        ++position_;
    }
    return used;
}

void HeadScanner::step(unsigned char byte) {
    if (in_fields() && ++header_bytes_ > limits_->header_bytes_max) {
        refuse("headers_too_large", "The header fields take more than " +
                                        std::to_string(limits_->header_bytes_max) + " bytes.");
        return;
    }
    switch (state_) {
        case State::start:
            if (byte == '\r' && position_ == 0) {
                state_ = State::start_lf;
                return;
            }
            method_begin_ = position_;
            state_ = State::method;
            step_method(byte);
            return;
        case State::start_lf:
            expect_lf(byte, State::start);
            return;
        case State::method:
            step_method(byte);
            return;
        case State::target:
            step_target(byte);
            return;
        case State::version:
            step_version(byte);
            return;
        case State::line_lf:
            expect_lf(byte, State::field_start);
            return;
        case State::field_start:
            step_field_start(byte);
            return;
        case State::name:
            step_name(byte);
            return;
        case State::value:
            step_value(byte);
            return;
        case State::value_lf:
            expect_lf(byte, State::field_start);
            return;
        case State::end_lf:
            expect_lf(byte, State::done);
            return;
        case State::done:
        case State::refused:
            return;
    }
}

void HeadScanner::step_method(unsigned char byte) {
    const std::size_t length = position_ - method_begin_;
    if (byte == ' ' && length > 0) {
        method_end_ = position_;
        state_ = State::target;
    } else if (!is_token_character(byte) || length >= kMethodLengthMax) {
        refuse("malformed_request", "The request does not begin with a method and a space.");
    }
}

void HeadScanner::step_target(unsigned char byte) {
    if (byte == ' ' && position_ > method_end_ + 1) {
        target_end_ = position_;
        state_ = State::version;
    } else if (position_ - method_begin_ >= limits_->request_line_bytes_max) {
        refuse("uri_too_long", "Method and target are longer than " +
                                   std::to_string(limits_->request_line_bytes_max) + " bytes.");
    } else if (byte <= ' ' || byte >= 0x7f) {
        refuse("malformed_request",
               "The request line must be a method, a target of visible ASCII characters and "
               "HTTP/1.1, with one space between them.");
    }
}

void HeadScanner::step_version(unsigned char byte) {
    const std::size_t at = position_ - target_end_ - 1;
    const bool right = at < kVersionBegin.size()    ? byte == kVersionBegin[at]
                       : at == kVersionBegin.size() ? byte == '0' || byte == '1'
                                                    : byte == '\r';
    if (!right) {
        refuse("malformed_request",
               "The request line must end with HTTP/1.1 or HTTP/1.0 and CR LF; no other version "
               "is spoken here.");
    } else if (byte == '\r') {
        state_ = State::line_lf;
    }
}

void HeadScanner::step_field_start(unsigned char byte) {
    if (byte == '\r') {
        state_ = State::end_lf;
    } else if (byte == ' ' || byte == '\t') {
        refuse("malformed_request", "A header line begins with a space; lines are not folded.");
    } else if (!is_token_character(byte)) {
        refuse("malformed_request", "A header line does not begin with a name.");
    } else if (++header_fields_ > limits_->header_fields_max) {
        refuse("headers_too_large", "There are more than " +
                                        std::to_string(limits_->header_fields_max) +
                                        " header fields.");
    } else {
        state_ = State::name;
    }
}

void HeadScanner::step_name(unsigned char byte) {
    if (byte == ':') {
        state_ = State::value;
    } else if (byte == ' ' || byte == '\t') {
        refuse("malformed_request", "A header name is followed by a space before its colon.");
    } else if (!is_token_character(byte)) {
        refuse("malformed_request", "A header name has a character that no name can have.");
    }
}

void HeadScanner::step_value(unsigned char byte) {
    if (byte == '\r') {
        state_ = State::value_lf;
    } else if (byte == '\n') {
        refuse("malformed_request", "A header line ends with LF alone instead of CR LF.");
    } else if ((byte < ' ' && byte != '\t') || byte == 0x7f) {
        refuse("malformed_request", "A header value has a control character.");
    }
}

void HeadScanner::expect_lf(unsigned char byte, State next) {
    if (byte == '\n') {
        state_ = next;
    } else {
        refuse("malformed_request", "A CR is not followed by LF.");
    }
}

bool HeadScanner::in_fields() const {
    return state_ >= State::field_start && state_ < State::done;
}

void HeadScanner::refuse(std::string code, std::string detail) {
    state_ = State::refused;
    refusal_ = {std::move(code), std::move(detail)};
}

}  // namespace viaja::http
