#pragma once
// PUT /v1/operator/prices and /capacities, as in docs/openapi.yaml: what is the same at
// session-service, which passes the change on to the supplier, and at the supplier's own port.
// Pure; any thread.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "common/contract/catalogue_change.hpp"
#include "common/http/problem.hpp"

namespace viaja::operator_calls {

/// Which of the two the route changes.
enum class Changed { price, capacity };

/// The change in a body, without its time. Nullopt where something is wrong with it, which then
/// stands in `errors`. Which values a supplier takes is for the supplier to say.
std::optional<CatalogueChange> read_change(const nlohmann::json& body, Changed changed,
                                           std::vector<http::FieldError>& errors);

/// The answer to a change that was made.
nlohmann::json change_json(const std::string& address, const std::vector<ItemChanged>& items,
                           Changed changed, Instant now);

/// The answer to one that the supplier refused with this problem (supplier::ChangeOutcome).
/// Nothing was changed.
http::Problem refused_change(const CatalogueChange& change, const std::string& problem,
                             const std::vector<ItemRefused>& refused);

}  // namespace viaja::operator_calls
