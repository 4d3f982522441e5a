// Fetching the schedules of carriers: what is asked for, when, and what comes of it.

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/text/fnv1a.hpp"
#include "session-service/routes/carriers.hpp"

namespace viaja::routes {
namespace {

constexpr const char* kOtherVersion = "other_version";

}  // namespace

/// Begins to fetch a version, unless it is in use, under way or refused.
void Carriers::want(const std::string& code, Carrier& carrier, const std::string& version,
                    std::int64_t flights, Moment not_before) {
    if (carrier.fetch && carrier.fetch->so_far.version == version) return;
    carrier.fetch.reset();
    if (version == carrier.refused_version) return;
    carrier.problem.clear();
    if (carrier.schedule && carrier.schedule->version == version) {
        carrier.changes = 0;
        return;
    }
    carrier.problem = objection(code, flights);
    if (!carrier.problem.empty()) return;
    carrier.fetch.emplace();
    carrier.fetch->so_far.version = version;
    carrier.fetch->not_before = std::max(not_before, carrier.next_fetch);
}

std::string Carriers::objection(const std::string& code, std::int64_t flights) const {
    if (std::cmp_greater(flights, kScheduleFlightsMax)) return "too_many_flights";
    for (const auto& [other, carrier] : carriers_) {
        if (other != code && carrier.schedule) flights += std::ssize(carrier.schedule->flights);
    }
    return std::cmp_greater(flights, kFlightsMax) ? "timetable_full" : "";
}

Duration Carriers::pause_after(const std::string& code, int tries) const {
    const auto pause = std::min(kPauseMax, kPause * (1 << std::min(tries, 8)));
    if (seed_ == 0) return pause;
    const auto noise = fnv1a(code + std::to_string(seed_ + static_cast<std::uint64_t>(tries)));
    return pause - pause * static_cast<int>(noise & 0xFF) / 1024;
}

std::vector<PageRequest> Carriers::take_requests(Moment now) {
    std::size_t under_way = 0;
    for (auto& [code, carrier] : carriers_) {
        if (!carrier.fetch || !carrier.fetch->asked) continue;
        auto& fetch = *carrier.fetch;
        if (now - *fetch.asked < kPageTime) {
            ++under_way;
            continue;
        }
        fetch.asked.reset();
        fetch.not_before = now + pause_after(code, fetch.tries++);
    }
    std::vector<PageRequest> requests;
    for (auto& [code, carrier] : carriers_) {
        if (under_way == kFetchesMax) break;
        if (!carrier.fetch || carrier.fetch->asked || unheard(carrier, now)) continue;
        auto& fetch = *carrier.fetch;
        if (now < fetch.not_before) continue;
        fetch.asked = now;
        if (fetch.page == 1) {
            carrier.fetch_began = now;
            carrier.next_fetch = now + kFetchPace;
        }
        ++under_way;
        requests.push_back({code, fetch.so_far.version, fetch.page});
    }
    return requests;
}

/// A request that is due but for the number of those under way waits for the end of one of them.
std::optional<Moment> Carriers::next_requests(Moment now) const {
    std::optional<Moment> next;
    for (const auto& [code, carrier] : carriers_) {
        if (!carrier.fetch) continue;
        const auto& [so_far, page, asked, not_before, tries] = *carrier.fetch;
        if (!asked && not_before <= now) continue;
        const auto due = asked ? *asked + kPageTime : not_before;
        next = next ? std::min(*next, due) : due;
    }
    return next;
}

void Carriers::received(const std::string& code, SchedulePage page, const std::string& problem,
                        Moment now) {
    auto* carrier = find(code);
    if (!carrier || !carrier->fetch) return;
    const auto version = carrier->fetch->so_far.version;
    if (problem == kOtherVersion) {
        if (page.version == version) return;
        const int before = carrier->changes++;
        const auto pause = before == 0 ? Duration(0) : pause_after(code, before - 1);
        return want(code, *carrier, page.version, 0, now + pause);
    }
    if (page.version != version || page.page != carrier->fetch->page) return;
    if (!problem.empty()) return refuse(*carrier, version, problem);
    go_on(code, *carrier, std::move(page), now);
}

void Carriers::go_on(const std::string& code, Carrier& carrier, SchedulePage page, Moment now) {
    auto& fetch = *carrier.fetch;
    std::ranges::move(page.airports, std::back_inserter(fetch.so_far.airports));
    std::ranges::move(page.flights, std::back_inserter(fetch.so_far.flights));
    if (page.page < page.pages) {
        ++fetch.page;
        fetch.asked.reset();
        fetch.not_before = now;
        fetch.tries = 0;
        return;
    }
    const auto why = objection(code, std::ssize(fetch.so_far.flights));
    if (!why.empty()) {  // there may be room later: the version is not refused for good
        carrier.fetch.reset();
        carrier.problem = why;
        return;
    }
    const auto took = std::min(now - carrier.fetch_began, kPageTime);
    carrier.next_fetch = std::max(carrier.next_fetch, now + took);
    carrier.schedule = std::make_shared<const FetchedSchedule>(std::move(fetch.so_far));
    carrier.fetch.reset();
    carrier.changes = 0;
    changed_ = true;
}

bool Carriers::saw_version(const std::string& code, const std::string& version, Moment now) {
    auto* carrier = find(code);
    const bool in_use = carrier && carrier->schedule && !carrier->fetch;
    if (in_use) want(code, *carrier, version, 0, now);
    return in_use && carrier->fetch;
}

void Carriers::refused(const std::string& code, const std::string& why) {
    auto* carrier = find(code);
    if (carrier && carrier->fetch) {
        const auto version = carrier->fetch->so_far.version;
        refuse(*carrier, version, why);
    }
}

void Carriers::refuse(Carrier& carrier, const std::string& version, const std::string& why) {
    carrier.fetch.reset();
    carrier.refused_version = version;
    carrier.problem = why;
}

}  // namespace viaja::routes
