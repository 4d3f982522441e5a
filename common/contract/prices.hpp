#pragma once
// How long the price of a hold is guaranteed, and the question what it would be now. Values of the
// messages `held`, `ask-prices` and `prices` (docs/messages.md). Any thread.

#include <optional>
#include <string>
#include <vector>

#include "common/contract/items.hpp"
#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja {

/// What a supplier says of the price of a hold.
struct PriceGuarantee {
    /// Until when it stands, by the supplier's clock; none: it is not guaranteed at all.
    std::optional<Instant> until = std::nullopt;
    bool operator==(const PriceGuarantee&) const = default;
};

/// What holds of these items would cost if they were asked for now, whether or not any is left.
struct PricesQuestion {
    static constexpr std::size_t kItemsMax = 50;

    struct Wanted {
        Item item;
        int quantity = 1;  ///< as of a hold, 1 to 9
        bool operator==(const Wanted&) const = default;
    };
    std::vector<Wanted> items;  ///< 1 to kItemsMax
    bool operator==(const PricesQuestion&) const = default;
};

struct ItemPrice {
    std::optional<Money> price = std::nullopt;  ///< of the whole quantity; none: it is not sold
    std::string reason = {};  ///< without a price: what a hold would be refused for, "unknown_item"
    bool operator==(const ItemPrice&) const = default;
};

/// One for each item that was asked for, in that order; none where the answer has a problem.
struct ItemPrices {
    std::vector<ItemPrice> items;
    bool operator==(const ItemPrices&) const = default;
};

}  // namespace viaja
