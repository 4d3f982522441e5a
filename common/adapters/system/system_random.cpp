#include "common/adapters/system/system_random.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace viaja {

namespace {
constexpr std::size_t kBytesACall = 256;  // the most that getentropy gives at once
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const std::size_t count = std::min(bytes.size(), kBytesACall);
        if (getentropy(bytes.data(), count) != 0) {
            throw std::system_error(errno, std::generic_category(), "getentropy");
        }
        bytes = bytes.subspan(count);
    }
}

}  // namespace viaja
