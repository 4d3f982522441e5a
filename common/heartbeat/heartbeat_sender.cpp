#include "common/heartbeat/heartbeat_sender.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/contract/topology.hpp"
#include "common/text/json_text.hpp"

namespace viaja {
namespace {

using nlohmann::json;

/// An announcement that claims more is not read.
constexpr std::int64_t kScheduleFlightsAnnouncedMax = 1'000'000;

/// A member that is a text of at most 255 bytes; nullopt for anything else.
std::optional<std::string> text_in(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    const auto& text = found->get_ref<const std::string&>();
    return text.size() <= 255 ? std::optional(text) : std::nullopt;
}

std::optional<ScheduleVersion> schedule_in(const json& body) {
    const auto found = body.find("schedule");
    if (found == body.end() || !found->is_object()) return std::nullopt;
    auto version = text_in(*found, "version").value_or("");
    const auto flights = found->find("flights");
    if (version.empty() || version.size() > kScheduleVersionBytesMax) return std::nullopt;
    if (flights == found->end() || !flights->is_number_integer()) return std::nullopt;
    const auto count = flights->get<std::int64_t>();
    if (count < 0 || count > kScheduleFlightsAnnouncedMax) return std::nullopt;
    return ScheduleVersion{std::move(version), static_cast<int>(count)};
}

std::string text_of(const json& body) {
    return json_text(body);
}

}  // namespace

std::string to_text(const ServiceAlive& alive) {
    json body = {{"service", alive.service},
                 {"address", alive.address},
                 {"instance", alive.instance.text()},
                 {"version", alive.version},
                 {"since", rfc3339(alive.since)}};
    if (!alive.http.empty()) body["http"] = alive.http;
    if (alive.schedule) {
        body["schedule"] = {{"version", alive.schedule->version},
                            {"flights", alive.schedule->flights}};
    }
    return text_of(body);
}

std::optional<ServiceAlive> service_alive_from(const std::string& body) {
    const auto json = parse_json(body);
    if (!json.is_object()) return std::nullopt;
    const auto service = text_in(json, "service");
    const auto address = text_in(json, "address");
    const auto instance = Uuid::parse(text_in(json, "instance").value_or(""));
    const auto since = parse_rfc3339(text_in(json, "since").value_or(""));
    if (!service || !address || !instance || !since) return std::nullopt;
    return ServiceAlive{*service,         *address,
                        *instance,        text_in(json, "version").value_or(""),
                        *since,           text_in(json, "http").value_or(""),
                        schedule_in(json)};
}

std::string to_text(const ServiceGone& gone) {
    return text_of({{"address", gone.address}, {"instance", gone.instance.text()}});
}

std::optional<ServiceGone> service_gone_from(const std::string& body) {
    const auto json = parse_json(body);
    if (!json.is_object()) return std::nullopt;
    const auto address = text_in(json, "address");
    const auto instance = Uuid::parse(text_in(json, "instance").value_or(""));
    if (!address || !instance) return std::nullopt;
    return ServiceGone{*address, *instance};
}

void request_heartbeats(Bus& bus) {
    bus.announce(std::string(topology::kServiceWho), "{}");
}

HeartbeatSender::HeartbeatSender(Bus& bus, const Clock& clock, Random& random, std::string service,
                                 std::string address, std::string version)
    : bus_(bus), self_{std::move(service), std::move(address), new_uuid(clock, random),
                       std::move(version), clock.now(),        {}} {}

bool HeartbeatSender::set_schedule(ScheduleVersion schedule) {
    if (self_.schedule == schedule) return false;
    self_.schedule = std::move(schedule);
    return true;
}

void HeartbeatSender::announce() {
    bus_.announce(std::string(topology::kServiceAlive), to_text(self_));
}

void HeartbeatSender::announce_end() {
    bus_.announce(std::string(topology::kServiceGone),
                  to_text(ServiceGone{self_.address, self_.instance}));
}

}  // namespace viaja
