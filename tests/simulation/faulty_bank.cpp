#include "tests/simulation/faulty_bank.hpp"

namespace viaja::simulation {

using namespace std::chrono_literals;

void FaultyBank::perform_charges(std::vector<payment::ChargeCall> calls, Callback callback) {
    for (auto& call : calls) {
        if (happens(faults_.call_lost)) continue;
        const auto way =
            happens(faults_.answer_slow) ? chance_.between(0s, 40s) : chance_.between(1ms, 50ms);
        const bool lost = happens(faults_.answer_lost);
        agenda_.at(clock_.now() + way, [this, call, callback, lost] {
            inner_.perform_charges(
                {call}, [this, callback, lost](const auto& answered, const auto& outcome) {
                    const bool code = outcome.kind == payment::ChargeOutcome::Kind::ok &&
                                      answered.call.operation == payment::ChargeOperation::charge;
                    if (code) show_code(answered);
                    const auto back = chance_.between(1ms, 50ms);
                    if (lost) return;
                    agenda_.at(clock_.now() + back,
                               [callback, answered, outcome] { callback(answered, outcome); });
                });
        });
    }
}

void FaultyBank::show_code(const payment::ChargeCall& call) {
    if (!shown_.insert(call.stem()).second) return;
    const auto amount = call.amount.amount;
    if (chance_.in_ten_thousand(1'500)) return;  // and it is not paid
    if (chance_.in_ten_thousand(1'500)) {
        ++sightings_.paid_another_amount;
        pay_in(chance_.between(0s, 10s), call.stem(), amount + (chance_.pick(2) == 0 ? 1 : -1));
    }
    if (chance_.in_ten_thousand(1'500)) {
        ++sightings_.paid_too_late;
        return pay_in(call.pay_until - clock_.now() + chance_.between(-1s, 90s), call.stem(),
                      amount);
    }
    pay_in(chance_.between(0s, 15s), call.stem(), amount);
    if (!chance_.in_ten_thousand(1'500)) return;
    ++sightings_.paid_twice;
    pay_in(chance_.between(0s, 60s), call.stem(), amount);
}

void FaultyBank::pay_in(Duration wait, const std::string& stem, std::int64_t amount) {
    agenda_.at(clock_.now() + std::max(wait, Duration(0)),
               [this, stem, amount] { inner_.pay(stem, amount); });
}

}  // namespace viaja::simulation
