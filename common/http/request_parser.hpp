#pragma once
// Bytes to one request after another. One thread at a time; used by Connection alone.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "common/http/connection.hpp"
#include "common/http/head_scanner.hpp"
#include "common/http/message.hpp"

namespace viaja::http {

class RequestParser {
  public:
    enum class Stage { nothing, head, body, complete, refused };

    explicit RequestParser(const Limits& limits);
    ~RequestParser();

    /// Reads on; returns how many bytes were used. Fewer than given only if the request is complete
    /// or refused: then `take` it first.
    std::size_t feed(std::string_view bytes);

    Stage stage() const { return stage_; }
    /// The client waits for "100 Continue" before it sends the body.
    bool expects_continue() const;
    bool keep_alive() const { return keep_alive_; }
    bool http_1_0() const { return http_1_0_; }
    /// In the stage refused.
    const Refusal& refusal() const { return refusal_; }

    /// The request, or as much of a refused or unfinished one as was understood; then begins anew.
    /// Its peer is empty and its request_id not yet chosen.
    Request take();

  private:
    struct Framing;  // llhttp, which stays out of the headers

    void finish_head();
    void check_fields();
    void read_on(std::string_view bytes);
    std::size_t feed_body(std::string_view bytes);
    void refuse(std::string code, std::string detail);
    std::size_t raw_body_bytes_max() const;

    const Limits& limits_;
    Stage stage_ = Stage::nothing;
    HeadScanner scanner_;
    std::string head_;
    std::unique_ptr<Framing> framing_;
    Request request_;
    std::size_t raw_body_bytes_ = 0;
    bool keep_alive_ = true;
    bool http_1_0_ = false;
    Refusal refusal_;
};

}  // namespace viaja::http
