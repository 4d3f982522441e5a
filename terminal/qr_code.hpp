#pragma once
// A QR code for a terminal: two modules in a character, above and below each other. Pure; any
// thread.

#include <string>
#include <string_view>
#include <vector>

namespace viaja::terminal {

/// Lines of "█", "▀", "▄" and blanks, each drawn part a light module, with the quiet border that
/// readers need; none where the text is too long for a code.
std::vector<std::string> qr_code_lines(std::string_view text);

}  // namespace viaja::terminal
