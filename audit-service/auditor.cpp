#include "audit-service/auditor.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace viaja::audit {
namespace {

constexpr std::string_view kMoney = "money";
/// Between two pages of sessions: the databases have other things to do.
constexpr std::chrono::milliseconds kPagePause{20};
constexpr int kPausePerAudit = 9;
/// Of one kind in one audit; /metrics has the whole number.
constexpr std::size_t kReportedMax = 10;

using Kind = http::Metric::Kind;
using Labels = std::map<std::string, std::string>;

http::Metric gauge(std::string name, std::string help) {
    return {.name = std::move(name), .help = std::move(help), .kind = Kind::gauge, .samples = {}};
}

template <class Counted>
double size_of(const Counted& counted) {
    return static_cast<double>(counted.size());
}

}  // namespace

Auditor::Auditor(Databases databases, std::chrono::milliseconds pause, Report report)
    : databases_(std::move(databases)), pause_(pause), report_(std::move(report)) {}

Auditor::~Auditor() {
    stop();
}

void Auditor::start() {
    thread_ = std::thread([this] { work(); });
}

void Auditor::stop() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        wake_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void Auditor::work() {
    for (;;) {
        const auto begun = std::chrono::steady_clock::now();
        audit();
        const auto took = std::chrono::steady_clock::now() - begun;
        std::unique_lock guard(mutex_);
        const auto pause = std::max<std::chrono::nanoseconds>(pause_, kPausePerAudit * took);
        if (wake_.wait_for(guard, pause, [this] { return stopping_; })) return;
    }
}

bool Auditor::go_on() {
    std::unique_lock guard(mutex_);
    return !wake_.wait_for(guard, kPagePause, [this] { return stopping_; });
}

Connection& Auditor::connection_to(Database& database) {
    auto& connection = connections_[&database];
    if (!connection) connection = database.connect();
    return *connection;
}

/// A failed audit leaves the findings of the last one that was made.
template <class Findings, class Audit>
void Auditor::make(const std::string& part, Result<Findings>& result, Database& database,
                   Audit audit) {
    const auto begun = std::chrono::steady_clock::now();
    try {
        auto found = audit();
        if (!found) return;
        const auto now = connection_to(database).now();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        const std::lock_guard guard(mutex_);
        result.found = std::move(found);
        result.failed = false;
        result.seconds = took.count();
        result.at = now;
        return;
    } catch (const std::exception& error) {
        bool again = false;
        {
            const std::lock_guard guard(mutex_);
            ++result.failures;
            again = std::exchange(result.failed, true);
        }
        connections_.clear();
        if (again || !report_) return;
        report_({severity_of(error), "audit failed", {{"part", part}, {"error", error.what()}}});
    }
}

void Auditor::audit() {
    for (const auto& [part, database] : databases_.suppliers) {
        Result<CapacityFindings>* result = nullptr;
        {
            const std::lock_guard guard(mutex_);
            if (stopping_) return;
            result = &capacity_[part];
        }
        make(part, *result, *database, [&, supplier = database]() {
            auto found = audit_capacity(connection_to(*supplier));
            report_capacity(part, found);
            return std::optional(std::move(found));
        });
    }
    make(std::string(kMoney), money_, *databases_.sessions, [this] {
        auto found =
            audit_money({connection_to(*databases_.sessions), connection_to(*databases_.payments),
                         connection_to(*databases_.gateway), databases_.shard},
                        [this] { return go_on(); });
        if (found) report_money(*found);
        return found;
    });
}

void Auditor::report_capacity(const std::string& part, const CapacityFindings& findings) {
    report_new("unit oversold", part, "unit", findings.oversold);
    report_new("unit's counters are not the sums of its holds", part, "unit", findings.wrong_sums);
}

void Auditor::report_money(const MoneyFindings& findings) {
    const std::string part(kMoney);
    report_new("session's price is not what payment-service has captured", part, "session",
               findings.payments);
    report_new("session's price is not what the gateway has captured", part, "session",
               findings.gateway);
    report_new("authorization open for a session at rest", part, "session",
               findings.authorizations);
    report_new("payment of an unknown session", part, "session", findings.unknown);
}

/// What is found again at each audit is reported once; what was mended and comes back, again.
void Auditor::report_new(const std::string& event, const std::string& part, std::string_view field,
                         const std::vector<std::string>& ids) {
    auto& reported = reported_[{part, event}];
    std::set<std::string> still;
    std::size_t count = 0;
    for (const auto& id : ids) {
        if (!reported.contains(id)) {
            if (count == kReportedMax) continue;
            ++count;
            if (report_) report_({Severity::error, event, {{"part", part}, {field, id}}});
        }
        still.insert(id);
    }
    reported = std::move(still);
}

bool Auditor::complete() const {
    const std::lock_guard guard(mutex_);
    for (const auto& [part, result] : capacity_) {
        if (result.failed || !result.found) return false;
    }
    return capacity_.size() == databases_.suppliers.size() && money_.found && !money_.failed;
}

std::vector<http::Metric> Auditor::metrics() const {
    auto oversell = gauge("viaja_oversell_units",
                          "Units that are sold beyond their capacity, or whose counters are not "
                          "the sums of their holds");
    auto money = gauge("viaja_money_mismatch_sessions",
                       "Sessions at rest that paid another amount than their trip costs");
    auto holds = gauge("viaja_holds", "Holds in the database of a supplier, by state");
    auto sessions = gauge("viaja_sessions", "Sessions, by state");
    auto sagas = gauge("viaja_sagas", "Sagas that run, and sessions that need an operator");
    auto oldest = gauge("viaja_saga_oldest_request_seconds",
                        "For so long the oldest request of a saga is unanswered");
    auto seconds = gauge("viaja_audit_duration_seconds", "How long the last audit took");
    auto at = gauge("viaja_audit_last_success_timestamp_seconds", "When the last audit ended");
    http::Metric failures{.name = "viaja_audit_failures_total",
                          .help = "Audits that could not be made",
                          .samples = {}};
    const auto add_result = [&](const std::string& part, const auto& result) {
        const Labels labels{{"part", part}};
        failures.samples.push_back({labels, static_cast<double>(result.failures)});
        if (!result.found) return false;
        seconds.samples.push_back({labels, result.seconds});
        at.samples.push_back({labels, static_cast<double>(to_micros(result.at)) / 1e6});
        return true;
    };

    const std::lock_guard guard(mutex_);
    for (const auto& [part, result] : capacity_) {
        if (!add_result(part, result)) continue;
        oversell.samples.push_back(
            {{{"part", part}, {"check", "capacity"}}, size_of(result.found->oversold)});
        oversell.samples.push_back(
            {{{"part", part}, {"check", "sums"}}, size_of(result.found->wrong_sums)});
        for (const auto& [state, count] : result.found->holds)
            holds.samples.push_back(
                {{{"part", part}, {"state", state}}, static_cast<double>(count)});
    }
    if (add_result(std::string(kMoney), money_)) {
        const auto& found = *money_.found;
        money.samples = {{{{"check", "payments"}}, size_of(found.payments)},
                         {{{"check", "gateway"}}, size_of(found.gateway)},
                         {{{"check", "authorizations"}}, size_of(found.authorizations)},
                         {{{"check", "unknown"}}, size_of(found.unknown)}};
        for (const auto& [state, count] : found.sessions)
            sessions.samples.push_back({{{"state", state}}, static_cast<double>(count)});
        sagas.samples = {{{{"state", "running"}}, static_cast<double>(found.running)},
                         {{{"state", "stuck"}}, static_cast<double>(found.stuck)}};
        const std::chrono::duration<double> age = found.oldest_request;
        oldest.samples = {{{}, age.count()}};
    }
    return {std::move(oversell), std::move(money), std::move(holds),
            std::move(sessions), std::move(sagas), std::move(oldest),
            std::move(seconds),  std::move(at),    std::move(failures)};
}

}  // namespace viaja::audit
