#include "common/supplier/core/booking_reference.hpp"

#include <cstdint>
#include <string_view>

namespace viaja::supplier {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr int kBitsOfOne = 5;
constexpr std::size_t kLength = 6;
static_assert(kAlphabet.size() == std::size_t{1} << kBitsOfOne);

/// FNV-1a: spreads the bytes of ids that differ little (their first half is a time).
std::uint64_t hash_of(const Uuid::Bytes& bytes) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const auto byte : bytes) {
        hash ^= byte;
        hash *= 1099511628211ULL;
    }
    return hash;
}

}  // namespace

std::string booking_reference(const HoldId& hold) {
    auto bits = hash_of(hold.value.bytes());
    bits ^= bits >> 32;
    std::string reference;
    while (reference.size() < kLength) {
        reference += kAlphabet[bits % kAlphabet.size()];
        bits >>= kBitsOfOne;
    }
    return reference;
}

}  // namespace viaja::supplier
