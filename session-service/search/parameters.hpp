#pragma once
// Reads the parameters of a search's query and collects what is wrong with them. One thread.

#include <string>
#include <utility>
#include <vector>

#include "common/contract/quantity.hpp"
#include "common/contract/time.hpp"
#include "common/http/problem.hpp"
#include "common/text/enum_words.hpp"
#include "session-service/http/http_call.hpp"

namespace viaja::session {

Date last_day_of_month(Date first);

class Parameters {
  public:
    /// The request must outlive it.
    explicit Parameters(const http::Request& request) : request_(request) {}

    // What is missing or cannot be read is wrong, and the value returned means nothing.

    std::string airport(const char* name);
    Date date(const char* name);
    /// The first day of a month, of "2026-12".
    Date month(const char* name);
    /// Of persons or things (quantity.hpp); 1 without it.
    int count(const char* name) { return number(name, 1, 1, kQuantityMax); }
    int number(const char* name, int by_default, int least, int most);
    /// "1" or "0", false without it.
    bool flag(const char* name);
    /// Carriers' codes with commas between them, none without it.
    std::vector<std::string> carriers(const char* name);
    /// By its word.
    template <HasWords Enum>
    Enum word(const char* name, Enum by_default) {
        const auto* text = find(name);
        const auto value = text ? named<Enum>(*text) : std::optional(by_default);
        if (!value) wrong(name, "must be one of " + words_of<Enum>());
        return value.value_or(by_default);
    }

    /// nullptr where it is missing, which is not wrong.
    const std::string* find(const char* name) const { return request_.query.find(name); }

    void wrong(const char* name, std::string detail) {
        errors_.push_back({std::string("/") + name, std::move(detail)});
    }
    /// Checks that something can be sold on that day at a place: from its present day to
    /// kDaysAheadMax later.
    void check_sale(const char* name, Date date, const std::string& place, Date today);
    /// The first and the last day of a month that something can be sold on at a place; wrong where
    /// there is none.
    std::pair<Date, Date> month_on_sale(const char* name, Date first, const std::string& place,
                                        Date today);

    bool good() const { return errors_.empty(); }
    /// True if nothing was wrong; else the call is answered.
    bool good(const HttpCall& call) const;

  private:
    const std::string* find(const char* name, const char* wanted);

    template <HasWords Enum>
    static std::string words_of() {
        std::string words;
        for (const Enum value : all_of<Enum>()) {
            if (!words.empty()) words += ", ";
            words += name_of(value);
        }
        return words;
    }

    const http::Request& request_;
    std::vector<http::FieldError> errors_;
};

}  // namespace viaja::session
