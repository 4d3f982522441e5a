#pragma once
// What one carrier has to sell: the seats of a flight on a day. The rules of holding them stand in
// common/supplier.

#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/supplier/inventory.hpp"
#include "flight-service/core/schedule.hpp"
#include "flight-service/schedule_pages.hpp"

namespace viaja::flight {

/// Reads the catalogue by SQL at every call, so any thread may use it with a connection of its own.
class Flights : public supplier::Inventory {
  public:
    /// `test_mode`: whether the flights of test_flights.hpp can be held.
    Flights(std::string carrier, bool test_mode);

    /// Reasons against a quote: "unknown_item", "invalid_quantity" (not 1 to 9), "test_item",
    /// "not_on_this_day", "departed", "too_far_ahead". Two statements for any number of requests.
    std::vector<std::variant<supplier::Quote, supplier::NoQuote>> quote(
        Connection& connection, std::span<const HoldRequest> requests, Instant now) override;

    /// Direct flights that still depart, within 330 days, with a seat for each passenger, in order
    /// of departure; what does not fit into one answer is found behind its last offer. Problems:
    /// "unknown_airport" if the carrier's catalogue lacks one of the two, "unknown_question" unless
    /// it is about flights, "invalid_question" for passengers not 1 to 9 or a day that does not
    /// exist.
    QuestionAnswer answer(Connection& connection, const Question& question, Instant now) override;

    /// In test mode that of the flights of test_flights.hpp.
    supplier::Behaviour behaviour_of(const Item& item) const override;

    SchedulePages& schedule() { return schedule_; }

  private:
    using Airports = std::map<std::string, catalogue::Airport>;
    using Result = std::variant<supplier::Quote, supplier::NoQuote>;

    Result quote_one(const HoldRequest& request, const std::map<std::string, Flight>& flights,
                     const Airports& airports, Instant now) const;
    void add_offers(Connection& connection, const FlightQuestion& question,
                    const Airports& airports, Instant now, QuestionAnswer& answer) const;

    std::string carrier_;
    bool test_mode_;
    SchedulePages schedule_;
};

}  // namespace viaja::flight
