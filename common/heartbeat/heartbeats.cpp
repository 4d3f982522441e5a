#include "common/heartbeat/heartbeats.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include "common/contract/topology.hpp"

namespace viaja {
namespace {

std::chrono::milliseconds random_delay(Random& random) {
    std::array<std::uint8_t, 2> bytes{};
    random.fill(bytes);
    const int number = bytes[0] * 256 + bytes[1];
    return Heartbeats::kAnswerWithin * number / 65'536;
}

}  // namespace

Heartbeats::Heartbeats(runtime::Loop& loop, Bus& bus, const Clock& clock, Random& random,
                       std::string version)
    : loop_(loop), bus_(bus), clock_(clock), random_(random), version_(std::move(version)) {}

Heartbeats::~Heartbeats() {
    *alive_ = false;
    asked_.reset();
}

void Heartbeats::add(std::string service, std::string address) {
    announcers_.emplace_back(bus_, clock_, random_, std::move(service), std::move(address),
                             version_);
}

void Heartbeats::start(const std::string& http) {
    running_ = true;
    for (auto& heartbeat_sender : announcers_)
        heartbeat_sender.serve_http_at(http);
    asked_ = bus_.listen(std::string(topology::kServiceWho),
                         [this, alive = alive_](const std::string&, const std::string&) {
                             loop_.post([this, alive] {
                                 if (*alive) answer_soon();
                             });
                         });
    announce();
    every_ = loop_.call_every(HeartbeatSender::kPeriod, [this] { announce(); });
}

void Heartbeats::set_schedule(const std::string& address, ScheduleVersion schedule) {
    for (auto& heartbeat_sender : announcers_) {
        if (heartbeat_sender.address() != address) continue;
        const bool changed = heartbeat_sender.set_schedule(schedule);
        if (changed && running_) heartbeat_sender.announce();
    }
}

void Heartbeats::stop() {
    if (!std::exchange(running_, false)) return;
    asked_.reset();
    every_.cancel();
    soon_.cancel();
    for (auto& heartbeat_sender : announcers_)
        heartbeat_sender.announce_end();
}

void Heartbeats::announce() {
    for (auto& heartbeat_sender : announcers_)
        heartbeat_sender.announce();
}

/// Many questions at once, as when all replicas of session-service start, get one answer.
void Heartbeats::answer_soon() {
    if (!running_) return;
    when_asked_();
    if (soon_.pending()) return;
    soon_ = loop_.call_after(random_delay(random_), [this] { announce(); });
}

}  // namespace viaja
