#pragma once
// What hotels have to sell: rooms of a type on each night of a stay, all nights or none. The rules
// of holding them stand in common/supplier.

#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "common/supplier/inventory.hpp"
#include "common/supplier/program.hpp"
#include "hotel-service/catalogue.hpp"

namespace viaja::hotel {

/// A room type that takes three asks to undo anything: 10 rooms at R$ 100,00 a night in a hotel of
/// Recife, in no file and no search, and held only where VIAJA_TEST_MODE is 1.
constexpr std::string_view kStubbornRoomType = "htl_test_stubborn_std";

/// Reads the catalogue by SQL at every call and keeps nothing between calls, so any thread may use
/// it with a connection of its own.
class Hotels : public supplier::Inventory {
  public:
    /// `test_mode`: whether kStubbornRoomType can be held.
    explicit Hotels(bool test_mode) : test_mode_(test_mode) {}

    /// Reasons against a quote: "unknown_item", "invalid_quantity", "test_item",
    /// "invalid_stay" (not 1 to 30 nights), "in_the_past" (before today, by the hotel's clock),
    /// "too_far_ahead". Three statements for any number of requests.
    std::vector<std::variant<supplier::Quote, supplier::NoQuote>> quote(
        Connection& connection, std::span<const HoldRequest> requests, Instant now) override;

    /// Of a stay: room types for so many guests with a room free on every night, cheapest first;
    /// what does not fit into one answer is found behind its last offer. Of nights: what is free on
    /// each (offers.hpp). Problems: "unknown_airport", "unknown_question" about anything else,
    /// "invalid_question" for guests that are no quantity (quantity.hpp), or dates that make no
    /// stay or more than NightsQuestion::kNightsMax nights.
    QuestionAnswer answer(Connection& connection, const Question& question, Instant now) override;

    std::string after_sale() const override { return "in_the_past"; }

    const supplier::EditableTable* editable() const override { return &editable_room_types(); }

    /// In test mode that of kStubbornRoomType.
    supplier::Behaviour behaviour_of(const Item& item) const override;

  private:
    using Result = std::variant<supplier::Quote, supplier::NoQuote>;

    /// The rows that a batch of requests needs, by key.
    struct Found {
        std::map<std::string, RoomType> rooms;
        std::map<std::string, Hotel> hotels;
        std::map<std::string, catalogue::Airport> airports;
    };
    static Found find(Connection& connection, std::span<const HoldRequest> requests);
    Result quote_one(const HoldRequest& request, const Found& found, Instant now) const;

    QuestionAnswer stays(Connection& connection, const StayQuestion& about, Instant now);
    QuestionAnswer nights(Connection& connection, const NightsQuestion& about, Instant now);

    bool test_mode_;
};

/// For its process, and for `viaja all`.
supplier::Program program();

}  // namespace viaja::hotel
