#pragma once
// What an examination found, for people and for programs. Pure functions; any thread.

#include <string>
#include <vector>

#include "conformance/rules.hpp"

namespace viaja::conformance {

/// A line, and where the rule is broken the reason and what was sent.
std::string to_lines(const Finding& finding);
/// "29 of 31 rules hold, 1 is broken, 1 was not examined."
std::string summary(const std::vector<Finding>& findings);
/// {"address":"…","holds":29,"broken":1,"not_examined":1,"rules":[{"rule":"…","sentence":"…",
/// "verdict":"broken","reason":"…","sent":["…"]}]}
std::string to_json(const std::string& address, const std::vector<Finding>& findings);
/// A test suite, as the plug-ins of build servers read it.
std::string to_junit(const std::string& address, const std::vector<Finding>& findings);

}  // namespace viaja::conformance
