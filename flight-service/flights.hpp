#pragma once
// What one carrier has to sell: the seats of a flight on a day. The rules of holding them stand in
// common/supplier.

#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/ports/bus.hpp"
#include "common/supplier/catalogue_edits.hpp"
#include "common/supplier/inventory.hpp"
#include "flight-service/core/schedule.hpp"
#include "flight-service/schedule_pages.hpp"

namespace viaja::flight {

/// Reads the catalogue by SQL at every call, so any thread may use it with a connection of its own.
class Flights : public supplier::Inventory {
  public:
    /// `test_mode`: whether the flights of test_flights.hpp can be held.
    Flights(std::string carrier, bool test_mode);

    /// Reasons against a quote: "unknown_item", "invalid_quantity", "test_item",
    /// "not_on_this_day", "departed", "too_far_ahead". Two statements for any number of requests.
    std::vector<std::variant<supplier::Quote, supplier::NoQuote>> quote(
        Connection& connection, std::span<const HoldRequest> requests, Instant now) override;

    /// Pages of the schedule, and seats of flights (schedule_pages.hpp, seats.hpp), with the
    /// problem "invalid_question" for more than kSeatsAskedMax flights. And direct flights that
    /// still depart, within 330 days, with a seat for each passenger, in order of departure; what
    /// does not fit into one answer is found behind its last offer. Problems: "unknown_airport" if
    /// the carrier's catalogue lacks one of the two, "unknown_question" unless it is about flights,
    /// "invalid_question" for passengers that are no quantity (quantity.hpp) or a day that does not
    /// exist.
    QuestionAnswer answer(Connection& connection, const Question& question, Instant now) override;

    /// In test mode that of the flights of test_flights.hpp.
    supplier::Behaviour behaviour_of(const Item& item) const override;

    /// Announces on seats.changed of which flights few seats are left.
    void few_left(const std::vector<supplier::UnitLeft>& units) override;

    const supplier::EditableTable* editable() const override { return &editable_; }

    /// Has every process announced anew, which brings the carrier's new schedule to the searches.
    void catalogue_changed() override;

    SchedulePages& schedule() { return schedule_; }
    /// Before the service starts. Without it nothing is announced.
    void announce_on(Bus& bus) { bus_ = &bus; }

  private:
    using Airports = std::map<std::string, catalogue::Airport>;
    using Result = std::variant<supplier::Quote, supplier::NoQuote>;

    Result quote_one(const HoldRequest& request, const std::map<std::string, Flight>& flights,
                     const Airports& airports, Instant now) const;
    QuestionAnswer search(Connection& connection, const FlightQuestion& question, Instant now);
    QuestionAnswer seats(Connection& connection, const SeatsQuestion& question, Instant now);
    void add_offers(Connection& connection, const FlightQuestion& question,
                    const Airports& airports, Instant now, QuestionAnswer& answer) const;

    std::string carrier_;
    bool test_mode_;
    SchedulePages schedule_;
    supplier::EditableTable editable_;
    Bus* bus_ = nullptr;
};

}  // namespace viaja::flight
