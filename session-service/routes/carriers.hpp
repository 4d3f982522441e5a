#pragma once
// Which carriers there are, which schedule each has, and what has to be fetched for it: the life of
// a carrier at one replica. Pure: the caller gives the time, sends the requests that are due, and
// builds an index when the schedules have changed. One thread.
//
//   state     how it is reached                                 its flights           missing
//   expected  in VIAJA_CARRIERS, never heard                    none                  yes
//   present   heard within kSilentAfter, its schedule is here   in the index          no
//   changing  another version is announced                      the old ones, if any  if none
//   silent    unheard for kSilentAfter, or its breaker has opened kept, not searched  yes
//   gone      said so, or unheard for kGoneAfter                dropped               no

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/schedule.hpp"
#include "common/contract/time.hpp"
#include "session-service/breaker/breaker.hpp"
#include "session-service/routes/sizes.hpp"

namespace viaja::routes {

enum class CarrierState { expected, present, changing, silent, gone };
std::string_view name_of(CarrierState state);

/// All pages of one version of one carrier's schedule.
struct FetchedSchedule {
    std::string version;
    std::vector<viaja::ScheduledAirport> airports;
    std::vector<viaja::ScheduledFlight> flights;
};

/// Ask this carrier for this page; the answer goes to `received` or `refused`.
struct PageRequest {
    std::string carrier;
    std::string version;
    int page = 1;
    bool operator==(const PageRequest&) const = default;
};

class Carriers {
  public:
    static constexpr Duration kSilentAfter = std::chrono::seconds(30);
    static constexpr Duration kGoneAfter = std::chrono::hours(1);
    static constexpr std::size_t kInstancesMax = 64;  ///< processes of one carrier
    /// Schedules that are fetched at the same time.
    static constexpr std::size_t kFetchesMax = 8;
    /// A page that has not come after this time is asked for again.
    static constexpr Duration kPageTime = std::chrono::seconds(2);
    /// The first change of a schedule is fetched at once. Further ones gather until kFetchPace
    /// after its first page was asked for, and after its last page for as long as all pages took,
    /// kPageTime at most: so much a carrier costs whose schedule never rests.
    static constexpr Duration kFetchPace = std::chrono::milliseconds(100);
    /// The pause before a page is asked for again, and before a schedule that changed twice and
    /// more often while it was fetched is begun anew. It doubles from kPause to kPauseMax, less up
    /// to a quarter, so that replicas do not come back together.
    static constexpr Duration kPause = std::chrono::milliseconds(250);
    static constexpr Duration kPauseMax = std::chrono::seconds(8);

    /// `expected`: codes of VIAJA_CARRIERS. `seed`: another for each replica; 0: the pauses
    /// are full.
    explicit Carriers(const std::vector<std::string>& expected, std::uint64_t seed = 0);

    /// A process of the carrier announced itself.
    void heard(const std::string& carrier, const Uuid& instance, const ScheduleVersion& schedule,
               Moment now);
    /// A process of the carrier has ended. The carrier is gone with its last one.
    void ended(const std::string& carrier, const Uuid& instance);

    /// The requests that are due now, each once; the caller sends them.
    std::vector<PageRequest> take_requests(Moment now);
    /// When `take_requests` is to be called next, if nothing else happens before; after a call of
    /// it.
    std::optional<Moment> next_requests(Moment now) const;
    /// A page, or a problem in its place. A page that was not asked for changes nothing.
    void received(const std::string& carrier, SchedulePage page, const std::string& problem,
                  Moment now);
    /// An answer of the carrier names another version of its schedule, which is fetched unless one
    /// is under way. True if it begins; then requests may be due.
    bool saw_version(const std::string& carrier, const std::string& version, Moment now);
    /// The page that was asked for cannot be read: the version is not asked for again, and the last
    /// good schedule stays.
    void refused(const std::string& carrier, const std::string& why);

    /// A question to the carrier was answered, or not in its time.
    void answered(const std::string& carrier, Moment now);
    void stayed_silent(const std::string& carrier, Moment now);
    /// Of a carrier that is known; else null.
    const session::Breaker* breaker(const std::string& carrier) const;
    /// Carriers that are not to be asked now, and whose flights are not to be searched.
    std::set<std::string> silent(Moment now) const;
    /// Silent carriers of which one question may find out now whether they answer again. Each is
    /// returned once until `answered` or `stayed_silent` tells.
    std::vector<std::string> take_probes(Moment now);

    /// Drops what was unheard for too long. Now and then, and before the next three.
    void look(Moment now);
    /// True once after each change of what `schedules` returns.
    bool take_change();
    std::map<std::string, std::shared_ptr<const FetchedSchedule>> schedules() const;
    /// Whether it is expected, or has announced itself and is not gone.
    bool knows(const std::string& carrier) const;
    /// Carriers whose flights a search would show if they were not missing, by code.
    std::vector<std::string> missing(Moment now) const;

    struct Listed {
        std::string carrier;
        CarrierState state{};
        std::string version;  ///< of the schedule that is in use; empty: none
        std::size_t flights = 0;
        std::string problem;  ///< why the announced schedule is not in use
    };
    /// By code.
    std::vector<Listed> list(Moment now) const;

    /// Announcements beyond kCarriersMax (sizes.hpp) and kInstancesMax.
    std::uint64_t ignored() const { return ignored_; }

  private:
    struct Instance {
        std::string version;
        Moment heard;
    };
    struct Fetch {
        FetchedSchedule so_far;
        int page = 1;                 ///< the next one
        std::optional<Moment> asked;  ///< unset: not under way
        Moment not_before;
        int tries = 0;  ///< of the next page, without an answer
    };
    struct Carrier {
        std::map<Uuid, Instance> instances;
        std::shared_ptr<const FetchedSchedule> schedule;
        std::optional<Fetch> fetch;
        Moment fetch_began;           ///< the last one: when its first page was asked for
        Moment next_fetch;            ///< not before
        std::string refused_version;  ///< not to be asked for again
        std::string problem;          ///< why the announced schedule is not in use
        int changes = 0;  ///< how often it changed while it was fetched, since it was last complete
        bool gone = false;
        session::Breaker breaker{};
    };

    Carrier* find(const std::string& code);
    bool unheard(const Carrier& carrier, Moment now) const;
    CarrierState state_of(const Carrier& carrier, Moment now) const;
    /// `flights`: as many as are known of.
    void want(const std::string& code, Carrier& carrier, const std::string& version,
              std::int64_t flights, Moment not_before);
    std::string objection(const std::string& code, std::int64_t flights) const;
    Duration pause_after(const std::string& code, int tries) const;
    void refuse(Carrier& carrier, const std::string& version, const std::string& why);
    void go_on(const std::string& code, Carrier& carrier, SchedulePage page, Moment now);
    void end(Carrier& carrier);

    std::map<std::string, Carrier> carriers_;
    const std::set<std::string> expected_;
    const std::uint64_t seed_;
    bool changed_ = false;
    std::uint64_t ignored_ = 0;
};

}  // namespace viaja::routes
