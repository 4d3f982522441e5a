#include "terminal/operator_command.hpp"

#include <array>
#include <cstdlib>

#include "common/text/json_text.hpp"
#include "terminal/format.hpp"
#include "terminal/operator_lines.hpp"
#include "terminal/screen.hpp"
#include "terminal/server.hpp"
#include "terminal/stop.hpp"
#include "terminal/topo_command.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

enum class Task {
    services,
    sagas,
    session,
    dead_letters,
    units,
    audit,
    topo,
    retry,
    give_up,
    write_off,
    requeue,
    drop
};

struct TaskRow {
    Task task;
    std::string_view portuguese;
    std::string_view english;
    Phrase operands;
    std::size_t least;  ///< operands
    std::size_t most;
};

constexpr std::array<TaskRow, 12> kTasks = {{
    {Task::services, "servicos", "services", {"", ""}, 0, 0},
    {Task::sagas, "sagas", "sagas", {"", ""}, 0, 0},
    {Task::session, "sessao", "session", {"SESSÃO", "SESSION"}, 1, 1},
    {Task::dead_letters, "mortas", "dead-letters", {"", ""}, 0, 0},
    {Task::units, "unidades", "units", {"ENDEREÇO [COMEÇO]", "ADDRESS [PREFIX]"}, 1, 2},
    {Task::audit, "auditoria", "audit", {"[SESSÃO]", "[SESSION]"}, 0, 1},
    {Task::topo, "topo", "topo", {"", ""}, 0, 0},
    {Task::retry, "tentar", "retry", {"SESSÃO", "SESSION"}, 1, 1},
    {Task::give_up, "desistir", "give-up", {"SESSÃO", "SESSION"}, 1, 1},
    {Task::write_off, "baixar", "write-off", {"SESSÃO RESERVA", "SESSION HOLD"}, 2, 2},
    {Task::requeue, "reenviar", "requeue", {"MENSAGEM", "LETTER"}, 1, 1},
    {Task::drop, "descartar", "drop", {"MENSAGEM", "LETTER"}, 1, 1},
}};

constexpr Phrase kTasksAre{"\"{}\" não existe em viaja ops; há: {}",
                           "\"{}\" is nothing that viaja ops does; there are: {}"};
constexpr Phrase kOperands{"Assim não dá: viaja ops {} {}", "It goes like this: viaja ops {} {}"};
constexpr Phrase kNeedsToken{
    "Só leitura: para mudar algo defina VIAJA_OPERATOR_TOKEN. Nada foi mudado.",
    "Read-only: to change something set VIAJA_OPERATOR_TOKEN. Nothing was changed."};
constexpr Phrase kNeedsReason{"Falta o motivo: --motivo \"…\". Nada foi mudado.",
                              "The reason is missing: --reason \"…\". Nothing was changed."};
constexpr Phrase kChangeNeedsYes{"Sem terminal não há pergunta: repita com --sim. Nada foi mudado.",
                                 "There is no question without a terminal: repeat it with --yes. "
                                 "Nothing was changed."};
constexpr Phrase kType{"Para confirmar digite {}:", "To confirm type {}:"};
constexpr Phrase kNotTyped{"Não confirmado. Nada foi mudado.",
                           "Not confirmed. Nothing was changed."};
constexpr Phrase kAbout{"{} {}", "{} {}"};
constexpr Phrase kAskedAgain{"Pedido de novo; só uma resposta o decide. Veja: viaja ops sessao {}",
                             "Asked again; only an answer decides it. See: viaja ops session {}"};
constexpr Phrase kGivenUp{"O que se pode desfazer é desfeito. Veja: viaja ops sessao {}",
                          "What can be undone is being undone. See: viaja ops session {}"};
constexpr Phrase kDone{"Feito.", "Done."};
constexpr Phrase kUnknown{
    "O servidor não conhece isto, ou VIAJA_OPERATOR_TOKEN não é o dele. Nada foi mudado.",
    "The server does not know it, or has another VIAJA_OPERATOR_TOKEN. Nothing was changed."};
constexpr Phrase kSilent{"Sem resposta de {}. Nada foi mudado.",
                         "No answer from {}. Nothing was changed."};
constexpr Phrase kMayBeDone{
    "Sem resposta certa de {}: pode ter sido feito.\nAntes de repetir, veja: viaja ops {}",
    "No certain answer from {}: it may have been done.\nBefore it is repeated, see: viaja ops {}"};
constexpr Phrase kStopped{"Parado aqui.", "Stopped here."};
constexpr Phrase kStuck{"Paradas", "Stuck"};
constexpr Phrase kRunning{"Em curso", "Running"};
constexpr Phrase kBreakers{"Disjuntores desta réplica", "Breakers of this replica"};

/// Of an id, to be typed before a change.
constexpr std::size_t kTypedLetters = 8;

class Operator {
  public:
    explicit Operator(const Arguments& arguments)
        : arguments_(arguments),
          screen_(screen_settings(arguments)),
          server_(addresses(arguments), screen_) {
        const char* const token = std::getenv("VIAJA_OPERATOR_TOKEN");
        if (token != nullptr) token_ = token;
        server_.use_token(token_);
    }

    Exit run() {
        const TaskRow& row = task();
        for (std::size_t i = 1; i < arguments_.operands.size(); ++i)
            operands_.push_back(percent_encoded(arguments_.operands[i]));
        switch (row.task) {
            case Task::services:
                return services();
            case Task::sagas:
                return sagas();
            case Task::session:
                return session();
            case Task::dead_letters:
                return dead_letters();
            case Task::units:
                return units();
            case Task::audit:
                return audit();
            case Task::topo:
                return topo();
            default:
                break;
        }
        return carry_out(row);
    }

  private:
    static std::vector<std::string> addresses(const Arguments& arguments) {
        auto found = configured_addresses(arguments);
        return found.empty() ? std::vector<std::string>{kDefaultAddress} : found;
    }

    std::string_view name(const TaskRow& row) const {
        return language() == Language::portuguese ? row.portuguese : row.english;
    }
    Language language() const { return screen_.language(); }

    const TaskRow& task() const {
        if (arguments_.operands.empty()) return kTasks.front();
        const std::string& word = arguments_.operands.front();
        std::string all;
        for (const TaskRow& row : kTasks) {
            all += (all.empty() ? "" : ", ") + std::string(name(row));
            if (word != row.portuguese && word != row.english) continue;
            const std::size_t given = arguments_.operands.size() - 1;
            if (given >= row.least && given <= row.most) return row;
            throw Stop(Exit::usage, "usage",
                       say(language(), kOperands, name(row), row.operands.in(language())));
        }
        throw Stop(Exit::usage, "usage", say(language(), kTasksAre, printable(word), all));
    }

    Json read(const std::string& path) {
        try {
            return body_of(server_.call({"GET", path}));
        } catch (const Stop& stop) {
            throw without_answer(stop, say(language(), kSilent, server_name()));
        }
    }

    /// Made once: a repeat would find the letter gone, and say that nothing was changed.
    Json change(const std::string& method, const std::string& path, const std::string& body) {
        try {
            const Answer answer = server_.call_once({method, path, {}, body});
            if (text_at(answer.body, "side_effects") == "possible")
                throw Stop(Exit::unavailable, text_at(answer.body, "code"), may_be_done(),
                           answer.body);
            return body_of(answer);
        } catch (const Stop& stop) {
            const auto text =
                stop.code() == "not_sent" ? say(language(), kSilent, server_name()) : may_be_done();
            throw without_answer(stop, text);
        }
    }

    std::string server_name() const {
        return fmt::format("{}", fmt::join(server_.addresses(), ", "));
    }

    std::string may_be_done() const {
        return say(language(), kMayBeDone, server_name(), where_to_look());
    }

    /// The task that shows what became of the present one.
    std::string where_to_look() const {
        const Task present = task().task;
        const bool letter = present == Task::requeue || present == Task::drop;
        for (const TaskRow& row : kTasks)
            if (row.task == (letter ? Task::dead_letters : Task::session))
                return std::string(name(row)) + (letter ? "" : " " + arguments_.operands[1]);
        return {};
    }

    /// The Stop with a text for operators where it is that of a call without an answer; else
    /// itself.
    Stop without_answer(const Stop& stop, const std::string& text) const {
        if (stop.code() == "stopped")
            return {stop.exit(), stop.code(), std::string(kStopped.in(language())) + ' ' + text};
        const bool silent = stop.exit() == Exit::unavailable && !stop.body().is_object();
        return silent ? Stop(stop.exit(), stop.code(), text) : stop;
    }

    Json body_of(const Answer& answer) const {
        if (answer.status == 404)
            throw Stop(Exit::no_trip, "not_found", std::string(kUnknown.in(language())),
                       answer.body);
        if (answer.status >= 300)  // in the server's own words
            throw Stop(
                exit_of(answer.status, answer.body), text_at(answer.body, "code"),
                printable(text_at(answer.body, "code") + ": " + text_at(answer.body, "detail")),
                answer.body);
        return answer.body;
    }

    void show(const Lines& lines) {
        for (const std::string& line : lines)
            screen_.line(line);
    }

    Exit services() {
        Json document = read("/v1/operator/services");
        show(lines_of_services(language(), document));
        const Json breakers = read("/v1/operator/breakers");
        document["breakers"] = member(breakers, "breakers");
        screen_.heading(kBreakers.in(language()));
        show(lines_of_breakers(language(), breakers));
        screen_.document(document);
        return Exit::done;
    }

    Exit sagas() {
        const int limit = arguments_.number(Option::limit, 1, 200, 50);
        Json document = Json::object();
        for (const auto& [state, title] : {std::pair{"stuck", kStuck}, {"running", kRunning}}) {
            document[state] =
                read(fmt::format("/v1/operator/sagas?state={}&limit={}", state, limit));
            screen_.heading(title.in(language()));
            show(lines_of_sagas(language(), document[state]));
        }
        screen_.document(document);
        return Exit::done;
    }

    Exit session() {
        const Json found = read("/v1/operator/sessions/" + operands_.front());
        screen_.document(found);
        show(lines_of_operator_session(language(), found));
        return Exit::done;
    }

    Exit dead_letters() {
        const Json found = read("/v1/operator/dead-letters");
        screen_.document(found);
        show(lines_of_dead_letters(language(), found));
        return Exit::done;
    }

    Exit units() {
        auto path = fmt::format("/v1/operator/units?address={}&limit={}", operands_.front(),
                                arguments_.number(Option::limit, 1, 200, 100));
        if (operands_.size() > 1) path += "&prefix=" + operands_[1];
        const Json found = read(path);
        screen_.document(found);
        show(lines_of_units(language(), found));
        return Exit::done;
    }

    Exit audit() {
        auto path = fmt::format("/v1/operator/audit?limit={}",
                                arguments_.number(Option::limit, 1, 200, 50));
        if (!operands_.empty()) path += "&session=" + operands_.front();
        const Json found = read(path);
        screen_.document(found);
        show(lines_of_actions(language(), found));
        return Exit::done;
    }

    /// The first answer is waited for here, so that a wrong token or address ends as ever.
    Exit topo() {
        require_whole_screen(arguments_);
        read("/v1/operator/services");
        return watch_topo(arguments_, server_.addresses(), token_);
    }

    /// Why it is done, for the audit log.
    std::string body_with_reason() const {
        Json body = Json::object();
        if (arguments_.has(Option::reason)) body["reason"] = arguments_.value(Option::reason);
        return json_text(body);
    }

    /// Names what it is about, and wants the beginning of its id; for what is lost for good, the
    /// task's own word.
    void require_agreement(const TaskRow& row) {
        if (token_.empty())
            throw Stop(Exit::usage, "usage", std::string(kNeedsToken.in(language())));
        if (row.task == Task::write_off && !arguments_.has(Option::reason))
            throw Stop(Exit::usage, "usage", std::string(kNeedsReason.in(language())));
        std::string about;
        for (std::size_t i = 1; i < arguments_.operands.size(); ++i)
            about += (i > 1 ? " " : "") + printable(arguments_.operands[i]);
        screen_.talk(say(language(), kAbout, name(row), about));
        const bool asks = row.task != Task::retry && row.task != Task::requeue;
        if (!asks || arguments_.has(Option::yes)) return;
        if (!screen_.asks())
            throw Stop(Exit::usage, "usage", std::string(kChangeNeedsYes.in(language())));
        const auto wanted = row.task == Task::drop
                                ? std::string(name(row))
                                : arguments_.operands[1].substr(0, kTypedLetters);
        if (screen_.ask(say(language(), kType, wanted)) != wanted)
            throw Stop(Exit::usage, "usage", std::string(kNotTyped.in(language())));
    }

    Exit carry_out(const TaskRow& row) {
        require_agreement(row);
        const std::string session = "/v1/operator/sessions/" + operands_.front();
        const std::string letter = "/v1/operator/dead-letters/" + operands_.front();
        Json answer;
        switch (row.task) {
            case Task::retry:
                answer = change("POST", session + "/retry", body_with_reason());
                break;
            case Task::give_up:
                answer = change("POST", session + "/cancel", body_with_reason());
                break;
            case Task::write_off:
                answer = change("POST", session + "/holds/" + operands_[1] + "/write-off",
                                body_with_reason());
                break;
            case Task::requeue:
                answer = change("POST", letter + "/requeue", "");
                break;
            default:
                answer = change("DELETE", letter, "");
                break;
        }
        screen_.document(answer.is_null() ? Json::object() : answer);
        if (answer.is_object()) show(lines_of_operator_session(language(), answer));
        const bool goes_on = row.task == Task::retry || row.task == Task::give_up;
        screen_.line(goes_on ? say(language(), row.task == Task::retry ? kAskedAgain : kGivenUp,
                                   printable(arguments_.operands[1]))
                             : std::string(kDone.in(language())));
        return Exit::done;
    }

    const Arguments& arguments_;
    Screen screen_;
    Server server_;
    std::string token_;
    std::vector<std::string> operands_;  ///< behind the task, for a path
};

}  // namespace

Exit operate(const Arguments& arguments) {
    return Operator(arguments).run();
}

}  // namespace viaja::terminal
