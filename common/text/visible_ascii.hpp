#pragma once
// What may stand in a header, a log line and an index as it came. Pure; any thread.

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace viaja {

/// Whether it has 1 to `length_max` characters, all of them visible ASCII (no space).
constexpr bool is_visible_ascii(std::string_view text, std::size_t length_max) {
    return !text.empty() && text.size() <= length_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace viaja
