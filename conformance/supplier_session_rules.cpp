#include "conformance/supplier_session_rules.hpp"

#include "common/contract/topology.hpp"

namespace viaja::conformance {

void examine_reply_to(SupplierTest& test) {
    auto& participant = test.participant;
    test.held();
    expect(!participant.answered_session(), "held went to session, not to its reply_to");
    participant.ask(UnitQuestion{});
    expect(!participant.answered_session(), "the answer to ask-units went to session");
}

void examine_check_session(SupplierTest& test) {
    if (!test.options.alone) throw NotExamined("--alone lets the kit play session-service");
    const auto trial = test.held();
    test.participant.send(TimeoutNotice{trial.session_id});
    const auto check = test.participant.session_check(trial.session_id);
    expect(check.holds == std::vector<HoldId>{trial.hold}, "check-session names " +
                                                               std::to_string(check.holds.size()) +
                                                               " holds, not the one that is held");
    expect(check.reply_to == test.participant.address(), "check-session has another reply_to");
}

void examine_shard(SupplierTest& test) {
    if (!test.options.alone) throw NotExamined("--alone lets the kit play session-service");
    const auto trial = test.begin(kOtherShard);
    auto hold = test.hold(trial);
    hold.reply_to = topology::session(kOtherShard);
    expect_answer(test.participant.ask(hold), Answer::held);
    test.participant.send(TimeoutNotice{trial.session_id});
    test.participant.session_check(trial.session_id);
}

}  // namespace viaja::conformance
