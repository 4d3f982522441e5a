#include "session-service/coordinator/sibling_replicas.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr std::size_t kConnectionsMax = 64;

std::optional<std::vector<std::int64_t>> connections_in(const json& body) {
    const auto found = body.find("connections");
    if (found == body.end() || !found->is_array() || found->size() > kConnectionsMax) return {};
    std::vector<std::int64_t> connections;
    for (const auto& number : *found) {
        if (!number.is_number_integer() || number < 1) return std::nullopt;
        connections.push_back(number.get<std::int64_t>());
    }
    return connections;
}

}  // namespace

std::string to_text(const ReplicaAlive& alive) {
    json body = {{"replica", alive.replica.text()}, {"connections", alive.connections}};
    if (alive.ends) body["ends"] = true;
    return json_text(body);
}

std::optional<ReplicaAlive> replica_alive_from(const std::string& body) {
    const auto read = parse_json(body);
    if (!read.is_object()) return std::nullopt;
    const auto replica = read.find("replica");
    if (replica == read.end() || !replica->is_string()) return std::nullopt;
    const auto id = Uuid::parse(replica->get<std::string>());
    auto connections = connections_in(read);
    if (!id || !connections) return std::nullopt;
    const auto ends = read.find("ends");
    return ReplicaAlive{*id, std::move(*connections), ends != read.end() && *ends == true};
}

std::vector<ReplicaAlive> SiblingReplicas::hear(const ReplicaAlive& alive) {
    if (alive.replica == own_) return count_own();
    if (alive.ends) {
        siblings_.erase(alive.replica);
        return {};
    }
    if (!siblings_.contains(alive.replica) && siblings_.size() >= kSiblingsMax) return {};
    auto& sibling = siblings_[alive.replica];
    sibling.last = alive;
    sibling.missed = 0;
    return {};
}

std::vector<ReplicaAlive> SiblingReplicas::count_own() {
    own_heard_ = std::min(own_heard_ + 1, kMissedMax);
    std::vector<ReplicaAlive> silent;
    for (auto& [id, sibling] : siblings_) {
        if (++sibling.missed == kMissedMax) silent.push_back(sibling.last);
    }
    std::erase_if(siblings_,
                  [](const auto& entry) { return entry.second.missed >= kForgottenAfter; });
    return silent;
}

bool SiblingReplicas::has_silent() const {
    return std::ranges::any_of(siblings_,
                               [](const auto& entry) { return entry.second.missed >= kMissedMax; });
}

}  // namespace viaja::session
