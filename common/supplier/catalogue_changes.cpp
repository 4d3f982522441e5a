#include "common/supplier/catalogue_changes.hpp"

namespace viaja::supplier {
namespace {

std::string changed_text(const ItemChange& change) {
    std::string text = change.item;
    if (change.price)
        text += " price=" + std::to_string(change.price->amount) + " " + change.price->currency;
    if (change.capacity) text += " capacity=" + std::to_string(*change.capacity);
    return text;
}

}  // namespace

ChangeOutcome make_change(Connection& connection, Inventory& inventory,
                          const CatalogueChange& change) {
    const auto* editable = inventory.editable();
    if (!editable) return {.problem = "unknown_question"};
    auto outcome = change_catalogue(connection, *editable, change);
    if (!outcome.problem.empty()) return outcome;
    if (!outcome.few_left.empty()) inventory.few_left(outcome.few_left);
    inventory.catalogue_changed();
    return outcome;
}

LogEvent event_of_change(const CatalogueChange& change, const std::string& problem) {
    std::string items;
    for (const auto& item : change.items)
        items += (items.empty() ? "" : ", ") + changed_text(item);
    LogEvent event{Severity::info,
                   "catalogue changed",
                   {{"items", std::move(items)}, {"reason", change.reason}}};
    if (problem.empty()) return event;
    event.event = "catalogue change refused";
    event.fields.emplace_back("problem", problem);
    return event;
}

}  // namespace viaja::supplier
