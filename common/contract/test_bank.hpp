#pragma once
// The codes of the test bank, by which they are told from those of a real gateway.

#include <string_view>

namespace viaja {

/// Where a bank would read the charge behind such a code; no such host exists.
constexpr std::string_view kTestBankHost = "pix.viaja.example";

}  // namespace viaja
