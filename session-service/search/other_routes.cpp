#include "session-service/search/other_routes.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "common/catalogue/zones.hpp"
#include "common/contract/item_id.hpp"
#include "common/contract/topology.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/search/city_parameter.hpp"
#include "session-service/search/offer_page.hpp"
#include "session-service/store/hold_request.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kDaysMax = 31;

json other_json(const OtherOffer& offer) {
    json body = to_json(Item(offer.what.item));
    body.update(description_json(offer.what));
    body["left"] = offer.left;
    body["price"] = to_json(offer.price);
    return body;
}

/// "2026-12-20T10:00/eco-rec", and back.
std::string place_of_other(const OtherOffer& offer) {
    return offer.what.starts_at_local + "/" + offer.what.item.item_id;
}

std::optional<OtherPlace> read_other_place(const std::string& text) {
    if (text.size() <= kLocalTimeBytes || text[kLocalTimeBytes] != '/') return std::nullopt;
    OtherPlace place{text.substr(0, kLocalTimeBytes), text.substr(kLocalTimeBytes + 1)};
    const bool good = day_of_local_time(place.starts_at_local) && is_item_id(place.item_id);
    return good ? std::optional(place) : std::nullopt;
}

std::string supplier_in(Parameters& parameters, const OtherSuppliers& suppliers) {
    const auto* name = parameters.find("supplier");
    if (!name) {
        parameters.wrong("supplier", "is missing; GET /v1/other/suppliers lists them");
    } else if (!suppliers.knows(*name)) {
        parameters.wrong("supplier",
                         "is no supplier of this system; GET /v1/other/suppliers lists them");
    }
    return name ? *name : std::string();
}

OtherQuestion question_in(Parameters& parameters, const Places& places) {
    OtherQuestion question;
    question.near = airports_of_city(parameters, places);
    question.quantity = parameters.count("quantity");
    if (const auto* after = parameters.find("after")) {
        question.after = read_other_place(*after);
        if (!question.after) {
            parameters.wrong("after", "must be \"next\" of an earlier answer to this search");
        }
    }
    question.from = parameters.date("from");
    question.until = parameters.find("until") ? parameters.date("until") : question.from;
    if (!parameters.good()) return question;
    const int days = days_between(question.from, question.until);
    if (days < 0 || days >= kDaysMax) {
        parameters.wrong("until", "must be \"from\" or one of the 30 days behind it");
    }
    return question;
}

void search_others(Api& api, Questions& questions, const SharedHttpCall& call) {
    Parameters parameters(call->request());
    const auto supplier = supplier_in(parameters, api.suppliers);
    const auto question = question_in(parameters, api.places);
    if (!parameters.good(*call)) return;
    const auto& near = question.near.front();
    parameters.check_sale("from", question.from, near,
                          catalogue::local_date(api.time.now(), api.places.zones.at(near)));
    if (!parameters.good(*call)) return;
    questions.ask({topology::other(supplier)}, question, http::context_of(call->request()),
                  [&api, call, supplier](SupplierAnswers answers) {
                      // A hold goes to the supplier that the item names.
                      std::erase_if(answers.others, [&](const OtherOffer& offer) {
                          return offer.what.item.supplier != supplier;
                      });
                      call->answer(200, offer_page(answers, answers.others, api.time.now(),
                                                   other_json, place_of_other));
                  });
}

void list_suppliers(Api& api, const SharedHttpCall& call, const http::PathParameters&) {
    call->answer(200, {{"suppliers", api.suppliers.names()}});
}

}  // namespace

void add_other_routes(http::Router& router, Api& api, Questions& questions) {
    router.add("GET", "/v1/other/suppliers", on(api, list_suppliers));
    router.add(
        "GET", "/v1/other/search",
        on(api, [&questions](Api& of, const SharedHttpCall& call, const http::PathParameters&) {
            search_others(of, questions, call);
        }));
}

}  // namespace viaja::session
