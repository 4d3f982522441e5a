#pragma once
// What an operator changes of a supplier's catalogue: the price or the capacity of some of its
// items. Values of the messages `change-catalogue` and `catalogue-changed` (docs/messages.md). Any
// thread.

#include <optional>
#include <string>
#include <vector>

#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja {

/// Items in one change.
constexpr std::size_t kItemsChangedMax = 100;
/// With "/" and a day behind it an item's name is that of a unit (kUnitNameBytesMax).
constexpr std::size_t kItemNameBytesMax = 109;
constexpr std::size_t kChangeReasonBytesMax = 200;
constexpr int kCapacityMax = 1'000'000;

/// What is given is set; the rest stays.
struct ItemChange {
    std::string item;  ///< as units begin: "I01370", "htl_rec01_std", "evt_rec/PISTA"
    std::optional<Money> price = std::nullopt;   ///< of one, before the factors of the day
    std::optional<int> capacity = std::nullopt;  ///< on each day, 1 to kCapacityMax
    bool operator==(const ItemChange&) const = default;
};

/// All of it or nothing. It sets values, so the same change twice is one.
struct CatalogueChange {
    /// When the operator asked for it. Of two changes of a value the later one stands, also where
    /// it arrives first. None: now.
    std::optional<Instant> at = std::nullopt;
    std::string reason;             ///< 1 to kChangeReasonBytesMax bytes
    std::vector<ItemChange> items;  ///< 1 to kItemsChangedMax, each item once
    bool operator==(const CatalogueChange&) const = default;
};

/// What the catalogue says of an item.
struct ItemTerms {
    Money price;
    int capacity = 0;
    bool operator==(const ItemTerms&) const = default;
};

struct ItemChanged {
    std::string item;
    ItemTerms before;
    ItemTerms now;
    /// On how many days from yesterday on more is held and confirmed than the capacity is.
    int oversold_units = 0;
    bool operator==(const ItemChanged&) const = default;
};

/// Why a change is refused: what is wrong with one of its items.
struct ItemRefused {
    std::string item;
    std::string member;  ///< "item", "price", "capacity"
    std::string detail;  ///< for operators: "must be 1 to 1000"
    bool operator==(const ItemRefused&) const = default;
};

/// The items in the order in which they were named; where something is refused there are none, and
/// nothing was changed.
struct CatalogueChanged {
    std::vector<ItemChanged> items;
    std::vector<ItemRefused> refused;
    bool operator==(const CatalogueChanged&) const = default;
};

}  // namespace viaja
