#pragma once
// Responses as bytes. One thread at a time; used by Connection alone.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/message.hpp"

namespace viaja::http {

/// Bytes on their way out: small pieces are put together, large ones are kept as they are.
class Output {
  public:
    void append(std::string_view bytes);
    void append(std::string&& bytes);
    bool empty() const { return bytes_ == 0; }
    std::size_t bytes() const { return bytes_; }
    std::vector<std::string> take();

  private:
    std::vector<std::string> pieces_;
    std::size_t bytes_ = 0;
    bool last_is_open_ = false;  // whether more may be put into the last piece
};

/// What an answer must know about its request and its connection.
struct AnswerFrame {
    bool to_head = false;
    bool close = false;
    bool http_1_0 = false;
    bool unknown_length = false;  ///< the body ends with the connection
    std::string_view request_id;
    std::chrono::seconds unix_time{};
};

void write_response(Response response, const AnswerFrame& frame, Output& output);

}  // namespace viaja::http
