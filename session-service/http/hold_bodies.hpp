#pragma once
// The bodies of requests for holds: one item, or a list of them. Loop thread.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "session-service/http/requests.hpp"

namespace viaja::session {

/// Items in one request; two itineraries of four flights each, and as many rooms again, fit.
constexpr std::size_t kItemsMax = 20;

struct ListBody {
    std::vector<HoldRequest> items;  ///< 1 to kItemsMax
    std::vector<HoldId> replaces;    ///< each once
};

/// True for a body that has a list of items.
bool is_list(const nlohmann::json& body);

// Each answers the call itself, names every member that is wrong, and returns nullopt where the
// body cannot be used.

std::optional<HoldRequest> read_hold_body(const Api& api, const HttpCall& call,
                                          const nlohmann::json& body);
std::optional<ListBody> read_list_body(const Api& api, const HttpCall& call,
                                       const nlohmann::json& body);

}  // namespace viaja::session
