#include "session-service/search/price_questions.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace viaja::session {
namespace {

/// What one supplier is asked.
struct Part {
    std::vector<HoldId> holds;  ///< of the items, in their order
    PricesQuestion question;
};

/// Shared by the answers of all suppliers.
struct Asked {
    CurrentPrices current;
    std::size_t open = 0;  ///< suppliers that may still answer
    std::function<void(CurrentPrices)> on_prices;
};

void take(Asked& asked, const std::string& address, const std::vector<HoldId>& holds,
          const SupplierAnswers& answers) {
    const auto& prices = answers.prices.items;
    if (answers.answered == 1 && answers.problems.empty() && prices.size() == holds.size()) {
        for (std::size_t i = 0; i < holds.size(); ++i)
            asked.current.prices.push_back({holds[i], prices[i].price});
    } else {
        asked.current.silent.push_back(address);
    }
    if (--asked.open == 0) asked.on_prices(std::move(asked.current));
}

}  // namespace

void ask_prices(Questions& questions, const std::vector<const Hold*>& holds,
                const TraceContext& context, std::function<void(CurrentPrices)> on_prices) {
    std::map<std::string, Part> parts;
    for (const auto* hold : holds) {
        auto& part = parts[address_of(hold->request.item)];
        part.holds.push_back(hold->id);
        part.question.items.push_back({hold->request.item, hold->request.quantity});
    }
    const auto asked = std::make_shared<Asked>(Asked{{}, parts.size(), std::move(on_prices)});
    for (auto& [address, part] : parts) {
        questions.ask({address}, std::move(part.question), context,
                      [asked, address, ids = std::move(part.holds)](
                          const SupplierAnswers& answers) { take(*asked, address, ids, answers); });
    }
}

}  // namespace viaja::session
