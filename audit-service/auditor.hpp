#pragma once
// Audits all databases again and again, on a thread of its own, and keeps what it found for
// /metrics. What is wrong is logged as an error once, when it is found.

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "audit-service/capacity.hpp"
#include "audit-service/money.hpp"
#include "common/http/metrics.hpp"
#include "common/ports/database.hpp"
#include "common/ports/report.hpp"

namespace viaja::audit {

/// All of them outlive the auditor.
struct Databases {
    std::map<std::string, Database*> suppliers{};  ///< by address: "flight.I0"
    Database* sessions = nullptr;
    Database* payments = nullptr;
    Database* gateway = nullptr;
    int shard = 0;  ///< of the sessions
};

class Auditor {
  public:
    /// `pause` lies between the end of an audit of everything and the beginning of the next one,
    /// and more after one that took so long that audits would take a tenth of the time.
    Auditor(Databases databases, std::chrono::milliseconds pause, Report report);
    ~Auditor();
    Auditor(const Auditor&) = delete;
    Auditor& operator=(const Auditor&) = delete;

    /// Starts the thread, which audits at once. Owner's thread, as `stop` and the destructor.
    void start();
    /// Ends the thread soon, also in the middle of an audit.
    void stop();

    /// Without `start`: one audit of everything.
    void audit();

    /// Any thread. What was never audited is not among them.
    std::vector<http::Metric> metrics() const;
    /// Whether the last audit of every database could be made. Any thread.
    bool complete() const;

  private:
    template <class Findings>
    struct Result {
        std::optional<Findings> found;
        std::int64_t failures = 0;
        bool failed = false;
        double seconds = 0;  ///< of the last audit that was made
        Instant at;          ///< when it ended, by the database's clock
    };
    using Connections = std::map<Database*, std::unique_ptr<Connection>>;

    void work();
    bool go_on();
    Connection& connection_to(Database& database);
    template <class Findings, class Audit>
    void make(const std::string& part, Result<Findings>& result, Database& database, Audit audit);
    void report_capacity(const std::string& part, const CapacityFindings& findings);
    void report_money(const MoneyFindings& findings);
    void report_new(const std::string& event, const std::string& part, std::string_view field,
                    const std::vector<std::string>& ids);

    const Databases databases_;
    const std::chrono::milliseconds pause_;
    const Report report_;
    Connections connections_;  // these: of the thread that audits
    /// Ids that the last audit found and that were reported, by part and event.
    std::map<std::pair<std::string, std::string>, std::set<std::string>> reported_;

    mutable std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    bool stopping_ = false;
    std::map<std::string, Result<CapacityFindings>> capacity_;
    Result<MoneyFindings> money_;
    std::thread thread_;  // of the owner
};

}  // namespace viaja::audit
