#include "common/supplier/operator_routes.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "common/http/bearer_token.hpp"
#include "common/http/json_body.hpp"
#include "common/http/parameters.hpp"
#include "common/http/problem.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "common/runtime/log.hpp"
#include "common/supplier/store.hpp"
#include "common/text/json_text.hpp"
#include "common/text/visible_ascii.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::supplier {
namespace {

using nlohmann::json;

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

/// Looks units up for operators, with a thread and a connection of its own.
class UnitLookup {
  public:
    UnitLookup(Database& database, std::string token)
        : database_(database), token_(std::move(token)), executor_("operators") {}

    bool may_ask(const http::Request& request) const {
        return token_.empty() || http::carries_token(request, token_);
    }

    void answer(const http::Request& request, Question question, http::Respond respond) {
        auto find = [this, request, question = std::move(question), respond] {
            respond(answer_to(request, question));
        };
        if (executor_.submit(std::move(find))) return;
        respond(refused(request, "overloaded", "Too many questions are waiting; try again."));
    }

  private:
    http::Response answer_to(const http::Request& request, const Question& question) {
        try {
            if (!connection_) connection_ = database_.connect();
            auto units =
                find_units(*connection_, question.prefix, question.after, question.limit + 1);
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

    Database& database_;
    const std::string token_;
    std::unique_ptr<Connection> connection_;  // of the executor's thread
    runtime::BlockingExecutor executor_;
};

}  // namespace

void add_operator_routes(http::Router& router, Database& database, std::string token) {
    const auto lookup = std::make_shared<UnitLookup>(database, std::move(token));
    router.add(
        "GET", "/v1/operator/units",
        [lookup](const http::Request& request, const http::PathParameters&, http::Respond respond) {
            if (!lookup->may_ask(request)) {
                return respond(refused(request, "not_found", "There is nothing here for you."));
            }
            if (auto not_json = http::refuse_unless_json_accepted(request)) {
                return respond(std::move(*not_json));
            }
            if (auto repeated = http::refuse_repeated_parameter(request)) {
                return respond(std::move(*repeated));
            }
            std::vector<http::FieldError> errors;
            auto question = read_question(request, errors);
            if (!question) {
                return respond(refused(request, "invalid_field",
                                       "The query has a value that cannot be used: see errors.",
                                       std::move(errors)));
            }
            lookup->answer(request, std::move(*question), std::move(respond));
        });
}

}  // namespace viaja::supplier
