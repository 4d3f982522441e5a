// PUT /v1/operator/prices and /capacities: passed on to the supplier over the bus, between two
// writes of their row of the audit log.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/contract/topology.hpp"
#include "common/http/json_body.hpp"
#include "common/operator_calls/catalogue_change_call.hpp"
#include "common/runtime/log.hpp"
#include "session-service/operators/operators.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// A change on its way; owned by the functions that carry it on.
struct Changing {
    Api& api;
    Operators& operators;
    SharedHttpCall call;
    operator_calls::Changed changed;
    std::string address;
    CatalogueChange change;
    OperatorAction action;
};
using SharedChanging = std::shared_ptr<Changing>;

/// "flight.I0: I01370 45990 BRL, I01371 49990 BRL".
std::string text_of(const std::string& address, const CatalogueChange& change) {
    std::string text;
    for (const auto& [item, price, capacity] : change.items) {
        text += (text.empty() ? address + ": " : ", ") + item;
        if (price) text += " " + std::to_string(price->amount) + " " + price->currency;
        if (capacity) text += " " + std::to_string(*capacity);
    }
    return text;
}

http::Problem silent(const Changing& changing, const SupplierAnswers& answers) {
    if (answers.asked == 0) {
        return http::unavailable(changing.address +
                                     " does not answer at present and was not asked; nothing was "
                                     "changed.",
                                 5);
    }
    auto problem = http::unavailable(
        changing.address +
            " did not answer; it is unknown whether the change was made. Send it again: it sets "
            "values, so twice does no harm.",
        5);
    problem.side_effects = http::SideEffects::possible;
    return problem;
}

void answer(const Changing& changing, const SupplierAnswers& answers) {
    if (answers.answered == 0) return changing.call->refuse(silent(changing, answers));
    if (!answers.problems.empty()) {
        return changing.call->refuse(operator_calls::refused_change(
            changing.change, answers.problems.front(), answers.changed.refused));
    }
    changing.call->answer(
        200, operator_calls::change_json(changing.address, answers.changed.items, changing.changed,
                                         changing.api.time.now()));
}

/// On the executor's thread. Without an answer the action stays "begun": it may have been done.
void write_outcome(Changing& changing, const SupplierAnswers& answers) {
    if (answers.answered > 0) {
        changing.action.outcome = answers.problems.empty() ? "accepted" : answers.problems.front();
    } else if (answers.asked == 0) {
        changing.action.outcome = "supplier_unavailable";
    } else {
        return;
    }
    try {
        changing.operators.audit.write(changing.action);
    } catch (const std::exception& error) {
        runtime::log_warning("audit log without an outcome",
                             {{"action", changing.action.id.text()}, {"error", error.what()}});
    }
}

/// On the loop thread: the answer waits for its row, unless the executor is full.
void finish(const SharedChanging& changing, const SupplierAnswers& answers) {
    const bool taken = changing->operators.executor.submit([changing, answers] {
        write_outcome(*changing, answers);
        answer(*changing, answers);
    });
    if (!taken) answer(*changing, answers);
}

/// On the executor's thread, then on the loop's. Without the row nothing is asked.
void begin(const SharedChanging& changing) {
    try {
        changing->operators.audit.write(changing->action);
    } catch (const std::exception& error) {
        runtime::log_warning("action not in the audit log",
                             {{"action", changing->action.action}, {"error", error.what()}});
        return changing->call->refuse(http::unavailable(
            "The database, where the audit log is kept, does not answer; nothing was changed.", 5));
    }
    // One clock for all replicas, so that of two changes the later one stands.
    changing->change.at = changing->action.at;
    const std::weak_ptr alive = changing->operators.alive;
    changing->api.loop.post([changing, alive] {
        if (alive.expired()) return;
        changing->operators.questions.ask(
            {changing->address}, changing->change, http::context_of(changing->call->request()),
            [changing](const SupplierAnswers& answers) { finish(changing, answers); });
    });
}

std::optional<std::string> read_address(const Api& api, const json& body) {
    const auto given = body.value("address", json());
    if (!given.is_string()) return std::nullopt;
    auto address = given.get<std::string>();
    const bool changes_here = topology::other_supplier_of(address).empty();
    return changes_here && is_supplier(api, address) ? std::optional(address) : std::nullopt;
}

template <operator_calls::Changed changed>
void change_catalogue(Api& api, Operators& operators, const SharedHttpCall& call,
                      const http::PathParameters&) {
    auto body = http::parse_json_object(call->request());
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    const auto& object = std::get<json>(body);
    std::vector<http::FieldError> errors;
    const auto address = read_address(api, object);
    if (!address) {
        errors.push_back(
            {"/address", "must be hotel, event, or flight. with a carrier, such as flight.I0"});
    }
    auto change = operator_calls::read_change(object, changed, errors);
    if (!address || !change) {
        return call->refuse(http::invalid_fields(
            "Nothing was changed: the request has a value that cannot be used; see errors.",
            std::move(errors)));
    }
    auto action =
        new_action(api, operators, *call,
                   changed == operator_calls::Changed::price ? "set_prices" : "set_capacities");
    action.reason = change->reason;
    action.detail = text_of(*address, *change);
    action.outcome = kActionBegun;
    const auto changing = std::make_shared<Changing>(
        Changing{api, operators, call, changed, *address, std::move(*change), std::move(action)});
    if (!operators.executor.submit([changing] { begin(changing); }))
        call->refuse(Failure::overloaded);
}

}  // namespace

void add_catalogue_routes(http::Router& router, Api& api, Operators& operators) {
    router.add("PUT", "/v1/operator/prices",
               on_operator(api, operators, change_catalogue<operator_calls::Changed::price>));
    router.add("PUT", "/v1/operator/capacities",
               on_operator(api, operators, change_catalogue<operator_calls::Changed::capacity>));
}

}  // namespace viaja::session
