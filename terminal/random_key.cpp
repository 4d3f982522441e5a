#include "terminal/random_key.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "common/text/hexadecimal.hpp"

namespace viaja::terminal {

std::string random_key() {
    std::uint64_t halves[2];
    if (getrandom(halves, sizeof(halves), 0) != sizeof(halves))
        throw std::system_error(errno, std::generic_category(), "no random bytes");
    return hexadecimal(halves[0]) + hexadecimal(halves[1]);
}

}  // namespace viaja::terminal
