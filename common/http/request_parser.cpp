#include "common/http/request_parser.hpp"

#include <llhttp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "common/http/target.hpp"
#include "common/text/blanks.hpp"

namespace viaja::http {

// llhttp reads the fields and the framing of the body. It is shown "POST / HTTP/1.x" whatever the
// request line was: the scanner and target.cpp have read that, and so every method frames its body
// in the same way.
struct RequestParser::Framing {
    llhttp_t parser = {};
    std::string name;
    std::string value;
    bool head_done = false;
    bool keep_alive = true;
    bool message_done = false;
    bool body_too_large = false;
    std::size_t body_bytes_max = 0;
    Request* request = nullptr;

    static Framing& of(llhttp_t* parser) { return *static_cast<Framing*>(parser->data); }

    static int on_name(llhttp_t* parser, const char* at, std::size_t length) {
        of(parser).name.append(at, length);
        return 0;
    }
    static int on_value(llhttp_t* parser, const char* at, std::size_t length) {
        of(parser).value.append(at, length);
        return 0;
    }
    static int on_field(llhttp_t* parser) {
        Framing& framing = of(parser);
        std::string name = std::exchange(framing.name, {});
        const std::string value = std::exchange(framing.value, {});
        // No handler uses trailers: they are read and dropped.
        if (framing.head_done) return 0;
        framing.request->headers.add(std::move(name), std::string(trimmed(value, kSpaceAndTab)));
        return 0;
    }
    static int on_head(llhttp_t* parser) {
        Framing& framing = of(parser);
        framing.head_done = true;
        framing.keep_alive = llhttp_should_keep_alive(parser) != 0;
        // An upgrade is not on offer: without this llhttp would take what follows for another
        // protocol.
        parser->upgrade = 0;
        const bool has_length = (parser->flags & F_CONTENT_LENGTH) != 0;
        if (!has_length) return 0;
        if (parser->content_length > framing.body_bytes_max) {
            framing.body_too_large = true;
            return -1;
        }
        framing.request->body.reserve(static_cast<std::size_t>(parser->content_length));
        return 0;
    }
    /// A chunk announces its size: what is too large is not waited for.
    static int on_chunk(llhttp_t* parser) {
        Framing& framing = of(parser);
        if (parser->content_length <= framing.body_bytes_max - framing.request->body.size()) {
            return 0;
        }
        framing.body_too_large = true;
        return -1;
    }
    static int on_body(llhttp_t* parser, const char* at, std::size_t length) {
        Framing& framing = of(parser);
        if (length > framing.body_bytes_max - framing.request->body.size()) {
            framing.body_too_large = true;
            return -1;
        }
        framing.request->body.append(at, length);
        return 0;
    }
    static int on_message(llhttp_t* parser) {
        of(parser).message_done = true;
        return HPE_PAUSED;  // so that the place where the message ends can be seen
    }

    static const llhttp_settings_t& settings() {
        static const llhttp_settings_t settings = [] {
            llhttp_settings_t callbacks;
            llhttp_settings_init(&callbacks);
            callbacks.on_header_field = &Framing::on_name;
            callbacks.on_header_value = &Framing::on_value;
            callbacks.on_header_value_complete = &Framing::on_field;
            callbacks.on_headers_complete = &Framing::on_head;
            callbacks.on_chunk_header = &Framing::on_chunk;
            callbacks.on_body = &Framing::on_body;
            callbacks.on_message_complete = &Framing::on_message;
            return callbacks;
        }();
        return settings;
    }

    void restart(Request& target, std::size_t limit) {
        *this = Framing{};
        llhttp_init(&parser, HTTP_REQUEST, &settings());
        parser.data = this;
        request = &target;
        body_bytes_max = limit;
    }
};

RequestParser::RequestParser(const Limits& limits)
    : limits_(limits), scanner_(limits), framing_(std::make_unique<Framing>()) {}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::feed(std::string_view bytes) {
    std::size_t used = 0;
    if (stage_ == Stage::nothing || stage_ == Stage::head) {
        used = scanner_.scan(bytes);
        head_.append(bytes.substr(0, used));
        stage_ = scanner_.untouched() ? Stage::nothing : Stage::head;
        if (scanner_.refused()) refuse(scanner_.refusal().code, scanner_.refusal().detail);
        if (scanner_.complete()) finish_head();
    }
    if (stage_ == Stage::body && used < bytes.size()) used += feed_body(bytes.substr(used));
    return used;
}

void RequestParser::finish_head() {
    const std::string_view head = head_;
    const std::size_t method_begin = scanner_.method_begin();
    const std::size_t method_end = scanner_.method_end();
    const std::size_t target_end = scanner_.target_end();
    request_.method = head.substr(method_begin, method_end - method_begin);
    request_.target = head.substr(method_end + 1, target_end - method_end - 1);
    http_1_0_ = head.substr(target_end + 1, 8) == "HTTP/1.0";
    if (const auto why = read_target(request_)) {
        refuse("malformed_request", *why);
        return;
    }
    framing_->restart(request_, limits_.body_bytes_max);
    stage_ = Stage::body;
    read_on("POST /");
    read_on(head.substr(target_end));
    if (stage_ != Stage::refused) check_fields();
}

// What RFC 9112 wants of a head beyond what llhttp looks at.
void RequestParser::check_fields() {
    const Headers& headers = request_.headers;
    const std::size_t hosts = headers.count("Host");
    if (hosts > 1 || (hosts == 0 && !http_1_0_)) {
        return refuse("malformed_request", "A request has exactly one Host field.");
    }
    if (hosts == 1 && headers.find("Host")->find_first_of("@/?#\\,\"<> \t") != std::string::npos) {
        return refuse("malformed_request", "The Host field is not a host and a port.");
    }
    const std::size_t codings = headers.count("Transfer-Encoding");
    if (codings > 0) {
        if (http_1_0_ || codings > 1 ||
            !equal_ignoring_case(*headers.find("Transfer-Encoding"), "chunked")) {
            return refuse("malformed_request",
                          "The only Transfer-Encoding here is chunked, and not in HTTP/1.0.");
        }
        if (headers.count("Content-Length") > 0) {
            return refuse("malformed_request",
                          "A request has Content-Length or Transfer-Encoding, not both.");
        }
    }
    const std::string* expect = headers.find("Expect");
    if (expect != nullptr && !http_1_0_ && !equal_ignoring_case(*expect, "100-continue")) {
        return refuse("malformed_request", "Only 100-continue can be expected.");
    }
    // After CONNECT the client would speak another protocol, whatever we answered.
    keep_alive_ = framing_->keep_alive && request_.method != "CONNECT";
}

std::size_t RequestParser::feed_body(std::string_view bytes) {
    // Chunk sizes, their extensions and trailers are not kept, but they cost time to read.
    const std::size_t allowed = raw_body_bytes_max() - raw_body_bytes_;
    const std::string_view part = bytes.substr(0, allowed);
    read_on(part);
    if (stage_ != Stage::complete) {
        raw_body_bytes_ += part.size();
        if (stage_ == Stage::body && raw_body_bytes_ >= raw_body_bytes_max()) {
            refuse("body_too_large", "The chunks of the body take too many bytes.");
        }
        return part.size();
    }
    const char* end = llhttp_get_error_pos(&framing_->parser);
    return static_cast<std::size_t>(end - part.data());
}

void RequestParser::read_on(std::string_view bytes) {
    if (stage_ != Stage::body) return;
    Framing& framing = *framing_;
    const llhttp_errno_t result = llhttp_execute(&framing.parser, bytes.data(), bytes.size());
    if (framing.body_too_large) {
        refuse("body_too_large",
               "The body is larger than " + std::to_string(limits_.body_bytes_max) + " bytes.");
    } else if (framing.message_done) {
        stage_ = Stage::complete;
    } else if (result != HPE_OK) {
        const char* reason = llhttp_get_error_reason(&framing.parser);
        refuse("malformed_request", std::string("The request cannot be read: ") +
                                        (reason != nullptr ? reason : "no reason is known") + ".");
    }
}

bool RequestParser::expects_continue() const {
    return stage_ == Stage::body && raw_body_bytes_ == 0 && !http_1_0_ &&
           request_.headers.find("Expect") != nullptr;
}

Request RequestParser::take() {
    Request taken = std::exchange(request_, {});
    stage_ = Stage::nothing;
    scanner_ = HeadScanner(limits_);
    head_.clear();
    raw_body_bytes_ = 0;
    keep_alive_ = true;
    http_1_0_ = false;
    return taken;
}

void RequestParser::refuse(std::string code, std::string detail) {
    stage_ = Stage::refused;
    refusal_ = {std::move(code), std::move(detail)};
}

std::size_t RequestParser::raw_body_bytes_max() const {
    // A body sent byte by byte takes six bytes a byte ("1\r\nx\r\n").
    return 8 * limits_.body_bytes_max + limits_.header_bytes_max;
}

}  // namespace viaja::http
