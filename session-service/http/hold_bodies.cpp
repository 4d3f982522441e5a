#include "session-service/http/hold_bodies.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>

#include "common/contract/match.hpp"
#include "session-service/store/hold_request.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;
using Problems = std::vector<FieldProblem>;

void refuse_fields(const HttpCall& call, const Problems& problems) {
    std::vector<http::FieldError> errors;
    for (const auto& one : problems)
        errors.push_back({one.pointer, one.detail});
    call.refuse(http::invalid_fields("The hold cannot be read: see errors.", std::move(errors)));
}

/// What this system knows to be wrong before it asks a supplier.
Problems problems_of(const Item& item, const Api& api) {
    return std::visit(Match{
                          [&](const FlightItem& flight) -> Problems {
                              if (api.sells(flight.carrier)) return {};
                              return {{"/carrier", "is not a carrier of this system"}};
                          },
                          [](const RoomItem&) -> Problems { return {}; },
                          [](const TicketItem&) -> Problems { return {}; },
                          [&](const OtherItem& other) -> Problems {
                              if (api.suppliers.knows(other.supplier)) return {};
                              return {{"/supplier", "is not a supplier of this system"}};
                          },
                      },
                      item);
}

/// Reads one item; what is wrong is added to `problems`, with `at` before its pointer.
HoldRequest read_item(const Api& api, const json& body, const std::string& at, Problems& problems) {
    auto read = read_hold_request(body);
    auto* request = std::get_if<HoldRequest>(&read);
    const auto found =
        request ? problems_of(request->item, api) : std::get<Problems>(std::move(read));
    for (const auto& one : found)
        problems.push_back({at + one.pointer, one.detail});
    return request ? std::move(*request) : HoldRequest();
}

std::vector<HoldRequest> read_items(const Api& api, const json& items, Problems& problems) {
    std::vector<HoldRequest> requests;
    if (!items.is_array() || items.empty() || items.size() > kItemsMax) {
        problems.push_back(
            {"/items", "must be a list of 1 to " + std::to_string(kItemsMax) + " items"});
        return requests;
    }
    for (std::size_t i = 0; i < items.size(); ++i)
        requests.push_back(read_item(api, items[i], "/items/" + std::to_string(i), problems));
    return requests;
}

std::vector<HoldId> read_replaces(const json& body, Problems& problems) {
    std::vector<HoldId> holds;
    const auto found = body.find("replaces");
    if (found == body.end()) return holds;
    if (!found->is_array() || found->size() > kHoldsMax) {
        problems.push_back(
            {"/replaces", "must be a list of at most " + std::to_string(kHoldsMax) + " holds"});
        return holds;
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
        const auto& entry = (*found)[i];
        const auto id = entry.is_string() ? HoldId::parse(entry.get<std::string>()) : std::nullopt;
        const auto at = "/replaces/" + std::to_string(i);
        if (!id) {
            problems.push_back({at, "must be the id of a hold"});
        } else if (std::ranges::find(holds, *id) != holds.end()) {
            problems.push_back({at, "is named twice"});
        } else {
            holds.push_back(*id);
        }
    }
    return holds;
}

}  // namespace

bool is_list(const json& body) {
    return body.contains("items");
}

std::optional<HoldRequest> read_hold_body(const Api& api, const HttpCall& call, const json& body) {
    Problems problems;
    auto request = read_item(api, body, "", problems);
    if (body.contains("replaces")) {
        problems.push_back({"/replaces", "stands beside a list of items only"});
    }
    if (problems.empty()) return request;
    refuse_fields(call, problems);
    return std::nullopt;
}

std::optional<ListBody> read_list_body(const Api& api, const HttpCall& call, const json& body) {
    Problems problems;
    ListBody list;
    list.items = read_items(api, body.at("items"), problems);
    list.replaces = read_replaces(body, problems);
    if (body.contains("type")) {
        problems.push_back({"/type", "must stand in each of the items, not beside their list"});
    }
    if (problems.empty()) return list;
    refuse_fields(call, problems);
    return std::nullopt;
}

}  // namespace viaja::session
