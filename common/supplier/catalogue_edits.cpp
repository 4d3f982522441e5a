#include "common/supplier/catalogue_edits.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "common/supplier/core/day_prices.hpp"
#include "common/supplier/store.hpp"

namespace viaja::supplier {
namespace {

constexpr std::array<std::string_view, 6> kEditColumns = {"item",     "price",       "price_at",
                                                          "capacity", "capacity_at", "reason"};
constexpr Table kEdits{"catalogue_edits", kEditColumns, 1};

constexpr int kAttemptsMax = 5;
/// Bounds how long the units of a running supplier stay locked.
constexpr std::size_t kItemsPerTransaction = 100;

/// What operators last made of an item; each value with the time at which they asked for it.
struct Edit {
    std::optional<std::int64_t> price;
    std::optional<Instant> price_at;
    std::optional<std::int64_t> capacity;
    std::optional<Instant> capacity_at;
    std::string reason;
};

Value number_value(const std::optional<std::int64_t>& number) {
    return number ? Value(*number) : Value(nullptr);
}

Values row_of(const std::string& item, const Edit& edit) {
    return {item,
            number_value(edit.price),
            to_value(edit.price_at),
            number_value(edit.capacity),
            to_value(edit.capacity_at),
            edit.reason};
}

std::map<std::string, Edit> lock_edits(Connection& connection, std::span<const Value> items) {
    std::map<std::string, Edit> edits;
    for (const Values& values : connection.lock(kEdits, "item", items)) {
        RowReader row(values);
        const std::string item = row.text();
        Edit& edit = edits[item];
        edit.price = row.optional_integer();
        edit.price_at = row.optional_instant();
        edit.capacity = row.optional_integer();
        edit.capacity_at = row.optional_instant();
        edit.reason = row.text();
    }
    return edits;
}

std::size_t position_of(const EditableTable& editable, std::string_view column) {
    const auto& columns = editable.table->columns;
    const auto found = std::ranges::find(columns, column);
    check(found != columns.end(), "a catalogue has the columns that operators may change");
    return static_cast<std::size_t>(found - columns.begin());
}

/// The values of a catalogue's row that operators may change.
class TermsOfRow {
  public:
    explicit TermsOfRow(const EditableTable& editable)
        : price_(position_of(editable, editable.price)),
          capacity_(position_of(editable, editable.capacity)) {}

    Value& price(Values& row) const { return row.at(price_); }
    Value& capacity(Values& row) const { return row.at(capacity_); }
    ItemTerms read(const Values& row) const {
        ItemTerms terms;
        terms.price.amount = std::get<std::int64_t>(row.at(price_));
        terms.capacity = static_cast<int>(std::get<std::int64_t>(row.at(capacity_)));
        return terms;
    }

  private:
    std::size_t price_;
    std::size_t capacity_;
};

std::string range_to(std::int64_t most) {
    return "must be 1 to " + std::to_string(most);
}

/// What is wrong with the values that an item is to have.
std::vector<ItemRefused> invalid_values(const EditableTable& editable,
                                        const CatalogueChange& change) {
    std::vector<ItemRefused> wrong;
    std::set<std::string> seen;
    for (const auto& [item, price, capacity] : change.items) {
        if (!seen.insert(item).second) wrong.push_back({item, "item", "is there twice"});
        if (price && price->currency != Money{}.currency) {
            wrong.push_back({item, "price", "must be in " + Money{}.currency});
        } else if (price && (price->amount < 1 || price->amount > kBasePriceMax)) {
            wrong.push_back({item, "price", range_to(kBasePriceMax) + " centavos"});
        }
        if (capacity && (*capacity < 1 || *capacity > editable.capacity_max)) {
            wrong.push_back({item, "capacity", range_to(editable.capacity_max)});
        }
    }
    return wrong;
}

/// One change in one transaction.
class Change {
  public:
    Change(Connection& connection, const EditableTable& editable, const CatalogueChange& change)
        : connection_(connection), editable_(editable), change_(change), terms_(editable) {}

    ChangeOutcome make() {
        if (auto wrong = invalid_values(editable_, change_); !wrong.empty())
            return {.problem = "invalid_value", .changed = {{}, std::move(wrong)}};
        Transaction transaction(connection_);
        lock();
        if (change_.at && is_surely_past(*change_.at, now_)) return {.problem = "too_late"};
        if (auto wrong = unknown_items(); !wrong.empty())
            return {.problem = "unknown_item", .changed = {{}, std::move(wrong)}};
        if (auto wrong = overtaken_items(); !wrong.empty())
            return {.problem = "overtaken", .changed = {{}, std::move(wrong)}};
        for (const auto& item : change_.items)
            set(item);
        write();
        transaction.commit();
        return std::move(outcome_);
    }

  private:
    void lock() {
        Values items;
        for (const auto& item : change_.items)
            items.emplace_back(item.item);
        const Table& table = *editable_.table;
        for (Values& row : connection_.lock(table, table.columns.front(), items)) {
            std::string item = RowReader(row).text();
            rows_.emplace(std::move(item), std::move(row));
        }
        edits_ = lock_edits(connection_, items);
        now_ = connection_.time_after_locks();
        outcome_.at = now_;
    }

    std::vector<ItemRefused> unknown_items() const {
        std::vector<ItemRefused> unknown;
        for (const auto& item : change_.items) {
            const auto row = rows_.find(item.item);
            if (row != rows_.end() && editable_.is_for_sale(row->second)) continue;
            unknown.push_back({item.item, "item", "is not for sale here"});
        }
        return unknown;
    }

    std::vector<ItemRefused> overtaken_items() const {
        std::vector<ItemRefused> overtaken;
        for (const auto& item : change_.items) {
            const auto edit = edits_.find(item.item);
            if (!change_.at || edit == edits_.end()) continue;
            const auto is_later = [&](const std::optional<Instant>& at) {
                return at && *at > *change_.at;
            };
            if (item.price && is_later(edit->second.price_at))
                overtaken.push_back({item.item, "price", "was changed later"});
            if (item.capacity && is_later(edit->second.capacity_at))
                overtaken.push_back({item.item, "capacity", "was changed later"});
        }
        return overtaken;
    }

    /// When a value is changed: without a time of its own, after every change before.
    Instant time_of(const std::optional<Instant>& before) const {
        if (change_.at) return *change_.at;
        return before ? std::max(now_, *before + Duration(1)) : now_;
    }

    void set(const ItemChange& item) {
        Values& row = rows_.at(item.item);
        Edit& edit = edits_[item.item];
        ItemChanged changed{item.item, terms_.read(row), {}};
        if (item.price) {
            terms_.price(row) = item.price->amount;
            edit.price = item.price->amount;
            edit.price_at = time_of(edit.price_at);
        }
        if (item.capacity) {
            terms_.capacity(row) = std::int64_t{*item.capacity};
            edit.capacity = *item.capacity;
            edit.capacity_at = time_of(edit.capacity_at);
        }
        edit.reason = change_.reason;
        changed.now = terms_.read(row);
        outcome_.changed.items.push_back(std::move(changed));
    }

    void write() {
        std::vector<Values> rows;
        std::vector<Values> edits;
        for (auto& item : outcome_.changed.items) {
            edits.push_back(row_of(item.item, edits_.at(item.item)));
            if (item.before != item.now) rows.push_back(rows_.at(item.item));
        }
        connection_.put(kEdits, edits);
        if (!rows.empty()) {
            connection_.put(*editable_.table, rows);
            if (editable_.at_change) editable_.at_change(connection_);
        }
        for (auto& item : outcome_.changed.items)
            set_units(item);
    }

    /// Also where the catalogue's row stays: a repeated change repairs what the first did not
    /// reach.
    void set_units(ItemChanged& item) {
        set_capacity(connection_, item.item, item.now.capacity);
        const Date yesterday = plus_days(utc_date(now_), -1);
        for (const Unit& unit : units_from(connection_, item.item, yesterday)) {
            if (unit.oversold() > 0) ++item.oversold_units;
            const int before = std::max(0, item.before.capacity - unit.taken());
            if (before != unit.free() && std::min(before, unit.free()) < kManyLeft)
                outcome_.few_left.push_back({unit.id, unit.free()});
        }
    }

    Connection& connection_;
    const EditableTable& editable_;
    const CatalogueChange& change_;
    const TermsOfRow terms_;
    std::map<std::string, Values> rows_;
    std::map<std::string, Edit> edits_;
    Instant now_;
    ChangeOutcome outcome_;
};

std::map<std::string, Edit> edits_of(Connection& connection, std::span<const Values> rows) {
    Values items;
    for (const Values& row : rows)
        items.push_back(row.front());
    return lock_edits(connection, items);
}

void keep(const TermsOfRow& terms, std::span<Values> rows,
          const std::map<std::string, Edit>& edits) {
    for (Values& row : rows) {
        const auto edit = edits.find(RowReader(row).text());
        if (edit == edits.end()) continue;
        if (edit->second.price) terms.price(row) = *edit->second.price;
        if (edit->second.capacity) terms.capacity(row) = *edit->second.capacity;
    }
}

}  // namespace

ChangeOutcome change_catalogue(Connection& connection, const EditableTable& editable,
                               const CatalogueChange& change) {
    for (int attempt = 1;; ++attempt) {
        try {
            return Change(connection, editable, change).make();
        } catch (const Conflict&) {
            if (attempt == kAttemptsMax) throw;
        }
    }
}

std::function<void(Connection&, std::span<Values>)> keep_edits(const EditableTable& editable) {
    return [terms = TermsOfRow(editable)](Connection& connection, std::span<Values> rows) {
        keep(terms, rows, edits_of(connection, rows));
    };
}

std::function<void(Connection&, std::span<Values>)> keep_edited_prices(
    const EditableTable& editable) {
    return [terms = TermsOfRow(editable)](Connection& connection, std::span<Values> rows) {
        auto edits = edits_of(connection, rows);
        std::vector<Values> ended;
        for (auto& [item, edit] : edits) {
            if (!edit.capacity) continue;
            edit.capacity.reset();
            ended.push_back(row_of(item, edit));
        }
        if (!ended.empty()) connection.put(kEdits, ended);
        keep(terms, rows, edits);
    };
}

void set_capacities(Connection& connection, const EditableTable& editable,
                    std::span<const std::string> items) {
    const Table& table = *editable.table;
    const TermsOfRow terms(editable);
    for (std::size_t start = 0; start < items.size(); start += kItemsPerTransaction) {
        const auto some =
            items.subspan(start, std::min(kItemsPerTransaction, items.size() - start));
        const Values keys(some.begin(), some.end());
        Transaction transaction(connection);
        for (const Values& row : connection.lock(table, table.columns.front(), keys))
            set_capacity(connection, RowReader(row).text(), terms.read(row).capacity);
        transaction.commit();
    }
}

}  // namespace viaja::supplier
