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

Result run_seed(std::uint64_t seed, int travellers, Sightings& sightings);

}  // namespace viaja::simulation
