#pragma once
// The figures and names that all parts of the floor (floor.hpp) share.

#include <cstddef>
#include <string>
#include <string_view>

namespace viaja::bench {

/// As in common/pipeline/pipeline.hpp and common/pipeline/message_consumer.hpp.
constexpr std::size_t kBatchMax = 512;
constexpr std::size_t kPrefetch = 512;

/// The floor's queue for what goes to `address` in the system: a Viaja on the same broker gets
/// nothing of it. Messages name the addresses of the system, since only those can be read.
inline std::string floor_queue(std::string_view address) {
    return "floor." + std::string(address);
}

}  // namespace viaja::bench
