#pragma once
// The rules of the contract, each with what examines it, and what was found. One thread.

#include <functional>
#include <string>
#include <vector>

#include "conformance/participant.hpp"

namespace viaja::conformance {

/// Of what is asked in the examination, from now on.
constexpr Duration kDeadlineAhead = std::chrono::minutes(10);

struct Options {
    std::string address;
    std::chrono::milliseconds patience{5'000};
    /// Airports near which something to hold is searched for.
    std::vector<std::string> near;
    /// Restarts the participant, and returns when that is done or under way; empty: unknown how.
    std::function<void()> restart;
    /// The kit plays session-service: no other reader of `session` is there.
    bool alone = false;
    /// Of a payment service: a card that it authorizes and captures, and one that it declines.
    std::string good_card = "tok_ok";
    std::string declined_card = "tok_do_not_honor";
    /// Only these rules; empty: all.
    std::vector<std::string> only;
};

enum class Verdict { holds, broken, not_examined };

struct Finding {
    std::string rule;      ///< "hold-repeated"
    std::string sentence;  ///< what must hold
    Verdict verdict{};
    std::string reason;  ///< what was seen instead, or why it was not examined
    std::vector<std::string> sent;
};

/// A rule for participants of one kind; T has what its examination needs.
template <class T>
struct Rule {
    const char* name;
    const char* sentence;
    void (*examine)(T&);
};

/// Examines the rules in their order. `on_found` is told of each.
std::vector<Finding> examine_supplier(const Wire& wire, const Options& options,
                                      const std::function<void(const Finding&)>& on_found);
std::vector<Finding> examine_payment(const Wire& wire, const Options& options,
                                     const std::function<void(const Finding&)>& on_found);

/// One rule: `work` throws Broken or NotExamined, or returns where the rule holds.
Finding found_by(Participant& participant, const char* rule, const char* sentence,
                 const std::function<void()>& work);

/// Whether the options want the rule.
bool is_wanted(const Options& options, const std::string& rule);

/// "answered refused (sold_out), not held".
void expect(bool holds, const std::string& otherwise);

}  // namespace viaja::conformance
