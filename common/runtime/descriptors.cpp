#include "common/runtime/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace viaja::runtime {
namespace {

constexpr rlim_t kWantedMax = 65'536;
/// Half of it for the process itself, half for clients that are refused with an answer.
constexpr std::size_t kReserve = 384;

}  // namespace

std::size_t raise_descriptor_limit() {
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return descriptor_limit();
    const rlim_t wanted = std::min(limit.rlim_max, kWantedMax);
    if (wanted > limit.rlim_cur) {
        limit.rlim_cur = wanted;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    return descriptor_limit();
}

std::size_t descriptor_limit() {
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1'024;
    return static_cast<std::size_t>(std::min(limit.rlim_cur, kWantedMax));
}

std::size_t connections_within(std::size_t descriptors) {
    return descriptors - std::min(kReserve, descriptors - descriptors / 4);
}

}  // namespace viaja::runtime
