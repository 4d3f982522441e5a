#pragma once
// What holds cost now, asked of their suppliers before something is paid whose price is guaranteed
// no more. Loop thread only.

#include <functional>
#include <vector>

#include "session-service/http/api.hpp"
#include "session-service/search/questions.hpp"

namespace viaja::session {

/// Asks each supplier once, all at the same time; calls `on_prices` once, later, as long as
/// `questions` lives. A supplier that does not answer in time, or with something else than one
/// price for each item, is silent.
void ask_prices(Questions& questions, const std::vector<const Hold*>& holds,
                const TraceContext& context, std::function<void(CurrentPrices)> on_prices);

}  // namespace viaja::session
