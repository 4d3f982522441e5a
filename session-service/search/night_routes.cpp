#include "session-service/search/night_routes.hpp"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "common/catalogue/zones.hpp"
#include "common/contract/topology.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/search/offer_page.hpp"
#include "session-service/search/parameters.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// Every night that was asked about. Where `checked` is false the hotels have not answered.
json days_json(const NightsQuestion& question, const NightOffers& offers, bool checked) {
    std::map<Date, Money> lowest;
    for (const auto& night : offers.lowest) {
        const auto [known, is_first] = lowest.emplace(night.date, night.price);
        if (!is_first && night.price.amount < known->second.amount) known->second = night.price;
    }
    json days = json::array();
    for (Date date = question.from; date <= question.until; date = plus_days(date, 1)) {
        json& day = days.emplace_back(json{{"date", iso_date(date)}, {"checked", checked}});
        const auto price = lowest.find(date);
        if (price != lowest.end()) day["price"] = to_json(price->second);
    }
    return days;
}

json rooms_json(const NightOffers& offers) {
    json rooms = json::array();
    for (const auto& room : offers.rooms) {
        json nights = json::array();
        for (const auto& night : room.nights) {
            nights.push_back({{"date", iso_date(night.date)},
                              {"rooms_left", night.rooms_left},
                              {"price", to_json(night.price)}});
        }
        rooms.push_back({{"hotel_id", room.hotel_id},
                         {"hotel", room.hotel},
                         {"room_type_id", room.room_type_id},
                         {"room", room.room},
                         {"nights", std::move(nights)}});
    }
    return rooms;
}

json nights_json(const NightsQuestion& question, const KnownNights& known,
                 const std::vector<std::string>& missing, Instant now) {
    return {{"days", days_json(question, known.offers, missing.empty())},
            {"rooms", rooms_json(known.offers)},
            {"more", known.more},
            {"missing", missing},
            {"server_time", rfc3339(now)}};
}

/// The nights of the month that are on sale. Of an airport that only hotels know, all of them:
/// hotels look at their own clock.
NightsQuestion read_question(Parameters& parameters, const Api& api) {
    NightsQuestion question;
    question.near = parameters.airport("near");
    question.from = parameters.month("month");
    question.guests = parameters.count("guests");
    if (!parameters.good()) return question;
    question.until = last_day_of_month(question.from);
    const auto zone = api.places.zones.find(question.near);
    if (zone == api.places.zones.end()) return question;
    const Date today = catalogue::local_date(api.time.now(), zone->second);
    std::tie(question.from, question.until) =
        parameters.month_on_sale("month", question.from, question.near, today);
    return question;
}

void answer_nights(Api& api, NightCache& nights, const NightsQuestion& question,
                   const SupplierAnswers& answers, const HttpCall& call) {
    if (all_complain(answers)) {
        return call.refuse(
            http::invalid_fields("No hotel of this system is near this place.",
                                 {{"/near", "may be an airport that is not known"}}));
    }
    auto known = std::make_shared<const KnownNights>(KnownNights{answers.nights, answers.more});
    call.answer(200, nights_json(question, *known, answers.missing, api.time.now()));
    if (answers.missing.empty()) nights.put(question, std::move(known), api.clock.moment());
}

void show_night_calendar(Api& api, Questions& questions, NightCache& nights,
                         const SharedHttpCall& call) {
    Parameters parameters(call->request());
    const NightsQuestion question = read_question(parameters, api);
    if (!parameters.good(*call)) return;
    if (const auto known = nights.good(question, api.clock.moment()))
        return call->answer(200, nights_json(question, *known, {}, api.time.now()));
    questions.ask({std::string(topology::kHotel)}, question, http::context_of(call->request()),
                  [&api, &nights, question, call](const SupplierAnswers& answers) {
                      answer_nights(api, nights, question, answers, *call);
                  });
}

}  // namespace

void add_night_routes(http::Router& router, Api& api, Questions& questions, NightCache& nights) {
    router.add("GET", "/v1/hotels/calendar",
               on(api, [&questions, &nights](Api& of, const SharedHttpCall& call,
                                             const http::PathParameters&) {
                   show_night_calendar(of, questions, nights, call);
               }));
}

}  // namespace viaja::session
