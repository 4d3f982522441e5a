#pragma once
// Several gateways behind one port. A payment stays with the gateway that took it, whichever takes
// new ones by now: only that one can capture, void and refund it.

#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/ports/database.hpp"
#include "common/ports/report.hpp"
#include "payment-service/gateway.hpp"

namespace viaja::payment {

// As in rows and in VIAJA_GATEWAY.
constexpr std::string_view kTestGateway = "test";
constexpr std::string_view kStripe = "stripe";

/// Why an undo is not made: a person has to give the settings of that gateway again.
constexpr std::string_view kGatewayNotConfigured = "gateway_not_configured";

/// Any thread.
class Gateways : public Gateway {
  public:
    using ByName = std::map<std::string, std::unique_ptr<Gateway>, std::less<>>;

    /// `of_new` takes new payments and is one of `gateways`. The database has the tables of
    /// gateway_migrations() and outlives it. Throws Unavailable without it.
    Gateways(Database& database, ByName gateways, std::string_view of_new, Report report);

    /// Each call goes to the gateway that it names. One that names none goes to the gateway that
    /// has the payment in its books, else to that of new ones; where the books cannot be read it is
    /// silent. The call that comes back names the gateway. What is of a gateway that is not here is
    /// not made: an undo is answered `no: gateway_not_configured`, which ends nothing
    /// (core/payment.hpp, (4)), and all else is silent.
    void perform(std::vector<GatewayCall> calls, Callback callback) override;

    const std::string& of_new() const { return of_new_; }

  private:
    using Named = std::map<std::string, std::vector<GatewayCall>>;

    Named by_gateway(std::vector<GatewayCall> calls, const Callback& callback);
    std::map<std::string, std::string> read_books(const std::set<std::string>& stems);
    void report_unreadable(const std::exception& error);
    void pass_over(const std::string& gateway, const std::vector<GatewayCall>& calls,
                   const Callback& callback);

    Database& database_;
    const ByName gateways_;
    const std::string of_new_;
    const Report report_;
    bool reads_books_ = false;  ///< else there is one gateway, and no other had payments before
    std::mutex mutex_;          // protects the rest
    std::unique_ptr<Connection> connection_;
    std::set<std::string> missing_;  ///< gateways that were reported
    bool is_unreadable_ = false;     ///< the books are, which was reported
};

}  // namespace viaja::payment
