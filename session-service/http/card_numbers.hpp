#pragma once
// Numbers of payment cards, which are neither kept nor shown: a card comes as a token. Pure
// functions; any thread.

#include <string>
#include <string_view>

namespace viaja::session {

/// Whether the whole text is 13 to 19 digits whose check digit is right (Luhn), with or without
/// blanks, hyphens and dots between them.
bool is_card_number(std::string_view text);

/// A text for people, with "***" in the place of each member "token" of JSON in it, complete or
/// not, and of each card number that stands by itself.
std::string without_card_data(std::string_view text);

}  // namespace viaja::session
