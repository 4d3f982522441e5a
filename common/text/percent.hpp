#pragma once
// Percent-encoding (RFC 3986, section 2.1). Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace viaja {

/// With each %XX as the byte that it stands for; nullopt for a '%' without two hexadecimal digits.
/// Any bytes may come out, also such as are no UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);

/// With every byte but letters, digits and "-._" as %XX: fit for a segment of a path, and for a
/// name or a value of a query or a form.
std::string percent_encoded(std::string_view text);

}  // namespace viaja
