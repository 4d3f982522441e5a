#pragma once
// The Connection port on MySQL: what a transaction permits, and when to connect again.
// Internal to the adapter.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/adapters/mysql/deciding_connections.hpp"
#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/mysql/mysql_session.hpp"
#include "common/ports/database.hpp"

namespace viaja {

class MysqlConnection : public Connection {
  public:
    /// Connects; throws Unavailable. From `never_wait_for_rows` on it is listed in `deciding`.
    MysqlConnection(MysqlSettings settings, std::shared_ptr<DecidingConnections> deciding);
    ~MysqlConnection() override;

    void begin() override;
    void commit() override;
    void rollback() noexcept override;
    Rows lock(const Table& table, std::string_view column, std::span<const Value> keys) override;
    std::vector<Rows> load(std::span<const WantedRows> wanted) override;
    Instant time_after_locks() override;
    void never_wait_for_rows() override;
    void hold_writes_back() override { holds_writes_back_ = true; }
    Rows find(const Table& table, std::string_view column, std::span<const Value> keys) override;
    void insert(const Table& table, std::span<const Values> rows) override;
    void put(const Table& table, std::span<const Values> rows) override;
    Rows query(std::string_view sql, std::span<const Value> parameters) override;
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override;
    Instant now() override;
    void change_schema(const std::function<void()>& change) override;

    std::size_t prepared_statements() const { return session_->prepared_statements(); }

  private:
    enum class State {
        idle,
        in_transaction,
        failed,  ///< in a transaction in which something went wrong: only rollback is left
    };
    class Operation;
    class SchemaChange;
    using TextOf = std::string (*)(const Table&, std::size_t rows);
    using SelectTextOf = std::string (*)(const Table&, std::string_view column, std::size_t keys);
    /// Rows of an insert or a put that are not sent yet: their values, one after the other.
    struct HeldBack {
        Table table;
        TextOf text_of;
        std::size_t rows;
        Values values;
    };

    /// Runs `read`, which changes nothing, once more on a fresh connection where that is safe.
    template <class Read>
    auto reading(Read read);
    bool may_read_again(std::chrono::steady_clock::time_point begun) const;
    void keep_transactions();
    void connect_if_needed();
    void connect(const MysqlSession::Patience& patience);
    void end_session();
    SelectTextOf lock_text_of() const;
    std::vector<Rows> load_now(std::span<const WantedRows> wanted);
    std::vector<Rows> load_together(std::span<const WantedRows> wanted);
    Rows select(const Table& table, std::string_view column, std::span<const Value> keys,
                SelectTextOf text_of);
    void write(const Table& table, std::span<const Values> rows, TextOf text_of);
    void send_held_back();
    void send(const HeldBack& write);

    const MysqlSettings settings_;
    const std::shared_ptr<DecidingConnections> deciding_;
    std::unique_ptr<MysqlSession> session_;
    State state_ = State::idle;
    bool changes_schema_ = false;
    bool waits_for_rows_ = true;
    bool holds_writes_back_ = false;
    std::vector<HeldBack> held_back_;          ///< of the transaction
    std::optional<Instant> time_after_locks_;  ///< of the transaction, if it came with the last
};

}  // namespace viaja
