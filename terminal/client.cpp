#include "terminal/client.hpp"

#include <algorithm>
#include <cstdlib>

#include "common/text/json_text.hpp"
#include "terminal/format.hpp"
#include "terminal/pix_lines.hpp"
#include "terminal/random_key.hpp"
#include "terminal/stop.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWaitSeconds = 60;
constexpr int kWaitSecondsMax = 3600;
/// Longer than the server waits for an outcome when it is asked to.
constexpr int kPreferSeconds = 20;
/// For an answer to be on its way when nothing more is waited for.
constexpr std::chrono::seconds kAnswerSeconds{3};
/// For the answer with the charge of a Pix.
constexpr std::chrono::seconds kChargeSeconds{30};

constexpr Phrase kNoFolder{
    "Não se sabe onde guardar a viagem: HOME não está definida. Nada foi pedido ao servidor.",
    "There is no place to keep the trip: HOME is not set. Nothing was asked of the server."};
constexpr Phrase kNotKept{
    "O pedido não pôde ser guardado em {} ({}). Ele não foi feito, e nada foi cobrado.\nLibere "
    "espaço e repita.",
    "The call could not be kept in {} ({}). It was not made, and nothing was charged.\nFree some "
    "space and repeat it."};
constexpr Phrase kNotCleared{"Aviso: {} não pôde ser atualizado ({}); um viaja retomar o corrige.",
                             "Warning: {} could not be updated ({}); viaja resume mends it."};
constexpr Phrase kNoTrip{"Não há viagem aqui. Procure com: viaja buscar; depois: viaja segurar",
                         "There is no trip here. Look with: viaja search; then: viaja hold"};
constexpr Phrase kElsewhere{
    "Esta viagem está em {}, e não em {}. Nada foi enviado.\nSiga com ela por: viaja --url {}\nOu "
    "deixe-a: viaja abandonar",
    "This trip is at {}, not at {}. Nothing was sent.\nGo on with it by: viaja --url {}\nOr leave "
    "it: viaja abandon"};
constexpr Phrase kUndecided{
    "Ainda sem decisão; o pedido continua no servidor e não se repete sozinho.\nSiga com: viaja "
    "retomar",
    "Not decided yet; the call goes on at the server and is not made twice.\nGo on with: viaja "
    "resume"};
constexpr Phrase kAsking{"Perguntando ao fornecedor…", "Asking the supplier…"};

std::vector<std::string> addresses_of(const Arguments& arguments,
                                      const std::optional<KeptTrip>& trip) {
    auto configured = configured_addresses(arguments);
    if (!configured.empty()) return configured;
    if (trip && !trip->addresses.empty()) return trip->addresses;
    return {kDefaultAddress};
}

std::filesystem::path require_folder(Language language) {
    auto folder = state_folder();
    if (folder.empty()) throw Stop(Exit::fault, "no_home", std::string(kNoFolder.in(language)));
    return folder;
}

/// A trip is followed until it ends; everything else is waited for a while.
Clock::time_point deadline_of(const Arguments& arguments) {
    if (arguments.command == Command::trip) return Clock::time_point::max();
    const int seconds = arguments.number(Option::wait, 0, kWaitSecondsMax, kWaitSeconds);
    return Clock::now() + std::chrono::seconds(seconds);
}

/// When a call is given up whose outcome is waited for until `deadline`.
Clock::time_point answer_until(Clock::time_point deadline) {
    if (deadline == Clock::time_point::max()) return deadline;
    return std::max(deadline, Clock::now()) + kAnswerSeconds;
}

/// Calls whose outcome is followed event by event; the others are waited for in the call itself.
bool is_followed(const PendingCall& call) {
    return call.command == Command::pay || call.command == Command::cancel;
}

bool is_pix(const PendingCall& call) {
    return call.command == Command::pay && text_at(call.body, "method") == "pix";
}

/// Where the entries of the present payment or cancellation begin; behind all where there is none.
std::size_t beginning_of_latest_attempt(const Json& entries) {
    for (std::size_t i = entries.size(); i > 0; --i) {
        const auto type = text_at(entries[i - 1], "type");
        if (type == "payment.accepted" || type == "session.cancelling") return i - 1;
    }
    return entries.size();
}

}  // namespace

Client::Client(const Arguments& arguments)
    : arguments_(arguments),
      screen_(screen_settings(arguments)),
      files_(require_folder(arguments.language)),
      trip_(files_.load(arguments.language)),
      server_(addresses_of(arguments, trip_), screen_),
      deadline_(deadline_of(arguments)),
      waiting_(screen_) {
    use_token_of_trip();
}

void Client::lock() {
    files_.lock(language());
    trip_ = files_.load(language());
    use_token_of_trip();
}

void Client::use_token_of_trip() {
    server_.use_token(trip_ && !is_elsewhere() ? trip_->token : "");
}

bool Client::is_elsewhere() const {
    if (!has_trip() || trip_->addresses.empty()) return false;
    const auto& present = server_.addresses();
    return std::find_first_of(present.begin(), present.end(), trip_->addresses.begin(),
                              trip_->addresses.end()) == present.end();
}

void Client::refuse_trip_elsewhere() const {
    if (!is_elsewhere()) return;
    const std::string there = fmt::format("{}", fmt::join(trip_->addresses, ","));
    throw Stop(Exit::usage, "trip_elsewhere",
               say(language(), kElsewhere, there, fmt::join(server_.addresses(), ","), there));
}

void Client::require_kept_trip() const {
    if (!has_trip())
        throw Stop(Exit::no_trip, "no_trip", std::string(kNoTrip.in(screen_.language())));
}

void Client::require_trip() {
    require_kept_trip();
    refuse_trip_elsewhere();
}

void Client::begin_trip() {
    if (trip_) refuse_unless_kept(files_.set_aside(*trip_));
    trip_ = KeptTrip{server_.addresses(), "", "", {}};
    server_.use_token("");
}

void Client::take_trip(const std::string& id, const std::string& token) {
    if (trip_ && trip_->id != id) refuse_unless_kept(files_.set_aside(*trip_));
    trip_ = KeptTrip{server_.addresses(), id, token, {}};
    server_.use_token(token);
    keep();
}

bool Client::bring_back(const std::string& id) {
    if (has_trip() && trip_->id == id) return true;
    auto trip = files_.load_set_aside(language(), id);
    if (!trip) return false;
    if (trip_) refuse_unless_kept(files_.set_aside(*trip_));
    trip_ = std::move(trip);
    keep();
    files_.remove(id);  // where it stays, it is replaced when the trip is set aside again
    server_.use_addresses(addresses_of(arguments_, trip_));
    use_token_of_trip();
    return true;
}

void Client::abandon() {
    refuse_unless_kept(files_.set_aside(*trip_));
    refuse_unless_kept(files_.remove(""));
    trip_.reset();
}

void Client::require_space() {
    refuse_unless_kept(files_.try_to_write());
}

void Client::keep() {
    refuse_unless_kept(files_.save(*trip_));
}

void Client::refuse_unless_kept(const std::optional<std::string>& error) const {
    if (error)
        throw Stop(Exit::fault, "not_kept",
                   say(screen_.language(), kNotKept, files_.trip_file().string(), *error));
}

Json Client::session() {
    require_trip();
    const Answer answer = server_.call(bounded({"GET", "/v1/sessions/" + trip_->id}));
    return server_.require_members(require_success(language(), answer), {"id", "state"}).body;
}

void Client::open_session() {
    const Answer answer = server_.call(bounded({"POST", "/v1/sessions", {}, "{}"}));
    server_.require_members(require_success(language(), answer), {"id", "token"});
    trip_->id = text_at(answer.body, "id");
    trip_->token = text_at(answer.body, "token");
    server_.use_token(trip_->token);
    keep();
}

Answer Client::perform(Command command, const std::string& method, const std::string& path,
                       Json body, std::vector<std::string> holds) {
    trip_->addresses = server_.addresses();
    trip_->pending =
        PendingCall{command, method, path, random_key(), std::move(body), std::move(holds)};
    keep();
    return finish();
}

Answer Client::finish() {
    refuse_trip_elsewhere();
    deadline_ = deadline_of(arguments_);  // the time before was the traveller's
    wait_for_a_person(is_pix(*trip_->pending));
    if (trip_->id.empty()) open_session();
    const Answer answer = repeat_until_decided();
    if (!is_outcome(answer.status, answer.body)) return answer;
    if (answer.status == 404 && !knows_trip()) return answer;  // it may have been made elsewhere
    trip_->pending.reset();
    if (const auto error = files_.save(*trip_))
        screen_.talk(say(language(), kNotCleared, files_.trip_file().string(), *error));
    return answer;
}

Request Client::bounded(Request request) const {
    request.ends_at = answer_until(deadline_of(arguments_));
    return request;
}

/// A script wants the charge, to have it paid; a person pays it before its end, at whatever time.
void Client::wait_for_a_person(bool by_pix) {
    if (!by_pix || arguments_.has(Option::wait)) return;
    deadline_ = screen_.json() ? Clock::now() : Clock::time_point::max();
}

bool Client::knows_trip() {
    return server_.call(bounded({"GET", "/v1/sessions/" + trip_->id})).status != 404;
}

Answer Client::send(const PendingCall& call) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(deadline_ - Clock::now()).count();
    Request request{call.method, "/v1/sessions/" + trip_->id + call.path};
    request.headers.emplace_back("Idempotency-Key", call.key);
    // The answer to a Pix is its charge, for which the server waits by itself.
    if (!is_pix(call))
        request.headers.emplace_back(
            "Prefer", is_followed(call) || left <= 0
                          ? "respond-async"
                          : fmt::format("wait={}", std::min<std::int64_t>(left, kPreferSeconds)));
    if (!call.body.is_null()) request.body = json_text(call.body);
    request.ends_at = is_pix(call) ? Clock::now() + kChargeSeconds : answer_until(deadline_);
    Answer answer = server_.call(std::move(request));
    if (!member(answer.body, "session").is_object())
        server_.require_members(answer, {"id", "state"});
    return answer;
}

Answer Client::repeat_until_decided() {
    for (;;) {
        if (!is_followed(*trip_->pending)) screen_.status(kAsking.in(language()));
        Answer answer = send(*trip_->pending);
        screen_.clear_status();
        if (answer.status != 202) return answer;
        if (is_pix(*trip_->pending)) waiting_.take(answer.body, server_.present_address());
        if (Clock::now() >= deadline_)
            throw Stop(Exit::open, "undecided", std::string(kUndecided.in(language())),
                       answer.body);
        if (is_followed(*trip_->pending)) follow(Shown::latest_attempt, is_settled);
    }
}

Json Client::follow(Shown shown, const std::function<bool(const Json&)>& until,
                    const Json& before) {
    wait_for_a_person(is_by_pix(before) && text_at(before, "state") == "paying");
    Json session;
    server_.follow(
        "/v1/sessions/" + trip_->id + "/events", [this] { return last_seq_; },
        [&](const Json& frame) {
            if (text_at(frame, "type") == "state") {
                session = member(frame, "session");
                show_frame(shown, frame);
                waiting_.take(session, server_.present_address());
            }
            waiting_.draw();
            return session.is_null() || !until(session) || member(frame, "more") == true;
        },
        [this] { waiting_.tick(); }, deadline_);
    screen_.clear_status();
    return session;
}

void Client::show_frame(Shown shown, const Json& frame) {
    const Json& entries = list_at(frame, "entries");
    std::size_t first = 0;
    if (shown == Shown::latest_attempt && last_seq_ == 0)
        first = beginning_of_latest_attempt(entries);
    if (shown == Shown::all) screen_.document(frame);
    for (std::size_t i = first; i < entries.size(); ++i) {
        const auto text = line_of_entry(language(), entries[i], member(frame, "session"));
        if (!text.empty()) screen_.line(text);
    }
    if (!entries.empty()) last_seq_ = number_at(entries.back(), "seq");
}

Exit Client::show(const Json& session, const Json& document) {
    static constexpr Phrase kPayNext{"Para pagar: viaja pagar", "To pay: viaja pay"};
    static constexpr Phrase kSearchNext{"Para procurar: viaja buscar DE PARA DIA",
                                        "To look for flights: viaja search FROM TO DAY"};
    screen_.document(document);
    const Lines lines = lines_of_trip(language(), session);
    screen_.heading(lines.front());
    for (std::size_t i = 1; i < lines.size(); ++i)
        screen_.line(lines[i]);
    waiting_.take(session, server_.present_address());
    const Json& actions = list_at(session, "available_actions");
    if (std::find(actions.begin(), actions.end(), "pay") != actions.end()) {
        screen_.talk(kPayNext.in(language()));
    } else if (text_at(session, "state") == "expired") {
        screen_.talk(kSearchNext.in(language()));
    }
    return exit_of_session(session);
}

const Answer& require_success(Language language, const Answer& answer) {
    if (answer.status < 300) return answer;
    throw Stop(exit_of(answer.status, answer.body), text_at(answer.body, "code"),
               problem_text(language, answer.body), answer.body);
}

Exit exit_of_session(const Json& session) {
    if (text_at(session, "state") == "expired") return Exit::too_late;
    return is_settled(session) ? Exit::done : Exit::open;
}

}  // namespace viaja::terminal
