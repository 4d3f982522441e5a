#pragma once
// What events have to sell: tickets of a section, so many at once or none. The rules of holding
// them stand in common/supplier.

#include <span>
#include <variant>
#include <vector>

#include "common/supplier/inventory.hpp"
#include "common/supplier/program.hpp"
#include "event-service/catalogue.hpp"

namespace viaja::event {

/// Reads the catalogue by SQL at every call and keeps nothing between calls, so any thread may use
/// it with a connection of its own.
class Events : public supplier::Inventory {
  public:
    /// Reasons against a quote: "unknown_item", "invalid_quantity", "started" (by the
    /// clock of its place), "too_far_ahead". Two statements for any number of requests.
    std::vector<std::variant<supplier::Quote, supplier::NoQuote>> quote(
        Connection& connection, std::span<const HoldRequest> requests, Instant now) override;

    /// Sections with so many tickets left of events that have not started, in the order of
    /// TicketPlace; what does not fit into one answer is found behind its last offer. Problems:
    /// "unknown_airport" where it knows none of them, "unknown_question" unless it is about events,
    /// "invalid_question" for what is no quantity (quantity.hpp), more than kNearMax airports, or
    /// days that are not 1 to 31 in order.
    QuestionAnswer answer(Connection& connection, const Question& question, Instant now) override;

    std::string after_sale() const override { return "started"; }

    const supplier::EditableTable* editable() const override { return &editable_sections(); }
};

/// For its process, and for `viaja all`.
supplier::Program program();

}  // namespace viaja::event
