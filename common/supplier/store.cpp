#include "common/supplier/store.hpp"

#include <limits>

#include "common/contract/check.hpp"
#include "common/contract/item_text.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::supplier {
namespace {

constexpr std::string_view kHoldColumns[] = {
    "id",           "session_id", "state",       "attempt",     "reason",    "claims",
    "quantity",     "price",      "currency",    "description", "reference", "deadline",
    "version",      "created_at", "updated_at",  "item",        "sale_ends", "borrowed",
    "borrows_from", "lent_to",    "price_until",
};
constexpr Table kHolds{.name = "holds", .columns = kHoldColumns};

constexpr std::string_view kUnitColumns[] = {"id", "capacity", "held", "confirmed"};
constexpr Table kUnits{.name = "units", .columns = kUnitColumns};

/// The character after '/': the ids of an item's units are those from "item/" to before "item0".
constexpr char kBehindSlash = '/' + 1;

int to_int(std::int64_t number) {
    check(number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max(),
          "a number in a supplier's row is too large");
    return static_cast<int>(number);
}

/// One claim a line, "2 I01370/2026-12-20": people read this column.
std::string text_of(const std::vector<Claim>& claims) {
    std::string text;
    for (const auto& claim : claims) {
        check(!claim.unit.empty() && claim.unit.find('\n') == std::string::npos,
              "a unit's id is one line of text");
        text += std::to_string(claim.quantity) + " " + claim.unit + "\n";
    }
    return text;
}

std::vector<Claim> claims_in(std::string_view text) {
    std::vector<Claim> claims;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        const auto space = line.find(' ');
        check(space != line.npos && line.size() < text.size(),
              "the claims of a hold are unreadable");
        const auto quantity = whole_number(line.substr(0, space), 1);
        check(quantity.has_value(), "the claims of a hold are unreadable");
        claims.push_back({.unit = std::string(line.substr(space + 1)), .quantity = *quantity});
        text.remove_prefix(line.size() + 1);
    }
    return claims;
}

template <class AnyId>
AnyId id_in(const std::string& text) {
    const auto id = AnyId::parse(text);
    check(id.has_value(), "an id in a supplier's row is unreadable");
    return *id;
}

std::optional<HoldId> optional_hold(const std::optional<std::string>& text) {
    return text ? std::optional(id_in<HoldId>(*text)) : std::nullopt;
}

Value value_of(const std::optional<HoldId>& id) {
    return id ? Value(id->text()) : Value(nullptr);
}

/// Null in rows of versions that did not keep it, 0 where the price is not guaranteed.
std::optional<Instant> guarantee_in(std::optional<std::int64_t> micros, Instant deadline) {
    if (!micros) return deadline;
    return *micros == 0 ? std::nullopt : std::optional(from_micros(*micros));
}

HoldRow hold_in(const Values& values) {
    RowReader read(values);
    HoldRow row;
    row.id = id_in<HoldId>(read.text());
    row.session_id = id_in<SessionId>(read.text());
    row.hold.state = read.word<HoldState>();
    row.hold.attempt = to_int(read.integer());
    row.hold.reason = read.text();
    row.claims = claims_in(read.text());
    row.quantity = to_int(read.integer());
    row.price.amount = read.integer();
    row.price.currency = read.text();
    row.description = read.text();
    row.reference = read.text();
    row.deadline = read.instant();
    row.version = read.integer();
    row.created_at = read.instant();
    row.updated_at = read.instant();
    if (const auto item = read.optional_text()) row.item = held_item_from_text(*item);
    row.sale_ends = read.optional_instant();
    row.borrowed = claims_in(read.optional_text().value_or(""));
    row.borrows_from = optional_hold(read.optional_text());
    row.lent_to = optional_hold(read.optional_text());
    row.price_guaranteed_until = guarantee_in(read.optional_integer(), row.deadline);
    return row;
}

Values values_of(const HoldRow& row) {
    return {
        row.id.text(),
        row.session_id.text(),
        to_value(row.hold.state),
        std::int64_t{row.hold.attempt},
        row.hold.reason,
        text_of(row.claims),
        std::int64_t{row.quantity},
        row.price.amount,
        row.price.currency,
        row.description,
        row.reference,
        to_value(row.deadline),
        row.version,
        to_value(row.created_at),
        to_value(row.updated_at),
        row.item ? Value(to_text(*row.item)) : Value(nullptr),
        to_value(row.sale_ends),
        text_of(row.borrowed),
        value_of(row.borrows_from),
        value_of(row.lent_to),
        row.price_guaranteed_until ? to_micros(*row.price_guaranteed_until) : std::int64_t{0},
    };
}

Unit unit_in(const Values& values) {
    RowReader read(values);
    Unit unit;
    unit.id = read.text();
    unit.capacity = to_int(read.integer());
    unit.held = to_int(read.integer());
    unit.confirmed = to_int(read.integer());
    return unit;
}

Values values_of(const Unit& unit) {
    return {unit.id, std::int64_t{unit.capacity}, std::int64_t{unit.held},
            std::int64_t{unit.confirmed}};
}

Rows rows_of(std::span<const Unit> units) {
    Rows rows;
    for (const auto& unit : units)
        rows.push_back(values_of(unit));
    return rows;
}

template <class AnyId>
Values keys_of(const std::set<AnyId>& ids) {
    Values keys;
    for (const auto& id : ids)
        keys.emplace_back(id.text());
    return keys;
}

}  // namespace

std::map<HoldId, HoldRow> lock_holds(Connection& connection, const std::set<HoldId>& ids) {
    std::map<HoldId, HoldRow> holds;
    if (ids.empty()) return holds;
    for (const auto& values : connection.lock(kHolds, "id", keys_of(ids))) {
        auto row = hold_in(values);
        const auto id = row.id;
        holds.emplace(id, std::move(row));
    }
    return holds;
}

std::map<SessionId, std::vector<HoldId>> held_by_session(Connection& connection,
                                                         const std::set<SessionId>& sessions) {
    std::map<SessionId, std::vector<HoldId>> held;
    if (sessions.empty()) return held;
    for (const auto& values : connection.find(kHolds, "session_id", keys_of(sessions))) {
        const auto row = hold_in(values);
        if (row.hold.state == HoldState::held) held[row.session_id].push_back(row.id);
    }
    return held;
}

std::map<std::string, Unit> lock_units(Connection& connection, const std::set<std::string>& ids) {
    std::map<std::string, Unit> units;
    if (ids.empty()) return units;
    const Values keys(ids.begin(), ids.end());
    for (const auto& values : connection.lock(kUnits, "id", keys)) {
        auto unit = unit_in(values);
        const auto id = unit.id;
        units.emplace(id, std::move(unit));
    }
    return units;
}

void save_holds(Connection& connection, std::span<const HoldRow> rows) {
    Rows fresh;
    Rows changed;
    for (const auto& row : rows)
        (row.version == 1 ? fresh : changed).push_back(values_of(row));
    if (!fresh.empty()) connection.insert(kHolds, fresh);
    if (!changed.empty()) connection.put(kHolds, changed);
}

void save_units(Connection& connection, std::span<const Unit> fresh,
                std::span<const Unit> changed) {
    if (!fresh.empty()) connection.insert(kUnits, rows_of(fresh));
    if (!changed.empty()) connection.put(kUnits, rows_of(changed));
}

void set_capacity(Connection& connection, const std::string& item, int capacity) {
    const Values parameters = {std::int64_t{capacity}, item + "/", item + kBehindSlash,
                               std::int64_t{capacity}};
    connection.execute("UPDATE units SET capacity = ? WHERE id >= ? AND id < ? AND capacity <> ?",
                       parameters);
}

std::vector<Unit> units_from(Connection& connection, const std::string& item, Date from) {
    const Values parameters = {item + "/" + iso_date(from), item + kBehindSlash};
    std::vector<Unit> units;
    for (const auto& values : connection.query(
             "SELECT id, capacity, held, confirmed FROM units WHERE id >= ? AND id < ? ORDER BY id",
             parameters))
        units.push_back(unit_in(values));
    return units;
}

bool is_taken_from(Connection& connection, const std::string& item, Date from) {
    const Values parameters = {item + "/" + iso_date(from), item + kBehindSlash};
    return !connection
                .query(
                    "SELECT id FROM units WHERE id >= ? AND id < ? AND held + confirmed > 0 "
                    "LIMIT 1",
                    parameters)
                .empty();
}

std::vector<Unit> find_units(Connection& connection, const std::string& prefix,
                             const std::string& after, std::size_t limit) {
    // Behind everything that begins with the prefix; '\x7f' is behind every character of an id.
    auto end = prefix.empty() ? std::string("\x7f") : prefix;
    if (!prefix.empty()) ++end.back();
    const Values parameters = {after, prefix, end, static_cast<std::int64_t>(limit)};
    const auto rows = connection.query(
        "SELECT id, capacity, held, confirmed FROM units WHERE id > ? AND id >= ? AND id < ? "
        "ORDER BY id LIMIT ?",
        parameters);
    std::vector<Unit> units;
    for (const auto& values : rows)
        units.push_back(unit_in(values));
    return units;
}

std::map<std::string, int> taken(Connection& connection, std::span<const std::string> unit_ids) {
    std::map<std::string, int> result;
    if (unit_ids.empty()) return result;
    const Values keys(unit_ids.begin(), unit_ids.end());
    for (const auto& values : connection.find(kUnits, "id", keys)) {
        const auto unit = unit_in(values);
        result[unit.id] = unit.held + unit.confirmed;
    }
    return result;
}

}  // namespace viaja::supplier
