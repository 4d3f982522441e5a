#pragma once
// What can be held as members of JSON, and back. Private to this library; any thread.

#include <nlohmann/json.hpp>

#include "common/contract/json_reader.hpp"
#include "common/contract/messages.hpp"

namespace viaja {

/// Nights of a stay and days of an other item, on the wire; what is sold is less.
constexpr int kItemDaysMax = 366;

// Members are kept in the order in which they are written.
void put(OrderedJson& json, const FlightItem& item);
void put(OrderedJson& json, const RoomItem& item);
void put(OrderedJson& json, const TicketItem& item);
void put(OrderedJson& json, const OtherItem& item);
void put(OrderedJson& json, const Item& item);
/// From where to where and when: of an offer, or of what is held.
void put_leg(OrderedJson& json, const auto& flight) {
    json["from"] = flight.from;
    json["to"] = flight.to;
    json["departs_at"] = rfc3339_exact(flight.departs_at);
    json["departs_at_local"] = flight.departs_at_local;
    json["arrives_at"] = rfc3339_exact(flight.arrives_at);
    json["arrives_at_local"] = flight.arrives_at_local;
}
/// Which event, where and when: of an offer, or of what is held.
void put_event(OrderedJson& json, const auto& ticket) {
    json["event"] = ticket.event;
    json["event_pt"] = ticket.event_pt;
    json["near"] = ticket.near;
    json["starts_at"] = rfc3339_exact(ticket.starts_at);
    json["starts_at_local"] = ticket.starts_at_local;
}
/// What it is, where and when.
void put_description(OrderedJson& json, const HeldOther& other);
OrderedJson to_json(const RefundTerms& terms);
OrderedJson to_json(const HeldItem& item);

// Each throws Misread.
void read_members(const JsonReader& content, FlightItem& item);
void read_members(const JsonReader& content, RoomItem& item);
void read_members(const JsonReader& content, TicketItem& item);
void read_members(const JsonReader& content, OtherItem& item);
/// What put_event writes.
void read_event(const JsonReader& content, auto& ticket) {
    ticket.event = content.code("event", kTextBytesMax);
    ticket.event_pt = content.code("event_pt", kTextBytesMax);
    ticket.near = content.code("near");
    ticket.starts_at = content.instant("starts_at");
    ticket.starts_at_local = content.local_time("starts_at_local");
}
/// What put_description writes.
void read_description(const JsonReader& content, HeldOther& other);
/// Of any kind, by its `type`.
Item read_item(const JsonReader& content);
HeldItem read_held_item(const JsonReader& content);
/// Refuses dates that make no stay.
void check_stay(const JsonReader& content, Date check_in, Date check_out);

}  // namespace viaja
