#pragma once
// The guarantee of a hold's price, the question for present prices and its answer, both ways.
// Private to this library; any thread. What reads throws Misread.

#include <nlohmann/json.hpp>
#include <optional>

#include "common/contract/json_reader.hpp"
#include "common/contract/prices.hpp"

namespace viaja {

/// The member `price_guaranteed_until` of a `held`: a time, or null where none is given.
void put_guarantee(OrderedJson& content, const PriceGuarantee& guarantee);
/// Nullopt where the member is missing.
std::optional<PriceGuarantee> read_guarantee(const JsonReader& content);

OrderedJson to_json(const PricesQuestion& question);
void read_members(const JsonReader& content, PricesQuestion& question);

void put_members(OrderedJson& json, const ItemPrices& prices);
void read_members(const JsonReader& content, ItemPrices& prices);

}  // namespace viaja
