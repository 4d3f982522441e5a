#pragma once
// A database whose reads or writes fail when a test says so. Below it works another one.

#include <atomic>
#include <memory>
#include <utility>

#include "common/ports/database.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/forwarding_connection.hpp"

namespace viaja::test {

/// Any thread.
class UnreliableDatabase : public Database {
  public:
    explicit UnreliableDatabase(Database& inner) : inner_(inner) {}

    /// So many of the next calls of `find` throw Unavailable.
    std::atomic<int> finds_to_fail = 0;
    /// Every call of `put` throws Unavailable.
    std::atomic<bool> puts_fail = false;

    std::unique_ptr<Connection> connect() override {
        return std::make_unique<UnreliableConnection>(*this, inner_.connect());
    }

  private:
    class UnreliableConnection : public ForwardingConnection {
      public:
        UnreliableConnection(UnreliableDatabase& database, std::unique_ptr<Connection> inner)
            : ForwardingConnection(*inner), database_(database), inner_(std::move(inner)) {}

        Rows find(const Table& table, std::string_view column,
                  std::span<const Value> keys) override {
            if (database_.finds_to_fail > 0) {
                --database_.finds_to_fail;
                throw Unavailable("the test wants it");
            }
            return ForwardingConnection::find(table, column, keys);
        }

        void put(const Table& table, std::span<const Values> rows) override {
            if (database_.puts_fail) throw Unavailable("the test wants it");
            ForwardingConnection::put(table, rows);
        }

      private:
        UnreliableDatabase& database_;
        const std::unique_ptr<Connection> inner_;
    };

    Database& inner_;
};

}  // namespace viaja::test
