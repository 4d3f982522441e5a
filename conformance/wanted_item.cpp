#include "conformance/wanted_item.hpp"

#include <optional>
#include <utility>

#include "common/contract/match.hpp"
#include "common/contract/topology.hpp"

namespace viaja::conformance {
namespace {

constexpr int kDaysAhead = 45;
constexpr int kWeek = 7;
/// Days of one question for events, and how many questions look ahead.
constexpr int kEventDays = 30;
constexpr int kEventMonths = 10;
/// Flights of the first page of a schedule whose seats are asked for.
constexpr std::size_t kFlightsAsked = 20;

struct Found {
    std::optional<Item> item;
    int left = 0;
    void take(const Item& other, int others_left) {
        if (others_left <= left) return;
        item = other;
        left = others_left;
    }
};

Found flight_of(Participant& supplier) {
    const auto carrier = topology::carrier_of(supplier.address());
    const auto alive = supplier.heartbeat();
    if (!alive.schedule)
        throw NotExamined("its heartbeat names no schedule, so no flight is known");
    const auto answer = supplier.ask(ScheduleQuestion{alive.schedule->version, 1});
    const auto& page = std::get<SchedulePage>(answer.offers);
    const auto first = plus_days(utc_date(supplier.now()), kDaysAhead);
    SeatsQuestion question;
    question.passengers = 1;
    for (const auto& flight : page.flights) {
        if (question.flights.size() >= kFlightsAsked) break;
        for (int day = 0; day < kWeek; ++day)
            question.flights.push_back({flight.flight, plus_days(first, day)});
    }
    if (question.flights.empty()) throw NotExamined("its schedule has no flight");
    Found found;
    const auto seats = supplier.ask(question);
    for (const auto& one : std::get<SeatsAnswer>(seats.offers).flights) {
        found.take(FlightItem{carrier, one.flight.flight, one.flight.date}, one.seats_left);
    }
    return found;
}

Found room_of(Participant& supplier, const std::vector<std::string>& near) {
    const auto first = plus_days(utc_date(supplier.now()), kDaysAhead);
    Found found;
    for (const auto& airport : near) {
        const auto answer = supplier.ask(StayQuestion{airport, first, plus_days(first, 2), 1});
        for (const auto& offer : std::get<StayOffers>(answer.offers))
            found.take(offer.item, offer.rooms_left);
    }
    return found;
}

Found ticket_of(Participant& supplier, const std::vector<std::string>& near) {
    auto first = plus_days(utc_date(supplier.now()), 2);
    Found found;
    for (int month = 0; month < kEventMonths && !found.item; ++month) {
        const auto last = plus_days(first, kEventDays);
        const auto answer = supplier.ask(EventQuestion{near, first, last, 1});
        for (const auto& offer : std::get<TicketOffers>(answer.offers))
            found.take(offer.item, offer.tickets_left);
        first = last;
    }
    return found;
}

Found other_of(Participant& supplier, const std::vector<std::string>& near) {
    const auto first = plus_days(utc_date(supplier.now()), kDaysAhead);
    Found found;
    const auto answer = supplier.ask(OtherQuestion{near, first, plus_days(first, 1), 1});
    for (const auto& offer : std::get<OtherOffers>(answer.offers))
        found.take(offer.what.item, offer.left);
    return found;
}

}  // namespace

HoldRequest find_wanted_item(Participant& supplier, const std::vector<std::string>& near) {
    const auto& address = supplier.address();
    Found found;
    if (!topology::carrier_of(address).empty()) found = flight_of(supplier);
    if (address == topology::kHotel) found = room_of(supplier, near);
    if (address == topology::kEvent) found = ticket_of(supplier, near);
    if (!topology::other_supplier_of(address).empty()) found = other_of(supplier, near);
    if (!found.item) throw NotExamined("it offers nothing; --near names other airports");
    return {*found.item, 1, {"Ana Souza"}};
}

Item unknown_item(const Item& item) {
    auto unknown = item;
    std::visit(Match{
                   [](FlightItem& flight) { flight.flight = flight.carrier + "0000"; },
                   [](RoomItem& room) { room.room_type_id = "none-such"; },
                   [](TicketItem& ticket) { ticket.event_id = "none-such"; },
                   [](OtherItem& other) { other.item_id = "none-such"; },
               },
               unknown);
    return unknown;
}

}  // namespace viaja::conformance
