#include "terminal/price_lines.hpp"

#include <algorithm>

#include "terminal/format.hpp"
#include "terminal/hold_words.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kUntil{"preço garantido até {}; depois é conferido ao pagar",
                        "price guaranteed until {}; from then on checked when you pay"};
constexpr Phrase kNotGuaranteed{"o preço é conferido ao pagar",
                                "the price is checked when you pay"};
constexpr Phrase kNewPrice{"  {}: de {} para {}", "  {}: from {} to {}"};
constexpr Phrase kNotSold{"  {}: não é mais vendido; solte ou troque: viaja soltar, viaja trocar",
                          "  {}: not sold any more; release or swap it: viaja release, viaja swap"};
constexpr Phrase kNewTotal{"  Total: de {} para {}", "  Total: from {} to {}"};

/// What a hold has in common with the request for it.
constexpr const char* kMembersOfRequest[] = {"type",     "carrier",      "flight",   "date",
                                             "fare",     "room_type_id", "check_in", "check_out",
                                             "event_id", "section_id",   "supplier", "item_id",
                                             "from",     "until",        "quantity", "travellers"};

const Json& hold_with(const Json& session, const std::string& id) {
    static const Json none;
    for (const Json& hold : list_at(session, "holds"))
        if (text_at(hold, "id") == id) return hold;
    return none;
}

bool price_stands(const Json& session, const Json& hold) {
    const auto until = hold.find("price_guarantee_expires_at");
    if (text_at(hold, "state") != "held" || until == hold.end()) return true;
    const auto end = text_at(member(session, "timeout"), "expires_at");
    return until->is_string() && seconds_between(end, until->get<std::string>()) >= 0;
}

}  // namespace

bool prices_stand(const Json& session) {
    return std::ranges::all_of(list_at(session, "holds"),
                               [&](const Json& hold) { return price_stands(session, hold); });
}

std::string guarantee_text(Language language, const Json& session, const Json& hold) {
    if (price_stands(session, hold)) return {};
    const auto until = text_at(hold, "price_guarantee_expires_at");
    return until.empty() ? std::string(kNotGuaranteed.in(language))
                         : say(language, kUntil, local_clock(until));
}

Lines lines_of_new_prices(Language language, const Json& session, const Json& problem) {
    Lines lines;
    for (const Json& price : list_at(problem, "prices")) {
        const auto title = short_title(language, hold_with(session, text_at(price, "hold")));
        const Json& now = member(price, "current_price");
        lines.push_back(now.is_null() ? say(language, kNotSold, title)
                                      : say(language, kNewPrice, title,
                                            money_text(language, member(price, "price")),
                                            money_text(language, now)));
    }
    if (!is_still_sold(problem)) return lines;
    lines.push_back(say(language, kNewTotal, money_text(language, member(problem, "total")),
                        money_text(language, member(problem, "current_total"))));
    return lines;
}

bool is_still_sold(const Json& problem) {
    return member(problem, "current_total").is_object();
}

Json holds_at_new_prices(const Json& session, const Json& problem) {
    Json items = Json::array();
    Json replaces = Json::array();
    for (const Json& price : list_at(problem, "prices")) {
        const Json& hold = hold_with(session, text_at(price, "hold"));
        Json item = Json::object();
        for (const char* const name : kMembersOfRequest)
            if (hold.contains(name)) item[name] = hold.at(name);
        items.push_back(std::move(item));
        replaces.push_back(text_at(price, "hold"));
    }
    return {{"items", std::move(items)}, {"replaces", std::move(replaces)}};
}

}  // namespace viaja::terminal
