#include "common/supplier/core/swap.hpp"

#include <algorithm>
#include <map>

namespace viaja::supplier {

int claimed(const std::vector<Claim>& claims, const std::string& unit) {
    int quantity = 0;
    for (const Claim& claim : claims) {
        if (claim.unit == unit) quantity += claim.quantity;
    }
    return quantity;
}

Split split(const std::vector<Claim>& wanted, const std::vector<Claim>& lender) {
    Split result;
    for (const Claim& claim : sum(wanted, {})) {
        const int borrowed = std::min(claim.quantity, claimed(lender, claim.unit));
        const int own = claim.quantity - borrowed;
        if (own > 0) result.own.push_back({claim.unit, claim.capacity, own});
        if (borrowed > 0) result.borrowed.push_back({claim.unit, claim.capacity, borrowed});
    }
    return result;
}

std::vector<Claim> sum(const std::vector<Claim>& some, const std::vector<Claim>& more) {
    std::map<std::string, Claim> by_unit;
    for (const auto* claims : {&some, &more}) {
        for (const Claim& claim : *claims) {
            Claim& total = by_unit[claim.unit];
            total.unit = claim.unit;
            total.capacity = std::max(total.capacity, claim.capacity);
            total.quantity += claim.quantity;
        }
    }
    std::vector<Claim> claims;
    for (auto& [unit, claim] : by_unit)
        claims.push_back(std::move(claim));
    return claims;
}

}  // namespace viaja::supplier
