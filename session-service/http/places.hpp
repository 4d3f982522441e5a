#pragma once
// GET /v1/places: the airports of the catalogue and the carriers of this system, with their names.
// They do not change while a process runs, so that the answer is made once, at the start.

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/http/router.hpp"
#include "session-service/core/connections.hpp"

namespace viaja::session {

struct Api;

/// The answer's body, as in docs/openapi.yaml, and its strong ETag.
struct Places {
    std::string body = R"({"airports":[],"carriers":[]})";
    std::string etag = R"("none")";
    /// The airports whose time zone this machine knows.
    std::vector<catalogue::Airport> catalogue = {};
    /// The time zone of each of them.
    std::map<std::string, std::string> zones = {};
    /// Their codes, by the city's name in English and in Portuguese, in small ASCII letters.
    std::map<std::string, std::vector<std::string>> cities = {};
    /// What decisions need of the airports.
    std::shared_ptr<const Airports> airports = nullptr;
};

/// From airports.csv and carriers.csv in `folder` (data/README.md). The carriers are those of
/// `codes`, in that order; one that the file does not know has its code for a name. Throws
/// csv::Error for a file that is missing or damaged.
Places read_places(const std::filesystem::path& folder, std::span<const std::string> codes);

/// The airports of a city by its name in either language, or of the city of an airport by its code;
/// capital and small ASCII letters are alike. Empty: there is none.
std::vector<std::string> airports_in(const Places& places, const std::string& city);

void add_place_routes(http::Router& router, Api& api);

}  // namespace viaja::session
