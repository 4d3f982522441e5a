#include "session-service/coordinator/events.hpp"

#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

void read_into(std::vector<SessionChanged>& events, const json& event) {
    if (!event.is_object()) return;
    const auto session_id = event.value("session", json());
    const auto version = event.value("version", json());
    if (!session_id.is_string() || !version.is_number_integer()) return;
    const auto id = SessionId::parse(session_id.get<std::string>());
    if (id) events.push_back({*id, version.get<std::int64_t>()});
}

}  // namespace

std::string to_text(std::span<const SessionChanged> events) {
    auto list = json::array();
    for (const auto& event : events)
        list.push_back({{"session", event.session_id.text()}, {"version", event.version}});
    return json_text(list);
}

std::vector<SessionChanged> sessions_changed_from(const std::string& body) {
    std::vector<SessionChanged> events;
    const auto read = parse_json(body);
    if (read.is_array()) {
        for (const auto& event : read)
            read_into(events, event);
    } else {
        read_into(events, read);
    }
    return events;
}

}  // namespace viaja::session
