#include "bench/load/load.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace viaja::bench {
namespace {

using namespace std::chrono_literals;

/// Above the servers' own limit of connections nothing would be learned.
constexpr std::size_t kTravellersMax = 4000;
constexpr auto kPatience = 60s;
/// How long the last trips may take after the end of the measurement.
constexpr auto kEndWithin = 90s;

}  // namespace

/// A person with a connection, on one trip after the other.
struct Load::Traveller {
    Traveller(int epoll, const Address& address, std::uint64_t tag)
        : connection(epoll, address, tag) {}

    Connection connection;
    std::optional<TripScript> script;
    SteadyTime intended;    ///< of the trip
    SteadyTime step_began;  ///< the first sending of the present request
    SteadyTime sent;        ///< the last one
    bool awaits_answer = false;
    std::optional<Pauses::iterator> pause;
};

Load::Load(const Wishes& wishes, LoadOptions options)
    : wishes_(wishes),
      options_(std::move(options)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      now_(std::chrono::steady_clock::now()),
      window_(now_ + options_.warm_up,
              options_.trips > 0 ? SteadyTime::max() : now_ + options_.warm_up + options_.measured,
              ProcessorMeter("load", options_.watched)),
      next_arrival_(now_),
      next_look_for_silence_(now_ + 1s) {
    if (epoll_ < 0) throw std::runtime_error("the system gives no epoll");
}

Load::~Load() {
    travellers_.clear();
    ::close(epoll_);
}

Report Load::run() {
    if (options_.rate <= 0) {
        for (int i = 0; i < options_.in_flight; ++i)
            idle_.push_back(&new_traveller());
    }
    std::optional<SteadyTime> end_by;
    while (true) {
        window_.move(now_);
        begin_what_is_due();
        const bool over = !may_begin() && window_.has_begun();
        if (over && under_way_ == 0 && waiting_.empty()) break;
        if (over && !end_by) end_by = now_ + kEndWithin;
        if (end_by && now_ >= *end_by) break;
        wait_and_work();
    }
    window_.close(now_);
    return report();
}

bool Load::may_begin() const {
    if (options_.trips > 0) return begun_measured_ < options_.trips;
    return now_ < window_.end();
}

void Load::begin_what_is_due() {
    if (options_.rate > 0) begin_arrivals();
    while (!idle_.empty() && (options_.rate > 0 ? !waiting_.empty() : may_begin())) {
        auto& traveller = *idle_.back();
        idle_.pop_back();
        auto intended = now_;
        if (options_.rate > 0) {
            intended = waiting_.front();
            waiting_.pop_front();
        }
        begin_trip(traveller, intended);
    }
}

/// Open loop: starts every arrival that is due; one without a free traveller waits.
void Load::begin_arrivals() {
    for (; next_arrival_ <= now_ && next_arrival_ < window_.end() && may_begin();
         next_arrival_ += pause_to_next_arrival()) {
        if (idle_.empty() && travellers_.size() < kTravellersMax) idle_.push_back(&new_traveller());
        waiting_.push_back(next_arrival_);
        if (window_.has_begun()) ++begun_measured_;
        if (idle_.empty()) {
            ++delayed_;
            continue;
        }
        auto& traveller = *idle_.back();
        idle_.pop_back();
        const auto intended = waiting_.front();
        waiting_.pop_front();
        begin_trip(traveller, intended);
    }
}

std::chrono::steady_clock::duration Load::pause_to_next_arrival() {
    const double mean = 1.0 / options_.rate;
    std::exponential_distribution<double> random(options_.rate);
    const std::chrono::duration<double> pause(options_.even ? mean : random(chance_));
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(pause);
}

Load::Traveller& Load::new_traveller() {
    const auto tag = travellers_.size();
    const auto& address = options_.addresses[tag % options_.addresses.size()];
    return *travellers_.emplace_back(std::make_unique<Traveller>(epoll_, address, tag));
}

void Load::begin_trip(Traveller& traveller, SteadyTime intended) {
    traveller.script.emplace(wishes_, options_.script, options_.first_trip + begun_);
    traveller.intended = intended;
    ++begun_;
    ++under_way_;
    if (window_.has_begun() && options_.rate <= 0) ++begun_measured_;
    traveller.step_began = now_;
    send(traveller);
}

void Load::send(Traveller& traveller) {
    traveller.sent = now_;
    traveller.awaits_answer = true;
    if (!traveller.connection.send(traveller.script->request())) {
        traveller.awaits_answer = false;
        take(traveller, traveller.script->take_silence());
    }
}

void Load::wait_and_work() {
    const auto wake = next_wake();
    const auto pause = std::max(wake - now_, SteadyTime::duration(0));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(pause);
    const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = (pause - seconds).count()};
    std::array<epoll_event, 256> events;
    const int count =
        epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
    now_ = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i)
        ready(*travellers_[events[static_cast<std::size_t>(i)].data.u64]);
    end_pauses();
    if (now_ >= next_look_for_silence_) give_up_the_silent();
}

SteadyTime Load::next_wake() const {
    auto wake = std::min(next_look_for_silence_, window_.next_change());
    if (!pauses_.empty()) wake = std::min(wake, pauses_.begin()->first);
    if (options_.rate > 0 && may_begin()) wake = std::min(wake, next_arrival_);
    return wake;
}

void Load::end_pauses() {
    while (!pauses_.empty() && pauses_.begin()->first <= now_) {
        auto& traveller = *pauses_.begin()->second;
        pauses_.erase(pauses_.begin());
        traveller.pause.reset();
        send(traveller);
    }
}

void Load::give_up_the_silent() {
    next_look_for_silence_ = now_ + 1s;
    for (const auto& traveller : travellers_) {
        if (!traveller->awaits_answer || now_ - traveller->sent < kPatience) continue;
        traveller->connection.close();
        traveller->awaits_answer = false;
        take(*traveller, traveller->script->take_silence());
    }
}

void Load::ready(Traveller& traveller) {
    const bool lost = !traveller.connection.move_bytes();
    if (!traveller.awaits_answer) return;
    if (lost) {
        traveller.awaits_answer = false;
        return take(traveller, traveller.script->take_silence());
    }
    const auto answer = traveller.connection.next_answer();
    if (!answer) return;
    traveller.awaits_answer = false;
    const auto step = traveller.script->step();
    const auto turn = traveller.script->take(*answer);
    const bool done = turn.kind == Turn::Kind::confirmed ||
                      (turn.kind == Turn::Kind::go_on && turn.refusal.empty());
    if (done) record_step(traveller, step);
    take(traveller, turn);
}

bool Load::counts(const Traveller& traveller) const {
    return window_.contains(options_.rate > 0 ? traveller.intended : now_);
}

void Load::record_step(const Traveller& traveller, TripScript::Step step) {
    if (!counts(traveller)) return;
    const auto took = now_ - traveller.step_began;
    switch (step) {
        case TripScript::Step::open:
            return open_.add(took);
        case TripScript::Step::hold:
            return hold_.add(took);
        case TripScript::Step::pay:
            return pay_.add(took);
    }
}

void Load::take(Traveller& traveller, const Turn& turn) {
    if (!turn.refusal.empty()) ++refusals_[turn.refusal];
    switch (turn.kind) {
        case Turn::Kind::go_on:
            traveller.step_began = now_;
            return send(traveller);
        case Turn::Kind::again:
            if (turn.pause == 0ms) return send(traveller);
            traveller.pause = pauses_.emplace(now_ + turn.pause, &traveller);
            return;
        case Turn::Kind::confirmed:
            return end_trip(traveller, true);
        case Turn::Kind::failed:
            return end_trip(traveller, false);
    }
}

void Load::end_trip(Traveller& traveller, bool confirmed) {
    --under_way_;
    if (confirmed) {
        window_.count_trip();
        if (counts(traveller)) trip_.add(now_ - traveller.intended);
    } else {
        ++failed_;
    }
    idle_.push_back(&traveller);
}

Report Load::report() const {
    Report report;
    report.program = "load";
    report.mode = options_.rate > 0 ? fmt::format("open loop, {:.0f} trips/s wanted", options_.rate)
                                    : fmt::format("closed loop, {} in flight", options_.in_flight);
    window_.describe(report);
    report.latencies = {{"pay", pay_.summary()},
                        {"trip", trip_.summary()},
                        {"hold", hold_.summary()},
                        {"open", open_.summary()}};
    report.refusals = refusals_;
    complain(report);
    return report;
}

void Load::complain(Report& report) const {
    std::uint64_t sold_out = 0;
    std::uint64_t unexpected = 0;
    for (const auto& [code, count] : refusals_)
        (code == "409 not_available" ? sold_out : unexpected) += count;
    auto& complaints = report.complaints;
    if (unexpected > 0) {
        complaints.push_back(fmt::format("{} answers were none that a trip expects", unexpected));
    }
    if (sold_out * 100 > report.trips_total) {
        complaints.push_back(fmt::format("{} items were sold out: use new databases", sold_out));
    }
    if (failed_ > 0) complaints.push_back(fmt::format("{} trips were given up", failed_));
    if (under_way_ > 0) complaints.push_back(fmt::format("{} trips did not end", under_way_));
    if (report.trips == 0) complaints.push_back("no trip was confirmed in the measured time");
    if (delayed_ > 0) {
        complaints.push_back(fmt::format("{} trips began late: no traveller was free", delayed_));
    }
}

}  // namespace viaja::bench
