// What common/ports/database.hpp promises about rows and statements, on every adapter.

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/contract_tables.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

namespace {

class DatabaseContract : public testing::TestWithParam<Factory<DatabaseFixture>> {
  protected:
    DatabaseContract() {
        connection_->execute(kMakeThings);
        connection_->execute(kMakePairs);
    }

    std::int64_t count_things() {
        const Rows rows = connection_->query("SELECT COUNT(*) FROM things");
        return RowReader(rows.at(0)).integer();
    }

    std::unique_ptr<DatabaseFixture> fixture_ = GetParam().make();
    std::unique_ptr<Database> database_ = fixture_->open();
    std::unique_ptr<Connection> connection_ = database_->connect();
};

INSTANTIATE_TEST_SUITE_P(Adapters, DatabaseContract, testing::ValuesIn(database_factories()),
                         adapter_name);

TEST_P(DatabaseContract, ValuesComeBackAsTheyWereWritten) {
    const Rows rows = {
        {std::string("a"), std::numeric_limits<std::int64_t>::min(), std::string(), nullptr},
        {std::string("b"), std::numeric_limits<std::int64_t>::max(), nullptr, std::string("")},
        {std::string("c"), std::int64_t{0},
         std::string("São Paulo → Ñuñoa ✈️ 👩‍👩‍👧 𝄞"),
         std::string("it's; \"quoted\" -- \\ %_?")},
        {std::string("d"), nullptr, std::string(1'200'000, 'x') + "end", std::string("  padded  ")},
        {std::string("e"), std::int64_t{-1}, std::string("before\0after", 12), std::string("\n\t")},
    };
    connection_->insert(kThings, rows);
    const Values keys{std::string("a"), std::string("b"), std::string("c"), std::string("d"),
                      std::string("e")};
    EXPECT_TRUE(connection_->find(kThings, "id", keys) == rows);
}

TEST_P(DatabaseContract, TextsDifferByEveryByte) {
    const Rows rows = {thing("A", 1), thing("a", 2), thing("a ", 3), thing("á", 4)};
    connection_->insert(kThings, rows);
    EXPECT_EQ(find_one(*connection_, kThings, std::string("a")), Rows{rows[1]});
    EXPECT_EQ(find_one(*connection_, kThings, std::string("a ")), Rows{rows[2]});
}

TEST_P(DatabaseContract, SetsOfEverySizeAreFoundInTheOrderOfTheKey) {
    Rows all;
    for (int i = 0; i < 6'000; ++i) {
        const std::string digits = std::to_string(100'000 + i * 7 % 6'000);
        all.push_back(thing("k" + digits, i));
    }
    {
        Transaction transaction(*connection_);
        connection_->insert(kThings, all);
        transaction.commit();
    }
    std::ranges::sort(all, {}, [](const Values& row) { return std::get<std::string>(row[0]); });

    for (const std::size_t size : {0, 1, 2, 3, 4, 5, 500, 512, 513, 5'000}) {
        Values keys;
        for (std::size_t i = size; i-- > 0;)
            keys.push_back(all[i][0]);
        keys.push_back(std::string("missing"));
        if (size > 2) keys.push_back(keys[1]);
        const Rows expected(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_TRUE(connection_->find(kThings, "id", keys) == expected) << size;
        Transaction transaction(*connection_);
        EXPECT_TRUE(connection_->lock(kThings, "id", keys) == expected) << size;
    }
    EXPECT_TRUE(connection_->find(kThings, "id", {}).empty());
}

TEST_P(DatabaseContract, RowsAreFoundByAColumnThatIsNoKey) {
    for (int owner = 1; owner >= 0; --owner) {
        Rows rows;
        for (int place = 5; place-- > 0;) {
            rows.push_back({"o" + std::to_string(owner), std::int64_t{place},
                            std::string(place % 2 == 0 ? "even" : "odd")});
        }
        connection_->insert(kPairs, rows);
    }
    const Values keys{std::string("even"), nullptr};
    const Rows found = connection_->find(kPairs, "content", keys);
    Rows expected;
    for (const char* owner : {"o0", "o1"}) {
        for (const int place : {0, 2, 4}) {
            expected.push_back({std::string(owner), std::int64_t{place}, std::string("even")});
        }
    }
    EXPECT_EQ(found, expected);
}

TEST_P(DatabaseContract, ManyKeysOfAColumnThatIsNoKeyKeepTheOrderOfThePrimaryKey) {
    Rows rows;
    for (int i = 0; i < 1'500; ++i) {
        rows.push_back({"o" + std::to_string(100 + i % 7), std::int64_t{i},
                        "content" + std::to_string(1'500 - i)});
    }
    connection_->insert(kPairs, rows);
    Values keys;
    for (const Values& row : rows)
        keys.push_back(row[2]);
    std::ranges::sort(rows, {}, [](const Values& row) {
        return std::pair(std::get<std::string>(row[0]), std::get<std::int64_t>(row[1]));
    });
    EXPECT_TRUE(connection_->find(kPairs, "content", keys) == rows);
}

TEST_P(DatabaseContract, InsertOfAKeyThatExistsIsAConflictAndChangesNothing) {
    insert_one(*connection_, kThings, thing("a", 1));
    const Rows rows = {thing("b", 2), thing("a", 3)};
    EXPECT_THROW(connection_->insert(kThings, rows), Conflict);
    EXPECT_EQ(count_things(), 1);
    EXPECT_EQ(find_one(*connection_, kThings, std::string("a")), Rows{thing("a", 1)});
}

TEST_P(DatabaseContract, ManyRowsOutsideOfATransactionAreWrittenAllOrNone) {
    Rows rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(thing("k" + std::to_string(i), i));
    rows.push_back(thing("k7", 0));
    EXPECT_THROW(connection_->insert(kThings, rows), Conflict);
    EXPECT_EQ(count_things(), 0);
    rows.pop_back();
    connection_->insert(kThings, rows);
    EXPECT_EQ(count_things(), 100);
}

TEST_P(DatabaseContract, ASecondUniqueColumnConflictsToo) {
    insert_one(*connection_, kThings, thing("a", 1, nullptr, std::string("nick")));
    EXPECT_THROW(insert_one(*connection_, kThings, thing("b", 1, nullptr, std::string("nick"))),
                 Conflict);
    insert_one(*connection_, kThings, thing("c", 1));
    insert_one(*connection_, kThings, thing("d", 1));
    EXPECT_EQ(count_things(), 3);
}

TEST_P(DatabaseContract, PutInsertsAndReplacesWholeRows) {
    Rows rows;
    for (int i = 0; i < 333; ++i)
        rows.push_back(thing("k" + std::to_string(1'000 + i), i));
    connection_->put(kThings, rows);
    EXPECT_EQ(count_things(), 333);
    for (int i = 0; i < 333; i += 2) {
        rows[static_cast<std::size_t>(i)] =
            thing("k" + std::to_string(1'000 + i), -i, std::string("new"));
    }
    rows.push_back(thing("l", 4'000));
    connection_->put(kThings, rows);
    Values keys;
    for (const Values& row : rows)
        keys.push_back(row[0]);
    EXPECT_TRUE(connection_->find(kThings, "id", keys) == rows);

    put_one(*connection_, kThings, {std::string("k1000"), nullptr, nullptr, nullptr});
    const Rows emptied = find_one(*connection_, kThings, std::string("k1000"));
    EXPECT_EQ(emptied, (Rows{{std::string("k1000"), nullptr, nullptr, nullptr}}));
}

TEST_P(DatabaseContract, PutGoesByTheWholeKey) {
    const Rows rows = {{std::string("o"), std::int64_t{1}, std::string("one")},
                       {std::string("o"), std::int64_t{2}, std::string("two")}};
    connection_->put(kPairs, rows);
    put_one(*connection_, kPairs, {std::string("o"), std::int64_t{2}, std::string("zwei")});
    const Rows expected = {rows[0], {std::string("o"), std::int64_t{2}, std::string("zwei")}};
    EXPECT_EQ(find_one(*connection_, kPairs, std::string("o")), expected);
}

TEST_P(DatabaseContract, PutOverwritesNoRowOfAnotherKey) {
    insert_one(*connection_, kThings, thing("a", 1, nullptr, std::string("nick")));
    EXPECT_ANY_THROW(put_one(*connection_, kThings, thing("b", 2, nullptr, std::string("nick"))));
    const Rows expected = {thing("a", 1, nullptr, std::string("nick"))};
    EXPECT_EQ(find_one(*connection_, kThings, std::string("a")), expected);
    EXPECT_EQ(count_things(), 1);
}

TEST_P(DatabaseContract, AChangeOfTheSchemaRunsAloneAndOutsideOfTransactions) {
    connection_->change_schema([this] {
        connection_->execute("CREATE TABLE fresh (id BIGINT NOT NULL PRIMARY KEY)");
        insert_one(*connection_, kThings, thing("a", 1));
        EXPECT_EQ(connection_->query("SELECT id FROM fresh").size(), 0U);
    });
    EXPECT_EQ(count_things(), 1);
    EXPECT_THROW(connection_->change_schema([this] { connection_->begin(); }), Bug);
    connection_->begin();
    EXPECT_THROW(connection_->change_schema([] {}), Bug);
    connection_->rollback();
    EXPECT_EQ(count_things(), 1);
}

TEST_P(DatabaseContract, NothingIsWrittenForNoRows) {
    connection_->insert(kThings, {});
    connection_->put(kThings, {});
    EXPECT_EQ(count_things(), 0);
}

TEST_P(DatabaseContract, StatementsCountTheRowsThatTheyMatched) {
    const Rows rows = {thing("a", 1), thing("b", 1), thing("c", 2)};
    connection_->insert(kThings, rows);
    const Values one{std::int64_t{1}};
    EXPECT_EQ(connection_->execute("UPDATE things SET number = 1 WHERE number = ?", one), 2);
    EXPECT_EQ(connection_->execute("UPDATE things SET number = 5 WHERE id = 'unknown'"), 0);
    EXPECT_EQ(connection_->execute("DELETE FROM things WHERE number = ?", one), 2);
    const Values four{std::string("d"), std::int64_t{4}};
    EXPECT_EQ(connection_->execute("INSERT INTO things (id, number) VALUES (?, ?)", four), 1);
    EXPECT_EQ(count_things(), 2);
}

TEST_P(DatabaseContract, CountsAndSumsAreIntegers) {
    const Rows rows = {thing("a", 40), thing("b", 2), thing("c", 100)};
    connection_->insert(kThings, rows);
    const Values limit{std::int64_t{50}};
    const Rows found = connection_->query(
        "SELECT COUNT(*), SUM(number), MAX(number), MIN(id) FROM things WHERE number < ?", limit);
    const Rows expected = {{std::int64_t{2}, std::int64_t{42}, std::int64_t{40}, std::string("a")}};
    EXPECT_EQ(found, expected);
}

TEST_P(DatabaseContract, MistakesInStatementsAreBugsThatShowTheStatement) {
    try {
        connection_->query("SELECT nothing FROM nowhere");
        ADD_FAILURE() << "a table that does not exist was read";
    } catch (const Bug& error) {
        EXPECT_NE(std::string(error.what()).find("nowhere"), std::string::npos) << error.what();
    }
    EXPECT_THROW(connection_->query("SELECT id FROM things WHERE number = ?"), Bug);
    const Values many{std::int64_t{1}, std::int64_t{2}};
    EXPECT_THROW(connection_->query("SELECT id FROM things WHERE number = ?", many), Bug);
    EXPECT_THROW(connection_->execute("DELETE FROM things; DELETE FROM pairs"), Bug);
    EXPECT_THROW(insert_one(*connection_, kThings, {std::string("too few")}), Bug);
    EXPECT_THROW(insert_one(*connection_, kThings, {nullptr, nullptr, nullptr, nullptr}), Bug);
    const Values key{std::string("a")};
    EXPECT_THROW(connection_->find(kThings, "colour", key), Bug);
    EXPECT_THROW(connection_->lock(kThings, "id", key), Bug) << "outside of a transaction";
    EXPECT_EQ(count_things(), 0) << "the connection goes on";
}

TEST(RowReaderTest, ReadsColumnsInTheirOrderAndKnowsNulls) {
    const Values row{std::int64_t{7}, std::string("text"), std::int64_t{1},
                     nullptr,         std::int64_t{-1},    nullptr,
                     nullptr,         std::int64_t{5}};
    RowReader reader(row);
    EXPECT_EQ(reader.integer(), 7);
    EXPECT_EQ(reader.text(), "text");
    EXPECT_TRUE(reader.boolean());
    EXPECT_EQ(reader.optional_integer(), std::nullopt);
    EXPECT_EQ(reader.optional_integer(), -1);
    EXPECT_EQ(reader.optional_text(), std::nullopt);
    EXPECT_EQ(reader.optional_instant(), std::nullopt);
    EXPECT_EQ(reader.optional_instant(), from_micros(5));
    EXPECT_THROW(reader.integer(), Bug) << "there is no ninth column";
}

TEST(RowReaderTest, AWrongTypeIsABug) {
    const Values row{nullptr};
    EXPECT_THROW(RowReader(row).integer(), Bug);
    EXPECT_THROW(RowReader(row).text(), Bug);
    const Values text{std::string("7")};
    EXPECT_THROW(RowReader(text).integer(), Bug);
    EXPECT_THROW(RowReader(text).optional_integer(), Bug);
    const Values number{std::int64_t{7}};
    EXPECT_THROW(RowReader(number).text(), Bug);
    EXPECT_THROW(RowReader(number).optional_text(), Bug);
}

}  // namespace

}  // namespace viaja::test
