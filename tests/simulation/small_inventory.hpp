#pragma once
// A little to sell, wanted by many: flights with few seats and hotels with few rooms, some of which
// misbehave. No catalogue, so that a seed takes milliseconds.

#include <string>
#include <vector>

#include "common/supplier/inventory.hpp"
#include "tests/simulation/agenda.hpp"

namespace viaja::simulation {

class SmallInventory : public supplier::Inventory {
  public:
    std::vector<std::variant<supplier::Quote, supplier::NoQuote>> quote(
        Connection& connection, std::span<const HoldRequest> requests, Instant now) override;
    QuestionAnswer answer(Connection& connection, const Question& question, Instant now) override;
    supplier::Behaviour behaviour_of(const Item& item) const override;

    /// Everything costs more, less or the same from now on.
    void change_prices(Chance& chance);
    /// Of what there is.
    Money price_of(const HoldRequest& request) const;

  private:
    std::int64_t added_ = 0;  ///< to the price of each seat, stay and ticket
};

/// A wish at random; now and then for something that does not exist.
HoldRequest any_wish(Chance& chance, const std::vector<std::string>& carriers);

/// Flights that go on from each other: one of each carrier, in this order.
std::vector<HoldRequest> any_itinerary(Chance& chance, const std::vector<std::string>& carriers);

}  // namespace viaja::simulation
