#include "terminal/server.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

#include "terminal/event_parser.hpp"
#include "terminal/format.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/stop.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

using std::chrono::milliseconds;

/// Pauses between the rounds over all addresses; then a call is given up.
constexpr std::array kPauses = {milliseconds(500), milliseconds(1000), milliseconds(2000)};
/// How often a call is repeated that the server asks to be repeated at once.
constexpr int kBusyRepeats = 20;
constexpr milliseconds kLongestPause{8000};
constexpr long kSilenceSeconds = 35;

constexpr Phrase kNoAnswer{
    "Sem resposta de {}. O que está reservado continua no servidor; nada se perdeu.\nDepois: viaja "
    "retomar",
    "No answer from {}. What you hold stays on the server; nothing is lost.\nLater: viaja resume"};
constexpr Phrase kUnavailable{
    "O servidor não pode atender agora. O que está reservado continua lá; nada se perdeu.\nDepois: "
    "viaja retomar",
    "The server cannot serve now. What you hold stays there; nothing is lost.\nLater: viaja "
    "resume"};
constexpr Phrase kForeign{
    "A resposta de {} não veio da Viaja. Confira VIAJA_URL; nada se perdeu.",
    "The answer of {} did not come from Viaja. Check VIAJA_URL; nothing is lost."};
constexpr Phrase kStoppedInCall{
    "Parado aqui. O pedido continua no servidor e não se repete sozinho; siga com: viaja retomar",
    "Stopped here. The call goes on at the server and is not made twice; go on with: viaja resume"};
constexpr Phrase kReconnecting{"Sem conexão com {}; tentando de novo…",
                               "No connection to {}; trying again…"};
constexpr Phrase kWrongAddress{
    "\"{}\" não é um endereço do servidor; é assim: http://localhost:8080",
    "\"{}\" is no address of a server; it looks like http://localhost:8080"};

milliseconds with_jitter(milliseconds pause) {
    static std::minstd_rand random(std::random_device{}());
    const auto most = static_cast<int>(pause.count() / 4);
    return pause + milliseconds(std::uniform_int_distribution<int>(0, most)(random));
}

/// What the whole system cannot do now; a supplier that does not answer is another matter.
bool is_unavailable(const Answer& answer) {
    return answer.status == 503 && text_at(answer.body, "code") != "supplier_unavailable";
}

bool asks_for_repeat(const Answer& answer) {
    const auto code = text_at(answer.body, "code");
    return answer.status == 409 && (code == "busy" || code == "request_in_progress");
}

bool is_over(const Request& request) {
    return std::chrono::steady_clock::now() >= request.ends_at;
}

/// Whether it has the form of an answer of Viaja: an object, which has a code where it is a
/// problem.
bool is_ours(const Answer& answer) {
    if (answer.status == 204) return true;
    if (answer.status >= 200 && answer.status < 300) return answer.body.is_object();
    return !text_at(answer.body, "code").empty();
}

/// For a message: a password in an address is not shown.
std::string without_user(std::string_view address) {
    const auto at = address.rfind('@');
    if (at == std::string_view::npos) return printable(address);
    return "…" + printable(address.substr(at));
}

}  // namespace

void Server::check_interrupt() const {
    if (is_interrupted())
        throw Stop(Exit::stopped, "stopped", std::string(kStoppedInCall.in(screen_.language())));
}

void Server::with_token(Request& request) const {
    if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
}

/// The first answer of a server that can serve, else one that cannot, else nothing. That of another
/// shard only where all are of other shards, which no waiting changes.
std::optional<Answer> Server::call_each(const Request& request) {
    std::optional<Answer> unavailable;
    std::optional<Answer> wrong_shard;
    bool are_all_of_others = true;
    for (std::size_t i = 0; i < addresses_.size(); ++i) {
        check_interrupt();
        if (i > 0 && is_over(request)) break;
        auto answer = http_.call(addresses_[present_], request);
        check_interrupt();
        const bool is_of_other = answer && answer->status == kWrongShard;
        if (answer && !is_of_other && !is_unavailable(*answer)) return answer;
        are_all_of_others = are_all_of_others && is_of_other;
        if (answer) (is_of_other ? wrong_shard : unavailable) = std::move(answer);
        present_ = (present_ + 1) % addresses_.size();
    }
    return are_all_of_others ? wrong_shard : unavailable;
}

Answer Server::call(Request request) {
    with_token(request);
    std::optional<Answer> last;
    int busy = 0;
    for (std::size_t round = 0;;) {
        last = call_each(request);
        if (last && asks_for_repeat(*last) && !is_over(request) && ++busy < kBusyRepeats) {
            pause_for(with_jitter(milliseconds(250)));
            continue;
        }
        if (last && !is_unavailable(*last)) break;
        if (round == kPauses.size() || is_over(request)) give_up(last);
        if (round == 0) screen_.talk(say(screen_.language(), kReconnecting, addresses_[present_]));
        pause_for(with_jitter(kPauses[round++]));
    }
    if (!is_ours(*last)) refuse_foreign();
    return std::move(*last);
}

Answer Server::call_once(Request request) {
    with_token(request);
    for (; present_ < addresses_.size(); ++present_) {
        check_interrupt();
        auto answer = http_.call(addresses_[present_], request);
        check_interrupt();
        if (answer && !is_ours(*answer)) refuse_foreign();
        if (answer) return std::move(*answer);
        if (http_.was_sent()) give_up(std::nullopt);
    }
    present_ = 0;
    throw Stop(Exit::unavailable, "not_sent",
               say(screen_.language(), kNoAnswer, fmt::join(addresses_, ", ")));
}

const Answer& Server::require_members(const Answer& answer,
                                      std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
        const Json& value = member(answer.body, name);
        if (answer.status < 300 && (value.is_null() || value == "")) refuse_foreign();
    }
    return answer;
}

void Server::refuse_foreign() const {
    throw Stop(Exit::unavailable, "unexpected_answer",
               say(screen_.language(), kForeign, addresses_[present_]));
}

void Server::give_up(const std::optional<Answer>& last) {
    if (last)
        throw Stop(Exit::unavailable, "unavailable",
                   std::string(kUnavailable.in(screen_.language())), last->body);
    throw Stop(Exit::unavailable, "no_answer",
               say(screen_.language(), kNoAnswer, fmt::join(addresses_, ", ")));
}

void Server::follow(const std::string& path, const std::function<std::int64_t()>& place,
                    const std::function<bool(const Json&)>& take, const std::function<void()>& tick,
                    std::chrono::steady_clock::time_point deadline) {
    milliseconds pause = kPauses.front();
    std::size_t of_others = 0;  // in a row, of another shard than the session's
    bool wanted = true;
    while (wanted) {
        Request request{"GET",    path, {{"Accept", "text/event-stream"}}, "", kSilenceSeconds,
                        deadline, tick};
        request.headers.emplace_back("Last-Event-ID", std::to_string(place()));
        with_token(request);
        EventParser events;
        const auto answer =
            http_.stream(addresses_[present_], request, [&](std::string_view bytes) {
                for (const std::string& text : events.take(bytes)) {
                    pause = kPauses.front();
                    wanted = wanted && take(parse_object(text));
                }
                return wanted && !events.is_too_long() &&
                       std::chrono::steady_clock::now() < deadline;
            });
        check_interrupt();
        if (!wanted || std::chrono::steady_clock::now() >= deadline) return;
        of_others = answer && answer->status == kWrongShard ? of_others + 1 : 0;
        const bool is_next_asked = of_others > 0 && of_others < addresses_.size();
        if (answer && answer->status >= 400 && answer->status < 500 && answer->status != 429 &&
            !is_next_asked) {
            if (!is_ours(*answer)) refuse_foreign();
            throw Stop(exit_of(answer->status, answer->body), text_at(answer->body, "code"),
                       problem_text(screen_.language(), answer->body), answer->body);
        }
        screen_.talk(say(screen_.language(), kReconnecting, addresses_[present_]));
        present_ = (present_ + 1) % addresses_.size();
        pause_for(with_jitter(pause));
        pause = std::min(pause * 2, kLongestPause);
        check_interrupt();
        if (std::chrono::steady_clock::now() >= deadline) return;
    }
}

std::vector<std::string> parse_addresses(Language language, std::string_view text) {
    std::vector<std::string> addresses;
    while (!text.empty()) {
        const auto end = text.find_first_of(", ");
        std::string_view address = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        while (address.ends_with('/'))
            address.remove_suffix(1);
        if (address.empty()) continue;
        const bool is_http = address.starts_with("http://") || address.starts_with("https://");
        const auto scheme = address.find("://");
        if (!is_http || address.size() <= scheme + 3 || address.find('@') != std::string_view::npos)
            throw Stop(Exit::usage, "usage", say(language, kWrongAddress, without_user(address)));
        addresses.emplace_back(address);
    }
    if (addresses.empty()) throw Stop(Exit::usage, "usage", say(language, kWrongAddress, ""));
    return addresses;
}

std::vector<std::string> configured_addresses(const Arguments& arguments) {
    const char* const variable = std::getenv("VIAJA_URL");
    const std::string text = arguments.has(Option::url) ? arguments.value(Option::url)
                             : variable != nullptr      ? std::string(variable)
                                                        : std::string();
    if (text.empty() && !arguments.has(Option::url)) return {};
    return parse_addresses(arguments.language, text);
}

}  // namespace viaja::terminal
