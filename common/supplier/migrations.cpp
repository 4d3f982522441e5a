#include "common/supplier/migrations.hpp"

#include <iterator>

namespace viaja::supplier {
namespace {

// Instants are microseconds in UTC. `claims` and `borrowed` have one claim a line,
// "2 I01370/2026-12-20".
constexpr Migration kMigrations[] = {
    {1, "holds", R"(
CREATE TABLE holds (
    id VARCHAR(36) NOT NULL PRIMARY KEY,
    session_id VARCHAR(36) NOT NULL,
    state VARCHAR(16) NOT NULL,
    attempt BIGINT NOT NULL,
    reason VARCHAR(255) NOT NULL,
    claims TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    price BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    description TEXT NOT NULL,
    reference VARCHAR(16) NOT NULL,
    behaviour VARCHAR(32) NOT NULL,
    deadline BIGINT NOT NULL,
    undo_asks BIGINT NOT NULL,
    confirm_asked_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
))"},
    {2, "holds by session", "CREATE INDEX holds_by_session ON holds (session_id)"},
    {3, "units", R"(
CREATE TABLE units (
    id VARCHAR(120) NOT NULL PRIMARY KEY,
    capacity BIGINT NOT NULL,
    held BIGINT NOT NULL,
    confirmed BIGINT NOT NULL
))"},
    {4, "what is held", "ALTER TABLE holds ADD COLUMN item TEXT"},
    {5, "end of sale of what is held", "ALTER TABLE holds ADD COLUMN sale_ends BIGINT"},
    {6, "what a hold borrows", "ALTER TABLE holds ADD COLUMN borrowed TEXT"},
    {7, "from whom it borrows", "ALTER TABLE holds ADD COLUMN borrows_from VARCHAR(36)"},
    {8, "to whom it lends", "ALTER TABLE holds ADD COLUMN lent_to VARCHAR(36)"},
    {9, "test holds", R"(
CREATE TABLE test_holds (
    id VARCHAR(36) NOT NULL PRIMARY KEY,
    undo_asks BIGINT NOT NULL,
    confirm_asked_at BIGINT
))"},
    {10, "what test holds left unanswered", R"(
INSERT INTO test_holds (id, undo_asks, confirm_asked_at)
SELECT id, undo_asks, confirm_asked_at FROM holds
WHERE undo_asks > 0 OR confirm_asked_at IS NOT NULL)"},
    // A program from before steps 11 to 13 writes these columns, and has ended by then
    // (docs/operations.md).
    {11, "holds know no test items", "ALTER TABLE holds DROP COLUMN behaviour"},
    {12, "nor what they ignored", "ALTER TABLE holds DROP COLUMN undo_asks"},
    {13, "nor since when", "ALTER TABLE holds DROP COLUMN confirm_asked_at"},
    {14, "what operators changed of the catalogue", R"(
CREATE TABLE catalogue_edits (
    item VARCHAR(120) NOT NULL PRIMARY KEY,
    price BIGINT,
    price_at BIGINT,
    capacity BIGINT,
    capacity_at BIGINT,
    reason VARCHAR(255) NOT NULL
))",
     OlderPrograms::may_run},
    // Null in rows of versions that did not keep it, 0 where the price is not guaranteed.
    {15, "until when a price is guaranteed", "ALTER TABLE holds ADD COLUMN price_until BIGINT",
     OlderPrograms::may_run},
};

}  // namespace

std::span<const Migration> supplier_migrations() {
    return kMigrations;
}

std::vector<Migration> with_supplier_migrations(std::span<const Migration> catalogue) {
    std::vector<Migration> all(std::begin(kMigrations), std::end(kMigrations));
    all.insert(all.end(), catalogue.begin(), catalogue.end());
    return all;
}

}  // namespace viaja::supplier
