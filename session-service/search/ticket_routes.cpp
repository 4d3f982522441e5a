#include "session-service/search/ticket_routes.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "common/catalogue/zones.hpp"
#include "common/contract/item_id.hpp"
#include "common/contract/topology.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/search/city_parameter.hpp"
#include "session-service/search/offer_page.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kEventDaysMax = 31;

json ticket_json(const TicketOffer& offer) {
    return {{"event_id", offer.item.event_id},
            {"section_id", offer.item.section_id},
            {"event", offer.event},
            {"event_pt", offer.event_pt},
            {"kind", offer.kind},
            {"near", offer.near},
            {"starts_at", rfc3339(offer.starts_at)},
            {"starts_at_local", offer.starts_at_local},
            {"tickets_left", offer.tickets_left},
            {"price", to_json(offer.price)}};
}

/// "2026-12-20T20:00/evt_rec/PISTA", and back.
std::string place_of_ticket(const TicketOffer& offer) {
    return offer.starts_at_local + "/" + offer.item.event_id + "/" + offer.item.section_id;
}

std::optional<TicketPlace> read_ticket_place(const std::string& text) {
    const auto end_of_event = text.rfind('/');
    if (text.size() <= kLocalTimeBytes || text[kLocalTimeBytes] != '/' ||
        end_of_event <= kLocalTimeBytes)
        return std::nullopt;
    TicketPlace place;
    place.starts_at_local = text.substr(0, kLocalTimeBytes);
    place.item.event_id = text.substr(kLocalTimeBytes + 1, end_of_event - kLocalTimeBytes - 1);
    place.item.section_id = text.substr(end_of_event + 1);
    const bool good = day_of_local_time(place.starts_at_local) && is_item_id(place.item.event_id) &&
                      is_item_id(place.item.section_id);
    return good ? std::optional(place) : std::nullopt;
}

/// Both days, of which the last may be the first.
void read_days(Parameters& parameters, EventQuestion& question) {
    question.from = parameters.date("date");
    question.until = parameters.find("until") ? parameters.date("until") : question.from;
    if (!parameters.good()) return;
    const int days = days_between(question.from, question.until);
    if (days < 0 || days >= kEventDaysMax) {
        parameters.wrong("until", "must be \"date\" or one of the 30 days behind it");
    }
}

void search_tickets(Api& api, Questions& questions, const SharedHttpCall& call) {
    Parameters parameters(call->request());
    EventQuestion question;
    question.near = airports_of_city(parameters, api.places);
    question.quantity = parameters.count("quantity");
    if (const auto* after = parameters.find("after")) {
        question.after = read_ticket_place(*after);
        if (!question.after) {
            parameters.wrong("after", "must be \"next\" of an earlier answer to this search");
        }
    }
    read_days(parameters, question);
    if (!parameters.good(*call)) return;
    const auto& near = question.near.front();
    parameters.check_sale("date", question.from, near,
                          catalogue::local_date(api.time.now(), api.places.zones.at(near)));
    if (!parameters.good(*call)) return;
    const std::vector<std::string> addresses = {std::string(topology::kEvent)};
    questions.ask(addresses, question, http::context_of(call->request()),
                  [&api, call](const SupplierAnswers& answers) {
                      if (all_complain(answers)) {
                          return call->refuse(http::invalid_fields(
                              "No event of this system is near this city.",
                              {{"/city", "may be a city that its supplier does not know"}}));
                      }
                      call->answer(200, offer_page(answers, answers.tickets, api.time.now(),
                                                   ticket_json, place_of_ticket));
                  });
}

}  // namespace

void add_ticket_routes(http::Router& router, Api& api, Questions& questions) {
    router.add(
        "GET", "/v1/events/search",
        on(api, [&questions](Api& of, const SharedHttpCall& call, const http::PathParameters&) {
            search_tickets(of, questions, call);
        }));
}

}  // namespace viaja::session
