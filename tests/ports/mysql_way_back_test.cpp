// The statements of docs/operations.md, "Schemas", that hide from a program of before
// schema_additions what a newer one has added.

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "common/contract/check.hpp"
#include "common/migrations/migrations.hpp"
#include "tests/ports/mysql_world.hpp"

namespace viaja::test {

namespace {

const std::vector<Migration> kSteps = {
    {1, "spoons", "CREATE TABLE spoons (id BIGINT PRIMARY KEY)"},
    {2, "forks", "CREATE TABLE forks (id BIGINT PRIMARY KEY)", OlderPrograms::may_run},
    {3, "knives",
     "CREATE TABLE knives (id BIGINT PRIMARY KEY); CREATE INDEX drawers_by_id ON drawers (id)",
     OlderPrograms::may_run}};

/// Of the two blocks behind "The way back": those that hide, and those that undo it.
std::vector<std::vector<std::string>> documented() {
    std::ifstream page("docs/operations.md");
    std::vector<std::vector<std::string>> blocks;
    std::string line;
    while (std::getline(page, line) && !line.starts_with("**The way back.**")) {
    }
    while (blocks.size() < 2 && std::getline(page, line)) {
        if (line != "```sql") continue;
        auto& block = blocks.emplace_back();
        while (std::getline(page, line) && line != "```")
            block.push_back(line);
    }
    return blocks;
}

using MysqlWayBackTest = MysqlWorld;

TEST_F(MysqlWayBackTest, HidesWhatOnlyAddsAppliedOrUnderWayUntilItIsUndone) {
    const auto steps = [&](const std::string& table) {
        std::string numbers;
        for (const Values& row :
             connection_->query("SELECT number FROM " + table + " ORDER BY number"))
            numbers += std::to_string(RowReader(row).integer()) + " ";
        return numbers;
    };
    const auto run = [&](const std::vector<std::string>& statements) {
        for (const auto& statement : statements)
            connection_->execute(statement);
    };
    const auto blocks = documented();
    ASSERT_EQ(blocks.size(), 2U);
    EXPECT_THROW(migrate(*connection_, "kitchen", kSteps), Bug) << "there are no drawers";
    EXPECT_EQ(steps("schema_migrations"), "1 2 ");
    EXPECT_EQ(steps("schema_under_way"), "3 ");

    // A second time, too: for another replica.
    run(blocks[0]);
    run(blocks[0]);
    EXPECT_EQ(steps("schema_migrations"), "1 ");
    EXPECT_EQ(steps("schema_under_way"), "");

    run(blocks[1]);
    connection_->execute("CREATE TABLE drawers (id BIGINT)");
    migrate(*connection_, "kitchen", kSteps);
    EXPECT_EQ(steps("schema_migrations"), "1 2 3 ");
    EXPECT_EQ(steps("schema_under_way"), "");
}

}  // namespace

}  // namespace viaja::test
