#include "session-service/http/held_by_client.hpp"

#include <algorithm>
#include <utility>

namespace viaja::session {
namespace {

bool is_taken(const Hold& hold) {
    return hold.state == HoldState::asked || hold.state == HoldState::held;
}

/// What the session keeps from others without being paid.
std::map<HoldId, int> unpaid_holds(const Session& session) {
    std::map<HoldId, int> holds;
    if (session.state != SessionState::open && session.state != SessionState::paying) return holds;
    for (const auto& hold : session.holds) {
        if (is_taken(hold)) holds[hold.id] = hold.request.quantity;
    }
    return holds;
}

}  // namespace

HeldByClient::HeldByClient(int held_max, std::size_t clients_max)
    : held_max_(held_max), clients_max_(clients_max) {}

std::optional<Duration> HeldByClient::ask(const std::string& name, int quantity, Instant now,
                                          const Replaced& replaced) {
    if (held_max_ == 0) return std::nullopt;
    if (clients_.size() >= clients_max_ && !clients_.contains(name)) make_room();
    auto& client = clients_[name];
    forget_what_has_ended(client, now);
    int held = client.asked;
    auto first_end = Instant::max();
    for (const auto& [session_id, of_session] : client.sessions) {
        held += of_session.quantity;
        first_end = std::min(first_end, of_session.until);
    }
    held -= quantity_of(client, replaced);
    if (held + quantity > held_max_) {
        return first_end == Instant::max() ? Duration(std::chrono::seconds(1)) : first_end - now;
    }
    client.asked += quantity;
    return std::nullopt;
}

void HeldByClient::decided(const std::string& name, int quantity, const Session* session) {
    if (held_max_ == 0) return;
    const auto found = clients_.find(name);
    if (found == clients_.end()) return;  // it was forgotten
    auto& client = found->second;
    client.asked = std::max(0, client.asked - quantity);
    if (session && !unpaid_holds(*session).empty()) {
        forget(session->id);
        owners_[session->id] = name;
        clients_[name].sessions[session->id] = {};
        changed(*session);
    } else if (client.asked == 0 && client.sessions.empty()) {
        clients_.erase(found);
    }
}

void HeldByClient::changed(const Session& session) {
    const auto owner = owners_.find(session.id);
    if (owner == owners_.end()) return;
    auto holds = unpaid_holds(session);
    if (holds.empty()) return forget(session.id);
    int quantity = 0;
    for (const auto& [hold, of_hold] : holds)
        quantity += of_hold;
    clients_.at(owner->second).sessions[session.id] = {
        quantity, session.timeout.expires_at.value_or(Instant{}), std::move(holds)};
}

/// Of what is among what the client holds.
int HeldByClient::quantity_of(const Client& client, const Replaced& replaced) {
    const auto session_id = client.sessions.find(replaced.session_id);
    if (session_id == client.sessions.end()) return 0;
    int quantity = 0;
    for (const auto& id : replaced.holds) {
        const auto hold = session_id->second.holds.find(id);
        if (hold != session_id->second.holds.end()) quantity += hold->second;
    }
    return quantity;
}

void HeldByClient::forget(const SessionId& session_id) {
    const auto owner = owners_.find(session_id);
    if (owner == owners_.end()) return;
    const auto client = clients_.find(owner->second);
    client->second.sessions.erase(session_id);
    if (client->second.asked == 0 && client->second.sessions.empty()) clients_.erase(client);
    owners_.erase(owner);
}

void HeldByClient::forget_what_has_ended(Client& client, Instant now) {
    for (auto held = client.sessions.begin(); held != client.sessions.end();) {
        if (held->second.until > now) {
            ++held;
            continue;
        }
        owners_.erase(held->first);
        held = client.sessions.erase(held);
    }
}

/// Any client will do: a client that has that many addresses is not limited by one of them.
void HeldByClient::make_room() {
    const auto client = clients_.begin();
    for (const auto& [session_id, held] : client->second.sessions)
        owners_.erase(session_id);
    clients_.erase(client);
}

}  // namespace viaja::session
