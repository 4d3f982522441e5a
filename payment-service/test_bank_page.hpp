#pragma once
// The page on which a person plays the bank of the test gateway: GET and POST under
// /test/bank/{session}/{attempt}. In test mode only.

#include "common/http/router.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "payment-service/test_bank.hpp"

namespace viaja::payment {

/// The handlers hand over to a thread of their own, since the bank works on its database. Both
/// outlive the router's server.
class TestBankPage {
  public:
    explicit TestBankPage(TestBank& bank) : bank_(bank), executor_("test bank") {}

    void add_routes(http::Router& router);

  private:
    void show(const http::Request& request, const http::PathParameters& path,
              http::Respond respond);
    void pay(const http::Request& request, const http::PathParameters& path, http::Respond respond);
    void hand_over(const http::Request& request, const http::Respond& respond,
                   std::function<http::Response(const http::Request&)> answer);

    TestBank& bank_;
    runtime::BlockingExecutor executor_;
};

}  // namespace viaja::payment
