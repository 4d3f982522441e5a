#include "session-service/search/search_routes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "common/catalogue/zones.hpp"
#include "common/contract/item_id.hpp"
#include "common/contract/sale_window.hpp"
#include "common/contract/topology.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// Reads the parameters of a query and collects what is wrong with them.
class Parameters {
  public:
    explicit Parameters(const http::Request& request) : request_(request) {}

    std::string airport(const char* name) {
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

    Date date(const char* name) {
        const auto* text = find(name, "a day in the form yyyy-mm-dd");
        if (!text) return {};
        const auto date = parse_date(*text);
        if (!date) wrong(name, "must be a day of the calendar in the form yyyy-mm-dd");
        return date.value_or(Date{});
    }

    int count(const char* name) {
        const auto* text = request_.query.find(name);
        if (!text) return 1;
        const auto value = whole_number(*text, 1, 9);
        if (!value) wrong(name, "must be a whole number from 1 to 9");
        return value.value_or(0);
    }

    /// Where a flight search goes on: what `next_of` wrote.
    std::optional<FlightPlace> flight_place() {
        const auto* text = request_.query.find("after");
        if (!text) return std::nullopt;
        const auto dot = std::min(text->find('.'), text->size());
        const auto departs_at = whole_number<std::int64_t>(text->substr(0, dot));
        const auto flight = text->substr(std::min(dot + 1, text->size()));
        if (departs_at && is_item_id(flight)) return FlightPlace{from_micros(*departs_at), flight};
        wrong("after", "must be \"next\" of an earlier answer to this search");
        return std::nullopt;
    }

    /// Where a search of stays goes on.
    std::string room_type_place() {
        const auto* text = request_.query.find("after");
        if (!text) return {};
        if (is_item_id(*text)) return *text;
        wrong("after", "must be \"next\" of an earlier answer to this search");
        return {};
    }

    /// A day on which something can begin at the place: from its present day to 330 days ahead. Of
    /// a place that is not known here the suppliers decide.
    void check_sale(const char* name, Date date, const std::string& place, const Api& api) {
        const auto zone = api.places.zones.find(place);
        if (!errors_.empty() || zone == api.places.zones.end()) return;
        const auto today = catalogue::local_date(api.time.now(), zone->second);
        const auto last = plus_days(today, kDaysAheadMax);
        if (days_between(today, date) < 0) {
            wrong(name, "is over at " + place + ", where it is " + iso_date(today) + " now");
        } else if (days_between(last, date) > 0) {
            wrong(name, "must be at most " + std::to_string(kDaysAheadMax) + " days ahead: until " +
                            iso_date(last));
        }
    }

    void wrong(const char* name, std::string detail) {
        errors_.push_back({std::string("/") + name, std::move(detail)});
    }

    /// True if nothing was wrong; else the exchange is answered.
    bool good(const HttpCall& call) const {
        if (errors_.empty()) return true;
        call.refuse(http::invalid_fields("The query cannot be read: see errors.", errors_));
        return false;
    }

  private:
    const std::string* find(const char* name, const char* wanted) {
        const auto* text = request_.query.find(name);
        if (!text) wrong(name, std::string("is missing; it must be ") + wanted);
        return text;
    }

    const http::Request& request_;
    std::vector<http::FieldError> errors_;
};

json offer_json(const FlightOffer& offer) {
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(offer.arrives_at - offer.departs_at);
    const json segment = {{"carrier", offer.item.carrier},
                          {"flight", offer.item.flight},
                          {"from", offer.from},
                          {"to", offer.to},
                          {"date", iso_date(offer.item.date)},
                          {"departs_at", rfc3339(offer.departs_at)},
                          {"departs_at_local", offer.departs_at_local},
                          {"arrives_at", rfc3339(offer.arrives_at)},
                          {"arrives_at_local", offer.arrives_at_local},
                          {"seats_left", offer.seats_left}};
    return {{"segments", json::array({segment})},
            {"duration_minutes", minutes.count()},
            {"price", to_json(offer.price)}};
}

json offer_json(const StayOffer& offer) {
    return {{"hotel_id", offer.hotel_id},
            {"hotel", offer.hotel},
            {"room_type_id", offer.item.room_type_id},
            {"room", offer.room},
            {"nights", offer.nights},
            {"rooms_left", offer.rooms_left},
            {"price", to_json(offer.price)}};
}

/// "I0" for "flight.I0": a carrier's code, or the name of another service.
std::string supplier_name(const std::string& address) {
    const auto dot = address.find('.');
    return dot == std::string::npos ? address : address.substr(dot + 1);
}

/// Every supplier that answered found the same thing wrong with the question.
bool all_complain(const Found& found) {
    return found.answers > 0 && found.problems.size() == found.answers;
}

std::string next_of(const FlightOffer& last) {
    return std::to_string(to_micros(last.departs_at)) + "." + last.item.flight;
}

std::string next_of(const StayOffer& last) {
    return last.item.room_type_id;
}

/// The first offers of a sorted list, and where to go on. What suppliers have not said yet stands
/// behind what they said, so the first of the list are the first of all.
template <class Offer>
json found_json(const Found& found, std::span<const Offer> offers, Instant now) {
    const auto shown = offers.first(std::min(offers.size(), kOffersMax));
    json list = json::array();
    for (const auto& offer : shown)
        list.push_back(offer_json(offer));
    json missing = json::array();
    for (const auto& address : found.missing)
        missing.push_back(supplier_name(address));
    const bool more = !shown.empty() && (found.more || shown.size() < offers.size());
    json body = {{"offers", std::move(list)},
                 {"missing", std::move(missing)},
                 {"more", more},
                 {"server_time", rfc3339(now)}};
    if (more) body["next"] = next_of(shown.back());
    return body;
}

void refuse_place(const HttpCall& call, std::vector<const char*> names) {
    std::vector<http::FieldError> errors;
    for (const auto* name : names)
        errors.push_back({std::string("/") + name, "may be an airport that is not known"});
    call.refuse(http::invalid_fields("No supplier knows this place.", std::move(errors)));
}

void search_flights(Api& api, Search& search, const SharedHttpCall& call) {
    Parameters parameters(call->request());
    FlightQuestion question;
    question.from = parameters.airport("from");
    question.to = parameters.airport("to");
    question.date = parameters.date("date");
    question.passengers = parameters.count("passengers");
    question.after = parameters.flight_place();
    if (!question.from.empty() && question.from == question.to) {
        parameters.wrong("to", "must be another airport than from");
    }
    parameters.check_sale("date", question.date, question.from, api);
    if (!parameters.good(*call)) return;
    std::vector<std::string> addresses;
    for (const auto& carrier : api.carriers)
        addresses.push_back(topology::flight(carrier));
    search.ask(addresses, question, [&api, call](Found found) {
        if (all_complain(found)) return refuse_place(*call, {"from", "to"});
        std::ranges::sort(found.flights, [](const FlightOffer& a, const FlightOffer& b) {
            return std::tie(a.departs_at, a.item.flight) < std::tie(b.departs_at, b.item.flight);
        });
        call->answer(
            200, found_json(found, std::span<const FlightOffer>(found.flights), api.time.now()));
    });
}

void search_stays(Api& api, Search& search, const SharedHttpCall& call) {
    Parameters parameters(call->request());
    StayQuestion question;
    question.near = parameters.airport("near");
    question.check_in = parameters.date("check_in");
    question.check_out = parameters.date("check_out");
    question.guests = parameters.count("guests");
    question.after = parameters.room_type_place();
    if (!parameters.good(*call)) return;
    const int nights = days_between(question.check_in, question.check_out);
    if (nights < 1 || nights > 30) {
        parameters.wrong("check_out", "must be 1 to 30 nights after check_in");
    }
    parameters.check_sale("check_in", question.check_in, question.near, api);
    if (!parameters.good(*call)) return;
    const std::vector<std::string> addresses = {std::string(topology::kHotel)};
    search.ask(addresses, question, [&api, call](Found found) {
        if (all_complain(found)) return refuse_place(*call, {"near"});
        // In the supplier's own order, from the cheapest on: "next" goes on in it.
        call->answer(200,
                     found_json(found, std::span<const StayOffer>(found.stays), api.time.now()));
    });
}

}  // namespace

void add_search_routes(http::Router& router, Api& api, Search& search) {
    const auto with_search = [&api, &search](auto handle) {
        return on(api,
                  [&search, handle](Api& of, const SharedHttpCall& call,
                                    const http::PathParameters&) { handle(of, search, call); });
    };
    router.add("GET", "/v1/flights/search", with_search(search_flights));
    router.add("GET", "/v1/hotels/search", with_search(search_stays));
}

}  // namespace viaja::session
