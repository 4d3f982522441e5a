#include "common/contract/seats_changed.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "common/contract/json_reader.hpp"
#include "common/text/json_text.hpp"

namespace viaja {
namespace {

using nlohmann::json;

std::optional<SeatsChanged> read_one(const json& change) {
    if (!change.is_object()) return std::nullopt;
    try {
        const JsonReader reader(change, "");
        return SeatsChanged{reader.code("address"),
                            {reader.code("flight"), reader.date("date")},
                            reader.integer("seats_left", 0, kLeftMax)};
    } catch (const Misread&) {
        return std::nullopt;
    }
}

}  // namespace

std::string to_text(std::span<const SeatsChanged> changes) {
    json list = json::array();
    for (const auto& change : changes) {
        list.push_back({{"address", change.address},
                        {"flight", change.flight.flight},
                        {"date", iso_date(change.flight.date)},
                        {"seats_left", change.seats_left}});
    }
    return json_text(list);
}

std::vector<SeatsChanged> seats_changed_from(const std::string& body) {
    std::vector<SeatsChanged> changes;
    const auto list = parse_json(body);
    if (!list.is_array()) return changes;
    for (const auto& json : list) {
        if (auto change = read_one(json)) changes.push_back(std::move(*change));
    }
    return changes;
}

}  // namespace viaja
