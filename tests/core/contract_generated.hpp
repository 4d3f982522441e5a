#pragma once
// Generated values of everything that a message may carry, for the properties of the contract:
// `fill` gives each member a value that the wire allows. A variant gets one of its alternatives; an
// alternative without a `fill` does not compile.

#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/contract/currencies.hpp"
#include "common/contract/match.hpp"
#include "common/contract/messages.hpp"
#include "common/contract/topology.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja::generated {

// Below, where every `fill` is known.
template <class... Alternatives>
void fill(std::variant<Alternatives...>& variant);
template <class Value>
void fill(std::vector<Value>& list);

inline bool coin() {
    return *rc::gen::arbitrary<bool>();
}

/// From `least` to `most`, both included.
inline int number(int least, int most) {
    return *rc::gen::inRange(least, most + 1);
}

inline std::string text(std::size_t least, std::size_t most) {
    // Quotes, control characters and letters of two to four bytes are what an encoder may spoil.
    static const std::vector<std::string> kLetters = {"a", "Z",      "0",          " ",  "\"", "\\",
                                                      "/", "\n",     "\x7f",       "é",  "–",  "{",
                                                      "]", "\uFFFF", "\U0001F6EB", "\t", "&",  "%"};
    const auto count = *rc::gen::inRange<std::size_t>(least, most / 4 + 1);
    std::string result;
    for (std::size_t i = 0; i < count; ++i)
        result += *rc::gen::elementOf(kLetters);
    return result;
}

inline std::string code() {
    return text(1, 255);
}

inline Uuid uuid() {
    const auto bytes =
        *rc::gen::container<std::vector<std::uint8_t>>(16, rc::gen::arbitrary<std::uint8_t>());
    Uuid::Bytes array{};
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return Uuid(array);
}

inline Instant instant() {
    return from_micros(
        *rc::gen::inRange<std::int64_t>(-62'135'596'800'000'000, 253'402'300'800'000'000));
}

inline Date date() {
    return plus_days(examples::day("0001-01-01"), number(0, 3'649'999));
}

/// "2026-12-20T20:00".
inline std::string local_time() {
    return iso_date(date()) + "T20:00";
}

inline Money money() {
    Money result{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'001), "BRL"};
    result.currency = (*rc::gen::elementOf(kCurrencies)).code;
    return result;
}

inline int attempt() {
    return number(0, 1'000'000);
}

inline int people() {
    return number(1, 99);
}

inline int left() {
    return number(0, 1'000'000);
}

/// Where an answer may go.
inline std::string address() {
    if (coin()) return topology::private_address(text(1, 200));
    return *rc::gen::element<std::string>("session", "flight.I0", "flight.9B", "hotel", "event",
                                          "other.cars", "payment");
}

inline void fill(FlightItem& item) {
    item = {code(), code(), date()};
    item.fare = *rc::gen::element(Fare::light, Fare::plus, Fare::flex);
}

inline void fill(RoomItem& item) {
    const Date check_in = date();
    item = {code(), check_in, plus_days(check_in, number(1, 366))};
}

inline void fill(TicketItem& item) {
    item = {code(), code()};
}

inline void fill(OtherItem& item) {
    item = {*rc::gen::element<std::string>("cars", "g-3", "0"), code(), date(), {}};
    item.until = plus_days(item.from, number(0, 366));
}

inline std::optional<RefundTerms> refund_terms() {
    if (coin()) return std::nullopt;
    return RefundTerms{number(0, 100), instant()};
}

inline void fill(HeldFlight& held) {
    fill(held.item);
    held.from = code();
    held.to = code();
    held.departs_at = instant();
    held.arrives_at = instant();
    held.departs_at_local = local_time();
    held.arrives_at_local = local_time();
    held.refund = refund_terms();
}

inline void fill(HeldRoom& held) {
    fill(held.item);
    held.hotel_id = code();
    held.hotel = code();
    held.room = code();
    if (coin()) held.check_in_ends_at = instant();
    held.refund = refund_terms();
}

inline void fill(HeldTicket& held) {
    fill(held.item);
    held.event = code();
    held.event_pt = code();
    held.near = code();
    held.starts_at = instant();
    held.starts_at_local = local_time();
    held.refund = refund_terms();
}

inline void fill(OtherDetail& detail) {
    detail = {code(), code(), code(), code()};
}

inline void fill(HeldOther& held) {
    fill(held.item);
    held.kind = code();
    held.kind_pt = code();
    held.title = code();
    held.title_pt = code();
    fill(held.details);
    held.near = code();
    held.starts_at = instant();
    held.starts_at_local = local_time();
    held.refund = refund_terms();
}

inline void fill(FlightQuestion& about) {
    about = {code(), code(), date(), people()};
    if (coin()) about.after = FlightPlace{instant(), code()};
}

inline void fill(StayQuestion& about) {
    RoomItem stay;
    fill(stay);
    about = {code(), stay.check_in, stay.check_out, people(), text(0, 255)};
}

inline void fill(NightsQuestion& about) {
    const Date from = date();
    about = {code(), from, plus_days(from, number(0, NightsQuestion::kNightsMax - 1)), people()};
}

inline void fill(EventQuestion& about) {
    about = {{}, date(), date(), people()};
    about.near.resize(static_cast<std::size_t>(number(0, 20)), code());
    if (!coin()) return;
    about.after = TicketPlace{local_time(), {}};
    fill(about.after->item);
}

inline void fill(OtherQuestion& about) {
    about = {{}, date(), date(), people()};
    about.near.resize(static_cast<std::size_t>(number(0, 20)), code());
    if (coin()) about.after = OtherPlace{local_time(), code()};
}

inline void fill(UnitQuestion& about) {
    about = {text(0, kUnitNameBytesMax), text(0, kUnitNameBytesMax), number(1, kUnitsAskedMax)};
}

inline void fill(PricesQuestion& about) {
    about.items.resize(static_cast<std::size_t>(number(1, 9)));
    for (auto& [item, quantity] : about.items) {
        fill(item);
        quantity = number(1, 9);
    }
}

inline void fill(CatalogueChange& about) {
    about.at = instant();
    about.reason = text(1, kChangeReasonBytesMax);
    about.items.resize(static_cast<std::size_t>(number(1, 9)));
    int names = 0;
    for (auto& item : about.items) {
        item.item = text(1, 100) + std::to_string(names++);
        if (coin()) item.price = money();
        if (coin()) item.capacity = number(1, kCapacityMax);
    }
}

inline std::string version() {
    return text(1, kScheduleVersionBytesMax);
}

inline void fill(ScheduleQuestion& about) {
    about = {version(), number(1, kSchedulePagesMax)};
}

inline void fill(DatedFlight& flight) {
    flight = {code(), date()};
}

inline void fill(SeatsQuestion& about) {
    about.passengers = number(1, 9);
    fill(about.flights);
}

inline void fill(FlightOffer& offer) {
    fill(offer.item);
    offer.from = code();
    offer.to = code();
    offer.departs_at = instant();
    offer.arrives_at = instant();
    offer.departs_at_local = code();
    offer.arrives_at_local = code();
    offer.seats_left = left();
    offer.price = money();
}

inline void fill(StayOffer& offer) {
    fill(offer.item);
    offer.hotel_id = code();
    offer.hotel = code();
    offer.room = code();
    offer.nights = number(1, 366);
    offer.rooms_left = left();
    offer.price = money();
}

inline void fill(TicketOffer& offer) {
    fill(offer.item);
    offer.event = code();
    offer.event_pt = code();
    offer.kind = code();
    offer.near = code();
    offer.starts_at = instant();
    offer.starts_at_local = local_time();
    offer.tickets_left = left();
    offer.price = money();
}

inline void fill(OtherOffer& offer) {
    fill(offer.what);
    offer.what.refund.reset();
    offer.left = left();
    offer.price = money();
}

inline void fill(FreeNight& night) {
    night = {date(), number(1, 1'000'000), money()};
}

inline void fill(RoomNights& room) {
    room = {code(), code(), code(), code(), {}};
    fill(room.nights);
}

inline void fill(NightOffers& offers) {
    fill(offers.lowest);
    fill(offers.rooms);
}

inline void fill(UnitCount& count) {
    const int sold = number(-1'000'000, 1'000'000);
    count = {text(1, kUnitNameBytesMax), left(), left(), sold, -sold};
}

inline void fill(ItemPrice& price) {
    if (coin()) {
        price.price = money();
    } else {
        price.reason = code();
    }
}

inline void fill(ItemPrices& prices) {
    fill(prices.items);
}

inline void fill(CatalogueChanged& changed) {
    const auto terms = [] { return ItemTerms{money(), number(0, kCapacityMax)}; };
    if (coin()) {
        changed.items = {{text(1, kItemNameBytesMax), terms(), terms(), left()}};
    } else {
        changed.refused = {{text(1, kItemNameBytesMax), code(), text(1, 255)}};
    }
}

inline void fill(ScheduledAirport& airport) {
    airport = {code(),
               text(1, 64),
               code(),
               text(0, 200),
               number(-90'000'000, 90'000'000),
               number(-180'000'000, 180'000'000)};
}

inline void fill(ScheduledFlight& flight) {
    flight.flight = code();
    flight.from = code();
    flight.to = flight.from + "'";
    flight.departs = number(0, 24 * 60 - 1);
    flight.days = *rc::gen::element<std::string>("1", "24", "67", "1234567");
    flight.minutes = number(1, 48 * 60);
    flight.seats = left();
    flight.price = money();
    if (coin()) flight.valid_from = date();
    if (coin()) flight.valid_to = date();
    if (coin()) flight.operated_by = OperatingFlight{code(), code()};
}

inline void fill(SchedulePage& page) {
    page.version = version();
    page.page = number(1, kSchedulePagesMax);
    page.pages = number(1, kSchedulePagesMax);
    fill(page.airports);
    fill(page.flights);
}

inline void fill(FlightSeats& seats) {
    fill(seats.flight);
    seats.seats_left = left();
    if (coin()) {
        seats.reason = code();
    } else {
        seats.price = money();
    }
}

inline void fill(SeatsAnswer& answer) {
    answer.version = version();
    fill(answer.flights);
}

template <class Value>
void fill(std::vector<Value>& list) {
    list.resize(static_cast<std::size_t>(number(0, 3)));
    for (Value& value : list)
        fill(value);
}

}  // namespace viaja::generated
