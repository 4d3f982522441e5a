#pragma once
// Which suppliers are asked for holds now. A supplier that left kSilencesMax requests in a row
// unanswered is sent a probe. If the probe is unanswered too, its breaker opens, and holds are
// refused at once, instead of after their whole wait, until a later probe is answered. The probe
// keeps a supplier usable whose rows another program has locked: it needs none of them. A probe is
// a TimeoutNotice with a schedule that only this breaker knows; it passes the supplier's queue and
// pipeline and changes nothing. A supplier whose processes are all gone, by their heartbeats, is
// not asked either, nor sent probes. Of this replica alone.
//
// Confirms and undos are sent nevertheless: they are asked until answered or given up.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/counters/counters.hpp"
#include "common/http/metrics.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/runtime/loop.hpp"
#include "session-service/breaker/breaker.hpp"
#include "session-service/coordinator/session_participant.hpp"

namespace viaja::session {

/// The holds that were asked of one supplier.
struct HoldsAskedCounters {
    std::uint64_t silent = 0;
    std::uint64_t refused = 0;
    std::uint64_t probes = 0;

    static constexpr auto list() {
        using Of = HoldsAskedCounters;
        return std::to_array<Counter<Of>>({
            {&Of::silent, "viaja_hold_silences_total",
             "Requests whose holds a supplier left unanswered while they waited"},
            {&Of::refused, "viaja_hold_refusals_total",
             "Holds refused because the supplier is unavailable"},
            {&Of::probes, "viaja_hold_probes_total",
             "Probes sent to a supplier that left holds unanswered"},
        });
    }
};

/// Loop thread.
class SupplierBreakers {
  public:
    static constexpr int kSilencesMax = 3;
    static constexpr std::chrono::milliseconds kProbeEvery{2'000};
    static constexpr std::chrono::milliseconds kProbeWait{1'000};
    /// A shorter wait does not show whether the supplier is silent.
    static constexpr std::chrono::milliseconds kSilentAfter{2'000};

    struct Ports {
        runtime::Loop& loop;
        Bus& bus;
        const Clock& clock;
        Random& random;
    };
    /// For how long all processes of the address have been gone; nullopt where one is alive, or
    /// none was ever heard.
    using GoneFor = std::function<std::optional<Duration>(const std::string& address)>;

    /// The ports outlive it. `carriers`: those that are shown before they are asked anything.
    /// Throws Unavailable where the bus cannot be reached.
    SupplierBreakers(const Ports& ports, const std::vector<std::string>& carriers,
                     GoneFor gone_for);
    ~SupplierBreakers();
    SupplierBreakers(const SupplierBreakers&) = delete;
    SupplierBreakers& operator=(const SupplierBreakers&) = delete;

    /// Why a hold is not asked for now; nullopt where it is.
    std::optional<EarlyRefusal> refusal_of(const std::string& address) const;

    /// What came of a hold that was asked of this supplier.
    void answered(const std::string& address);
    /// Once for each request, however many holds it asked of this supplier.
    void stayed_silent(const std::string& address);
    /// It was refused instead.
    void refused(const std::string& address) { ++supplier_at(address).counters.refused; }

    /// `since`: when it last left or entered `closed`. `next_probe` is unset for one that is gone.
    struct Shown : BreakerSight {
        bool gone = false;  ///< by the heartbeats of its processes
    };
    Shown shown(const std::string& address) const;
    /// All that are shown.
    std::vector<std::string> addresses() const;
    /// By address ("hotel"), which is a label.
    std::vector<http::Metric> metrics() const;

  private:
    struct Supplier {
        Breaker breaker{1, kProbeEvery};  ///< of the probes
        int silences = 0;                 ///< requests in turn, while it is closed
        bool is_probed = false;           ///< the answer of a probe is waited for
        HoldsAskedCounters counters;
        std::optional<Moment> since;
        runtime::TimerHandle timer;
        Uuid probe;  ///< the schedule that its notices name
    };

    Supplier& supplier_at(const std::string& address);
    void changed(const std::string& address, Breaker::State before);
    void send_probe_when_due(const std::string& address);
    void send_probe(const std::string& address);
    void end_probe(const std::string& address);
    void take(const TimeoutAcknowledged& acknowledged);

    runtime::Loop& loop_;
    Bus& bus_;
    const Clock& clock_;
    Random& random_;
    const GoneFor gone_for_;
    std::map<std::string, Supplier> suppliers_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::string reply_to_;
    std::unique_ptr<Consumer> consumer_;
};

}  // namespace viaja::session
