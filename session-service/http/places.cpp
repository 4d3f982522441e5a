#include "session-service/http/places.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "common/catalogue/zones.hpp"
#include "common/csv/csv.hpp"
#include "common/http/conditional.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/http/secrets.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// A client asks again after an hour, and is mostly told that nothing has changed.
constexpr const char* kCacheControl = "public, max-age=3600";
constexpr std::int64_t kDegree = 1'000'000;
/// Minutes; a longer one would make nearly every connection impossible.
constexpr std::int64_t kMinimumConnectionMax = 600;

double degrees(std::int64_t millionths) {
    return static_cast<double>(millionths) / static_cast<double>(kDegree);
}

constexpr const char* kDomesticConnection = "connection_domestic_min";
constexpr const char* kInternationalConnection = "connection_international_min";

/// What the row does not say is as everywhere.
MinimumConnection minimum_connection_in(const csv::Reader& row) {
    MinimumConnection minimum;
    const auto read = [&row](const char* column, std::int16_t& minutes) {
        if (row.has(column)) {
            minutes = static_cast<std::int16_t>(row.integer(column, 1, kMinimumConnectionMax));
        }
    };
    read(kDomesticConnection, minimum.domestic);
    read(kInternationalConnection, minimum.international);
    return minimum;
}

std::string small(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// Into `places`; returns what the answer shows of all.
json read_airports(const std::filesystem::path& file, Places& places) {
    auto row =
        csv::Reader::open(file, {"iata", "name", "city", "city_pt", "country", "lat", "lon", "tz"},
                          {kDomesticConnection, kInternationalConnection});
    auto airports = std::make_shared<Airports>();
    json shown = json::array();
    while (row.next()) {
        catalogue::Airport airport;
        airport.iata = row.text("iata", 3, 3);
        airport.name = row.text("name");
        airport.city = row.text("city");
        airport.country = row.text("country", 2, 2);
        airport.latitude = row.millionths("lat", -90 * kDegree, 90 * kDegree);
        airport.longitude = row.millionths("lon", -180 * kDegree, 180 * kDegree);
        airport.zone = row.text("tz", 1, 64);
        shown.push_back({{"code", airport.iata},
                         {"name", airport.name},
                         {"city", {{"en", airport.city}, {"pt", row.text("city_pt")}}},
                         {"country", airport.country},
                         {"lat", degrees(airport.latitude)},
                         {"lon", degrees(airport.longitude)},
                         {"zone", airport.zone}});
        airports->emplace(airport.iata, Airport{airport.country, minimum_connection_in(row)});
        if (!catalogue::zone_exists(airport.zone)) continue;
        catalogue::read_zone(airport.zone);
        places.zones.emplace(airport.iata, airport.zone);
        for (const auto& name : std::set{small(airport.city), small(row.text("city_pt"))})
            places.cities[name].push_back(airport.iata);
        places.catalogue.push_back(std::move(airport));
    }
    places.airports = std::move(airports);
    return shown;
}

std::map<std::string, std::string> read_names_of_carriers(const std::filesystem::path& file) {
    auto row = csv::Reader::open(file, {"code", "name"});
    std::map<std::string, std::string> names;
    while (row.next())
        names.emplace(row.text("code", 2, 2), row.text("name"));
    return names;
}

void show_places(Api& api, const SharedHttpCall& call, const http::PathParameters&) {
    const http::Headers headers = {{"ETag", api.places.etag}, {"Cache-Control", kCacheControl}};
    if (http::client_has(call->request(), api.places.etag)) {
        return call->answer(http::not_modified(headers));
    }
    auto response = http::json_response(200, api.places.body);
    for (const auto& [name, value] : headers)
        response.headers.set(name, value);
    call->answer(std::move(response));
}

}  // namespace

Places read_places(const std::filesystem::path& folder, std::span<const std::string> codes) {
    const auto names = read_names_of_carriers(folder / "carriers.csv");
    json carriers = json::array();
    for (const auto& code : codes) {
        const auto name = names.find(code);
        carriers.push_back({{"code", code}, {"name", name == names.end() ? code : name->second}});
    }
    Places places;
    auto airports = read_airports(folder / "airports.csv", places);
    places.body = to_text({{"airports", std::move(airports)}, {"carriers", std::move(carriers)}});
    places.etag = '"' + hash_of(places.body) + '"';
    return places;
}

std::vector<std::string> airports_in(const Places& places, const std::string& city) {
    const auto name = small(city);
    const auto coded = std::ranges::find(places.catalogue, name,
                                         [](const auto& airport) { return small(airport.iata); });
    const auto found =
        places.cities.find(coded == places.catalogue.end() ? name : small(coded->city));
    return found == places.cities.end() ? std::vector<std::string>() : found->second;
}

void add_place_routes(http::Router& router, Api& api) {
    router.add("GET", "/v1/places", on(api, show_places));
}

}  // namespace viaja::session
