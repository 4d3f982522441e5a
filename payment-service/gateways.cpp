#include "payment-service/gateways.hpp"

#include <stdexcept>
#include <utility>

#include "common/contract/check.hpp"
#include "payment-service/executions.hpp"
#include "payment-service/stripe/stripe_store.hpp"

namespace viaja::payment {
namespace {

std::vector<Value> stem_values(const std::set<std::string>& stems) {
    return {stems.begin(), stems.end()};
}

std::set<std::string> without_gateway(const std::vector<GatewayCall>& calls) {
    std::set<std::string> stems;
    for (const auto& call : calls)
        if (call.gateway.empty()) stems.insert(call.stem());
    return stems;
}

/// The gateway of each stem that one of them knows. Stripe claims a stem before it confirms
/// anything; what is in the ledger beside that was executed by the test gateway.
std::map<std::string, std::string> books_of(Connection& connection,
                                            const std::set<std::string>& stems) {
    std::map<std::string, std::string> known;
    for (const auto& stem : stems_at_stripe(connection, stem_values(stems)))
        known.emplace(stem, kStripe);
    for (const auto& row : connection.find(kExecutions, "stem", stem_values(stems)))
        known.emplace(execution_of(row).stem, kTestGateway);
    return known;
}

}  // namespace

Gateways::Gateways(Database& database, ByName gateways, std::string_view of_new, Report report)
    : database_(database),
      gateways_(std::move(gateways)),
      of_new_(of_new),
      report_(std::move(report)),
      connection_(database.connect()) {
    check(gateways_.contains(of_new_), "the gateway of new payments is not there");
    reads_books_ = gateways_.size() > 1 || has_payments_at_stripe(*connection_);
}

void Gateways::perform(std::vector<GatewayCall> calls, Callback callback) {
    for (auto& [name, of_gateway] : by_gateway(std::move(calls), callback)) {
        const auto gateway = gateways_.find(name);
        if (gateway == gateways_.end()) {
            pass_over(name, of_gateway, callback);
        } else {
            gateway->second->perform(std::move(of_gateway), callback);
        }
    }
}

/// Each call with the name of its gateway; those whose gateway cannot be found out are answered.
Gateways::Named Gateways::by_gateway(std::vector<GatewayCall> calls, const Callback& callback) {
    std::map<std::string, std::string> known;
    bool is_known = true;
    try {
        known = read_books(without_gateway(calls));
    } catch (const std::exception& error) {
        is_known = false;  // nothing is guessed about where the money is
        report_unreadable(error);
    }
    Named named;
    for (auto& call : calls) {
        if (call.gateway.empty() && !is_known) {
            callback(call, GatewayOutcome::silence());
            continue;
        }
        if (call.gateway.empty()) {
            const auto found = known.find(call.stem());
            call.gateway = found == known.end() ? of_new_ : found->second;
        }
        auto& of_gateway = named[call.gateway];
        of_gateway.push_back(std::move(call));
    }
    return named;
}

std::map<std::string, std::string> Gateways::read_books(const std::set<std::string>& stems) {
    if (!reads_books_ || stems.empty()) return {};
    const std::lock_guard guard(mutex_);
    auto books = books_of(*connection_, stems);
    is_unreadable_ = false;
    return books;
}

/// Once until they can be read again.
void Gateways::report_unreadable(const std::exception& error) {
    {
        const std::lock_guard guard(mutex_);
        if (std::exchange(is_unreadable_, true)) return;
    }
    const bool is_bug = dynamic_cast<const std::logic_error*>(&error) != nullptr;
    if (report_) {
        report_({is_bug ? Severity::error : Severity::warning,
                 "books of the gateways unreadable, their calls wait",
                 {{"error", error.what()}}});
    }
}

void Gateways::pass_over(const std::string& gateway, const std::vector<GatewayCall>& calls,
                         const Callback& callback) {
    bool is_news = false;
    {
        const std::lock_guard guard(mutex_);
        is_news = missing_.insert(gateway).second;
    }
    if (is_news && report_) {
        report_({Severity::error,
                 "payments of a gateway without settings, their calls wait",
                 {{"gateway", gateway}, {"payment", calls.front().stem()}}});
    }
    for (const auto& call : calls) {
        callback(call, is_undo(call.operation)
                           ? GatewayOutcome::no(std::string(kGatewayNotConfigured))
                           : GatewayOutcome::silence());
    }
}

}  // namespace viaja::payment
