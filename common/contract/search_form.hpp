#pragma once
// The questions of searches for flights, stays and events, and what answers offer, as members of
// JSON. Private to this library; any thread.

#include "common/contract/json_reader.hpp"
#include "common/contract/messages.hpp"

namespace viaja {

OrderedJson to_json(const FlightQuestion& question);
OrderedJson to_json(const StayQuestion& question);
OrderedJson to_json(const NightsQuestion& question);
OrderedJson to_json(const EventQuestion& question);

OrderedJson to_json(const FlightOffer& offer);
OrderedJson to_json(const StayOffer& offer);
OrderedJson to_json(const TicketOffer& offer);
void put_members(OrderedJson& json, const NightOffers& offers);

// Each throws Misread.
void read_members(const JsonReader& content, FlightQuestion& question);
void read_members(const JsonReader& content, StayQuestion& question);
void read_members(const JsonReader& content, NightsQuestion& question);
void read_members(const JsonReader& content, EventQuestion& question);

void read_members(const JsonReader& content, FlightOffer& offer);
void read_members(const JsonReader& content, StayOffer& offer);
void read_members(const JsonReader& content, TicketOffer& offer);
void read_members(const JsonReader& content, NightOffers& offers);

}  // namespace viaja
