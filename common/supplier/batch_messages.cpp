// What a batch sends when it is committed.

#include <algorithm>
#include <utility>

#include "common/contract/session_shard.hpp"
#include "common/supplier/batch.hpp"

namespace viaja::supplier {
namespace {

/// How many holds of a session one SessionCheck names; a session has far fewer.
constexpr std::size_t kHoldsOfCheckMax = 256;

}  // namespace

void SupplierBatch::answer(const SupplierCommand& command, const HoldRow& row,
                           const HoldDecision& decision, const TraceContext& context) {
    SupplierReply reply;
    reply.answer = decision.answer;
    reply.command = command.command;
    reply.session_id = command.session_id;
    reply.hold = command.hold;
    reply.attempt = command.attempt;
    reply.reason = decision.reason;
    reply.row_state = name_of(row.hold.state);
    reply.row_attempt = row.hold.attempt;
    if (decision.answer == Answer::held) {
        reply.price = row.price;
        reply.description = row.description;
        reply.item = row.item;
        reply.guarantee = PriceGuarantee{row.price_guaranteed_until};
    }
    if (decision.answer == Answer::confirmed) reply.reference = row.reference;
    messages_.push_back(
        {.address = command.reply_to, .message = std::move(reply), .context = context});
}

/// A notice does not expire holds: the session decides about each hold. A notice with a schedule is
/// acknowledged, also where nothing is held.
void SupplierBatch::ask_session(const TimeoutNotice& notice, const Origin& origin) {
    if (notice.schedule) {
        messages_.push_back({.address = notice.reply_to,
                             .message = TimeoutAcknowledged{*notice.schedule, notice.session_id},
                             .context = origin.context});
    }
    const auto found = held_by_session_.find(notice.session_id);
    if (found == held_by_session_.end()) {
        // The first version's text, which a person has published.
        if (!notice.schedule) {
            done_.alarms.push_back(
                event_of(origin, Severity::warning, "timeout of a session without holds, ignored"));
        }
        return;
    }
    auto holds = found->second;
    holds.resize(std::min(holds.size(), kHoldsOfCheckMax));
    messages_.push_back({.address = session_address(notice.session_id),
                         .message = SessionCheck{.session_id = notice.session_id,
                                                 .holds = std::move(holds),
                                                 .reply_to = address_},
                         .context = origin.context});
}

}  // namespace viaja::supplier
