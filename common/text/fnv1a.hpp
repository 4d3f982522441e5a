#pragma once
// FNV-1a: a hash that is the same in every process, on every host and in every version, for what is
// stored or spread by it. It need not withstand an attack. Pure; any thread.

#include <cstdint>
#include <ranges>

namespace viaja {

constexpr std::uint64_t kFnv1a = 14695981039346656037ULL;
constexpr std::uint32_t kFnv1a32 = 2166136261U;

/// The hash of what led to `hash`, and one byte more.
constexpr std::uint64_t fnv1a_with(std::uint64_t hash, std::uint8_t byte) {
    return (hash ^ byte) * 1099511628211ULL;
}
/// The same with 32 bits, which takes a whole word at a time.
constexpr std::uint32_t fnv1a_with(std::uint32_t hash, std::uint32_t word) {
    return (hash ^ word) * 16777619U;
}

/// Of bytes, or of bytes behind those that led to `hash`.
template <std::ranges::input_range Bytes>
requires(sizeof(std::ranges::range_value_t<Bytes>) == 1) constexpr std::uint64_t
    fnv1a(const Bytes& bytes, std::uint64_t hash = kFnv1a) {
    for (const auto byte : bytes)
        hash = fnv1a_with(hash, static_cast<std::uint8_t>(byte));
    return hash;
}

}  // namespace viaja
