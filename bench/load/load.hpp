#pragma once
// Many travellers at once, on one thread and one epoll, so that little of the machine is taken from
// the system under test. A closed loop keeps a number of trips under way; an open loop begins trips
// at a rate, whatever becomes of those before, and measures each from the moment at which it was to
// begin, also when it had to wait for its turn.

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bench/load/address.hpp"
#include "bench/load/connection.hpp"
#include "bench/load/trip_script.hpp"
#include "bench/measure/report.hpp"
#include "bench/measure/window.hpp"

namespace viaja::bench {

struct LoadOptions {
    std::vector<Address> addresses;  ///< travellers take turns on them
    TripScript::Options script;
    std::uint64_t first_trip = 0;
    std::uint64_t trips = 0;  ///< how many begin after the warm-up; 0: as many as time allows
    std::chrono::milliseconds warm_up{0};
    std::chrono::milliseconds measured{10'000};  ///< without meaning if `trips` is set
    int in_flight = 1;                           ///< of the closed loop
    double rate = 0;                             ///< trips a second; above 0: an open loop
    bool even = false;                           ///< open loop: equal pauses, not random ones
    std::vector<Watched> watched;
};

class Load {
  public:
    Load(const Wishes& wishes, LoadOptions options);
    ~Load();

    /// Runs to the end, and returns when the last trip is over or given up. Throws
    /// std::runtime_error where the system is out of sockets.
    Report run();

  private:
    struct Traveller;
    using Pauses = std::multimap<SteadyTime, Traveller*>;

    void begin_what_is_due();
    void begin_arrivals();
    Traveller& new_traveller();
    void begin_trip(Traveller& traveller, SteadyTime intended);
    void send(Traveller& traveller);
    void wait_and_work();
    void end_pauses();
    void give_up_the_silent();
    void ready(Traveller& traveller);
    void take(Traveller& traveller, const Turn& turn);
    void end_trip(Traveller& traveller, bool confirmed);
    void record_step(const Traveller& traveller, TripScript::Step step);
    bool counts(const Traveller& traveller) const;
    bool may_begin() const;
    SteadyTime next_wake() const;
    std::chrono::steady_clock::duration pause_to_next_arrival();
    Report report() const;
    void complain(Report& report) const;

    const Wishes& wishes_;
    const LoadOptions options_;
    const int epoll_;
    SteadyTime now_;
    Window window_;
    SteadyTime next_arrival_;
    SteadyTime next_look_for_silence_;
    std::mt19937_64 chance_{20'261'121};  // the same arrivals in every run
    std::vector<std::unique_ptr<Traveller>> travellers_;
    std::vector<Traveller*> idle_;
    std::deque<SteadyTime> waiting_;  ///< arrivals of the open loop for which no traveller is free
    Pauses pauses_;
    std::uint64_t begun_ = 0;
    std::uint64_t begun_measured_ = 0;
    std::uint64_t under_way_ = 0;

    std::uint64_t failed_ = 0;
    std::uint64_t delayed_ = 0;
    std::map<std::string, std::uint64_t> refusals_;
    Latencies open_;
    Latencies hold_;
    Latencies pay_;
    Latencies trip_;
};

}  // namespace viaja::bench
