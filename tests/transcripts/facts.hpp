#pragma once
// What can be said of a world in a few words, for people and for comparing.

#include <string>
#include <utility>
#include <vector>

#include "tests/transcripts/world.hpp"

namespace viaja::story {

/// "A1" → "held@1". In a fixed order.
using Facts = std::vector<std::pair<std::string, std::string>>;

Facts facts_of_session(const World& world);
Facts facts_of_suppliers(const World& world);
Facts facts_of_payment(const World& world);
Facts facts_of_gateway(const World& world);

/// What is new or different in `after`: "session paying, timeout paused"; empty for nothing.
std::string difference(const World& before, const World& after);

/// Everything on one line.
std::string summary(const World& world);

}  // namespace viaja::story
