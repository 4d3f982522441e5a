#pragma once
// Names for contents: the same bytes have the same name, other bytes another. Any thread.

#include <string>
#include <string_view>

namespace viaja::web {

/// 16 hexadecimal digits.
std::string content_hash(std::string_view bytes);
/// The hash in quotes, as an ETag has it.
std::string tag_of(std::string_view bytes);

}  // namespace viaja::web
