// What a session leaves behind beside its state: its timeline, and the answers that were kept for
// repeated requests (store.hpp).

#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "session-service/store/rows.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

constexpr std::array<std::string_view, 7> kTimelineColumns = {
    "session_id", "sequence", "at", "type", "hold_id", "attempt", "detail"};
constexpr Table kTimeline{"timeline", kTimelineColumns, 2};

constexpr std::array<std::string_view, 8> kAnswerColumns = {
    "session_id", "route",  "idempotency_key", "request_hash",
    "code",       "detail", "resource",        "created_at"};
constexpr std::array<std::string_view, 7> kIgnoredColumns = {
    "session_id", "command", "hold_id", "attempt", "answer", "at", "why"};
constexpr Table kIgnored{"ignored_answers", kIgnoredColumns, 5};

}  // namespace

const Table kKeptAnswers{"kept_answers", kAnswerColumns, 3};

void append_timeline(Connection& connection, std::span<const SessionEntry> entries) {
    std::vector<Values> rows;
    for (const auto& [session_id, entry] : entries) {
        rows.push_back({session_id.text(), std::int64_t{entry.sequence}, to_value(entry.at),
                        entry.type, to_value(entry.hold), std::int64_t{entry.attempt},
                        shortened(entry.detail)});
    }
    if (!rows.empty()) connection.insert(kTimeline, rows);
}

std::vector<Entry> read_timeline(Connection& connection, const SessionId& session_id, int after,
                                 int limit) {
    const Values parameters = {session_id.text(), std::int64_t{after}, std::int64_t{limit}};
    const auto rows = connection.query(
        "SELECT sequence, at, type, hold_id, attempt, detail FROM timeline "
        "WHERE session_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
        parameters);
    std::vector<Entry> entries;
    for (const auto& row : rows) {
        RowReader reader(row);
        Entry entry;
        entry.sequence = static_cast<int>(reader.integer());
        entry.at = reader.instant();
        entry.type = reader.text();
        entry.hold = optional_hold(reader.optional_text());
        entry.attempt = static_cast<int>(reader.integer());
        entry.detail = reader.text();
        entries.push_back(std::move(entry));
    }
    return entries;
}

void save_ignored_answers(Connection& connection, std::span<const IgnoredAnswer> answers) {
    using Request = std::tuple<SessionId, Command, std::optional<HoldId>, int, Answer>;
    std::map<Request, Values> rows;  // a statement writes a row once
    for (const auto& one : answers) {
        rows[{one.session_id, one.command, one.hold, one.attempt, one.answer}] = {
            one.session_id.text(),
            std::string(viaja::name_of(one.command)),
            one.hold ? one.hold->text() : std::string(),
            std::int64_t{one.attempt},
            std::string(viaja::name_of(one.answer)),
            to_value(one.at),
            one.why};
    }
    std::vector<Values> written;
    for (auto& [key, row] : rows)
        written.push_back(std::move(row));
    if (!written.empty()) connection.put(kIgnored, written);
}

std::vector<IgnoredAnswer> find_ignored_answers(Connection& connection,
                                                const SessionId& session_id) {
    const Values parameters = {session_id.text(), std::int64_t{kIgnoredAnswersMax}};
    const auto rows = connection.query(
        "SELECT command, hold_id, attempt, answer, at, why FROM ignored_answers "
        "WHERE session_id = ? ORDER BY at DESC, hold_id, command, attempt, answer LIMIT ?",
        parameters);
    std::vector<IgnoredAnswer> answers;
    for (const auto& row : rows) {
        RowReader reader(row);
        IgnoredAnswer ignored;
        ignored.session_id = session_id;
        ignored.command = reader.word<Command>();
        const auto hold = reader.text();
        if (!hold.empty()) ignored.hold = id_of<HoldId>(hold);
        ignored.attempt = static_cast<int>(reader.integer());
        ignored.answer = reader.word<Answer>();
        ignored.at = reader.instant();
        ignored.why = reader.text();
        answers.push_back(std::move(ignored));
    }
    return answers;
}

KeptAnswers read_kept_answers(const Rows& rows) {
    KeptAnswers found;
    for (const auto& row : rows) {
        RowReader reader(row);
        KeptAnswer answer;
        answer.session_id = id_of<SessionId>(reader.text());
        try {
            answer.route = reader.text();
            answer.key = reader.text();
            answer.request_hash = reader.text();
            answer.code = reader.word<Code>();
            answer.detail = reader.text();
            answer.resource = reader.text();
        } catch (const std::logic_error& error) {
            found.unreadable.emplace(answer.session_id, error.what());
            continue;
        }
        found.answers.push_back(std::move(answer));
    }
    std::erase_if(found.answers, [&](const KeptAnswer& answer) {
        return found.unreadable.contains(answer.session_id);
    });
    return found;
}

void insert_kept_answers(Connection& connection, std::span<const KeptAnswer> answers, Instant now) {
    std::vector<Values> rows;
    for (const auto& answer : answers) {
        rows.push_back({answer.session_id.text(), answer.route, answer.key, answer.request_hash,
                        to_value(answer.code), shortened(answer.detail), answer.resource,
                        to_value(now)});
    }
    if (!rows.empty()) connection.insert(kKeptAnswers, rows);
}

}  // namespace viaja::session
