// What a story asks its suppliers for.

#include <utility>
#include <variant>

#include "common/contract/check.hpp"
#include "common/contract/items.hpp"
#include "common/contract/match.hpp"
#include "tests/transcripts/world.hpp"

namespace viaja::story {

HoldRequest request_for(std::string_view kind) {
    HoldRequest request;
    const auto day = parse_date("2027-02-01").value();
    auto item = item_of_kind(kind);
    check(item.has_value(), "a hold is for an item of a known kind");
    std::visit(Match{
                   [&](FlightItem& flight) {
                       flight = {"I0", "I01370", day};
                   },
                   [&](RoomItem& room) {
                       room = {"htl_rec01_std", day, plus_days(day, 2)};
                   },
                   [&](TicketItem& ticket) {
                       ticket = {"evt_rec", "PISTA"};
                   },
                   [&](OtherItem& other) {
                       other = {"cars", "eco-rec", day, plus_days(day, 2)};
                   },
               },
               *item);
    request.item = *std::move(item);
    request.travellers = {"Ana Souza"};
    return request;
}

}  // namespace viaja::story
