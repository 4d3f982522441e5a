#include "session-service/search/stay_routes.hpp"

#include <nlohmann/json.hpp>

#include "common/catalogue/zones.hpp"
#include "common/contract/item_id.hpp"
#include "common/contract/sale_window.hpp"
#include "common/contract/topology.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/search/offer_page.hpp"
#include "session-service/search/parameters.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

json stay_json(const StayOffer& offer) {
    return {{"hotel_id", offer.hotel_id},
            {"hotel", offer.hotel},
            {"room_type_id", offer.item.room_type_id},
            {"room", offer.room},
            {"nights", offer.nights},
            {"rooms_left", offer.rooms_left},
            {"price", to_json(offer.price)}};
}

std::string place_of_stay(const StayOffer& offer) {
    return offer.item.room_type_id;
}

void search_stays(Api& api, Questions& questions, const SharedHttpCall& call) {
    Parameters parameters(call->request());
    StayQuestion question;
    question.near = parameters.airport("near");
    question.check_in = parameters.date("check_in");
    question.check_out = parameters.date("check_out");
    question.guests = parameters.count("guests");
    if (const auto* after = parameters.find("after")) {
        question.after = *after;
        if (!is_item_id(*after)) {
            parameters.wrong("after", "must be \"next\" of an earlier answer to this search");
        }
    }
    if (!parameters.good(*call)) return;
    const int nights = days_between(question.check_in, question.check_out);
    if (nights < 1 || nights > kStayNightsMax) {
        parameters.wrong("check_out", "must be 1 to " + std::to_string(kStayNightsMax) +
                                          " nights after check_in");
    }
    const auto zone = api.places.zones.find(question.near);
    if (parameters.good() && zone != api.places.zones.end()) {
        parameters.check_sale("check_in", question.check_in, question.near,
                              catalogue::local_date(api.time.now(), zone->second));
    }
    if (!parameters.good(*call)) return;
    const std::vector<std::string> addresses = {std::string(topology::kHotel)};
    const auto context = http::context_of(call->request());
    questions.ask(addresses, question, context, [&api, call](const SupplierAnswers& answers) {
        if (all_complain(answers)) {
            return call->refuse(
                http::invalid_fields("No hotel of this system is near this place.",
                                     {{"/near", "may be an airport that is not known"}}));
        }
        call->answer(200,
                     offer_page(answers, answers.stays, api.time.now(), stay_json, place_of_stay));
    });
}

}  // namespace

void add_stay_routes(http::Router& router, Api& api, Questions& questions) {
    router.add(
        "GET", "/v1/hotels/search",
        on(api, [&questions](Api& of, const SharedHttpCall& call, const http::PathParameters&) {
            search_stays(of, questions, call);
        }));
}

}  // namespace viaja::session
