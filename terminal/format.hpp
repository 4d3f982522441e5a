#pragma once
// Money, days, times and columns for people, in both languages, without the system's locales. Any
// thread; only local_clock reads something beside its arguments.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/contract/time.hpp"
#include "terminal/json.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// "R$ 1.031,90" or "BRL 1,031.90" of `{"amount", "currency"}`; "?" where it is null.
std::string money_text(Language language, const Json& money);
/// 45990 of "459.90", "459,90" or, without a fraction, "459"; nullopt for anything else, also for
/// thousands set apart.
std::optional<std::int64_t> centavos_of(std::string_view text);
/// "sex 25/12" or "Fri 25 Dec" of "2026-12-25"; the text itself where it is no day.
std::string day_text(Language language, std::string_view date);
/// "09:00" of "2026-12-25T09:00".
std::string_view time_of(std::string_view local);
/// "+1" where the local time lies a day after `date`; empty on the same day.
std::string day_mark(std::string_view date, std::string_view local);
/// "3 h 10", "45 min".
std::string duration_text(std::int64_t minutes);
/// "09:41"; "00:00" below zero.
std::string clock_text(std::int64_t seconds);
/// Whole seconds from one RFC 3339 instant to another; 0 where either is none.
std::int64_t seconds_between(std::string_view from, std::string_view to);

/// "19:58" of an RFC 3339 instant, in the time zone of this machine; "--:--" where it is none.
std::string local_clock(std::string_view instant);

/// "Fri 25 Dec 19:58" of the same; the text itself where it is none.
std::string local_moment(Language language, std::string_view instant);

/// Text of a server for a terminal: each control character becomes "?".
std::string printable(std::string_view text);
/// The same of a text of several lines.
std::string printable_lines(std::string_view text);
/// How many columns a text takes; each character counts as one.
std::size_t columns_of(std::string_view text);
/// With blanks behind it, or cut with "…", so that it takes that many columns.
std::string fitted(std::string_view text, std::size_t columns);
/// With blanks before it where it takes fewer columns.
std::string right_aligned(std::string_view text, std::size_t columns);

}  // namespace viaja::terminal
