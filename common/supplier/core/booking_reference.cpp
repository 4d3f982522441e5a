#include "common/supplier/core/booking_reference.hpp"

#include <cstdint>
#include <string_view>

#include "common/text/fnv1a.hpp"

namespace viaja::supplier {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr int kBitsOfOne = 5;
constexpr std::size_t kLength = 6;
static_assert(kAlphabet.size() == std::size_t{1} << kBitsOfOne);

}  // namespace

std::string booking_reference(const HoldId& hold) {
    // Ids differ little (their first half is a time), so that their bytes have to be spread.
    auto bits = fnv1a(hold.value.bytes());
    bits ^= bits >> 32;
    std::string reference;
    while (reference.size() < kLength) {
        reference += kAlphabet[bits % kAlphabet.size()];
        bits >>= kBitsOfOne;
    }
    return reference;
}

}  // namespace viaja::supplier
