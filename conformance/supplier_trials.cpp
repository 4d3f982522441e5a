#include "conformance/supplier_trials.hpp"

#include <utility>

#include "common/contract/session_shard.hpp"
#include "conformance/wanted_item.hpp"

namespace viaja::conformance {
namespace {

std::string words_of(Answer answer, const std::string& reason) {
    return std::string(name_of(answer)) + (reason.empty() ? "" : " (" + reason + ")");
}

}  // namespace

const HoldRequest& SupplierTest::wanted() {
    if (!request_) request_ = find_wanted_item(participant, options.near);
    return *request_;
}

Trial SupplierTest::begin(int shard) {
    trials_.push_back({session_in_shard(participant.new_id(), shard), HoldId{participant.new_id()},
                       participant.now() + kDeadlineAhead});
    return trials_.back();
}

Trial SupplierTest::held() {
    const auto trial = begin();
    expect_answer(ask(trial, Command::hold), Answer::held);
    return trial;
}

SupplierCommand SupplierTest::command(const Trial& trial, Command what, int attempt) const {
    return {what,         trial.session_id,      trial.hold, attempt, trial.deadline,
            std::nullopt, participant.reply_to()};
}

SupplierCommand SupplierTest::hold(const Trial& trial) {
    auto message = command(trial, Command::hold);
    message.request = wanted();
    return message;
}

SupplierReply SupplierTest::ask(const Trial& trial, Command what, int attempt) {
    return participant.ask(what == Command::hold ? hold(trial) : command(trial, what, attempt));
}

std::map<std::string, int> SupplierTest::taken_units() {
    std::map<std::string, int> taken;
    UnitQuestion question;
    for (bool more = true; more;) {
        const auto answer = participant.ask(question);
        const auto& units = std::get<UnitCounts>(answer.offers);
        for (const auto& unit : units) {
            const int count = unit.held + unit.confirmed;
            if (count != 0) taken[unit.unit] = count;
            question.after = unit.unit;
        }
        more = answer.more && !units.empty();
    }
    return taken;
}

void SupplierTest::clean_up() {
    for (const auto& trial : std::exchange(trials_, {})) {
        try {
            ask(trial, Command::cancel);
        } catch (const Broken&) {
            continue;  // the rule has said so, or the next one will
        }
    }
}

void expect_answer(const SupplierReply& reply, Answer wanted, const std::string& reason) {
    const bool fits = reply.answer == wanted && (reason.empty() || reply.reason == reason);
    expect(fits, std::string(name_of(reply.command)) + " was answered " +
                     words_of(reply.answer, reply.reason) + ", not " + words_of(wanted, reason));
}

void expect_state(const SupplierReply& reply, const std::string& state, int attempt) {
    expect(reply.row_state == state && reply.row_attempt == attempt,
           words_of(reply.answer, reply.reason) + " says state " + reply.row_state + ", attempt " +
               std::to_string(reply.row_attempt) + ", not " + state + ", attempt " +
               std::to_string(attempt));
}

}  // namespace viaja::conformance
