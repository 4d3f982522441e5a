#include "terminal/offer_lines.hpp"

#include <algorithm>

#include "terminal/fares.hpp"
#include "terminal/format.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kDirect{"direto", "direct"};
constexpr Phrase kOneStop{"1 conexão", "1 stop"};
constexpr Phrase kStops{"{} conexões", "{} stops"};
constexpr Phrase kLayover{"espera {} em {}", "{} wait at {}"};
constexpr Phrase kCheapest{"mais barato", "cheapest"};
constexpr Phrase kFastest{"mais rápido", "fastest"};
constexpr Phrase kBoth{"mais barato e rápido", "cheapest and fastest"};
constexpr Phrase kNights{"{} noites", "{} nights"};
constexpr Phrase kOneNight{"1 noite", "1 night"};
constexpr Phrase kRoomsLeft{"restam {}", "{} left"};
constexpr Phrase kMissing{"{} não respondeu; estes resultados são parciais.",
                          "{} did not answer; these results are partial."};
constexpr Phrase kHotels{"O serviço de hotéis", "The hotel service"};
constexpr Phrase kNoPrice{"sem voos", "no flights"};
constexpr Phrase kNoRoomOfNight{"sem quartos", "no rooms"};
constexpr Phrase kUnchecked{"a conferir", "not checked"};
constexpr Phrase kMoreRoutes{"Há mais rotas; veja com: viaja buscar --limite",
                             "There are more routes; see them with: viaja search --limit"};
constexpr Phrase kMoreRooms{"Há mais quartos; veja com: viaja buscar --limite",
                            "There are more rooms; see them with: viaja search --limit"};

std::string marks_text(Language language, const Json& offer) {
    const Json& marks = list_at(offer, "marks");
    const auto has = [&](const char* mark) {
        return std::find(marks.begin(), marks.end(), mark) != marks.end();
    };
    if (has("cheapest") && has("fastest")) return std::string(kBoth.in(language));
    if (has("cheapest")) return std::string(kCheapest.in(language));
    return has("fastest") ? std::string(kFastest.in(language)) : std::string();
}

std::string stops_text(Language language, std::size_t segments) {
    if (segments == 1) return std::string(kDirect.in(language));
    if (segments == 2) return std::string(kOneStop.in(language));
    return say(language, kStops, segments - 1);
}

/// "09:00–00:10 +1": the mark counts days from the day of departure at the origin.
std::string times_text(const Json& first, const Json& last) {
    const auto arrival = text_at(last, "arrives_at_local");
    return fmt::format("{}–{} {}", time_of(text_at(first, "departs_at_local")), time_of(arrival),
                       day_mark(text_at(first, "date"), arrival));
}

/// "     8G2210  GRU 22:50 → CNF 00:10 +1   1 h 25 wait at CNF"
std::string segment_line(Language language, const Json& segment, const std::string& first_day) {
    const auto leaves = text_at(segment, "departs_at_local");
    const auto lands = text_at(segment, "arrives_at_local");
    std::string line = fmt::format(
        "      {}  {} {} {} → {} {} {}", fitted(printable(text_at(segment, "flight")), 8),
        printable(text_at(segment, "from")), time_of(leaves),
        fitted(day_mark(first_day, leaves), 2), printable(text_at(segment, "to")), time_of(lands),
        fitted(day_mark(first_day, lands), 2));
    if (const auto minutes = number_at(segment, "layover_minutes"); minutes > 0)
        line += "  " + say(language, kLayover, duration_text(minutes),
                           printable(text_at(segment, "from")));
    return line;
}

std::string flight_line(Language language, const Json& offer, std::size_t number,
                        std::string_view fare) {
    const Json& segments = list_at(offer, "segments");
    std::string way = stops_text(language, segments.size());
    if (segments.size() == 1) way += " " + printable(text_at(segments.front(), "flight"));
    return fmt::format("{:>3}  {} {}  {} {}  {}", number,
                       fitted(times_text(segments.front(), segments.back()), 14),
                       right_aligned(duration_text(number_at(offer, "duration_minutes")), 8),
                       fitted(way, 13),
                       right_aligned(money_text(language, price_in_fare(offer, fare)), 13),
                       marks_text(language, offer));
}

std::string trimmed_end(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

/// A line for each day with its price, the lowest one marked; `more` says what stands behind it.
template <class More>
Lines lines_of_days(Language language, const Json& answer, const Phrase& no_price, More more) {
    std::int64_t lowest = 0;
    for (const Json& day : list_at(answer, "days")) {
        const auto amount = number_at(member(day, "price"), "amount");
        if (amount > 0 && (lowest == 0 || amount < lowest)) lowest = amount;
    }
    Lines lines;
    for (const Json& day : list_at(answer, "days")) {
        const Json& price = member(day, "price");
        const auto date = text_at(day, "date");
        std::string line = fmt::format("{}  {}", date, fitted(day_text(language, date), 10));
        if (price.is_null()) {
            line += right_aligned(no_price.in(language), 14);
        } else {
            line += right_aligned(money_text(language, price), 14) + "  " + more(day);
            if (number_at(price, "amount") == lowest) line += std::string(kCheapest.in(language));
        }
        if (member(day, "checked") == false) line += "  " + std::string(kUnchecked.in(language));
        lines.push_back(trimmed_end(line));
    }
    return lines;
}

}  // namespace

std::string carrier_name(const Json& places, const std::string& code) {
    for (const Json& carrier : list_at(places, "carriers"))
        if (text_at(carrier, "code") == code) return printable(text_at(carrier, "name"));
    return printable(code);
}

Lines lines_of_flights(Language language, const Json& answer, std::size_t first_number,
                       std::string_view fare) {
    Lines lines;
    std::size_t number = first_number;
    for (const Json& offer : list_at(answer, "offers")) {
        const Json& segments = list_at(offer, "segments");
        if (segments.empty()) continue;
        lines.push_back(trimmed_end(flight_line(language, offer, number++, fare)));
        if (segments.size() == 1) continue;
        for (const Json& segment : segments)
            lines.push_back(
                trimmed_end(segment_line(language, segment, text_at(segments.front(), "date"))));
    }
    if (member(answer, "more") == true) lines.emplace_back(kMoreRoutes.in(language));
    return lines;
}

Lines lines_of_stays(Language language, const Json& answer, std::size_t first_number) {
    Lines lines;
    std::size_t number = first_number;
    for (const Json& offer : list_at(answer, "offers")) {
        const auto nights = number_at(offer, "nights");
        lines.push_back(trimmed_end(fmt::format(
            "{:>3}  {} {} {} {}  {}", number++, fitted(printable(text_at(offer, "hotel")), 27),
            fitted(printable(text_at(offer, "room")), 11),
            fitted(
                nights == 1 ? std::string(kOneNight.in(language)) : say(language, kNights, nights),
                9),
            right_aligned(money_text(language, member(offer, "price")), 13),
            number_at(offer, "rooms_left") <= 9
                ? say(language, kRoomsLeft, number_at(offer, "rooms_left"))
                : std::string())));
    }
    if (member(answer, "more") == true) lines.emplace_back(kMoreRooms.in(language));
    return lines;
}

Lines lines_of_calendar(Language language, const Json& answer) {
    return lines_of_days(language, answer, kNoPrice, [&](const Json& day) {
        const auto segments = std::max<std::int64_t>(number_at(day, "segments"), 1);
        return fitted(stops_text(language, static_cast<std::size_t>(segments)), 11);
    });
}

Lines lines_of_nights(Language language, const Json& answer) {
    return lines_of_days(language, answer, kNoRoomOfNight,
                         [](const Json&) { return std::string(); });
}

Lines lines_of_missing(Language language, const Json& answer, const Json& places) {
    Lines lines;
    for (const Json& missing : list_at(answer, "missing")) {
        if (!missing.is_string()) continue;
        const auto code = missing.get<std::string>();
        const auto name =
            code == "hotel" ? std::string(kHotels.in(language)) : carrier_name(places, code);
        lines.push_back(say(language, kMissing, name));
    }
    return lines;
}

std::string title_of_flights(const Json& offer) {
    const Json& segments = list_at(offer, "segments");
    if (segments.empty()) return {};
    std::string numbers;
    for (const Json& segment : segments)
        numbers += (numbers.empty() ? "" : " + ") + text_at(segment, "flight");
    return printable(numbers + " " + text_at(segments.front(), "from") + "–" +
                     text_at(segments.back(), "to"));
}

Json flight_item(const std::string& carrier, const std::string& flight, const std::string& date) {
    return {{"type", "flight"}, {"carrier", carrier}, {"flight", flight}, {"date", date}};
}

Json room_item(const std::string& room, const std::string& check_in, const std::string& check_out) {
    return {
        {"type", "room"}, {"room_type_id", room}, {"check_in", check_in}, {"check_out", check_out}};
}

Json choices_of_flights(const Json& answer, int people, std::string_view fare) {
    Json choices = Json::array();
    for (const Json& offer : list_at(answer, "offers")) {
        Json items = Json::array();
        for (const Json& segment : list_at(offer, "segments"))
            items.push_back(flight_item(text_at(segment, "carrier"), text_at(segment, "flight"),
                                        text_at(segment, "date")));
        if (items.empty()) continue;
        if (!fare.empty())
            for (Json& item : items)
                item["fare"] = fare;
        const Json& last = list_at(offer, "segments").back();
        choices.push_back({{"items", std::move(items)},
                           {"quantity", people},
                           {"price", price_in_fare(offer, fare)},
                           {"fares", list_at(offer, "fares")},
                           {"arrives", text_at(last, "arrives_at_local")},
                           {"title", title_of_flights(offer)}});
    }
    return choices;
}

Json choices_of_stays(const Json& answer, const std::string& check_in,
                      const std::string& check_out) {
    Json choices = Json::array();
    for (const Json& offer : list_at(answer, "offers"))
        choices.push_back(
            {{"items",
              Json::array({room_item(text_at(offer, "room_type_id"), check_in, check_out)})},
             {"quantity", 1},
             {"price", member(offer, "price")},
             {"title", printable(text_at(offer, "hotel") + ", " + text_at(offer, "room"))}});
    return choices;
}

}  // namespace viaja::terminal
