#pragma once
// Flights that misbehave on purpose, so that people and tests can see what the saga does then.
// Every carrier has them, daily from REC to GRU, with 10 seats at R$ 100,00; they are in no file
// and in no search, and can be held only where VIAJA_TEST_MODE is 1.
//
//     <carrier>9901   its confirm is refused
//     <carrier>9902   confirms after 8 s
//     <carrier>9903   answers everything twice
//
// Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "common/supplier/inventory.hpp"
#include "flight-service/core/schedule.hpp"

namespace viaja::flight {

struct TestFlight {
    Flight flight;
    supplier::Behaviour behaviour = supplier::Behaviour::normal;
};

/// nullopt for every other number.
std::optional<TestFlight> test_flight(std::string_view number, const std::string& carrier);

}  // namespace viaja::flight
