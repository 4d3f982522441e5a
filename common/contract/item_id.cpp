#include "common/contract/item_id.hpp"

#include <algorithm>

namespace viaja {

bool is_item_id(std::string_view text) {
    constexpr std::size_t kBytesMax = 64;
    return !text.empty() && text.size() <= kBytesMax &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127 && c != '/'; });
}

}  // namespace viaja
