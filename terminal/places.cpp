#include "terminal/places.hpp"

#include <cctype>
#include <ctime>
#include <utility>

#include "common/text/utf8.hpp"
#include "common/text/whole_number.hpp"
#include "terminal/format.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

/// The letter under an accent of Latin-1; the character itself elsewhere.
char32_t without_accent(char32_t character) {
    constexpr std::u32string_view accented = U"áàâãäåéèêëíìîïóòôõöúùûüçñÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑ";
    constexpr std::u32string_view plain = U"aaaaaaeeeeiiiiooooouuuucnaaaaaaeeeeiiiiooooouuuucn";
    static_assert(accented.size() == plain.size());
    const auto found = accented.find(character);
    return found == std::u32string_view::npos ? character : plain[found];
}

std::u32string folded(std::string_view text) {
    std::u32string plain;
    while (!text.empty()) {
        const auto [character, bytes] = first_character(text);
        const char32_t letter = without_accent(bytes == 0 ? U'?' : character);
        const bool is_capital = letter >= U'A' && letter <= U'Z';
        plain += is_capital ? letter - U'A' + U'a' : letter;
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return plain;
}

std::optional<Date> date_of(int day, int month, int year) {
    return parse_date(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

}  // namespace

std::vector<std::string> airports_named(const Json& places, std::string_view text) {
    const auto wanted = folded(text);
    std::vector<std::string> codes;
    for (const Json& airport : list_at(places, "airports")) {
        const auto code = text_at(airport, "code");
        if (folded(code) == wanted) return {code};
        const Json& city = member(airport, "city");
        if (folded(text_at(city, "pt")) == wanted || folded(text_at(city, "en")) == wanted)
            codes.push_back(code);
    }
    return codes;
}

std::string airport_title(Language language, const Json& places, const std::string& code) {
    const char* const name = language == Language::portuguese ? "pt" : "en";
    for (const Json& airport : list_at(places, "airports"))
        if (text_at(airport, "code") == code)
            return printable(code + " " + text_at(member(airport, "city"), name));
    return printable(code);
}

std::optional<Date> day_typed(std::string_view text, Date today) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return parse_date(text);
    const auto second = text.find('/', slash + 1);
    const auto day = whole_number<int>(text.substr(0, slash), 1, 31);
    const auto month = whole_number<int>(
        text.substr(slash + 1, second == std::string_view::npos ? second : second - slash - 1), 1,
        12);
    if (!day || !month) return std::nullopt;
    if (second != std::string_view::npos) {
        const auto year = whole_number<int>(text.substr(second + 1), 1, 9999);
        return year ? date_of(*day, *month, *year) : std::nullopt;
    }
    const int year = static_cast<int>(today.year());
    for (int ahead = 0; ahead <= 4; ++ahead) {
        const auto date = date_of(*day, *month, year + ahead);
        if (date && *date >= today) return date;
    }
    return std::nullopt;
}

Date local_day(std::chrono::system_clock::time_point instant) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(instant);
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::chrono::year(local.tm_year + 1900) /
           std::chrono::month(static_cast<unsigned>(local.tm_mon) + 1) /
           std::chrono::day(static_cast<unsigned>(local.tm_mday));
}

std::string require_day(Language language, std::string_view text) {
    static constexpr Phrase kWrongDay{
        "\"{}\" não é um dia; é assim: 2026-12-25, 25/12/2026 ou 25/12",
        "\"{}\" is no day; it looks like 2026-12-25, 25/12/2026 or 25/12"};
    const auto day = day_typed(text, local_day(std::chrono::system_clock::now()));
    if (!day) throw Stop(Exit::usage, "usage", say(language, kWrongDay, printable(text)));
    return iso_date(*day);
}

}  // namespace viaja::terminal
