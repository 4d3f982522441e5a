#pragma once
// Privileges: each service with its own login against what belongs to each other one
// (docs/operations.md, "Users and permissions").

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include "common/runtime/configuration.hpp"
#include "tests/ports/test_servers.hpp"

namespace viaja::test {

inline const std::string kSession = "session";
/// What is asked here is answered or refused, on a machine under load late.
constexpr std::chrono::seconds kPatience{30};
/// By their addresses.
inline const std::vector<std::string> kServices{kSession, "flight.I0", "flight.J0",
                                                "hotel",  "event",     "payment"};

/// What the process of a service is started with, and "tests", the administrator.
inline runtime::Configuration configuration_of(const std::string& service) {
    return runtime::Configuration(TestServers::instance().environment(service));
}

struct Pair {
    std::string caller;
    std::string owner;
};
inline void PrintTo(const Pair& pair, std::ostream* out) {
    *out << pair.caller << " at what is " << pair.owner << "'s";
}

inline std::vector<Pair> all_pairs() {
    std::vector<Pair> pairs;
    for (const std::string& caller : kServices) {
        for (const std::string& owner : kServices) {
            if (caller != owner) pairs.push_back({caller, owner});
        }
    }
    return pairs;
}

/// The names of GoogleTest have no dots.
inline std::string without_dots(std::string name) {
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}
inline std::string pair_name(const testing::TestParamInfo<Pair>& info) {
    return without_dots(info.param.caller + "_at_" + info.param.owner);
}
inline std::string service_name(const testing::TestParamInfo<std::string>& info) {
    return without_dots(info.param);
}

}  // namespace viaja::test
