#include "terminal/operator_command.hpp"

#include <cstdlib>

#include "common/text/json_text.hpp"
#include "common/text/percent.hpp"
#include "terminal/format.hpp"
#include "terminal/operator_lines.hpp"
#include "terminal/operator_requests.hpp"
#include "terminal/operator_words.hpp"
#include "terminal/screen.hpp"
#include "terminal/server.hpp"
#include "terminal/stop.hpp"
#include "terminal/topo_command.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

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
constexpr Phrase kBreakers{"Disjuntores das reservas desta réplica",
                           "Breakers of this replica's holds"};
constexpr Phrase kBreakersOfSearches{"Disjuntores das buscas desta réplica",
                                     "Breakers of this replica's searches"};

constexpr Phrase kNoOption{"A opção --{} não existe em viaja ops {}.",
                           "There is no option --{} in viaja ops {}."};

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
        const OperatorTaskRow& row = task();
        if (row.task == OperatorTask::words) return words();
        requests_ = requests_of(row, arguments_);
        if (arguments_.has(Option::curl)) return show_as_curl(row);
        switch (row.task) {
            case OperatorTask::services:
                return services();
            case OperatorTask::sagas:
                return sagas();
            case OperatorTask::find:
                return show_answer(lines_of_sessions_found);
            case OperatorTask::session:
                return show_answer(lines_of_operator_session);
            case OperatorTask::dead_letters:
                return show_answer(lines_of_dead_letters);
            case OperatorTask::units:
                return show_answer(lines_of_units);
            case OperatorTask::audit:
                return show_answer(lines_of_actions);
            case OperatorTask::topo:
                return topo();
            default:
                return carry_out(row);
        }
    }

  private:
    /// Of a supplier's catalogue.
    static bool sets_a_value(OperatorTask task) {
        return task == OperatorTask::price || task == OperatorTask::capacity;
    }

    static std::vector<std::string> addresses(const Arguments& arguments) {
        auto found = configured_addresses(arguments);
        return found.empty() ? std::vector<std::string>{kDefaultAddress} : found;
    }

    Language language() const { return screen_.language(); }

    const OperatorTaskRow& task() const {
        if (arguments_.operands.empty()) return operator_task_rows().front();
        const std::string& word = arguments_.operands.front();
        const OperatorTaskRow* const row = operator_task_named(word);
        if (row == nullptr) {
            std::string all;
            for (const OperatorTaskRow& one : operator_task_rows())
                all += (all.empty() ? "" : ", ") + std::string(one.name_in(language()));
            throw Stop(Exit::usage, "usage", say(language(), kTasksAre, printable(word), all));
        }
        const std::size_t given = arguments_.operands.size() - 1;
        if (given < row->operands_least || given > row->kinds.size())
            throw Stop(
                Exit::usage, "usage",
                say(language(), kOperands, row->name_in(language()), row->operands.in(language())));
        for (const auto& [option, values] : arguments_.options)
            if (!takes(*row, option))
                throw Stop(Exit::usage, "usage",
                           say(language(), kNoOption, row_of(option).name_in(language()),
                               row->name_in(language())));
        return *row;
    }

    Json read(const Request& request) {
        try {
            return body_of(server_.call(request));
        } catch (const Stop& stop) {
            throw without_answer(stop, say(language(), kSilent, server_name()));
        }
    }

    /// Made once: a repeat would find the letter gone, and say that nothing was changed.
    Json change(const Request& request) {
        try {
            const Answer answer = server_.call_once(request);
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
        const OperatorTask present = task().task;
        if (sets_a_value(present))
            return std::string(row_of(OperatorTask::audit).name_in(language()));
        const bool letter = present == OperatorTask::requeue || present == OperatorTask::drop;
        const auto& look = row_of(letter ? OperatorTask::dead_letters : OperatorTask::session);
        return std::string(look.name_in(language())) + (letter ? "" : " " + arguments_.operands[1]);
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
            is_marked(line) ? screen_.alarm(line) : screen_.line(line);
    }

    Exit services() {
        Json document = read(requests_[0]);
        show(lines_of_services(language(), document));
        const Json breakers = read(requests_[1]);
        for (const auto& [name, title] :
             {std::pair{"breakers", kBreakers}, {"searches", kBreakersOfSearches}}) {
            document[name] = list_at(breakers, name);
            screen_.heading(title.in(language()));
            show(lines_of_breakers(language(), document[name]));
        }
        screen_.document(document);
        return Exit::done;
    }

    Exit sagas() {
        Json document = Json::object();
        for (const auto& [state, title, request] :
             {std::tuple{"stuck", kStuck, requests_[0]}, {"running", kRunning, requests_[1]}}) {
            document[state] = read(request);
            screen_.heading(title.in(language()));
            show(lines_of_sagas(language(), document[state]));
        }
        screen_.document(document);
        return Exit::done;
    }

    Exit show_answer(Lines (*lines_of)(Language, const Json&)) {
        const Json found = read(requests_.front());
        screen_.document(found);
        show(lines_of(language(), found));
        return Exit::done;
    }

    /// The first answer is waited for here, so that a wrong token or address ends as ever.
    Exit topo() {
        require_whole_screen(arguments_);
        read(requests_.front());
        return watch_topo(arguments_, server_.addresses(), token_);
    }

    /// For shells, which know by an empty output that there is nothing to offer.
    Exit words() {
        const auto kind = operand_kind_named(arguments_.operands[1]);
        if (!kind) return Exit::usage;
        const auto session = arguments_.operands.size() > 2 ? arguments_.operands[2] : "";
        for (const std::string& word : operator_words(server_, *kind, session))
            screen_.line(word);
        return Exit::done;
    }

    /// What the task would do, to be done by hand or by a script; nothing is called.
    Exit show_as_curl(const OperatorTaskRow& row) {
        Json commands = Json::array();
        for (const Request& request : requests_) {
            const auto command =
                curl_command(server_.addresses().front(), request, row.changes || !token_.empty());
            commands.push_back(command);
            screen_.line(command);
        }
        screen_.document({{"curl", commands}});
        return Exit::done;
    }

    std::string word_to_type(const OperatorTaskRow& row) const {
        if (row.task == OperatorTask::drop) return std::string(row.name_in(language()));
        if (sets_a_value(row.task)) return arguments_.operands[2];
        return arguments_.operands[1].substr(0, kTypedLetters);
    }

    /// Names what it is about, and wants the beginning of its id; for what is lost for good, the
    /// task's own word; for a value of a catalogue, the item.
    void require_agreement(const OperatorTaskRow& row) {
        if (token_.empty())
            throw Stop(Exit::usage, "usage", std::string(kNeedsToken.in(language())));
        const bool needs_reason = row.task == OperatorTask::write_off || sets_a_value(row.task);
        if (needs_reason && !arguments_.has(Option::reason))
            throw Stop(Exit::usage, "usage", std::string(kNeedsReason.in(language())));
        std::string about;
        for (std::size_t i = 1; i < arguments_.operands.size(); ++i)
            about += (i > 1 ? " " : "") + printable(arguments_.operands[i]);
        screen_.talk(say(language(), kAbout, row.name_in(language()), about));
        const bool asks = row.task != OperatorTask::retry && row.task != OperatorTask::requeue;
        if (!asks || arguments_.has(Option::yes)) return;
        if (!screen_.asks())
            throw Stop(Exit::usage, "usage", std::string(kChangeNeedsYes.in(language())));
        const auto wanted = word_to_type(row);
        if (screen_.ask(say(language(), kType, wanted)) != wanted)
            throw Stop(Exit::usage, "usage", std::string(kNotTyped.in(language())));
    }

    /// What is given up is the session in the state that is shown: one that was paid meanwhile is
    /// refused by the server.
    void look_before_giving_up() {
        const Json found =
            read({.path = "/v1/operator/sessions/" + percent_encoded(arguments_.operands[1])});
        for (const std::string& line : lines_of_operator_session(language(), found))
            screen_.talk(line);
        Json body = Json::parse(requests_.front().body);
        body["state"] = text_at(found, "state");
        requests_.front().body = json_text(body);
    }

    Exit carry_out(const OperatorTaskRow& row) {
        if (row.task == OperatorTask::give_up && !token_.empty()) look_before_giving_up();
        require_agreement(row);
        const Json answer = change(requests_.front());
        screen_.document(answer.is_null() ? Json::object() : answer);
        if (sets_a_value(row.task)) {
            show(lines_of_catalogue_change(language(), answer));
        } else if (answer.is_object()) {
            show(lines_of_operator_session(language(), answer));
        }
        const bool goes_on = row.task == OperatorTask::retry || row.task == OperatorTask::give_up;
        screen_.line(goes_on
                         ? say(language(), row.task == OperatorTask::retry ? kAskedAgain : kGivenUp,
                               printable(arguments_.operands[1]))
                         : std::string(kDone.in(language())));
        return Exit::done;
    }

    const Arguments& arguments_;
    Screen screen_;
    Server server_;
    std::string token_;
    std::vector<Request> requests_;  ///< of the task
};

}  // namespace

Exit operate(const Arguments& arguments) {
    return Operator(arguments).run();
}

}  // namespace viaja::terminal
