#include "session-service/store/rows.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "common/contract/item_text.hpp"
#include "common/text/utf8.hpp"
#include "session-service/store/hold_request.hpp"
#include "session-service/store/known_texts.hpp"

namespace viaja::session {
namespace {

/// What a column of text takes.
constexpr std::size_t kTextBytesMax = 255;

constexpr std::array<std::string_view, 28> kSessionColumns = {
    "id",           "token_hash",      "state",       "timeout_state",        "expires_at",
    "idle_until",   "pause_until",     "attempt",     "saga_table",           "saga_pending",
    "saga_hold",    "saga_deadline",   "saga_tries",  "saga_next_attempt_at", "saga_since",
    "saga_error",   "needs_attention", "notices",     "timeline_length",      "version",
    "created_at",   "updated_at",      "due_at",      "clock_reached",        "first_version",
    "payments_max", "paid_at",         "cancellation"};

constexpr std::size_t kFirstVersionColumn = 24;
static_assert(kSessionColumns[kFirstVersionColumn] == "first_version");

constexpr std::array<std::string_view, 2> kVersionColumns = {"id", "version"};

constexpr std::array<std::string_view, 23> kHoldColumns = {"id",
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
                                                           "asked_since",
                                                           "last_error",
                                                           "written_off",
                                                           "item",
                                                           "list_position",
                                                           "swapped_for",
                                                           "refund",
                                                           "price_until"};

static_assert(kHoldColumns[kSessionOfHold] == "session_id");

constexpr std::array<std::string_view, 12> kPaymentColumns = {
    "session_id", "attempt", "state",          "amount", "currency",  "method",
    "token",      "failure", "failure_reason", "code",   "pay_until", "returned"};

constexpr std::array<std::string_view, 8> kSubscriptionColumns = {
    "session_id", "id", "notify", "state", "tries", "next_attempt_at", "asked_since", "last_error"};

/// What was asked for, which no row of a hold ever changes.
KnownTexts<HoldRequest>& known_requests() {
    thread_local KnownTexts<HoldRequest> known(
        hold_request_from_text, [](const HoldRequest& request) { return to_text(request); });
    return known;
}

/// What is held, which is the same from `held` on.
KnownTexts<HeldItem>& known_items() {
    thread_local KnownTexts<HeldItem> known(held_item_from_text,
                                            [](const HeldItem& item) { return to_text(item); });
    return known;
}

Uuid uuid_of(const std::string& text) {
    const auto id = Uuid::parse(text);
    check(id.has_value(), "a row keeps an id that is none");
    return *id;
}

Command command_of(const std::string& word) {
    const auto command = named<Command>(word);
    check(command.has_value(), "a row keeps a command that this program does not know");
    return *command;
}

/// One word a line: the id, its end, whether it was confirmed, then of each part what comes back
/// and the hold, "40000 0198…".
std::string text_of(const Cancellation& cancellation) {
    auto text = cancellation.id.text() + "\n" + std::to_string(to_micros(cancellation.expires_at)) +
                "\n" + (cancellation.confirmed ? "confirmed" : "quoted") + "\n";
    for (const auto& part : cancellation.parts)
        text += std::to_string(part.refund) + " " + part.hold.text() + "\n";
    return text;
}

Cancellation cancellation_in(const std::string& text) {
    std::istringstream words(text);
    Cancellation cancellation;
    std::string id;
    std::int64_t expires_at = 0;
    std::string state;
    words >> id >> expires_at >> state;
    check(!words.fail(), "a row keeps a cancellation that cannot be read");
    cancellation.id = uuid_of(id);
    cancellation.expires_at = from_micros(expires_at);
    cancellation.confirmed = state == "confirmed";
    for (Cancellation::Part part; words >> part.refund >> id; cancellation.parts.push_back(part))
        part.hold = id_of<HoldId>(id);
    return cancellation;
}

/// Null in rows of versions that did not keep it, when prices stood as long as their session's
/// time; 0 where the price is not guaranteed.
std::optional<Instant> guarantee_in(std::optional<std::int64_t> micros,
                                    const std::optional<Instant>& expires_at) {
    if (!micros) return expires_at;
    return *micros == 0 ? std::nullopt : std::optional(from_micros(*micros));
}

}  // namespace

const Table kSessions{"sessions", kSessionColumns, 1};
const Table kSessionVersions{"sessions", kVersionColumns, 1};
const Table kHolds{"session_holds", kHoldColumns, 1};
const Table kPayments{"session_payments", kPaymentColumns, 2};
const Table kSubscriptions{"timeout_notices", kSubscriptionColumns, 2};

std::optional<HoldId> optional_hold(const std::optional<std::string>& text) {
    return text ? std::optional(id_of<HoldId>(*text)) : std::nullopt;
}

Value to_value(const std::optional<HoldId>& id) {
    return id ? Value(id->text()) : Value(nullptr);
}
std::vector<Value> keys_of(std::span<const SessionId> ids) {
    std::vector<std::string> sorted;
    for (const auto& id : ids)
        sorted.push_back(id.text());
    std::ranges::sort(sorted);
    return {sorted.begin(), sorted.end()};
}

std::string shortened(std::string text) {
    text.resize(cut_at_character(text, kTextBytesMax).size());
    return text;
}

SessionId read_id(std::span<const Value> row) {
    return id_of<SessionId>(RowReader(row).text());
}

SessionAccess read_access(const Values& row) {
    RowReader reader(row);
    reader.text();  // id
    auto token_hash = reader.text();
    const auto behind = std::span(row).subspan(kFirstVersionColumn);
    return {std::move(token_hash), RowReader(behind).boolean()};
}

SessionRow read_session(const Values& row) {
    RowReader reader(row);
    SessionRow read;
    auto& session = read.session;
    session.id = id_of<SessionId>(reader.text());
    session.token_hash = reader.text();
    session.state = reader.word<SessionState>();
    session.timeout.state = reader.word<TimeoutState>();
    session.timeout.expires_at = reader.optional_instant();
    session.timeout.idle_until = reader.optional_instant();
    session.timeout.pause_until = reader.optional_instant();
    session.attempt = static_cast<int>(reader.integer());
    const auto table = reader.optional_text();
    const auto pending = reader.optional_text();
    Saga saga;
    saga.table = table.value_or("");
    saga.hold = optional_hold(reader.optional_text());
    saga.deadline = reader.optional_instant();
    saga.retry.tries = static_cast<int>(reader.integer());
    saga.retry.next_attempt_at = reader.optional_instant();
    saga.retry.since = reader.optional_instant();
    saga.retry.last_error = reader.text();
    if (pending) {
        saga.pending = command_of(*pending);
        session.saga = std::move(saga);
    }
    session.needs_attention = reader.boolean();
    read.subscriptions = reader.integer();
    session.timeline_length = static_cast<int>(reader.integer());
    session.version = reader.integer();
    session.created_at = reader.instant();
    reader.integer();  // updated_at
    read.sweep_times.due_at = reader.optional_instant();
    read.sweep_times.clock_reached = reader.optional_instant();
    session.first_version = reader.boolean();
    session.payments_max = static_cast<int>(reader.integer());
    session.paid_at = reader.optional_instant();
    if (const auto text = reader.optional_text()) session.cancellation = cancellation_in(*text);
    return read;
}

Values write_session(const Session& session, const SweepTimes& sweep_times, Instant now) {
    const auto& saga = session.saga;
    return {session.id.text(),
            session.token_hash,
            to_value(session.state),
            to_value(session.timeout.state),
            to_value(session.timeout.expires_at),
            to_value(session.timeout.idle_until),
            to_value(session.timeout.pause_until),
            std::int64_t{session.attempt},
            saga ? Value(saga->table) : Value(nullptr),
            saga ? Value(std::string(viaja::name_of(saga->pending))) : Value(nullptr),
            saga ? to_value(saga->hold) : Value(nullptr),
            saga ? to_value(saga->deadline) : Value(nullptr),
            std::int64_t{saga ? saga->retry.tries : 0},
            saga ? to_value(saga->retry.next_attempt_at) : Value(nullptr),
            saga ? to_value(saga->retry.since) : Value(nullptr),
            saga ? shortened(saga->retry.last_error) : std::string(),
            to_value(session.needs_attention),
            static_cast<std::int64_t>(session.subscriptions.size()),
            std::int64_t{session.timeline_length},
            session.version,
            to_value(session.created_at),
            to_value(now),
            to_value(sweep_times.due_at),
            to_value(sweep_times.clock_reached),
            to_value(session.first_version),
            std::int64_t{session.payments_max},
            to_value(session.paid_at),
            session.cancellation ? Value(text_of(*session.cancellation)) : Value(nullptr)};
}

void read_hold(const Values& row, Session& session) {
    RowReader reader(row);
    Hold hold;
    hold.id = id_of<HoldId>(reader.text());
    reader.text();  // session_id
    hold.position = static_cast<int>(reader.integer());
    hold.request = known_requests().value_of(hold.id, reader.text());
    hold.state = reader.word<HoldState>();
    hold.release = reader.word<Command>();
    hold.replaces = optional_hold(reader.optional_text());
    hold.attempt = static_cast<int>(reader.integer());
    hold.price.amount = reader.integer();
    hold.price.currency = reader.text();
    hold.description = reader.text();
    hold.reason = reader.text();
    hold.reference = reader.text();
    hold.retry.tries = static_cast<int>(reader.integer());
    hold.retry.next_attempt_at = reader.optional_instant();
    hold.retry.since = reader.optional_instant();
    hold.retry.last_error = reader.text();
    hold.written_off = reader.text();
    if (const auto item = reader.optional_text()) {
        hold.item = known_items().value_of(hold.id, *item);
    }
    hold.list = static_cast<int>(reader.integer());
    hold.swapped_for = static_cast<int>(reader.integer());
    hold.refund = reader.optional_integer();
    hold.price_guaranteed_until =
        guarantee_in(reader.optional_integer(), session.timeout.expires_at);
    session.holds.push_back(std::move(hold));
}

Values write_hold(const SessionId& session_id, const Hold& hold) {
    return {
        hold.id.text(),
        session_id.text(),
        std::int64_t{hold.position},
        known_requests().text_of(hold.id, hold.request),
        to_value(hold.state),
        to_value(hold.release),
        to_value(hold.replaces),
        std::int64_t{hold.attempt},
        hold.price.amount,
        hold.price.currency,
        shortened(hold.description),
        shortened(hold.reason),
        hold.reference,
        std::int64_t{hold.retry.tries},
        to_value(hold.retry.next_attempt_at),
        to_value(hold.retry.since),
        shortened(hold.retry.last_error),
        shortened(hold.written_off),
        hold.item ? Value(known_items().text_of(hold.id, *hold.item)) : Value(nullptr),
        std::int64_t{hold.list},
        std::int64_t{hold.swapped_for},
        hold.refund ? Value(*hold.refund) : Value(nullptr),
        hold.price_guaranteed_until ? to_micros(*hold.price_guaranteed_until) : std::int64_t{0}};
}

void read_payment(const Values& row, Session& session) {
    RowReader reader(row);
    reader.text();  // session_id
    Payment payment;
    payment.attempt = static_cast<int>(reader.integer());
    payment.state = reader.word<PaymentState>();
    payment.amount.amount = reader.integer();
    payment.amount.currency = reader.text();
    payment.method = reader.text();
    payment.token = reader.text();
    payment.failure = reader.word<Code>();
    payment.failure_reason = reader.text();
    payment.code = reader.text();
    payment.pay_until = reader.optional_instant();
    payment.returned = reader.integer();
    session.payments.push_back(std::move(payment));
}

Values write_payment(const SessionId& session_id, const Payment& payment) {
    return {session_id.text(),     std::int64_t{payment.attempt}, to_value(payment.state),
            payment.amount.amount, payment.amount.currency,       payment.method,
            payment.token,         to_value(payment.failure),     shortened(payment.failure_reason),
            payment.code,          to_value(payment.pay_until),   payment.returned};
}

void read_subscription(const Values& row, Session& session) {
    RowReader reader(row);
    reader.text();  // session_id
    TimeoutSubscription subscription;
    subscription.id = uuid_of(reader.text());
    subscription.notify = reader.text();
    subscription.state = reader.word<SubscriptionState>();
    subscription.retry.tries = static_cast<int>(reader.integer());
    subscription.retry.next_attempt_at = reader.optional_instant();
    subscription.retry.since = reader.optional_instant();
    subscription.retry.last_error = reader.text();
    session.subscriptions.push_back(std::move(subscription));
}

Values write_subscription(const SessionId& session_id, const TimeoutSubscription& subscription) {
    return {session_id.text(),
            subscription.id.text(),
            subscription.notify,
            to_value(subscription.state),
            std::int64_t{subscription.retry.tries},
            to_value(subscription.retry.next_attempt_at),
            to_value(subscription.retry.since),
            shortened(subscription.retry.last_error)};
}

}  // namespace viaja::session
