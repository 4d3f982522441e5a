#include "bench/load/trip_script.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace viaja::bench {
namespace {

/// How often one request is sent again before the trip is given up.
constexpr int kRepeatsMax = 30;
constexpr int kSoldOutMax = 20;
/// Distant enough that another flight and another room are chosen.
constexpr std::uint64_t kOtherWish = 104'729;
constexpr std::chrono::milliseconds kPauseMin{200};

bool may_be_repeated(int status, std::string_view code) {
    return status == 429 || status == 503 || code == "busy" || code == "request_in_progress";
}

}  // namespace

TripScript::TripScript(const Wishes& wishes, const Options& options, std::uint64_t number)
    : wishes_(wishes), options_(options), number_(number), wish_(number) {}

TripScript::Step TripScript::step() const {
    if (session_.empty()) return Step::open;
    return holds_ < holds_wanted() ? Step::hold : Step::pay;
}

std::string TripScript::request() const {
    switch (step()) {
        case Step::open:
            return post("/v1/sessions", "{}", false);
        case Step::hold:
            return post(fmt::format("/v1/sessions/{}/holds", session_), hold_body(), true);
        case Step::pay:
            break;
    }
    return post(fmt::format("/v1/sessions/{}/payments", session_),
                fmt::format(R"({{"method":"card","token":"tok_ok","amount":{}}})", total_), true);
}

std::string TripScript::hold_body() const {
    static constexpr std::string_view kRest =
        R"("quantity":1,"travellers":[{"name":"Ana Souza"}]})";
    if (holds_ < options_.flights) {
        const auto item = wishes_.flight(wish_, static_cast<std::uint64_t>(holds_));
        return fmt::format(R"({{"type":"flight","carrier":"{}","flight":"{}","date":"{}",{})",
                           item.carrier, item.flight, iso_date(item.date), kRest);
    }
    const auto item = wishes_.room(wish_);
    return fmt::format(R"({{"type":"room","room_type_id":"{}","check_in":"{}","check_out":"{}",{})",
                       item.room_type_id, iso_date(item.check_in), iso_date(item.check_out), kRest);
}

std::string TripScript::post(std::string_view path, std::string_view body, bool with_key) const {
    std::string text = fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        path, options_.host, body.size());
    if (with_key) {
        text += fmt::format(
            "Authorization: Bearer {}\r\nIdempotency-Key: {}-{}-{}\r\nPrefer: wait=30\r\n", token_,
            number_, holds_, sold_out_);
    }
    text += "\r\n";
    text += body;
    return text;
}

Turn TripScript::take(const HttpAnswer& answer) {
    const bool good = answer.status >= 200 && answer.status < 300;
    return good ? take_good(answer) : take_refusal(answer);
}

Turn TripScript::take_silence() {
    const bool over = ++repeats_ > kRepeatsMax;
    return {.kind = over ? Turn::Kind::failed : Turn::Kind::again,
            .pause = kPauseMin,
            .refusal = "no answer"};
}

Turn TripScript::take_good(const HttpAnswer& answer) {
    // Not settled within the wait: the same request joins the wait again.
    if (answer.status == 202) {
        const bool over = ++repeats_ > kRepeatsMax;
        return {.kind = over ? Turn::Kind::failed : Turn::Kind::again,
                .refusal = "202 not settled yet"};
    }
    repeats_ = 0;
    const auto unreadable = Turn{.kind = Turn::Kind::failed, .refusal = "an answer of other form"};
    switch (step()) {
        case Step::open: {
            const auto id = json_value(answer.body, {"id"});
            const auto token = json_value(answer.body, {"token"});
            if (!id || !token) return unreadable;
            session_ = *id;
            token_ = *token;
            return {};
        }
        case Step::hold: {
            const auto state = json_value(answer.body, {"state"});
            const auto total = json_value(answer.body, {"session", "total"});
            if (state != "held" || !total) return unreadable;
            total_ = *total;
            ++holds_;
            return {};
        }
        case Step::pay:
            break;
    }
    const bool confirmed = json_value(answer.body, {"state"}) == "confirmed" &&
                           json_value(answer.body, {"payment", "state"}) == "captured";
    if (!confirmed) return unreadable;
    return {.kind = Turn::Kind::confirmed};
}

Turn TripScript::take_refusal(const HttpAnswer& answer) {
    const auto code = json_value(answer.body, {"code"}).value_or("without a code");
    Turn turn;
    turn.refusal = fmt::format("{} {}", answer.status, code);
    turn.kind = Turn::Kind::failed;
    if (may_be_repeated(answer.status, code) && ++repeats_ <= kRepeatsMax) {
        turn.kind = Turn::Kind::again;
        turn.pause = std::max<std::chrono::milliseconds>(
            kPauseMin, std::chrono::seconds(answer.retry_after_seconds));
    } else if (code == "not_available" && step() == Step::hold && ++sold_out_ <= kSoldOutMax) {
        turn.kind = Turn::Kind::go_on;
        wish_ += kOtherWish;
    }
    return turn;
}

}  // namespace viaja::bench
