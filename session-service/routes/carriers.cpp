#include "session-service/routes/carriers.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"

namespace viaja::routes {
std::string_view name_of(CarrierState state) {
    switch (state) {
        case CarrierState::expected:
            return "expected";
        case CarrierState::present:
            return "present";
        case CarrierState::changing:
            return "changing";
        case CarrierState::silent:
            return "silent";
        case CarrierState::gone:
            return "gone";
    }
    throw Bug("a carrier is in no known state");
}

Carriers::Carriers(const std::vector<std::string>& expected, std::uint64_t seed)
    : expected_(expected.begin(), expected.end()), seed_(seed) {
    for (const auto& code : expected)
        carriers_[code];
}

void Carriers::heard(const std::string& code, const Uuid& instance, const ScheduleVersion& schedule,
                     Moment now) {
    if (!carriers_.contains(code) && carriers_.size() >= kCarriersMax) {
        ++ignored_;
        return;
    }
    auto& carrier = carriers_[code];
    if (!carrier.instances.contains(instance) && carrier.instances.size() >= kInstancesMax) {
        ++ignored_;
        return;
    }
    carrier.gone = false;
    // A process that has just started may be asked, whatever became of the one before.
    if (!carrier.instances.contains(instance)) carrier.breaker.answered(now);
    auto& one = carrier.instances[instance];
    one.heard = now;
    // A repeated announcement brings nothing new: another replica may have read a change already.
    const bool changed = std::exchange(one.version, schedule.version) != schedule.version;
    const bool has_none = !carrier.schedule && !carrier.fetch;
    if (changed || has_none || !carrier.problem.empty())
        want(code, carrier, schedule.version, schedule.flights, now);
}

void Carriers::ended(const std::string& code, const Uuid& instance) {
    auto* carrier = find(code);
    if (!carrier || carrier->instances.erase(instance) == 0) return;
    if (carrier->instances.empty()) end(*carrier);
}

void Carriers::answered(const std::string& code, Moment now) {
    if (auto* carrier = find(code)) carrier->breaker.answered(now);
}

void Carriers::stayed_silent(const std::string& code, Moment now) {
    if (auto* carrier = find(code)) carrier->breaker.stayed_silent(now);
}

const session::Breaker* Carriers::breaker(const std::string& code) const {
    const auto found = carriers_.find(code);
    return found == carriers_.end() ? nullptr : &found->second.breaker;
}

std::set<std::string> Carriers::silent(Moment now) const {
    std::set<std::string> silent;
    for (const auto& [code, carrier] : carriers_) {
        if (state_of(carrier, now) == CarrierState::silent) silent.insert(code);
    }
    return silent;
}

std::vector<std::string> Carriers::take_probes(Moment now) {
    std::vector<std::string> probes;
    for (auto& [code, carrier] : carriers_) {
        const bool closed = carrier.breaker.state() == session::Breaker::State::closed;
        if (!closed && !unheard(carrier, now) && carrier.breaker.allows(now))
            probes.push_back(code);
    }
    return probes;
}

void Carriers::look(Moment now) {
    for (auto& [code, carrier] : carriers_) {
        const auto forgotten = std::erase_if(carrier.instances, [&](const auto& one) {
            return now - one.second.heard >= kGoneAfter;
        });
        if (forgotten > 0 && carrier.instances.empty()) end(carrier);
    }
    std::erase_if(carriers_, [&](const auto& entry) {
        return entry.second.gone && !expected_.contains(entry.first);
    });
}

/// It stays known as gone, so that it is not named as missing.
void Carriers::end(Carrier& carrier) {
    if (carrier.schedule) changed_ = true;
    carrier.instances.clear();
    carrier.schedule.reset();
    carrier.fetch.reset();
    carrier.next_fetch = Moment();
    carrier.refused_version.clear();
    carrier.problem.clear();
    carrier.gone = true;
}

bool Carriers::take_change() {
    return std::exchange(changed_, false);
}

std::map<std::string, std::shared_ptr<const FetchedSchedule>> Carriers::schedules() const {
    std::map<std::string, std::shared_ptr<const FetchedSchedule>> schedules;
    for (const auto& [code, carrier] : carriers_) {
        if (carrier.schedule) schedules.emplace(code, carrier.schedule);
    }
    return schedules;
}

bool Carriers::knows(const std::string& code) const {
    const auto found = carriers_.find(code);
    return expected_.contains(code) || (found != carriers_.end() && !found->second.gone);
}

std::vector<std::string> Carriers::missing(Moment now) const {
    std::vector<std::string> missing;
    for (const auto& [code, carrier] : carriers_) {
        const auto state = state_of(carrier, now);
        const bool has_none = state == CarrierState::changing && !carrier.schedule;
        if (state == CarrierState::expected || state == CarrierState::silent || has_none)
            missing.push_back(code);
    }
    return missing;
}

std::vector<Carriers::Listed> Carriers::list(Moment now) const {
    std::vector<Listed> list;
    for (const auto& [code, carrier] : carriers_) {
        auto& listed = list.emplace_back();
        listed.carrier = code;
        listed.state = state_of(carrier, now);
        listed.problem = carrier.problem;
        if (!carrier.schedule) continue;
        listed.version = carrier.schedule->version;
        listed.flights = carrier.schedule->flights.size();
    }
    return list;
}

CarrierState Carriers::state_of(const Carrier& carrier, Moment now) const {
    if (carrier.gone) return CarrierState::gone;
    if (carrier.instances.empty()) return CarrierState::expected;
    const bool closed = carrier.breaker.state() == session::Breaker::State::closed;
    if (!closed || unheard(carrier, now)) return CarrierState::silent;
    if (carrier.fetch || !carrier.schedule) return CarrierState::changing;
    return CarrierState::present;
}

bool Carriers::unheard(const Carrier& carrier, Moment now) const {
    return std::ranges::none_of(
        carrier.instances, [&](const auto& one) { return now - one.second.heard < kSilentAfter; });
}

Carriers::Carrier* Carriers::find(const std::string& code) {
    const auto found = carriers_.find(code);
    return found == carriers_.end() ? nullptr : &found->second;
}

}  // namespace viaja::routes
