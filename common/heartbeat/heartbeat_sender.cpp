#include "common/heartbeat/heartbeat_sender.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/contract/topology.hpp"

namespace viaja {
namespace {

using nlohmann::json;

/// A member that is a text of at most 255 bytes; nullopt for anything else.
std::optional<std::string> text_in(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    const auto& text = found->get_ref<const std::string&>();
    return text.size() <= 255 ? std::optional(text) : std::nullopt;
}

}  // namespace

std::string to_text(const ServiceAlive& alive) {
    json body = {{"service", alive.service},
                 {"address", alive.address},
                 {"instance", alive.instance.text()},
                 {"version", alive.version},
                 {"since", rfc3339(alive.since)}};
    if (!alive.http.empty()) body["http"] = alive.http;
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<ServiceAlive> service_alive_from(const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    const auto service = text_in(json, "service");
    const auto address = text_in(json, "address");
    const auto instance = Uuid::parse(text_in(json, "instance").value_or(""));
    const auto since = parse_rfc3339(text_in(json, "since").value_or(""));
    if (!service || !address || !instance || !since) return std::nullopt;
    return ServiceAlive{*service,  *address,
                        *instance, text_in(json, "version").value_or(""),
                        *since,    text_in(json, "http").value_or("")};
}

HeartbeatSender::HeartbeatSender(Bus& bus, const Clock& clock, Random& random, std::string service,
                                 std::string address, std::string version)
    : bus_(bus), self_{std::move(service), std::move(address), new_uuid(clock, random),
                       std::move(version), clock.now(),        {}} {}

void HeartbeatSender::announce() {
    bus_.announce(std::string(topology::kServiceAlive), to_text(self_));
}

}  // namespace viaja
