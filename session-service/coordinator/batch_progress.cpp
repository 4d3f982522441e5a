#include "session-service/coordinator/batch_progress.hpp"

#include <utility>
#include <variant>

#include "session-service/core/due.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::session {

bool is_reply(const SessionInput& input) {
    return std::holds_alternative<SupplierReply>(input) ||
           std::holds_alternative<PaymentReply>(input);
}

void BatchProgress::put_over(SessionsById& sessions) {
    for (auto& [id, session] : sessions) {
        auto known = unwritten_.beyond(session);
        if (!known) continue;
        session = std::move(known->session);
        entries_[id] = std::move(known->entries);
        beyond_their_rows_.insert(id);
    }
}

bool BatchProgress::stays_unwritten(const Session* row, Session& session, Instant now,
                                    const Rules& rules) {
    const bool may = row && !to_write_.contains(session.id) && *row != session &&
                     due_at(*row, rules) - now >= kNotDueFor &&
                     may_stay_unwritten(*row, session, rules.tables) && unwritten_.has_room(now);
    if (!may) {
        if (beyond_their_rows_.contains(session.id) && session.version == row->version)
            ++session.version;
        return false;
    }
    session.version = row->version;
    auto entries = entries_.extract(session.id);
    unwritten_entries_[session.id] =
        entries.empty() ? std::vector<Entry>{} : std::move(entries.mapped());
    return true;
}

void BatchProgress::append_entries(Connection& connection, BatchNumbers& numbers) const {
    std::vector<SessionEntry> all;
    for (const auto& [id, entries] : entries_) {
        for (const auto& entry : entries) {
            numbers.recorded(entry);
            all.push_back({id, entry});
        }
    }
    append_timeline(connection, all);
}

void BatchProgress::keep(const SessionsById& rows, SessionsById& sessions, Instant now) {
    for (const auto& id : beyond_their_rows_) {
        if (!unwritten_entries_.contains(id)) unwritten_.forget(id);
    }
    for (auto& [id, entries] : unwritten_entries_) {
        auto session = sessions.extract(id);
        unwritten_.keep({rows.at(id), std::move(session.mapped()), std::move(entries)}, now);
    }
}

}  // namespace viaja::session
