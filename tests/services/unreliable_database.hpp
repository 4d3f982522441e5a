#pragma once
// A database whose reads fail when a test says so. Below it works another one.

#include <atomic>
#include <memory>
#include <utility>

#include "common/ports/database.hpp"
#include "common/ports/errors.hpp"

namespace viaja::test {

/// Any thread.
class UnreliableDatabase : public Database {
  public:
    explicit UnreliableDatabase(Database& inner) : inner_(inner) {}

    /// So many of the next calls of `find` throw Unavailable.
    std::atomic<int> finds_to_fail = 0;

    std::unique_ptr<Connection> connect() override {
        return std::make_unique<UnreliableConnection>(*this, inner_.connect());
    }

  private:
    class UnreliableConnection : public Connection {
      public:
        UnreliableConnection(UnreliableDatabase& database, std::unique_ptr<Connection> inner)
            : database_(database), inner_(std::move(inner)) {}

        void begin() override { inner_->begin(); }
        void commit() override { inner_->commit(); }
        void rollback() noexcept override { inner_->rollback(); }
        Rows lock(const Table& table, std::string_view column,
                  std::span<const Value> keys) override {
            return inner_->lock(table, column, keys);
        }
        Rows find(const Table& table, std::string_view column,
                  std::span<const Value> keys) override {
            if (database_.finds_to_fail > 0) {
                --database_.finds_to_fail;
                throw Unavailable("the test wants it");
            }
            return inner_->find(table, column, keys);
        }
        void insert(const Table& table, std::span<const Values> rows) override {
            inner_->insert(table, rows);
        }
        void put(const Table& table, std::span<const Values> rows) override {
            inner_->put(table, rows);
        }
        Rows query(std::string_view sql, std::span<const Value> parameters) override {
            return inner_->query(sql, parameters);
        }
        std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
            return inner_->execute(sql, parameters);
        }
        Instant now() override { return inner_->now(); }

      private:
        UnreliableDatabase& database_;
        std::unique_ptr<Connection> inner_;
    };

    Database& inner_;
};

}  // namespace viaja::test
