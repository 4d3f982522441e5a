#pragma once
// Holds at the supplier that is examined: what its rules are made of. One thread.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/rules.hpp"

namespace viaja::conformance {

/// One hold of the examination, of a session of its own.
struct Trial {
    SessionId session_id;
    HoldId hold;
    Instant deadline;
};

/// What the rules share. Requests throw Broken where they stay unanswered.
class SupplierTest {
  public:
    /// Both outlive it.
    SupplierTest(Participant& its_participant, const Options& its_options)
        : participant(its_participant), options(its_options) {}

    Participant& participant;
    const Options& options;

    /// What is held; found with the first rule that needs it.
    const HoldRequest& wanted();
    Trial begin(int shard = 0);
    /// A hold that is held, from which most rules go on.
    Trial held();
    SupplierCommand command(const Trial& trial, Command what, int attempt = 0) const;
    SupplierCommand hold(const Trial& trial);
    SupplierReply ask(const Trial& trial, Command what, int attempt = 0);
    /// What is held and confirmed of each unit that has any.
    std::map<std::string, int> taken_units();
    /// Gives back what the rule has taken, whatever became of it.
    void clean_up();

  private:
    std::optional<HoldRequest> request_;
    std::vector<Trial> trials_;  ///< of the rule that is examined
};

void expect_answer(const SupplierReply& reply, Answer wanted, const std::string& reason = "");
void expect_state(const SupplierReply& reply, const std::string& state, int attempt);

}  // namespace viaja::conformance
