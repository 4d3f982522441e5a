#include "tests/simulation/small_inventory.hpp"

#include <array>

#include "common/contract/match.hpp"

namespace viaja::simulation {
namespace {

using supplier::Behaviour;
using supplier::Claim;
using supplier::NoQuote;
using supplier::Quote;

constexpr Date kDay{std::chrono::year(2026), std::chrono::month(12), std::chrono::day(20)};
constexpr int kSeats = 5;
constexpr int kRooms = 4;
constexpr int kTickets = 6;

struct Item {
    std::string_view name;
    Behaviour behaviour;
};
constexpr std::array kFlights = {Item{"F1", Behaviour::normal},
                                 Item{"F2", Behaviour::normal},
                                 Item{"F3", Behaviour::normal},
                                 Item{"F4", Behaviour::answers_twice},
                                 Item{"F5", Behaviour::confirms_after_8_s},
                                 Item{"F6", Behaviour::refuses_confirm}};
constexpr std::array kRoomTypes = {Item{"R1", Behaviour::normal}, Item{"R2", Behaviour::normal},
                                   Item{"R3", Behaviour::undo_fails_three_times}};
constexpr std::array kSections = {Item{"S1", Behaviour::normal}, Item{"S2", Behaviour::normal},
                                  Item{"S3", Behaviour::refuses_confirm}};

template <std::size_t N>
const Item* find(const std::array<Item, N>& items, std::string_view name) {
    for (const auto& item : items) {
        if (item.name == name) return &item;
    }
    return nullptr;
}

Quote quote_flight(const FlightItem& flight, int quantity) {
    Quote quote;
    quote.claims = {Claim{flight.flight + "/" + iso_date(flight.date), kSeats, quantity}};
    quote.price.amount = 10'000 * quantity;
    quote.description = flight.flight;
    const auto departs = Instant(std::chrono::sys_days(flight.date));
    // Behind the longer one no other of the day is reached.
    const auto lasts = std::chrono::hours(flight.flight == "F2" ? 3 : 0);
    quote.item = HeldFlight{flight,
                            "GRU",
                            "REC",
                            departs,
                            departs + lasts,
                            iso_date(flight.date) + "T09:00",
                            iso_date(flight.date) + "T12:10"};
    return quote;
}

Quote quote_room(const RoomItem& room, int quantity) {
    Quote quote;
    for (auto night = room.check_in; night != room.check_out; night = plus_days(night, 1)) {
        quote.claims.push_back(Claim{room.room_type_id + "/" + iso_date(night), kRooms, quantity});
    }
    quote.price.amount = 7'001 * quantity * static_cast<std::int64_t>(quote.claims.size());
    quote.description = room.room_type_id;
    const auto begins = Instant(std::chrono::sys_days(room.check_in));
    quote.item = HeldRoom{room, "H", "Hotel", "Standard", {}, RefundTerms{50, begins}};
    return quote;
}

/// An event of several days is one unit.
Quote quote_ticket(const TicketItem& ticket, int quantity) {
    Quote quote;
    quote.claims = {Claim{ticket.event_id + "/" + ticket.section_id, kTickets, quantity}};
    quote.price.amount = 4'000 * quantity;
    quote.description = ticket.section_id;
    const auto starts = Instant(std::chrono::sys_days(plus_days(kDay, 1)));
    quote.item = HeldTicket{
        ticket, "Fair", "Feira", "REC", starts, "2026-12-20T21:00", RefundTerms{0, starts}};
    return quote;
}

/// At the price of the beginning.
std::optional<Quote> quote_of(const HoldRequest& request) {
    return std::visit(Match{
                          [&](const FlightItem& flight) -> std::optional<Quote> {
                              if (!find(kFlights, flight.flight)) return std::nullopt;
                              return quote_flight(flight, request.quantity);
                          },
                          [&](const RoomItem& room) -> std::optional<Quote> {
                              if (!find(kRoomTypes, room.room_type_id)) return std::nullopt;
                              return quote_room(room, request.quantity);
                          },
                          [&](const TicketItem& ticket) -> std::optional<Quote> {
                              if (!find(kSections, ticket.section_id)) return std::nullopt;
                              return quote_ticket(ticket, request.quantity);
                          },
                          [](const OtherItem&) -> std::optional<Quote> { return std::nullopt; },
                      },
                      request.item);
}

HoldRequest wish_for(int quantity) {
    HoldRequest wish;
    wish.quantity = quantity;
    wish.travellers.assign(static_cast<std::size_t>(quantity), "Ana Souza");
    return wish;
}

}  // namespace

std::vector<std::variant<Quote, NoQuote>> SmallInventory::quote(
    Connection&, std::span<const HoldRequest> requests, Instant) {
    std::vector<std::variant<Quote, NoQuote>> quotes;
    for (const auto& request : requests) {
        auto quote = quote_of(request);
        if (!quote) {
            quotes.emplace_back(NoQuote{"unknown_item"});
            continue;
        }
        quote->price = price_of(request);
        quotes.emplace_back(*std::move(quote));
    }
    return quotes;
}

void SmallInventory::change_prices(Chance& chance) {
    added_ = static_cast<std::int64_t>(chance.pick(3)) * 500;
}

Money SmallInventory::price_of(const HoldRequest& request) const {
    auto price = quote_of(request).value().price;
    price.amount += added_ * request.quantity;
    return price;
}

supplier::Behaviour SmallInventory::behaviour_of(const viaja::Item& item) const {
    const auto* found =
        std::visit(Match{
                       [](const FlightItem& flight) { return find(kFlights, flight.flight); },
                       [](const RoomItem& room) { return find(kRoomTypes, room.room_type_id); },
                       [](const TicketItem& ticket) { return find(kSections, ticket.section_id); },
                       [](const OtherItem& other) { return find(kSections, other.item_id); },
                   },
                   item);
    return found ? found->behaviour : Behaviour::normal;
}

QuestionAnswer SmallInventory::answer(Connection&, const Question& question, Instant) {
    QuestionAnswer answer;
    answer.id = question.id;
    answer.problem = "unknown_question";
    return answer;
}

HoldRequest any_wish(Chance& chance, const std::vector<std::string>& carriers) {
    HoldRequest wish = wish_for(chance.in_ten_thousand(2'000) ? 2 : 1);
    const bool unknown = chance.in_ten_thousand(200);
    if (chance.in_ten_thousand(6'500)) {
        const auto& item = kFlights[chance.pick(kFlights.size())];
        const bool ordinary = item.behaviour == Behaviour::normal || chance.in_ten_thousand(4'000);
        const std::string flight = unknown ? "F9" : ordinary ? std::string(item.name) : "F1";
        const auto day = plus_days(kDay, static_cast<int>(chance.pick(3)));
        wish.item = FlightItem{carriers[chance.pick(carriers.size())], flight, day};
    } else if (chance.in_ten_thousand(3'500)) {
        const auto& item = kSections[chance.pick(kSections.size())];
        const bool ordinary = item.behaviour == Behaviour::normal || chance.in_ten_thousand(4'000);
        wish.item = TicketItem{"E1", unknown ? "S9" : std::string(ordinary ? item.name : "S1")};
        wish.travellers.clear();
    } else {
        const auto& item = kRoomTypes[chance.pick(kRoomTypes.size())];
        const auto day = plus_days(kDay, static_cast<int>(chance.pick(3)));
        const int nights = 1 + static_cast<int>(chance.pick(3));
        wish.item = RoomItem{unknown ? "R9" : std::string(item.name), day, plus_days(day, nights)};
    }
    return wish;
}

std::vector<HoldRequest> any_itinerary(Chance& chance, const std::vector<std::string>& carriers) {
    static constexpr std::array kReachable = {"F1", "F3", "F4"};
    const auto day = plus_days(kDay, static_cast<int>(chance.pick(3)));
    std::vector<HoldRequest> flights;
    for (const auto& carrier : carriers) {
        flights.push_back(wish_for(1));
        flights.back().item = FlightItem{carrier, kReachable[chance.pick(kReachable.size())], day};
    }
    return flights;
}

}  // namespace viaja::simulation
