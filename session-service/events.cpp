#include "session-service/events.hpp"

#include <nlohmann/json.hpp>

namespace viaja::session {

std::string to_text(const SessionChanged& event) {
    const nlohmann::json body = {{"session", event.session.text()}, {"version", event.version}};
    return body.dump();
}

std::optional<SessionChanged> session_changed_from(const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    const auto session = json.value("session", nlohmann::json());
    const auto version = json.value("version", nlohmann::json());
    if (!session.is_string() || !version.is_number_integer()) return std::nullopt;
    const auto id = SessionId::parse(session.get<std::string>());
    if (!id) return std::nullopt;
    return SessionChanged{*id, version.get<std::int64_t>()};
}

}  // namespace viaja::session
