// GET /v1/operator/units: what a supplier has sold of its units, asked over the bus.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/contract/topology.hpp"
#include "common/text/visible_ascii.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/operators/operators.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kUnitsByDefault = 100;

json unit_json(const UnitCount& unit) {
    const int taken = unit.held + unit.confirmed;
    return {{"unit", unit.unit},
            {"capacity", unit.free + taken},
            {"free", unit.free},
            {"held", unit.held},
            {"confirmed", unit.confirmed},
            {"oversold", std::max(0, taken - unit.capacity)},
            {"sum_is_right", unit.sum_is_right()}};
}

/// A part of a unit's id; false where the call was answered 400.
bool read_part(const HttpCall& call, const char* name, std::string& text) {
    const auto* given = call.request().query.find(name);
    if (!given || given->empty()) return true;
    text = *given;
    if (is_visible_ascii(text, kUnitNameBytesMax)) return true;
    refuse_field(call, std::string("/") + name, "must be 1 to 120 visible ASCII characters");
    return false;
}

void answer_units(const HttpCall& call, const std::string& address, const SupplierAnswers& answers,
                  Instant now) {
    if (answers.answered == 0) {
        return call.refuse(http::unavailable(
            address + " did not answer; its own state may be seen at its /readyz.", 5));
    }
    json units = json::array();
    for (const auto& unit : answers.units)
        units.push_back(unit_json(unit));
    call.answer(200, {{"address", address},
                      {"units", std::move(units)},
                      {"more", answers.more},
                      {"server_time", rfc3339(now)}});
}

void list_units(Api& api, Operators& operators, const SharedHttpCall& call,
                const http::PathParameters&) {
    const auto* address = call->request().query.find("address");
    if (!address || !is_supplier(api, *address)) {
        return refuse_field(*call, "/address",
                            "must be hotel, event, flight. with a carrier, such as flight.I0, or "
                            "other. with a supplier, such as other.cars");
    }
    UnitQuestion question;
    if (!read_part(*call, "prefix", question.prefix)) return;
    if (!read_part(*call, "after", question.after)) return;
    const auto limit = read_number(*call, "limit", kUnitsByDefault, 1, kUnitsAskedMax);
    if (!limit) return;
    question.limit = *limit;
    operators.questions.ask({*address}, question, http::context_of(call->request()),
                            [&api, call, address = *address](const SupplierAnswers& answers) {
                                answer_units(*call, address, answers, api.time.now());
                            });
}

}  // namespace

bool is_supplier(const Api& api, const std::string& address) {
    return topology::is_supplier_of_one_address(address) ||
           api.sells(topology::carrier_of(address)) ||
           api.suppliers.knows(topology::other_supplier_of(address));
}

void add_unit_routes(http::Router& router, Api& api, Operators& operators) {
    router.add("GET", "/v1/operator/units", on_operator(api, operators, list_units));
}

}  // namespace viaja::session
