// /v1/operator/dead-letters: lists, requeues and deletes messages that could not be processed. The
// broker is asked on the operators' own thread.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/ports/errors.hpp"
#include "common/runtime/log.hpp"
#include "common/text/utf8.hpp"
#include "session-service/http/card_numbers.hpp"
#include "session-service/operators/operators.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kLettersByDefault = 50;
constexpr int kLettersMax = 200;
/// Bytes of a dead letter's text that are shown; the rest stays in its queue.
constexpr std::size_t kTextShownMax = 4'096;

/// An id over HTTP names its queue: "hotel~…". No address has a '~'.
constexpr char kSeparator = '~';

struct LetterName {
    std::string address;
    std::string id;
};

std::optional<LetterName> name_of_path(const http::PathParameters& path) {
    const auto& text = path.at("id");
    const auto separator = text.find(kSeparator);
    if (separator == std::string::npos || separator == 0) return std::nullopt;
    return LetterName{text.substr(0, separator), text.substr(separator + 1)};
}

json letter_json(const DeadLetter& letter) {
    json body = {{"id", letter.address + kSeparator + letter.id},
                 {"address", letter.address},
                 {"reason", without_card_data(letter.reason)},
                 {"text", without_card_data(cut_at_character(letter.text, kTextShownMax))},
                 {"bytes", letter.text.size()},
                 {"at", letter.at ? json(rfc3339(*letter.at)) : json(nullptr)}};
    if (letter.text.size() > kTextShownMax) body["text_is_cut"] = true;
    return body;
}

void refuse_unavailable(const HttpCall& call, http::SideEffects side_effects) {
    auto problem = http::unavailable(
        "The broker, where dead letters are kept, does not answer; try again.", 5);
    problem.side_effects = side_effects;
    call.refuse(problem);
}

void refuse_unknown_letter(const HttpCall& call) {
    call.refuse(http::refusal("not_found", "There is no such dead letter, or not any more."));
}

/// Runs `work` on a thread that may block; an operational error is answered.
void on_executor(Operators& operators, const SharedHttpCall& call, http::SideEffects side_effects,
                 std::function<void(DeadLetters&)> work) {
    auto* letters = operators.dead_letters;
    if (!letters) return refuse_unavailable(*call, http::SideEffects::none);
    const bool taken =
        operators.executor.submit([letters, call, side_effects, work = std::move(work)] {
            try {
                work(*letters);
            } catch (const Unavailable&) {
                refuse_unavailable(*call, side_effects);
            } catch (const std::exception& error) {
                runtime::log_error("dead letter request failed", {{"error", error.what()}});
                call->refuse(Failure::bug);
            }
        });
    if (!taken) call->refuse(Failure::overloaded);
}

void list_letters(Api&, Operators& operators, const SharedHttpCall& call,
                  const http::PathParameters&) {
    const auto limit = read_number(*call, "limit", kLettersByDefault, 1, kLettersMax);
    if (!limit) return;
    const auto most = static_cast<std::size_t>(*limit);
    on_executor(operators, call, http::SideEffects::none, [call, most](DeadLetters& letters) {
        json list = json::array();
        for (const auto& letter : letters.list(most))
            list.push_back(letter_json(letter));
        call->answer(200, {{"dead_letters", std::move(list)}});
    });
}

using Change = bool (DeadLetters::*)(const std::string& address, const std::string& id);

/// Writes to the audit log what is to be done, does it, and writes the outcome. Without the first
/// row nothing is done; without the last one the action stays "begun".
void change_and_record(Operators& operators, DeadLetters& letters, const HttpCall& call,
                       const LetterName& name, OperatorAction action, Change change) {
    action.outcome = kActionBegun;
    try {
        operators.audit.write(action);
    } catch (const std::runtime_error&) {
        auto problem = http::unavailable(
            "The database, where the audit log is kept, does not answer; nothing was done.", 5);
        return call.refuse(problem);
    }
    const bool found = (letters.*change)(name.address, name.id);
    action.outcome = name_of(found ? Code::accepted : Code::not_found);
    try {
        operators.audit.write(action);
    } catch (const std::runtime_error& error) {
        runtime::log_warning("audit log without an outcome",
                             {{"action", action.id.text()}, {"error", error.what()}});
    }
    if (!found) return refuse_unknown_letter(call);
    call.answer(http::Response{204, {}, {}});
}

struct LetterChange {
    const char* action;  ///< as in the audit log
    Change change;
    http::SideEffects when_unavailable;
};

void change_letter(Api& api, Operators& operators, const SharedHttpCall& call,
                   const http::PathParameters& path, const LetterChange& wish) {
    const auto name = name_of_path(path);
    if (!name) return refuse_unknown_letter(*call);
    auto action = new_action(api, operators, *call, wish.action);
    action.letter = path.at("id");
    on_executor(operators, call, wish.when_unavailable,
                [&operators, call, name = *name, action = std::move(action),
                 change = wish.change](DeadLetters& letters) {
                    change_and_record(operators, letters, *call, name, action, change);
                });
}

void requeue_letter(Api& api, Operators& operators, const SharedHttpCall& call,
                    const http::PathParameters& path) {
    change_letter(api, operators, call, path,
                  {"requeue", &DeadLetters::requeue, http::SideEffects::possible});
}

void remove_letter(Api& api, Operators& operators, const SharedHttpCall& call,
                   const http::PathParameters& path) {
    change_letter(api, operators, call, path,
                  {"drop", &DeadLetters::remove, http::SideEffects::none});
}

}  // namespace

void add_dead_letter_routes(http::Router& router, Api& api, Operators& operators) {
    router.add("GET", "/v1/operator/dead-letters", on_operator(api, operators, list_letters));
    router.add("POST", "/v1/operator/dead-letters/{id}/requeue",
               on_operator(api, operators, requeue_letter));
    router.add("DELETE", "/v1/operator/dead-letters/{id}",
               on_operator(api, operators, remove_letter));
}

}  // namespace viaja::session
