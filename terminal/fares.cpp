#include "terminal/fares.hpp"

#include <algorithm>

#include "terminal/format.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kWrongFare{"\"{}\" não é uma tarifa; há {}.", "\"{}\" is no fare; there are {}."};
constexpr Phrase kNoFlightForFare{
    "--tarifa é de voos, e aqui não há nenhum. Nada foi pedido.",
    "--fare is for flights, and there is none. Nothing was asked for."};
constexpr Phrase kAllUntil{"se cancelar até {}, tudo volta", "cancelled until {}, all comes back"};
constexpr Phrase kPartUntil{"se cancelar até {}, voltam {} %",
                            "cancelled until {}, {} % comes back"};
constexpr Phrase kNothing{"se cancelar, nada volta", "cancelled, nothing comes back"};
constexpr Phrase kFirstDay{"comprado há menos de 24 horas: tudo volta",
                           "bought less than 24 hours ago: all comes back"};
constexpr int kAll = 100;

std::string terms_text(Language language, const Json& terms) {
    const auto percent = number_at(terms, "percent");
    const auto until = local_moment(language, text_at(terms, "until"));
    if (percent == 0) return std::string(kNothing.in(language));
    if (percent == kAll) return say(language, kAllUntil, until);
    return say(language, kPartUntil, until, percent);
}

}  // namespace

std::string fare_named(const Arguments& arguments) {
    const std::string fare = arguments.value(Option::fare);
    const auto fares = choices_of(Option::fare);
    if (!arguments.has(Option::fare) || std::find(fares.begin(), fares.end(), fare) != fares.end())
        return fare;
    throw Stop(Exit::usage, "usage",
               say(arguments.language, kWrongFare, printable(fare), fmt::join(fares, ", ")));
}

const Json& price_in_fare(const Json& offer, std::string_view fare) {
    for (const Json& one : list_at(offer, "fares"))
        if (text_at(one, "fare") == fare) return member(one, "price");
    return member(offer, "price");
}

Json with_fare(const Arguments& arguments, Json items, const std::string& otherwise) {
    const std::string named = fare_named(arguments);
    bool has_flight = false;
    for (Json& item : items) {
        if (text_at(item, "type") != "flight") continue;
        has_flight = true;
        const std::string fare = named.empty() && !item.contains("fare") ? otherwise : named;
        if (!fare.empty()) item["fare"] = fare;
    }
    if (!named.empty() && !has_flight)
        throw Stop(Exit::usage, "usage", std::string(kNoFlightForFare.in(arguments.language)));
    return items;
}

std::optional<std::string> refund_terms(Language language, const Json& hold) {
    const Json& terms = member(member(hold, "item"), "refund");
    if (!terms.is_object()) return std::nullopt;
    std::string text;
    if (text_at(hold, "type") == "flight") {
        const auto fare = text_at(hold, "fare");
        text = (fare.empty() ? "light" : printable(fare)) + ": ";
    }
    return text + terms_text(language, terms);
}

std::string rule_of_refund(Language language, const Json& hold, const Json& quoted) {
    const Json& terms = member(member(hold, "item"), "refund");
    const bool whole = number_at(member(quoted, "refund"), "amount") ==
                       number_at(member(quoted, "price"), "amount");
    if (terms.is_object() && whole && number_at(terms, "percent") < kAll)
        return std::string(kFirstDay.in(language));
    return refund_terms(language, hold).value_or("");
}

}  // namespace viaja::terminal
