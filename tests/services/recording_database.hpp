#pragma once
// A database that records which statements its connections make. Below it works another one.

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "common/ports/database.hpp"
#include "tests/ports/forwarding_connection.hpp"

namespace viaja::test {

/// Any thread. What the sweep looks for by itself is not recorded.
class RecordingDatabase : public Database {
  public:
    explicit RecordingDatabase(Database& inner) : inner_(inner) {}

    std::unique_ptr<Connection> connect() override {
        return std::make_unique<RecordingConnection>(*this, inner_.connect());
    }

    /// "lock sessions 1", "find session_holds 1", …, in order, since the last call.
    std::vector<std::string> take() {
        const std::lock_guard guard(mutex_);
        return std::exchange(statements_, {});
    }

  private:
    class RecordingConnection : public ForwardingConnection {
      public:
        RecordingConnection(RecordingDatabase& database, std::unique_ptr<Connection> inner)
            : ForwardingConnection(*inner), database_(database), inner_(std::move(inner)) {}

        void begin() override {
            database_.record("begin");
            ForwardingConnection::begin();
        }
        void commit() override {
            database_.record("commit");
            ForwardingConnection::commit();
        }
        Rows lock(const Table& table, std::string_view column,
                  std::span<const Value> keys) override {
            database_.record("lock " + with_size(table, keys.size()));
            return ForwardingConnection::lock(table, column, keys);
        }
        Rows find(const Table& table, std::string_view column,
                  std::span<const Value> keys) override {
            database_.record("find " + with_size(table, keys.size()));
            return ForwardingConnection::find(table, column, keys);
        }
        void insert(const Table& table, std::span<const Values> rows) override {
            database_.record("insert " + with_size(table, rows.size()));
            ForwardingConnection::insert(table, rows);
        }
        void put(const Table& table, std::span<const Values> rows) override {
            database_.record("put " + with_size(table, rows.size()));
            ForwardingConnection::put(table, rows);
        }
        Rows query(std::string_view sql, std::span<const Value> parameters) override {
            const bool of_sweep = sql.find("due_at") != std::string_view::npos ||
                                  sql.find("clock_reached") != std::string_view::npos;
            if (!of_sweep) database_.record(std::string(sql));
            return ForwardingConnection::query(sql, parameters);
        }
        std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
            database_.record(std::string(sql));
            return ForwardingConnection::execute(sql, parameters);
        }

      private:
        static std::string with_size(const Table& table, std::size_t size) {
            return std::string(table.name) + " " + std::to_string(size);
        }

        RecordingDatabase& database_;
        const std::unique_ptr<Connection> inner_;
    };

    void record(std::string statement) {
        const std::lock_guard guard(mutex_);
        statements_.push_back(std::move(statement));
    }

    Database& inner_;
    std::mutex mutex_;
    std::vector<std::string> statements_;
};

}  // namespace viaja::test
