#include "common/supplier/pruning.hpp"

#include <array>
#include <utility>

#include "common/pruning/ended_rows.hpp"
#include "common/supplier/core/hold.hpp"

namespace viaja::supplier {
namespace {

constexpr std::array<std::string_view, 2> kStateColumns = {"id", "state"};
constexpr Table kHoldStates{.name = "holds", .columns = kStateColumns};

bool has_ended(const std::string& state) {
    return state == name_of(HoldState::refused) || state == name_of(HoldState::cancelled) ||
           state == name_of(HoldState::expired);
}

/// A hold that has ended stays so (core/hold.hpp).
bool is_removable(const Values& row, Instant now, const Retention& retention) {
    RowReader reader(row);
    reader.text();  // id
    const auto state = reader.text();
    const auto deadline = reader.instant();
    const auto changed_at = reader.instant();
    return has_ended(state) && changed_at + retention.age <= now &&
           deadline + retention.past_deadline <= now;
}

PrunedPage remove(Connection& connection, const Values& ids) {
    if (ids.empty()) return {};
    Transaction transaction(connection);
    connection.lock(kHoldStates, "id", ids);
    remove_rows(connection, "test_holds", "id", ids);
    const auto removed = remove_rows(connection, "holds", "id", ids);
    transaction.commit();
    return {.pruned = static_cast<std::uint64_t>(removed)};
}

}  // namespace

FindPage prune_holds(const Retention& retention) {
    if (retention.keeps_all()) return {};
    return [retention](Connection& connection, const std::string& after, Instant now) {
        const auto rows = read_page(connection, "holds", "id, state, deadline, updated_at", after,
                                    now - retention.age);
        Values ids;
        FoundPage page;
        for (const auto& row : rows) {
            page.next = RowReader(row).text();
            if (is_removable(row, now, retention)) ids.push_back(row.front());
            if (ids.size() == kRemovedMax) break;
        }
        if (rows.size() < kLookedAtMax && ids.size() < kRemovedMax) page.next.reset();
        if (!ids.empty()) page.first = RowReader(ids).text();
        page.prune = [&connection, ids = std::move(ids)] { return remove(connection, ids); };
        return page;
    };
}

}  // namespace viaja::supplier
