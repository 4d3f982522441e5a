#include "terminal/operator_requests.hpp"

#include "common/text/json_text.hpp"
#include "common/text/percent.hpp"
#include "common/text/whole_number.hpp"
#include "terminal/completion_words.hpp"
#include "terminal/format.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kNotAPrice{"\"{}\" não é um preço como 459,90. Nada foi mudado.",
                            "\"{}\" is no price such as 459.90. Nothing was changed."};
constexpr Phrase kNotANumber{"\"{}\" não é um número inteiro acima de zero. Nada foi mudado.",
                             "\"{}\" is no whole number above zero. Nothing was changed."};

constexpr int kMostLines = 200;

/// Why it is done, for the audit log.
std::string body_with_reason(const Arguments& arguments) {
    Json body = Json::object();
    if (arguments.has(Option::reason)) body["reason"] = arguments.value(Option::reason);
    return json_text(body);
}

/// Of a call that sets one value of a catalogue; the server says what else may be wrong with it.
std::string catalogue_change_body(const OperatorTaskRow& task, const Arguments& arguments) {
    const std::string& value = arguments.operands.at(3);
    Json item = {{"item", arguments.operands.at(2)}};
    const bool is_price = task.task == OperatorTask::price;
    const auto number = is_price ? centavos_of(value) : whole_number<std::int64_t>(value, 1);
    if (!number)
        throw Stop(Exit::usage, "usage",
                   say(arguments.language, is_price ? kNotAPrice : kNotANumber, printable(value)));
    if (is_price) {
        item["price"] = {{"amount", *number}, {"currency", "BRL"}};
    } else {
        item["capacity"] = *number;
    }
    return json_text(Json{{"address", arguments.operands.at(1)},
                          {"reason", arguments.value(Option::reason)},
                          {"items", Json::array({item})}});
}

std::string sagas_path(const char* state, int limit) {
    return fmt::format("/v1/operator/sagas?state={}&limit={}", state, limit);
}

}  // namespace

std::vector<Request> requests_of(const OperatorTaskRow& task, const Arguments& arguments) {
    std::vector<std::string> operands;
    for (std::size_t i = 1; i < arguments.operands.size(); ++i)
        operands.push_back(percent_encoded(arguments.operands[i]));
    const auto limit = [&](int otherwise) {
        return arguments.number(Option::limit, 1, kMostLines, otherwise);
    };
    const auto session = [&] { return "/v1/operator/sessions/" + operands.at(0); };
    const auto letter = [&] { return "/v1/operator/dead-letters/" + operands.at(0); };
    switch (task.task) {
        case OperatorTask::services:
        case OperatorTask::topo:
            return {{"GET", "/v1/operator/services"}, {"GET", "/v1/operator/breakers"}};
        case OperatorTask::sagas:
            return {{"GET", sagas_path("stuck", limit(50))},
                    {"GET", sagas_path("running", limit(50))}};
        case OperatorTask::find: {
            auto path = fmt::format("/v1/operator/sessions?limit={}", limit(50));
            if (!operands.empty()) path += "&reference=" + operands[0];
            if (arguments.has(Option::state))
                path += "&state=" + percent_encoded(arguments.value(Option::state));
            return {{"GET", path}};
        }
        case OperatorTask::session:
            return {{"GET", session()}};
        case OperatorTask::dead_letters:
            return {{"GET", "/v1/operator/dead-letters"}};
        case OperatorTask::units: {
            auto path =
                fmt::format("/v1/operator/units?address={}&limit={}", operands.at(0), limit(100));
            if (operands.size() > 1) path += "&prefix=" + operands[1];
            return {{"GET", path}};
        }
        case OperatorTask::audit: {
            auto path = fmt::format("/v1/operator/audit?limit={}", limit(50));
            if (!operands.empty()) path += "&session=" + operands[0];
            return {{"GET", path}};
        }
        case OperatorTask::price:
            return {{"PUT", "/v1/operator/prices", {}, catalogue_change_body(task, arguments)}};
        case OperatorTask::capacity:
            return {{"PUT", "/v1/operator/capacities", {}, catalogue_change_body(task, arguments)}};
        case OperatorTask::retry:
            return {{"POST", session() + "/retry", {}, body_with_reason(arguments)}};
        case OperatorTask::give_up:
            return {{"POST", session() + "/cancel", {}, body_with_reason(arguments)}};
        case OperatorTask::write_off:
            return {{"POST",
                     session() + "/holds/" + operands.at(1) + "/write-off",
                     {},
                     body_with_reason(arguments)}};
        case OperatorTask::requeue:
            return {{"POST", letter() + "/requeue"}};
        case OperatorTask::drop:
            return {{"DELETE", letter()}};
        case OperatorTask::words:
            break;  // asks by itself, see operator_words.cpp
    }
    return {};
}

std::string curl_command(const std::string& address, const Request& request, bool with_token) {
    std::string text = "curl";
    if (request.method != "GET") text += " -X " + request.method;
    text += ' ' + shell_quoted(address + request.path);
    if (with_token) text += " -H \"Authorization: Bearer $VIAJA_OPERATOR_TOKEN\"";
    if (!request.body.empty())
        text += " -H 'Content-Type: application/json' -d " + shell_quoted(request.body);
    return text;
}

}  // namespace viaja::terminal
