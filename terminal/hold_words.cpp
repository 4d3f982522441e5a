#include "terminal/hold_words.hpp"

#include <variant>

#include "common/contract/items.hpp"
#include "common/contract/match.hpp"
#include "terminal/format.hpp"
#include "terminal/ticket_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kSeatsSoldOut{"o último lugar acabou de ser vendido.",
                               "the last seat has just been sold."};
constexpr Phrase kRoomsSoldOut{"o último quarto acabou de ser vendido.",
                               "the last room has just been sold."};
constexpr Phrase kTicketsSoldOut{"o último ingresso acabou de ser vendido.",
                                 "the last ticket has just been sold."};
constexpr Phrase kOthersSoldOut{"o último acabou de ser vendido.",
                                "the last one has just been sold."};

/// ", PISTA × 2" of tickets.
std::string section_text(const Json& hold) {
    const auto section = text_at(hold, "section_id");
    const auto quantity = number_at(hold, "quantity");
    return printable((section.empty() ? "" : ", " + section) +
                     (quantity > 0 ? fmt::format(" × {}", quantity) : ""));
}

std::string name_of_event(Language language, const Json& hold) {
    return event_name(language, member(hold, "item"), text_at(hold, "event_id"));
}

std::string flight_title(const Json& hold) {
    const Json& item = member(hold, "item");
    const auto from = text_at(item, "from");
    const auto route = from.empty() ? std::string() : " " + from + "–" + text_at(item, "to");
    return printable(text_at(hold, "flight") + route);
}

std::string room_title(const Json& hold) {
    const auto hotel = text_at(member(hold, "item"), "hotel");
    return printable(hotel.empty() ? text_at(hold, "room_type_id") : hotel);
}

/// What its supplier calls a thing that this program does not know: "Carro econômico × 1".
std::string other_title(Language language, const Json& hold) {
    const auto title =
        text_at(member(hold, "item"), language == Language::portuguese ? "title_pt" : "title");
    return printable(title.empty() ? text_at(hold, "item_id") : title) + section_text(hold);
}

std::string time_of_flight(Language language, const Json& hold) {
    const Json& item = member(hold, "item");
    const auto arrives = text_at(item, "arrives_at_local");
    const auto day = day_text(language, text_at(hold, "date"));
    if (arrives.empty()) return day;
    return fmt::format("{} {}–{} {}", day, time_of(text_at(item, "departs_at_local")),
                       time_of(arrives), day_mark(text_at(hold, "date"), arrives));
}

std::string time_of_event(Language language, const Json& hold) {
    const auto begins = text_at(member(hold, "item"), "starts_at_local");
    if (begins.empty()) return {};
    return fmt::format("{} {}", day_text(language, begins.substr(0, 10)), time_of(begins));
}

std::string span_of_days(Language language, const Json& hold, const char* first, const char* last) {
    return fmt::format("{} – {}", day_text(language, text_at(hold, first)),
                       day_text(language, text_at(hold, last)));
}

}  // namespace

std::string short_title(Language language, const Json& hold) {
    const auto kind = item_of_kind(text_at(hold, "type"));
    if (!kind) return printable(text_at(hold, "description"));
    return std::visit(
        Match{
            [&](const FlightItem&) { return flight_title(hold); },
            [&](const RoomItem&) { return room_title(hold); },
            [&](const TicketItem&) { return name_of_event(language, hold) + section_text(hold); },
            [&](const OtherItem&) { return other_title(language, hold); },
        },
        *kind);
}

std::string title_within(Language language, const Json& hold, std::size_t columns) {
    std::string title = short_title(language, hold);
    if (text_at(hold, "type") != "ticket" || columns_of(title) <= columns) return title;
    const auto section = section_text(hold);
    if (columns_of(section) + 2 > columns) return title;
    return fitted(name_of_event(language, hold), columns - columns_of(section)) + section;
}

std::string when_text(Language language, const Json& hold) {
    const auto kind = item_of_kind(text_at(hold, "type"));
    if (!kind) return {};
    return std::visit(
        Match{
            [&](const FlightItem&) { return time_of_flight(language, hold); },
            [&](const RoomItem&) { return span_of_days(language, hold, "check_in", "check_out"); },
            [&](const TicketItem&) { return time_of_event(language, hold); },
            [&](const OtherItem&) { return span_of_days(language, hold, "from", "until"); },
        },
        *kind);
}

std::string sold_out_text(Language language, std::string_view type) {
    const auto kind = item_of_kind(type);
    if (!kind) return std::string(kOthersSoldOut.in(language));
    const Phrase& phrase =
        std::visit(Match{
                       [](const FlightItem&) -> const Phrase& { return kSeatsSoldOut; },
                       [](const RoomItem&) -> const Phrase& { return kRoomsSoldOut; },
                       [](const TicketItem&) -> const Phrase& { return kTicketsSoldOut; },
                       [](const OtherItem&) -> const Phrase& { return kOthersSoldOut; },
                   },
                   *kind);
    return std::string(phrase.in(language));
}

}  // namespace viaja::terminal
