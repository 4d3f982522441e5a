#include "common/catalogue/refund_rule.hpp"

#include "common/catalogue/zones.hpp"

namespace viaja::catalogue {

RefundRule read_refund_rule(const csv::Reader& reader) {
    RefundRule rule;
    if (reader.has(kRefundPercent))
        rule.percent = static_cast<int>(reader.integer(kRefundPercent, 0, 100));
    if (reader.has(kRefundDays)) rule.days = static_cast<int>(reader.integer(kRefundDays, 0, 365));
    return rule;
}

RefundTerms terms_of(const RefundRule& rule, Date day, const std::string& zone) {
    return {rule.percent, instant_of(wall_clock(plus_days(day, -rule.days), 0), zone)};
}

}  // namespace viaja::catalogue
