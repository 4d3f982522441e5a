#pragma once
// What a hold is called and when it is, in words of its kind. A kind without its words does not
// compile; of one that this program does not know stands its supplier's description. Pure; any
// thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "terminal/json.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// "I01370 GRU–REC", "Hotel Flor do Cerrado" or "Film Show, PISTA × 2", for a sentence.
std::string short_title(Language language, const Json& hold);
/// The title in at most so many columns; of tickets the section stays readable.
std::string title_within(Language language, const Json& hold, std::size_t columns);
/// Its day or days, and the times of day where its supplier said them; empty where none is known.
std::string when_text(Language language, const Json& hold);
/// Nothing is left of what was to be held, by the `type` of the hold.
std::string sold_out_text(Language language, std::string_view type);

}  // namespace viaja::terminal
