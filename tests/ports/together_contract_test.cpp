// What common/ports/database.hpp promises about reads that travel together and writes that are held
// back, on every adapter.

#include <gtest/gtest.h>

#include <array>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/contract_tables.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

namespace {

/// The kinds of connection: with held-back writes, as a pipeline's, and without.
class TogetherContract : public testing::TestWithParam<std::tuple<Factory<DatabaseFixture>, bool>> {
  protected:
    TogetherContract() {
        connection_->execute(kMakeThings);
        connection_->execute(kMakePairs);
        if (std::get<1>(GetParam())) {
            connection_->never_wait_for_rows();
            connection_->hold_writes_back();
        }
    }

    static WantedRows wanted(const Table& table, std::vector<Value> keys, bool locked = false) {
        return {&table, table.columns.front(), std::move(keys), locked};
    }
    static Value key(int number) { return "k" + std::to_string(number); }

    std::unique_ptr<DatabaseFixture> fixture_ = std::get<0>(GetParam()).make();
    std::unique_ptr<Database> database_ = fixture_->open();
    std::unique_ptr<Connection> connection_ = database_->connect();
    const Value a_ = std::string("a");
};

INSTANTIATE_TEST_SUITE_P(Adapters, TogetherContract,
                         testing::Combine(testing::ValuesIn(database_factories()),
                                          testing::Bool()));

TEST_P(TogetherContract, EachOfTheWantedRowsIsFoundInItsPlace) {
    for (const int count : {1, 3, 40, 600}) {
        Rows things;
        Rows pairs;
        std::vector<Value> keys;
        for (int i = 0; i < count; ++i) {
            keys.push_back(key(i));
            things.push_back(thing("k" + std::to_string(i), i));
            pairs.push_back({key(i), std::int64_t{1}, std::string("'?\\;\n\xf0\x9f\x9b\xab")});
        }
        Transaction transaction(*connection_);
        connection_->insert(kThings, things);
        connection_->insert(kPairs, pairs);
        const auto found = connection_->load(
            std::array{wanted(kThings, keys, true), wanted(kPairs, {}), wanted(kPairs, keys),
                       wanted(kPairs, {std::string("unknown '?")})});
        ASSERT_EQ(found.size(), 4U);
        EXPECT_EQ(found[0].size(), things.size());
        EXPECT_TRUE(found[1].empty());
        ASSERT_EQ(found[2].size(), pairs.size());
        EXPECT_EQ(found[2].front(), pairs.front());
        EXPECT_TRUE(found[3].empty());
    }
}

TEST_P(TogetherContract, TheTimeAfterLocksIsNotBeforeThem) {
    for (const bool exists : {false, true}) {
        Transaction transaction(*connection_);
        const auto before = connection_->now();
        EXPECT_EQ(connection_->lock(kThings, "id", std::array{a_}).size(), exists ? 1U : 0U);
        const auto after = connection_->time_after_locks();
        EXPECT_GE(after, before);
        EXPECT_LE(after, connection_->now());
        if (!exists) insert_one(*connection_, kThings, thing("a", 1));
        transaction.commit();
    }
    Transaction transaction(*connection_);
    const auto before = connection_->now();
    connection_->lock(kThings, "id", {});
    EXPECT_GE(connection_->time_after_locks(), before) << "not that of the transaction before";
}

TEST_P(TogetherContract, LoadedRowsAreLocked) {
    insert_one(*connection_, kThings, thing("a", 1));
    const auto other = fixture_->open()->connect();
    other->never_wait_for_rows();
    Transaction transaction(*connection_);
    connection_->load(std::array{wanted(kThings, {a_}, true)});
    EXPECT_THROW(
        {
            Transaction second(*other);
            lock_one(*other, kThings, a_);
        },
        Conflict);
}

TEST_P(TogetherContract, ATransactionReadsItsOwnWrites) {
    Transaction transaction(*connection_);
    insert_one(*connection_, kThings, thing("a", 1));
    EXPECT_EQ(find_one(*connection_, kThings, a_), Rows{thing("a", 1)});
    put_one(*connection_, kThings, thing("a", 2));
    EXPECT_EQ(lock_one(*connection_, kThings, a_), Rows{thing("a", 2)});
    put_one(*connection_, kThings, thing("a", 3));
    EXPECT_EQ(connection_->query("SELECT number FROM things"), (Rows{{std::int64_t{3}}}));
    put_one(*connection_, kThings, thing("a", 4));
    EXPECT_EQ(connection_->execute("UPDATE things SET number = 5 WHERE number = 4"), 1);
    transaction.commit();
    EXPECT_EQ(find_one(*connection_, kThings, a_), Rows{thing("a", 5)});
}

TEST_P(TogetherContract, AllWritesOfATransactionAreCommittedInTheirOrder) {
    for (const int count : {1, 7, 300}) {
        Rows rows;
        for (int i = 0; i < count; ++i)
            rows.push_back({key(i), std::int64_t{count}, std::string("it''s '?' \\ \0x", 14)});
        {
            Transaction transaction(*connection_);
            connection_->insert(kPairs, rows);
            for (auto& row : rows)
                row[2] = nullptr;
            connection_->put(kPairs, std::span(rows).first(1));
            transaction.commit();
        }
        const Values place = {std::int64_t{count}};
        EXPECT_EQ(connection_->query("SELECT COUNT(*) FROM pairs WHERE place = ?", place),
                  (Rows{{std::int64_t{count}}}));
        EXPECT_EQ(connection_->query(
                      "SELECT COUNT(*) FROM pairs WHERE place = ? AND content IS NULL", place),
                  (Rows{{std::int64_t{1}}}));
        const auto texts = connection_->query(
            "SELECT content FROM pairs WHERE place = ? AND content IS NOT NULL", place);
        ASSERT_EQ(texts.size(), static_cast<std::size_t>(count - 1));
        for (const auto& row : texts)
            EXPECT_EQ(row.front(), Value(std::string("it''s '?' \\ \0x", 14)));
    }
}

TEST_P(TogetherContract, AKeyThatExistsIsAConflictAtTheCommitAtTheLatest) {
    insert_one(*connection_, kThings, thing("a", 1));
    EXPECT_THROW(
        {
            Transaction transaction(*connection_);
            insert_one(*connection_, kThings, thing("b", 1));
            insert_one(*connection_, kThings, thing("a", 2));
            insert_one(*connection_, kThings, thing("c", 1));
            transaction.commit();
        },
        Conflict);
    EXPECT_EQ(connection_->query("SELECT id, number FROM things"),
              (Rows{{std::string("a"), std::int64_t{1}}}));
}

TEST_P(TogetherContract, AKeyThatExistsIsNoLockedRowAlsoWhereRowsAreLockedNext) {
    insert_one(*connection_, kThings, thing("a", 1));
    const auto what_is_thrown = [&] {
        Transaction transaction(*connection_);
        try {
            insert_one(*connection_, kThings, thing("a", 2));
            lock_one(*connection_, kThings, std::string("b"));
        } catch (const Locked&) {
            return "locked";
        } catch (const Conflict&) {
            return "conflict";
        }
        return "nothing";
    };
    EXPECT_STREQ(what_is_thrown(), "conflict");
}

TEST_P(TogetherContract, AValueThatDoesNotFitIsABugAndNothingOfItStays) {
    EXPECT_THROW(
        {
            Transaction transaction(*connection_);
            insert_one(*connection_, kThings, thing("b", 1));
            insert_one(*connection_, kPairs, {nullptr, std::int64_t{1}, nullptr});
            transaction.commit();
        },
        Bug);
    EXPECT_TRUE(connection_->query("SELECT id FROM things").empty());
    insert_one(*connection_, kThings, thing("b", 1));
}

TEST_P(TogetherContract, WhatIsRolledBackIsNotWrittenByTheNextTransaction) {
    connection_->begin();
    insert_one(*connection_, kThings, thing("a", 1));
    connection_->rollback();
    {
        Transaction transaction(*connection_);
        insert_one(*connection_, kThings, thing("b", 1));
        transaction.commit();
    }
    EXPECT_EQ(connection_->query("SELECT id FROM things"), (Rows{{std::string("b")}}));
}

}  // namespace

}  // namespace viaja::test
