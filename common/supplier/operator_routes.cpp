#include "common/supplier/operator_routes.hpp"

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "common/http/bearer_token.hpp"
#include "common/http/json_body.hpp"
#include "common/http/origin.hpp"
#include "common/http/parameters.hpp"
#include "common/http/problem.hpp"
#include "common/operator_calls/catalogue_change_call.hpp"
#include "common/ports/errors.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "common/runtime/log.hpp"
#include "common/supplier/catalogue_changes.hpp"
#include "common/supplier/store.hpp"
#include "common/text/json_text.hpp"
#include "common/text/visible_ascii.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::supplier {
namespace {

using nlohmann::json;
using operator_calls::Changed;

constexpr int kUnitsByDefault = 100;
constexpr int kUnitsMax = 1'000;
constexpr std::size_t kUnitLengthMax = 120;

/// What is asked for: units whose id begins with `prefix` and stands behind `after`.
struct Question {
    std::string prefix;
    std::string after;
    std::size_t limit = 0;
};

http::Response refused(const http::Request& request, std::string code, std::string detail,
                       std::vector<http::FieldError> errors = {}) {
    auto problem = http::refusal(std::move(code), std::move(detail));
    problem.errors = std::move(errors);
    return http::problem_response(request, problem);
}

/// A part of a unit's id from the query, empty without one. Ids of units are ASCII, so that the
/// order of bytes is the order of every engine.
bool read_text(const http::Request& request, const char* name, std::string& text,
               std::vector<http::FieldError>& errors) {
    const auto* given = request.query.find(name);
    if (!given || given->empty()) return true;
    text = *given;
    if (is_visible_ascii(text, kUnitLengthMax)) return true;
    errors.push_back({std::string("/") + name, "must be 1 to 120 visible ASCII characters"});
    return false;
}

std::optional<Question> read_question(const http::Request& request,
                                      std::vector<http::FieldError>& errors) {
    Question question;
    read_text(request, "prefix", question.prefix, errors);
    read_text(request, "after", question.after, errors);
    std::optional<int> limit = kUnitsByDefault;
    if (const auto* text = request.query.find("limit")) {
        limit = whole_number(*text, 1, kUnitsMax);
        if (!limit) errors.push_back({"/limit", "must be a whole number from 1 to 1000"});
    }
    if (!errors.empty()) return std::nullopt;
    question.limit = static_cast<std::size_t>(*limit);
    return question;
}

/// False where the capacity was lowered below what is sold, and where a row is damaged.
bool is_right(const Unit& unit) {
    return unit.held >= 0 && unit.confirmed >= 0 && unit.oversold() == 0;
}

json to_json(const Unit& unit) {
    return {{"unit", unit.id},
            {"capacity", unit.free() + unit.taken()},
            {"free", unit.free()},
            {"held", unit.held},
            {"confirmed", unit.confirmed},
            {"oversold", unit.oversold()},
            {"sum_is_right", is_right(unit)}};
}

/// Answers operators, with a thread and a connection of its own.
class OperatorDesk {
  public:
    explicit OperatorDesk(OperatorPort port) : port_(std::move(port)), executor_("operators") {}

    const std::string& address() const { return port_.address; }

    bool may_ask(const http::Request& request) const {
        return port_.token.empty() || http::carries_token(request, port_.token);
    }
    /// A page of another site cannot send a token; where none is required it could act.
    bool may_change(const http::Request& request) const {
        return !port_.token.empty() || !http::sent_by_foreign_page(request);
    }

    void answer(const http::Request& request, Question question, http::Respond respond) {
        submit(request, std::move(respond), [this, request, question = std::move(question)] {
            return units(request, question);
        });
    }

    void change(const http::Request& request, CatalogueChange change, Changed changed,
                http::Respond respond) {
        submit(request, std::move(respond), [this, request, change = std::move(change), changed] {
            return changed_catalogue(request, change, changed);
        });
    }

  private:
    void submit(const http::Request& request, http::Respond respond,
                std::function<http::Response()> work) {
        auto answer = [respond, work = std::move(work)] { respond(work()); };
        if (executor_.submit(std::move(answer))) return;
        respond(refused(request, "overloaded", "Too many questions are waiting; try again."));
    }

    Connection& connection() {
        if (!connection_) connection_ = port_.database.connect();
        return *connection_;
    }

    http::Response units(const http::Request& request, const Question& question) {
        try {
            auto units =
                find_units(connection(), question.prefix, question.after, question.limit + 1);
            const bool more = units.size() > question.limit;
            if (more) units.pop_back();
            json list = json::array();
            for (const auto& unit : units)
                list.push_back(to_json(unit));
            const json body = {{"units", std::move(list)}, {"more", more}};
            return http::json_response(200, json_text(body));
        } catch (const std::runtime_error&) {
            // Unavailable, Conflict or Uncertain: nothing was changed.
            connection_.reset();
            return refused(request, "unavailable", "The database is unavailable; try again.");
        } catch (const std::logic_error& error) {
            runtime::log_error("unit row unreadable", {{"error", error.what()}});
            return refused(request, "unavailable",
                           "One of these units cannot be read, which was logged. Ask for others, "
                           "by `prefix` and `after`.");
        }
    }

    http::Response changed_catalogue(const http::Request& request, const CatalogueChange& change,
                                     Changed changed) {
        try {
            const auto outcome = make_change(connection(), port_.inventory, change);
            runtime::log_event(event_of_change(change, outcome.problem));
            if (!outcome.problem.empty()) {
                return http::problem_response(
                    request, operator_calls::refused_change(change, outcome.problem,
                                                            outcome.changed.refused));
            }
            return http::json_response(
                200, json_text(operator_calls::change_json(port_.address, outcome.changed.items,
                                                           changed, outcome.at)));
        } catch (const Uncertain&) {
            return unavailable(request, http::SideEffects::possible,
                               "The database did not answer; it is unknown whether the change was "
                               "made. Send it again: it sets values, so twice does no harm.");
        } catch (const std::exception& error) {
            runtime::log_error("catalogue not changed", {{"error", error.what()}});
            return unavailable(request, http::SideEffects::none,
                               "The database is unavailable; nothing was changed. Try again.");
        }
    }

    http::Response unavailable(const http::Request& request, http::SideEffects side_effects,
                               std::string detail) {
        connection_.reset();
        auto problem = http::unavailable(std::move(detail));
        problem.side_effects = side_effects;
        return http::problem_response(request, problem);
    }

    const OperatorPort port_;
    std::unique_ptr<Connection> connection_;  // of the executor's thread
    runtime::BlockingExecutor executor_;
};

using Handle = void (*)(OperatorDesk&, const http::Request&, http::Respond);

void list_units(OperatorDesk& desk, const http::Request& request, http::Respond respond) {
    std::vector<http::FieldError> errors;
    auto question = read_question(request, errors);
    if (question) return desk.answer(request, std::move(*question), std::move(respond));
    respond(refused(request, "invalid_field",
                    "The query has a value that cannot be used: see errors.", std::move(errors)));
}

template <Changed changed>
void change_catalogue_by(OperatorDesk& desk, const http::Request& request, http::Respond respond) {
    if (!desk.may_change(request)) {
        return respond(refused(request, "foreign_page",
                               "A web page of another site sent this request. Nothing was done."));
    }
    auto body = http::parse_json_object(request);
    if (auto* wrong = std::get_if<http::Response>(&body)) return respond(std::move(*wrong));
    const auto& object = std::get<json>(body);
    std::vector<http::FieldError> errors;
    if (object.value("address", json(desk.address())) != json(desk.address()))
        errors.push_back({"/address", "must be " + desk.address() + ", whose port this is"});
    auto change = operator_calls::read_change(object, changed, errors);
    if (change && errors.empty())
        return desk.change(request, std::move(*change), changed, std::move(respond));
    respond(refused(request, "invalid_field",
                    "Nothing was changed: the request has a value that cannot be used; see errors.",
                    std::move(errors)));
}

http::Handler on_operator(const std::shared_ptr<OperatorDesk>& desk, Handle handle) {
    return [desk, handle](const http::Request& request, const http::PathParameters&,
                          http::Respond respond) {
        if (!desk->may_ask(request))
            return respond(refused(request, "not_found", "There is nothing here for you."));
        if (auto not_json = http::refuse_unless_json_accepted(request))
            return respond(std::move(*not_json));
        if (auto repeated = http::refuse_repeated_parameter(request))
            return respond(std::move(*repeated));
        handle(*desk, request, std::move(respond));
    };
}

}  // namespace

void add_operator_routes(http::Router& router, OperatorPort port) {
    const auto desk = std::make_shared<OperatorDesk>(std::move(port));
    router.add("GET", "/v1/operator/units", on_operator(desk, list_units));
    router.add("PUT", "/v1/operator/prices",
               on_operator(desk, change_catalogue_by<Changed::price>));
    router.add("PUT", "/v1/operator/capacities",
               on_operator(desk, change_catalogue_by<Changed::capacity>));
}

}  // namespace viaja::supplier
