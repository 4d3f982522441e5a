#pragma once
// One seed from its beginning to rest, and what was wrong with it.

#include <cstdint>
#include <string>

#include "tests/simulation/checkers.hpp"

namespace viaja::simulation {

struct Result {
    Complaints complaints;
    std::uint64_t trace = 0;  ///< the same for each run of the same seed
    std::size_t messages = 0;
};

/// With `prunes` the services remove what has ended: at rest, and then among old messages and
/// faults.
Result run_seed(std::uint64_t seed, int travellers, Sightings& sightings, bool prunes = false);

}  // namespace viaja::simulation
