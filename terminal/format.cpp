#include "terminal/format.hpp"

#include <array>
#include <ctime>

#include "common/contract/currencies.hpp"
#include "common/text/utf8.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::terminal {

namespace {

std::string grouped(std::int64_t number, char separator) {
    std::string digits = std::to_string(number);
    for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3)
        digits.insert(digits.begin() + place, separator);
    return digits;
}

constexpr std::array<Phrase, 7> kWeekdays = {Phrase{"dom", "Sun"}, {"seg", "Mon"}, {"ter", "Tue"},
                                             {"qua", "Wed"},       {"qui", "Thu"}, {"sex", "Fri"},
                                             {"sáb", "Sat"}};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// By the clock of this machine; nothing where it is no RFC 3339 instant.
std::optional<std::tm> local_time(std::string_view instant) {
    const auto at = parse_rfc3339(instant);
    if (!at) return std::nullopt;
    const std::time_t seconds = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(*at));
    std::tm local{};
    localtime_r(&seconds, &local);
    return local;
}

}  // namespace

std::string money_text(Language language, const Json& money) {
    if (!money.is_object()) return "?";
    const std::int64_t amount = number_at(money, "amount");
    const std::string currency = text_at(money, "currency");
    const bool portuguese = language == Language::portuguese;
    const std::int64_t size = amount < 0 ? -amount : amount;
    const auto sign = fmt::format("{}{} ", amount < 0 ? "-" : "",
                                  portuguese && currency == "BRL" ? "R$" : currency);
    const char group = portuguese ? '.' : ',';
    if (minor_digits(currency) == 0) return sign + grouped(size, group);
    return fmt::format("{}{}{}{:02}", sign, grouped(size / 100, group), portuguese ? ',' : '.',
                       size % 100);
}

std::optional<std::int64_t> centavos_of(std::string_view text) {
    constexpr std::int64_t kMost = 1'000'000'000;  // far above any price, far below an overflow
    const std::size_t mark = text.find_first_of(".,");
    const auto whole = whole_number<std::int64_t>(text.substr(0, mark), 0, kMost);
    if (!whole || text.starts_with('-')) return std::nullopt;
    if (mark == std::string_view::npos) return *whole * 100;
    const auto digits = text.substr(mark + 1);
    const auto rest = whole_number<std::int64_t>(digits, 0, 99);
    if (digits.size() != 2 || digits[0] == '-' || !rest) return std::nullopt;
    return *whole * 100 + *rest;
}

std::string day_text(Language language, std::string_view text) {
    const auto date = parse_date(text);
    if (!date) return printable(text);
    const auto weekday = std::chrono::weekday(std::chrono::sys_days(*date)).c_encoding();
    const unsigned day = static_cast<unsigned>(date->day());
    const unsigned month = static_cast<unsigned>(date->month());
    const auto name = kWeekdays[weekday].in(language);
    if (language == Language::portuguese) return fmt::format("{} {:02}/{:02}", name, day, month);
    return fmt::format("{} {} {}", name, day, kMonths[month - 1]);
}

std::string_view time_of(std::string_view local) {
    return local.size() >= 16 ? local.substr(11, 5) : std::string_view("--:--");
}

std::string day_mark(std::string_view date, std::string_view local) {
    const auto from = parse_date(date);
    const auto to = day_of_local_time(local);
    if (!from || !to) return {};
    const int days = days_between(*from, *to);
    return days == 0 ? std::string() : fmt::format("{:+}", days);
}

std::string duration_text(std::int64_t minutes) {
    if (minutes < 60) return fmt::format("{} min", minutes);
    if (minutes % 60 == 0) return fmt::format("{} h", minutes / 60);
    return fmt::format("{} h {:02}", minutes / 60, minutes % 60);
}

std::string clock_text(std::int64_t seconds) {
    const auto left = std::max<std::int64_t>(seconds, 0);
    return fmt::format("{:02}:{:02}", left / 60, left % 60);
}

std::int64_t seconds_between(std::string_view from, std::string_view to) {
    const auto first = parse_rfc3339(from);
    const auto second = parse_rfc3339(to);
    if (!first || !second) return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(*second - *first).count();
}

std::string local_clock(std::string_view instant) {
    const auto local = local_time(instant);
    return local ? fmt::format("{:02}:{:02}", local->tm_hour, local->tm_min) : "--:--";
}

std::string local_moment(Language language, std::string_view instant) {
    const auto local = local_time(instant);
    if (!local) return printable(instant);
    const auto date =
        fmt::format("{:04}-{:02}-{:02}", local->tm_year + 1900, local->tm_mon + 1, local->tm_mday);
    return day_text(language, date) + ' ' + local_clock(instant);
}

std::string printable(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t bytes = first_character(text).bytes;
        const auto character = text.substr(0, std::max<std::size_t>(bytes, 1));
        if (bytes == 0 || has_control_character(character)) {
            clean += '?';
        } else {
            clean += character;
        }
        text.remove_prefix(character.size());
    }
    return clean;
}

std::string printable_lines(std::string_view text) {
    std::string clean;
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        clean += printable(text.substr(0, end)) + '\n';
        text.remove_prefix(end + 1);
    }
    return clean + printable(text);
}

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    for (; !text.empty(); ++columns)
        text.remove_prefix(std::max<std::size_t>(first_character(text).bytes, 1));
    return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
    const std::size_t width = columns_of(text);
    if (width <= columns) return std::string(text) + std::string(columns - width, ' ');
    std::size_t end = 0;
    for (std::size_t column = 0; column + 1 < columns; ++column)
        end += std::max<std::size_t>(first_character(text.substr(end)).bytes, 1);
    return std::string(text.substr(0, end)) + "…";
}

std::string right_aligned(std::string_view text, std::size_t columns) {
    const std::size_t width = columns_of(text);
    return std::string(width < columns ? columns - width : 0, ' ') + std::string(text);
}

}  // namespace viaja::terminal
