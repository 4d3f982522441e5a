#include "session-service/waiters.hpp"

#include <utility>
#include <vector>

namespace viaja::session {
namespace {

/// How many sessions' last changes are kept for waiters that come a moment later.
constexpr std::size_t kRecentMax = 4096;
/// Between two reads of a session that could not be read.
constexpr std::chrono::milliseconds kReadPause{100};

}  // namespace

Waiters::Waiters(process::Loop& loop, ReadAgain read_again)
    : loop_(loop), read_again_(std::move(read_again)) {}

void Waiters::wait(const SessionId& session, std::int64_t version, std::chrono::milliseconds time,
                   OnTrip on_trip, OnTimeout on_timeout) {
    const auto recent = recent_.find(session);
    const bool newer = recent != recent_.end() && recent->second.version > version;
    if (newer && recent->second.view.trip && on_trip(recent->second.view)) return;
    auto waiting = std::make_shared<Waiting>();
    waiting->version = version;
    waiting->on_trip = std::move(on_trip);
    const auto place = waiting_.emplace(session, waiting);
    waiting->timer = loop_.call_after(time, [this, place, on_timeout = std::move(on_timeout)] {
        const auto keep = place->second;  // its timer is running this function
        waiting_.erase(place);
        on_timeout();
    });
    if (newer && !recent->second.view.trip) read_again_(session);
}

void Waiters::changed(const View& view) {
    const auto& trip = view.trip;
    remember(trip->id, trip->version, view);
    const auto [begin, end] = waiting_.equal_range(trip->id);
    for (auto place = begin; place != end;) {
        const auto keep = place->second;
        const bool over = trip->version > keep->version && keep->on_trip(view);
        if (over) {
            keep->timer.cancel();
            place = waiting_.erase(place);
        } else {
            ++place;
        }
    }
}

void Waiters::changed_elsewhere(const SessionId& session, std::int64_t version) {
    const auto recent = recent_.find(session);
    if (recent != recent_.end() && recent->second.version >= version) return;
    remember(session, version, {});
    if (waiting_.contains(session)) read_again_(session);
}

void Waiters::not_read(const SessionId& session) {
    if (!waiting_.contains(session) || reads_.contains(session)) return;
    reads_[session] = loop_.call_after(kReadPause, [this, session] {
        reads_.erase(session);
        if (waiting_.contains(session)) read_again_(session);
    });
}

void Waiters::remember(const SessionId& session, std::int64_t version, View view) {
    const auto [place, is_new] = recent_.try_emplace(session);
    if (place->second.version <= version) place->second = Recent{version, std::move(view)};
    if (!is_new) return;
    recent_order_.push_back(session);
    if (recent_order_.size() > kRecentMax) {
        recent_.erase(recent_order_.front());
        recent_order_.pop_front();
    }
}

}  // namespace viaja::session
