#include "session-service/search/parameters.hpp"

#include <algorithm>
#include <chrono>
#include <ranges>

#include "common/contract/carrier_code.hpp"
#include "common/contract/sale_window.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::session {
namespace {

constexpr std::size_t kCarriersOfAQueryMax = 50;

}  // namespace

Date last_day_of_month(Date first) {
    return first.year() / first.month() / std::chrono::last;
}

std::string Parameters::airport(const char* name) {
    const auto* text = find(name, "the three letters of an airport, such as GRU");
    if (!text) return {};
    const bool three_letters = text->size() == 3 && std::ranges::all_of(*text, [](char c) {
                                   return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                               });
    if (!three_letters) wrong(name, "must be the three letters of an airport, such as GRU");
    std::string code = *text;
    for (auto& c : code) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return code;
}

Date Parameters::date(const char* name) {
    const auto* text = find(name, "a day in the form yyyy-mm-dd");
    if (!text) return {};
    const auto date = parse_date(*text);
    if (!date) wrong(name, "must be a day of the calendar in the form yyyy-mm-dd");
    return date.value_or(Date{});
}

Date Parameters::month(const char* name) {
    const auto* text = find(name, "a month in the form yyyy-mm");
    if (!text) return {};
    const auto first = parse_date(*text + "-01");
    if (!first) wrong(name, "must be a month in the form yyyy-mm");
    return first.value_or(Date{});
}

int Parameters::number(const char* name, int by_default, int least, int most) {
    const auto* text = find(name);
    if (!text) return by_default;
    const auto value = whole_number(*text, least, most);
    if (!value) {
        wrong(name, "must be a whole number from " + std::to_string(least) + " to " +
                        std::to_string(most));
    }
    return value.value_or(by_default);
}

bool Parameters::flag(const char* name) {
    const auto* text = find(name);
    if (text && *text != "0" && *text != "1") wrong(name, "must be 1 or 0");
    return text && *text == "1";
}

std::vector<std::string> Parameters::carriers(const char* name) {
    const auto* text = find(name);
    if (!text) return {};
    std::vector<std::string> codes;
    for (const auto part : std::views::split(*text, ','))
        codes.emplace_back(part.begin(), part.end());
    const bool are_codes =
        !codes.empty() && codes.size() <= kCarriersOfAQueryMax &&
        std::ranges::all_of(codes, [](const std::string& code) { return is_carrier_code(code); });
    if (!are_codes) {
        wrong(name, "must be 1 to " + std::to_string(kCarriersOfAQueryMax) +
                        " codes of carriers with commas between them, such as I0,8G");
    }
    return codes;
}

void Parameters::check_sale(const char* name, Date date, const std::string& place, Date today) {
    const auto last = plus_days(today, kDaysAheadMax);
    if (days_between(today, date) < 0) {
        wrong(name, "is over at " + place + ", where it is " + iso_date(today) + " now");
    } else if (days_between(last, date) > 0) {
        wrong(name, "must be at most " + std::to_string(kDaysAheadMax) + " days ahead: until " +
                        iso_date(last));
    }
}

std::pair<Date, Date> Parameters::month_on_sale(const char* name, Date first,
                                                const std::string& place, Date today) {
    const Date last = last_day_of_month(first);
    const Date begin = std::max(first, today);
    const Date end = std::min(last, plus_days(today, kDaysAheadMax));
    if (begin > end) check_sale(name, first > today ? first : last, place, today);
    return {begin, end};
}

bool Parameters::good(const HttpCall& call) const {
    if (errors_.empty()) return true;
    call.refuse(http::invalid_fields("The query cannot be read: see errors.", errors_));
    return false;
}

const std::string* Parameters::find(const char* name, const char* wanted) {
    const auto* text = find(name);
    if (!text) wrong(name, std::string("is missing; it must be ") + wanted);
    return text;
}

}  // namespace viaja::session
