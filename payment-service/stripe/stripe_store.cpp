#include "payment-service/stripe/stripe_store.hpp"

#include <array>
#include <utility>

#include "common/ports/errors.hpp"
#include "payment-service/executions.hpp"

namespace viaja::payment {
namespace {

constexpr std::array<std::string_view, 2> kIntentColumns{"stem", "intent_id"};
constexpr Table kIntents{.name = "stripe_intents", .columns = kIntentColumns, .key_columns = 1};
constexpr std::array<std::string_view, 3> kKeyColumns{"request_key", "generation", "failed_at"};
constexpr Table kKeys{.name = "stripe_keys", .columns = kKeyColumns, .key_columns = 1};

constexpr int kAttemptsMax = 8;

struct RequestKey {
    std::int64_t generation = 0;
    std::optional<Instant> failed_at;
};

/// The row of a table whose key is `key`, locked; nullopt where there is none.
std::optional<Values> locked(Connection& connection, const Table& table, const std::string& key) {
    const Value value = key;
    auto rows = connection.lock(table, table.columns.front(), {&value, 1});
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

std::optional<Values> found(Connection& connection, const Table& table, const std::string& key) {
    const Value value = key;
    auto rows = connection.find(table, table.columns.front(), {&value, 1});
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

std::string intent_of(const Values& row) {
    RowReader reader(row);
    reader.text();
    return reader.text();
}

RequestKey key_of(const std::optional<Values>& row) {
    if (!row) return {};
    RowReader reader(*row);
    reader.text();
    RequestKey key;
    key.generation = reader.integer();
    key.failed_at = reader.optional_instant();
    return key;
}

void write_key(Connection& connection, const std::string& request_key, const RequestKey& key) {
    const Values row{request_key, key.generation, to_value(key.failed_at)};
    connection.put(kKeys, {&row, 1});
}

GatewayOutcome outcome_of(const Execution& execution) {
    return execution.outcome == ExecutionOutcome::ok ? GatewayOutcome::ok()
                                                     : GatewayOutcome::no(execution.reason);
}

bool is_for_ever(const Execution& execution) {
    return execution.outcome == ExecutionOutcome::ok || !is_undo(execution.operation);
}

Execution execution_with(const GatewayCall& call, const GatewayOutcome& outcome, Instant now) {
    const bool ok = outcome.kind == GatewayOutcome::Kind::ok;
    return {.key = call.key(),
            .stem = call.stem(),
            .operation = call.operation,
            .outcome = ok ? ExecutionOutcome::ok : ExecutionOutcome::no,
            .reason = outcome.reason,
            .amount = call.amount,
            .token = {},
            .calls = 1,
            .first_at = now,
            .answers_at = now};
}

}  // namespace

std::set<std::string> stems_at_stripe(Connection& connection, std::span<const Value> stems) {
    std::set<std::string> found;
    for (const auto& row : connection.find(kIntents, "stem", stems))
        found.insert(RowReader(row).text());
    return found;
}

bool has_payments_at_stripe(Connection& connection) {
    return !connection.query("SELECT stem FROM stripe_intents LIMIT 1", {}).empty();
}

/// Another adapter on the same database may be first at a row: what it wrote is then there.
template <class Work>
auto StripeStore::decided(Work work) {
    for (int attempt = 1;; ++attempt) {
        try {
            Transaction transaction(connection_);
            auto result = work();
            transaction.commit();
            return result;
        } catch (const Conflict&) {
            if (attempt == kAttemptsMax) throw;
        }
    }
}

std::optional<GatewayOutcome> StripeStore::answer(const GatewayCall& call) {
    const auto row = found(connection_, kExecutions, call.key());
    if (!row) return std::nullopt;
    const auto execution = execution_of(*row);
    return is_for_ever(execution) ? std::optional(outcome_of(execution)) : std::nullopt;
}

GatewayOutcome StripeStore::keep(const GatewayCall& call, const GatewayOutcome& outcome) {
    return decided([&] {
        const auto row = locked(connection_, kExecutions, call.key());
        const auto known = row ? std::optional(execution_of(*row)) : std::nullopt;
        if (known && is_for_ever(*known)) return outcome_of(*known);
        if (known && outcome_of(*known) == outcome) return outcome;
        const auto changed = execution_row(execution_with(call, outcome, connection_.now()));
        if (known) {
            connection_.put(kExecutions, {&changed, 1});
        } else {
            connection_.insert(kExecutions, {&changed, 1});
        }
        return outcome;
    });
}

std::optional<std::string> StripeStore::intent(const std::string& stem) {
    const auto row = found(connection_, kIntents, stem);
    return row ? std::optional(intent_of(*row)) : std::nullopt;
}

std::string StripeStore::claim(const std::string& stem, const std::string& intent) {
    return decided([&] {
        const auto row = locked(connection_, kIntents, stem);
        if (row) return intent_of(*row);
        const Values added{stem, intent};
        connection_.insert(kIntents, {&added, 1});
        return intent;
    });
}

std::int64_t StripeStore::generation(const std::string& request_key, Duration pause) {
    const auto row = found(connection_, kKeys, request_key);
    if (!row) return 0;
    return decided([&] {
        auto key = key_of(locked(connection_, kKeys, request_key));
        const auto now = connection_.now();
        if (key.failed_at && *key.failed_at > now) {
            key.failed_at = now;
            write_key(connection_, request_key, key);
        }
        const bool over = key.failed_at && now - *key.failed_at >= pause;
        if (over) write_key(connection_, request_key, {key.generation + 1, std::nullopt});
        return over ? key.generation + 1 : key.generation;
    });
}

void StripeStore::failed(const std::string& request_key, std::int64_t generation) {
    decided([&] {
        const auto key = key_of(locked(connection_, kKeys, request_key));
        const bool news = key.generation == generation && !key.failed_at;
        if (news) write_key(connection_, request_key, {generation, connection_.now()});
        return news;
    });
}

}  // namespace viaja::payment
