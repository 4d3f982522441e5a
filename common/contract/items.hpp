#pragma once
// What can be held, in each of its kinds, and what follows from the kind alone: its word on the
// wire and the supplier that has it. One more kind is one more alternative of Item and of HeldItem;
// the compiler then names every place that must know it. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/contract/fares.hpp"
#include "common/contract/time.hpp"

namespace viaja {

/// What a traveller wants held.
struct FlightItem {
    std::string carrier;
    std::string flight;
    Date date;
    Fare fare = Fare::light;
    bool operator==(const FlightItem&) const = default;
};
struct RoomItem {
    std::string room_type_id;
    Date check_in;
    Date check_out;
    bool operator==(const RoomItem&) const = default;
};
struct TicketItem {
    std::string event_id;
    std::string section_id;  ///< within its event
    bool operator==(const TicketItem&) const = default;
};
/// Of a kind that its supplier describes and this system does not know, such as a rental car.
struct OtherItem {
    std::string supplier;  ///< its name: kSupplierNameRule
    std::string item_id;   ///< at the supplier
    Date from;             ///< the first day, and the last one, which may be the same
    Date until;
    bool operator==(const OtherItem&) const = default;
};
using Item = std::variant<FlightItem, RoomItem, TicketItem, OtherItem>;

/// The `type` of its JSON.
constexpr std::string_view kind_of(const FlightItem&) {
    return "flight";
}
constexpr std::string_view kind_of(const RoomItem&) {
    return "room";
}
constexpr std::string_view kind_of(const TicketItem&) {
    return "ticket";
}
constexpr std::string_view kind_of(const OtherItem&) {
    return "other";
}
/// An item of that kind with nothing filled in; nullopt where no kind has that word.
std::optional<Item> item_of_kind(std::string_view kind);
/// "flight, room, ticket or other", for sentences; `quote` stands around each word.
std::string any_item_kind(std::string_view quote = "");

/// The address of the supplier that has it.
std::string address_of(const Item& item);

/// How much of a price comes back when it is given back, as its supplier said when it was held.
struct RefundTerms {
    int percent = 0;  ///< 0 to 100, of the price
    Instant until;    ///< from then on nothing
    bool operator==(const RefundTerms&) const = default;
};

/// What a supplier holds, with all that it takes to show it in any language. A supplier of an older
/// version says no refund terms.
struct HeldFlight {
    FlightItem item;
    std::string from;  ///< airport codes
    std::string to;
    Instant departs_at;
    Instant arrives_at;
    std::string departs_at_local;  ///< "2026-12-20T09:00"
    std::string arrives_at_local;
    std::optional<RefundTerms> refund = {};
    bool operator==(const HeldFlight&) const = default;
};
struct HeldRoom {
    RoomItem item;
    std::string hotel_id;
    std::string hotel;
    std::string room;
    /// The end of the check-in day at the hotel; of a supplier of an older version none.
    std::optional<Instant> check_in_ends_at = {};
    std::optional<RefundTerms> refund = {};
    bool operator==(const HeldRoom&) const = default;
};
struct HeldTicket {
    TicketItem item;
    std::string event;     ///< its name in English
    std::string event_pt;  ///< its name in Portuguese
    std::string near;      ///< the airport near which it takes place, whose clock it keeps
    Instant starts_at;
    std::string starts_at_local;  ///< "2026-12-20T20:00"
    std::optional<RefundTerms> refund = {};
    bool operator==(const HeldTicket&) const = default;
};
/// A fact that is shown with an other item: "Gearbox", "automatic".
struct OtherDetail {
    std::string name;
    std::string name_pt;
    std::string value;
    std::string value_pt;
    bool operator==(const OtherDetail&) const = default;
};
struct HeldOther {
    static constexpr std::size_t kDetailsMax = 12;

    OtherItem item;
    std::string kind;     ///< what such a thing is called in English: "Rental car"
    std::string kind_pt;  ///< and in Portuguese
    std::string title;    ///< this one, in English
    std::string title_pt;
    std::vector<OtherDetail>
        details;       ///< in the order in which they are shown, at most kDetailsMax
    std::string near;  ///< the airport of its place, whose clock it keeps
    Instant starts_at;
    std::string starts_at_local;  ///< "2026-12-20T10:00"
    std::optional<RefundTerms> refund = {};
    bool operator==(const HeldOther&) const = default;
};
/// One alternative for each of Item, in the same order.
using HeldItem = std::variant<HeldFlight, HeldRoom, HeldTicket, HeldOther>;
/// From then on it counts as used, and is neither sold nor given back: the departure of a flight,
/// the end of the check-in day of a room, the start of a ticket's event or of an other item.
Instant begins_at(const HeldItem&);
/// The same where only what was asked for is known: when its day is over in every zone. A ticket
/// does not say its day: never.
Instant begins_at(const Item&);
/// Nullopt where its supplier did not say them.
std::optional<RefundTerms> refund_terms(const HeldItem&);
/// What was asked for when this was held.
Item asked_item(const HeldItem&);

/// What is held of an item of that kind, with nothing filled in.
std::optional<HeldItem> held_item_of_kind(std::string_view kind);

}  // namespace viaja
