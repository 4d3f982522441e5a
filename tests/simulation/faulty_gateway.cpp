#include "tests/simulation/faulty_gateway.hpp"

namespace viaja::simulation {

using namespace std::chrono_literals;

void FaultyGateway::perform(std::vector<payment::GatewayCall> calls, Callback callback) {
    for (auto& call : calls) {
        if (happens(faults_.call_lost)) {
            if (chance_.in_ten_thousand(5'000)) callback(call, payment::GatewayOutcome::silence());
            continue;
        }
        // The call itself takes its time, so that a void may overtake its authorize.
        const auto way =
            happens(faults_.answer_slow) ? chance_.between(0s, 40s) : chance_.between(1ms, 50ms);
        const bool lost = happens(faults_.answer_lost);
        agenda_.at(clock_.now() + way, [this, call, callback, lost] {
            tell(call.payment);
            inner_.perform(
                {call}, [this, callback, lost](const auto& answered, const auto& outcome) {
                    const auto back = chance_.between(1ms, 50ms);
                    if (lost) return;
                    agenda_.at(clock_.now() + back,
                               [callback, answered, outcome] { callback(answered, outcome); });
                });
        });
    }
}

void FaultyGateway::tell(const PaymentId& payment) {
    if (!on_news_) return;
    for (auto copies = chance_.pick(3); copies > 0; --copies)
        agenda_.at(clock_.now() + chance_.between(0s, 5s), [this, payment] { on_news_(payment); });
}

}  // namespace viaja::simulation
