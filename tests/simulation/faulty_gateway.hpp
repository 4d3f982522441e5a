#pragma once
// A gateway that is not reached, acts and does not answer, or answers late. Below it works the test
// gateway with its ledger.

#include <functional>
#include <string>
#include <utility>

#include "payment-service/gateway.hpp"
#include "tests/simulation/agenda.hpp"
#include "tests/simulation/faults.hpp"

namespace viaja::simulation {

class FaultyGateway : public payment::Gateway {
  public:
    FaultyGateway(payment::Gateway& inner, Agenda& agenda, const VirtualClock& clock,
                  Chance& chance, const Faults& faults)
        : inner_(inner), agenda_(agenda), clock_(clock), chance_(chance), faults_(faults) {}

    void perform(std::vector<payment::GatewayCall> calls, Callback callback) override;

    /// Told of each call that arrives: never, once or twice, soon or late.
    void on_news(std::function<void(const PaymentId&)> on_news) { on_news_ = std::move(on_news); }

  private:
    void tell(const PaymentId& payment);

    bool happens(unsigned times) { return faults_.on && chance_.in_ten_thousand(times); }

    payment::Gateway& inner_;
    Agenda& agenda_;
    const VirtualClock& clock_;
    Chance& chance_;
    const Faults& faults_;
    std::function<void(const PaymentId&)> on_news_;
};

}  // namespace viaja::simulation
