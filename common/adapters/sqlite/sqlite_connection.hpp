#pragma once
// The Connection port on SQLite. Internal to the adapter.

#include <functional>
#include <memory>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/sqlite/sqlite_handle.hpp"
#include "common/adapters/sqlite/writers_in_turn.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"

namespace viaja {

class SqliteConnection : public Connection {
  public:
    SqliteConnection(SqliteLocation location, const Clock& clock,
                     std::shared_ptr<WritersInTurn> writers);
    ~SqliteConnection() override;

    void begin() override;
    void commit() override;
    void rollback() noexcept override;
    Rows lock(const Table& table, std::string_view column, std::span<const Value> keys) override;
    Rows find(const Table& table, std::string_view column, std::span<const Value> keys) override;
    void insert(const Table& table, std::span<const Values> rows) override;
    void put(const Table& table, std::span<const Values> rows) override;
    Rows query(std::string_view sql, std::span<const Value> parameters) override;
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override;
    Instant now() override;

    std::size_t prepared_statements() const { return handle_->prepared_statements(); }

  private:
    enum class State {
        idle,
        in_transaction,
        failed,  ///< in a transaction in which something went wrong: only rollback is left
    };
    class Operation;
    using TextOf = std::function<std::string(const Table&, std::size_t rows)>;

    void take_turn();
    void leave_turn();
    Rows select(const Table& table, std::string_view column, std::span<const Value> keys);
    void write(const Table& table, std::span<const Values> rows, const TextOf& text_of);

    const SqliteLocation location_;
    const Clock& clock_;
    const std::shared_ptr<WritersInTurn> writers_;
    std::unique_ptr<SqliteHandle> handle_;
    State state_ = State::idle;
    bool has_turn_ = false;
};

}  // namespace viaja
