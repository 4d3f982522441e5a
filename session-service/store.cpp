#include "session-service/store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "common/contract/check.hpp"
#include "session-service/hold_request.hpp"

namespace viaja::session {
namespace {

constexpr std::array<std::string_view, 21> kSessionColumns = {"id",
                                                              "token_hash",
                                                              "state",
                                                              "timeout_state",
                                                              "expires_at",
                                                              "idle_until",
                                                              "pause_until",
                                                              "attempt",
                                                              "saga_table",
                                                              "saga_pending",
                                                              "saga_hold",
                                                              "saga_deadline",
                                                              "saga_tries",
                                                              "saga_next_attempt_at",
                                                              "saga_since",
                                                              "needs_attention",
                                                              "timeline_length",
                                                              "version",
                                                              "created_at",
                                                              "updated_at",
                                                              "due_at"};
constexpr Table kSessions{"sessions", kSessionColumns, 1};

constexpr std::array<std::string_view, 16> kHoldColumns = {"id",
                                                           "session_id",
                                                           "position",
                                                           "request",
                                                           "state",
                                                           "release_command",
                                                           "replaces",
                                                           "attempt",
                                                           "price_amount",
                                                           "price_currency",
                                                           "description",
                                                           "reason",
                                                           "booking_reference",
                                                           "tries",
                                                           "next_attempt_at",
                                                           "asked_since"};
constexpr Table kHolds{"session_holds", kHoldColumns, 1};

constexpr std::array<std::string_view, 9> kPaymentColumns = {
    "session_id", "attempt", "state",   "amount",        "currency",
    "method",     "token",   "failure", "failure_reason"};
constexpr Table kPayments{"session_payments", kPaymentColumns, 2};

constexpr std::array<std::string_view, 7> kTimelineColumns = {
    "session_id", "sequence", "at", "type", "hold_id", "attempt", "detail"};
constexpr Table kTimeline{"timeline", kTimelineColumns, 2};

constexpr std::array<std::string_view, 8> kAnswerColumns = {
    "session_id", "route",  "idempotency_key", "request_hash",
    "code",       "detail", "resource",        "created_at"};
constexpr Table kAnswers{"kept_answers", kAnswerColumns, 3};

constexpr std::size_t kDetailBytesMax = 255;

/// The value whose word a row keeps. All enums of the core begin at 0 and have a word each.
template <class Enum>
Enum value_of(std::string_view word, Enum last) {
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        if (name_of(static_cast<Enum>(i)) == word) return static_cast<Enum>(i);
    }
    check(false, "a row keeps a word that this program does not know");
    return last;
}

Command command_of(const std::string& word) {
    const auto command = command_named(word);
    check(command.has_value(), "a row keeps a command that this program does not know");
    return *command;
}

template <class AnyId>
AnyId id_of(const std::string& text) {
    const auto id = AnyId::parse(text);
    check(id.has_value(), "a row keeps an id that is none");
    return *id;
}

std::optional<HoldId> optional_hold(const std::optional<std::string>& text) {
    return text ? std::optional(id_of<HoldId>(*text)) : std::nullopt;
}

Value to_value(const std::optional<HoldId>& id) {
    return id ? Value(id->text()) : Value(nullptr);
}
using viaja::to_value;

std::string shortened(std::string text) {
    if (text.size() <= kDetailBytesMax) return text;
    std::size_t end = kDetailBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

std::vector<Value> keys_of(std::span<const SessionId> ids) {
    std::vector<std::string> sorted;
    for (const auto& id : ids)
        sorted.push_back(id.text());
    std::ranges::sort(sorted);
    return {sorted.begin(), sorted.end()};
}

Trip read_session(const Values& row) {
    RowReader reader(row);
    Trip trip;
    trip.id = id_of<SessionId>(reader.text());
    trip.token_hash = reader.text();
    trip.state = value_of(reader.text(), SessionState::cancelled);
    trip.timeout.state = value_of(reader.text(), TimeoutState::cancelled);
    trip.timeout.expires_at = reader.optional_instant();
    trip.timeout.idle_until = reader.optional_instant();
    trip.timeout.pause_until = reader.optional_instant();
    trip.attempt = static_cast<int>(reader.integer());
    const auto table = reader.optional_text();
    const auto pending = reader.optional_text();
    Saga saga;
    saga.table = table.value_or("");
    saga.hold = optional_hold(reader.optional_text());
    saga.deadline = reader.optional_instant();
    saga.asking.tries = static_cast<int>(reader.integer());
    saga.asking.next_attempt_at = reader.optional_instant();
    saga.asking.since = reader.optional_instant();
    if (pending) {
        saga.pending = command_of(*pending);
        trip.saga = std::move(saga);
    }
    trip.needs_attention = reader.boolean();
    trip.timeline_length = static_cast<int>(reader.integer());
    trip.version = reader.integer();
    trip.created_at = reader.instant();
    return trip;
}

Values write_session(const Trip& trip, Instant now) {
    const auto& saga = trip.saga;
    const auto due = due_at(trip);
    return {trip.id.text(),
            trip.token_hash,
            std::string(name_of(trip.state)),
            std::string(name_of(trip.timeout.state)),
            to_value(trip.timeout.expires_at),
            to_value(trip.timeout.idle_until),
            to_value(trip.timeout.pause_until),
            std::int64_t{trip.attempt},
            saga ? Value(saga->table) : Value(nullptr),
            saga ? Value(std::string(viaja::name_of(saga->pending))) : Value(nullptr),
            saga ? to_value(saga->hold) : Value(nullptr),
            saga ? to_value(saga->deadline) : Value(nullptr),
            std::int64_t{saga ? saga->asking.tries : 0},
            saga ? to_value(saga->asking.next_attempt_at) : Value(nullptr),
            saga ? to_value(saga->asking.since) : Value(nullptr),
            to_value(trip.needs_attention),
            std::int64_t{trip.timeline_length},
            trip.version,
            to_value(trip.created_at),
            to_value(now),
            due == Instant::max() ? Value(nullptr) : to_value(due)};
}

void read_hold(const Values& row, Trips& trips) {
    RowReader reader(row);
    Hold hold;
    hold.id = id_of<HoldId>(reader.text());
    auto& trip = trips.at(id_of<SessionId>(reader.text()));
    hold.position = static_cast<int>(reader.integer());
    hold.request = hold_request_from_text(reader.text());
    hold.state = value_of(reader.text(), HoldState::lost);
    hold.release = command_of(reader.text());
    hold.replaces = optional_hold(reader.optional_text());
    hold.attempt = static_cast<int>(reader.integer());
    hold.price.amount = reader.integer();
    hold.price.currency = reader.text();
    hold.description = reader.text();
    hold.reason = reader.text();
    hold.reference = reader.text();
    hold.asking.tries = static_cast<int>(reader.integer());
    hold.asking.next_attempt_at = reader.optional_instant();
    hold.asking.since = reader.optional_instant();
    trip.holds.push_back(std::move(hold));
}

Values write_hold(const SessionId& session, const Hold& hold) {
    return {hold.id.text(),
            session.text(),
            std::int64_t{hold.position},
            to_text(hold.request),
            std::string(name_of(hold.state)),
            std::string(viaja::name_of(hold.release)),
            to_value(hold.replaces),
            std::int64_t{hold.attempt},
            hold.price.amount,
            hold.price.currency,
            shortened(hold.description),
            hold.reason,
            hold.reference,
            std::int64_t{hold.asking.tries},
            to_value(hold.asking.next_attempt_at),
            to_value(hold.asking.since)};
}

void read_payment(const Values& row, Trips& trips) {
    RowReader reader(row);
    auto& trip = trips.at(id_of<SessionId>(reader.text()));
    Payment payment;
    payment.attempt = static_cast<int>(reader.integer());
    payment.state = value_of(reader.text(), PaymentState::refunded);
    payment.amount.amount = reader.integer();
    payment.amount.currency = reader.text();
    payment.method = reader.text();
    payment.token = reader.text();
    payment.failure = value_of(reader.text(), Code::version_mismatch);
    payment.failure_reason = reader.text();
    trip.payments.push_back(std::move(payment));
}

Values write_payment(const SessionId& session, const Payment& payment) {
    return {session.text(),
            std::int64_t{payment.attempt},
            std::string(name_of(payment.state)),
            payment.amount.amount,
            payment.amount.currency,
            payment.method,
            payment.token,
            std::string(name_of(payment.failure)),
            shortened(payment.failure_reason)};
}

Trips read_all(Connection& connection, const Rows& sessions) {
    Trips trips;
    std::vector<Value> keys;
    for (const auto& row : sessions) {
        auto trip = read_session(row);
        keys.emplace_back(trip.id.text());
        trips.emplace(trip.id, std::move(trip));
    }
    if (trips.empty()) return trips;
    for (const auto& row : connection.find(kHolds, "session_id", keys))
        read_hold(row, trips);
    for (const auto& row : connection.find(kPayments, "session_id", keys))
        read_payment(row, trips);
    for (auto& [id, trip] : trips) {
        std::ranges::sort(trip.holds, {}, &Hold::position);
        std::ranges::sort(trip.payments, {}, &Payment::attempt);
    }
    return trips;
}

/// The parts of `after` that are not in `before` as they are.
template <class Part>
std::vector<const Part*> changed(const std::vector<Part>* before, const std::vector<Part>& after) {
    std::vector<const Part*> parts;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const bool same = before && i < before->size() && (*before)[i] == after[i];
        if (!same) parts.push_back(&after[i]);
    }
    return parts;
}

}  // namespace

Trips lock_trips(Connection& connection, std::span<const SessionId> ids) {
    return read_all(connection, connection.lock(kSessions, "id", keys_of(ids)));
}

Trips find_trips(Connection& connection, std::span<const SessionId> ids) {
    return read_all(connection, connection.find(kSessions, "id", keys_of(ids)));
}

void save_trips(Connection& connection, std::span<const Change> changes, Instant now) {
    std::vector<Values> opened;
    std::vector<Values> sessions;
    std::vector<Values> holds;
    std::vector<Values> payments;
    for (const auto& [before, after] : changes) {
        if (before && *before == *after) continue;
        (before ? sessions : opened).push_back(write_session(*after, now));
        for (const auto* hold : changed(before ? &before->holds : nullptr, after->holds)) {
            holds.push_back(write_hold(after->id, *hold));
        }
        for (const auto* payment : changed(before ? &before->payments : nullptr, after->payments)) {
            payments.push_back(write_payment(after->id, *payment));
        }
    }
    if (!opened.empty()) connection.insert(kSessions, opened);
    if (!sessions.empty()) connection.put(kSessions, sessions);
    if (!holds.empty()) connection.put(kHolds, holds);
    if (!payments.empty()) connection.put(kPayments, payments);
}

void append_timeline(Connection& connection, std::span<const SessionEntry> entries) {
    std::vector<Values> rows;
    for (const auto& [session, entry] : entries) {
        rows.push_back({session.text(), std::int64_t{entry.sequence}, to_value(entry.at),
                        entry.type, to_value(entry.hold), std::int64_t{entry.attempt},
                        shortened(entry.detail)});
    }
    if (!rows.empty()) connection.insert(kTimeline, rows);
}

std::vector<Entry> read_timeline(Connection& connection, const SessionId& session, int after,
                                 int limit) {
    const Values parameters = {session.text(), std::int64_t{after}, std::int64_t{limit}};
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

std::vector<KeptAnswer> find_kept_answers(Connection& connection, std::span<const SessionId> ids) {
    std::vector<KeptAnswer> answers;
    if (ids.empty()) return answers;
    for (const auto& row : connection.find(kAnswers, "session_id", keys_of(ids))) {
        RowReader reader(row);
        KeptAnswer answer;
        answer.session = id_of<SessionId>(reader.text());
        answer.route = reader.text();
        answer.key = reader.text();
        answer.request_hash = reader.text();
        answer.code = value_of(reader.text(), Code::version_mismatch);
        answer.detail = reader.text();
        answer.resource = reader.text();
        answers.push_back(std::move(answer));
    }
    return answers;
}

void insert_kept_answers(Connection& connection, std::span<const KeptAnswer> answers, Instant now) {
    std::vector<Values> rows;
    for (const auto& answer : answers) {
        rows.push_back({answer.session.text(), answer.route, answer.key, answer.request_hash,
                        std::string(name_of(answer.code)), shortened(answer.detail),
                        answer.resource, to_value(now)});
    }
    if (!rows.empty()) connection.insert(kAnswers, rows);
}

DueSessions find_due_sessions(Connection& connection, Instant now, std::size_t limit) {
    DueSessions due;
    const Values parameters = {to_micros(now), static_cast<std::int64_t>(limit)};
    const auto rows = connection.query(
        "SELECT id FROM sessions WHERE due_at <= ? ORDER BY due_at LIMIT ?", parameters);
    for (const auto& row : rows)
        due.ids.push_back(id_of<SessionId>(RowReader(row).text()));
    const Values later = {to_micros(now)};
    const auto next = connection.query("SELECT MIN(due_at) FROM sessions WHERE due_at > ?", later);
    if (!next.empty()) due.next = RowReader(next.front()).optional_instant();
    return due;
}

}  // namespace viaja::session
