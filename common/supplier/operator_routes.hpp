#pragma once
// What operators see and change at a supplier's own HTTP port: how much of each unit is free, and
// the prices and capacities of its catalogue. As in docs/openapi.yaml.

#include <string>

#include "common/http/router.hpp"
#include "common/ports/database.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::supplier {

/// Both outlive the router.
struct OperatorPort {
    Database& database;
    Inventory& inventory;
    std::string address;  ///< of the supplier: "flight.I0"
    std::string token;    ///< VIAJA_OPERATOR_TOKEN; empty: not required
};

/// Adds GET /v1/operator/units?prefix=…&after=…&limit=…, PUT /v1/operator/prices and PUT
/// /v1/operator/capacities to the router. They are answered on a thread with a connection of its
/// own, both of which live as long as the router. With a token, requests without it are answered
/// 404. To be called before the server listens.
void add_operator_routes(http::Router& router, OperatorPort port);

}  // namespace viaja::supplier
