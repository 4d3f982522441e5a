#pragma once
// The fares of a seat: what each costs, and how much of it comes back when the seat is given back.
// They are the same for every carrier, so that a search prices them without asking. Pure; any
// thread.

#include <cstdint>
#include <string_view>

#include "common/contract/money.hpp"

namespace viaja {

enum class Fare { light, plus, flex };
constexpr std::string_view name_of(Fare fare) {
    switch (fare) {
        case Fare::light:
            return "light";
        case Fare::plus:
            return "plus";
        case Fare::flex:
            return "flex";
    }
    return {};
}

/// So much of an amount, in hundredths, rounded to the nearest minor unit, a half up: whole numbers
/// only. `amount` and `percent` are not below zero.
constexpr std::int64_t hundredths(std::int64_t amount, int percent) {
    return (amount * percent + 50) / 100;
}

/// Of the price of the light fare, which is the carrier's own.
constexpr int percent_of_light(Fare fare) {
    switch (fare) {
        case Fare::light:
            return 100;
        case Fare::plus:
            return 115;
        case Fare::flex:
            return 140;
    }
    return 100;
}

/// Of one seat, whose price in the light fare is `light`.
constexpr std::int64_t fare_price(std::int64_t light, Fare fare) {
    return hundredths(light, percent_of_light(fare));
}

/// How much of the price comes back before the departure, in hundredths.
constexpr int refund_percent(Fare fare) {
    switch (fare) {
        case Fare::light:
            return 0;
        case Fare::plus:
            return 50;
        case Fare::flex:
            return 100;
    }
    return 0;
}

}  // namespace viaja
