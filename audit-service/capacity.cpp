#include "audit-service/capacity.hpp"

#include <sstream>

namespace viaja::audit {
namespace {

constexpr std::string_view kTaken =
    "SELECT 'unit', id, '', capacity, held, confirmed FROM units"
    " WHERE held <> 0 OR confirmed <> 0"
    " UNION ALL"
    " SELECT 'hold', claims, state, COUNT(*), 0, 0 FROM holds"
    " WHERE state IN ('held', 'confirmed') GROUP BY claims, state";
constexpr std::string_view kHolds = "SELECT state, COUNT(*) FROM holds GROUP BY state";

struct Taken {
    std::int64_t held = 0;
    std::int64_t confirmed = 0;
    bool operator==(const Taken&) const = default;
};
using TakenByUnit = std::map<std::string, Taken>;

/// `claims` has one claim a line: "2 I01370/2026-12-20".
void add_claims(TakenByUnit& sums, const std::string& claims, bool held, std::int64_t holds) {
    std::istringstream lines(claims);
    std::int64_t quantity = 0;
    std::string unit;
    while (lines >> quantity && std::getline(lines >> std::ws, unit)) {
        auto& taken = sums[unit];
        (held ? taken.held : taken.confirmed) += quantity * holds;
    }
}

}  // namespace

CapacityFindings audit_capacity(Connection& connection) {
    CapacityFindings findings;
    TakenByUnit counters;
    TakenByUnit sums;
    for (const auto& row : connection.query(kTaken)) {
        RowReader reader(row);
        const bool is_unit = reader.text() == "unit";
        const auto name = reader.text();
        const auto state = reader.text();
        const auto number = reader.integer();
        if (!is_unit) {
            add_claims(sums, name, state == "held", number);
            continue;
        }
        const auto held = reader.integer();
        const auto confirmed = reader.integer();
        counters[name] = {held, confirmed};
        if (held < 0 || confirmed < 0 || held + confirmed > number) {
            findings.oversold.push_back(name);
        }
    }
    for (const auto& [unit, taken] : counters) {
        if (taken != sums[unit]) findings.wrong_sums.push_back(unit);
    }
    for (const auto& [unit, taken] : sums) {
        if (!counters.contains(unit) && taken != Taken{}) findings.wrong_sums.push_back(unit);
    }
    for (const auto& row : connection.query(kHolds)) {
        RowReader reader(row);
        const auto state = reader.text();
        findings.holds[state] = reader.integer();
    }
    return findings;
}

}  // namespace viaja::audit
