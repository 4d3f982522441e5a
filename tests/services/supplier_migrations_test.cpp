// The steps of a supplier's schema on databases that a version before them has used.

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "common/contract/check.hpp"
#include "common/supplier/migrations.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

std::vector<Migration> steps_until(int number) {
    std::vector<Migration> steps;
    std::ranges::copy_if(supplier_migrations(), std::back_inserter(steps),
                         [&](const Migration& step) { return step.number <= number; });
    return steps;
}

void insert_hold(Connection& connection, int number, const char* behaviour, std::int64_t undo_asks,
                 const Value& confirm_asked_at) {
    const Values row = {hold_id(number).text(), behaviour, undo_asks, confirm_asked_at};
    connection.execute(
        "INSERT INTO holds (id, session_id, state, attempt, reason, claims, quantity, price, "
        "currency, description, reference, behaviour, deadline, undo_asks, confirm_asked_at, "
        "version, created_at, updated_at) VALUES (?, '0198c0de-0000-7000-8000-000000000001', "
        "'held', 0, '', '', 1, 500, 'BRL', 'STUBBORN', '', ?, 0, ?, ?, 1, 0, 0)",
        row);
}

TEST(SupplierMigrations, WhatTestHoldsLeftUnansweredMovesToATableOfItsOwn) {
    const test::TestClock clock{morning()};
    SqliteDatabase database(SqliteDatabase::Memory{"supplier_migrations_test"}, clock);
    const auto connection = database.connect();
    migrate(*connection, "supplier", steps_until(8));
    insert_hold(*connection, 1, "normal", 0, nullptr);
    insert_hold(*connection, 2, "undo_fails_three_times", 2, nullptr);
    insert_hold(*connection, 3, "confirms_after_8_s", 0, std::int64_t{77});

    migrate(*connection, "supplier", supplier_migrations());

    EXPECT_EQ(
        connection->query("SELECT id, undo_asks, confirm_asked_at FROM test_holds ORDER BY id"),
        (Rows{{hold_id(2).text(), std::int64_t{2}, nullptr},
              {hold_id(3).text(), std::int64_t{0}, std::int64_t{77}}}));
    Transaction transaction(*connection);
    EXPECT_EQ(lock_holds(*connection, {hold_id(1), hold_id(2), hold_id(3)}).size(), 3U);
    for (const auto* column : {"behaviour", "undo_asks", "confirm_asked_at"}) {
        EXPECT_THROW(connection->query(std::string("SELECT ") + column + " FROM holds"), Bug)
            << column;
    }
}

}  // namespace
}  // namespace viaja::supplier
