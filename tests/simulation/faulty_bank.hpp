#pragma once
// The bank of the simulation: calls about charges are lost, late or unanswered like those of the
// gateway for cards, and people pay, or do not: once or twice, the right amount or another one, in
// time or too late. Below it works the test bank with its books.

#include <set>
#include <string>

#include "payment-service/test_bank.hpp"
#include "tests/simulation/agenda.hpp"
#include "tests/simulation/faults.hpp"

namespace viaja::simulation {

class FaultyBank : public payment::ChargeGateway {
  public:
    FaultyBank(payment::TestBank& inner, Agenda& agenda, const VirtualClock& clock, Chance& chance,
               const Faults& faults, Sightings& sightings)
        : inner_(inner),
          agenda_(agenda),
          clock_(clock),
          chance_(chance),
          faults_(faults),
          sightings_(sightings) {}

    void perform_charges(std::vector<payment::ChargeCall> calls, Callback callback) override;

  private:
    bool happens(unsigned times) { return faults_.on && chance_.in_ten_thousand(times); }
    /// A person has the code now.
    void show_code(const payment::ChargeCall& call);
    void pay_in(Duration wait, const std::string& stem, std::int64_t amount);

    payment::TestBank& inner_;
    Agenda& agenda_;
    const VirtualClock& clock_;
    Chance& chance_;
    const Faults& faults_;
    Sightings& sightings_;
    std::set<std::string> shown_;
};

}  // namespace viaja::simulation
