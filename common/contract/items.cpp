#include "common/contract/items.hpp"

#include <type_traits>
#include <utility>
#include <vector>

#include "common/contract/match.hpp"
#include "common/contract/topology.hpp"

namespace viaja {
namespace {

/// From the beginning of a day in UTC until it is over in the westernmost zone.
constexpr Duration kDayIsOverEverywhere = std::chrono::hours(36);

template <std::size_t... indices>
constexpr bool correspond(std::index_sequence<indices...>) {
    return (std::is_same_v<decltype(std::variant_alternative_t<indices, HeldItem>::item),
                           std::variant_alternative_t<indices, Item>> &&
            ...);
}
static_assert(std::variant_size_v<Item> == std::variant_size_v<HeldItem>);
static_assert(correspond(std::make_index_sequence<std::variant_size_v<Item>>{}));

}  // namespace

std::optional<Item> item_of_kind(std::string_view kind) {
    return first_alternative<Item>([&](const auto& item) { return kind_of(item) == kind; });
}

std::string any_item_kind(std::string_view quote) {
    std::vector<std::string> words;
    for_each_alternative<Item>([&](const auto& item) {
        words.push_back(std::string(quote) + std::string(kind_of(item)) + std::string(quote));
    });
    std::string text = words.front();
    for (std::size_t i = 1; i < words.size(); ++i)
        text += (i + 1 < words.size() ? ", " : " or ") + words[i];
    return text;
}

std::string address_of(const Item& item) {
    return std::visit(Match{
                          [](const FlightItem& flight) { return topology::flight(flight.carrier); },
                          [](const RoomItem&) { return std::string(topology::kHotel); },
                          [](const TicketItem&) { return std::string(topology::kEvent); },
                          [](const OtherItem& other) { return topology::other(other.supplier); },
                      },
                      item);
}

Instant begins_at(const Item& item) {
    const auto end_of = [](Date day) {
        return Instant(std::chrono::sys_days(day)) + kDayIsOverEverywhere;
    };
    return std::visit(Match{
                          [&](const FlightItem& flight) { return end_of(flight.date); },
                          [&](const RoomItem& room) { return end_of(room.check_in); },
                          [](const TicketItem&) { return Instant::max(); },
                          [&](const OtherItem& other) { return end_of(other.from); },
                      },
                      item);
}

Instant begins_at(const HeldItem& held) {
    return std::visit(Match{
                          [](const HeldFlight& flight) { return flight.departs_at; },
                          [](const HeldRoom& room) {
                              return room.check_in_ends_at.value_or(begins_at(Item(room.item)));
                          },
                          [](const HeldTicket& ticket) { return ticket.starts_at; },
                          [](const HeldOther& other) { return other.starts_at; },
                      },
                      held);
}

std::optional<RefundTerms> refund_terms(const HeldItem& held) {
    return std::visit([](const auto& one) { return one.refund; }, held);
}

Item asked_item(const HeldItem& held) {
    return std::visit([](const auto& one) -> Item { return one.item; }, held);
}

std::optional<HeldItem> held_item_of_kind(std::string_view kind) {
    return first_alternative<HeldItem>(
        [&](const auto& held) { return kind_of(held.item) == kind; });
}

}  // namespace viaja
