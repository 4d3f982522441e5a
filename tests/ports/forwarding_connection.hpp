#pragma once
// A connection that hands every call to another one: for tests that change some of the calls.

#include "common/ports/database.hpp"

namespace viaja::test {

/// The other one must outlive it.
class ForwardingConnection : public Connection {
  public:
    explicit ForwardingConnection(Connection& behind) : behind_(behind) {}

    void begin() override { behind_.begin(); }
    void commit() override { behind_.commit(); }
    void rollback() noexcept override { behind_.rollback(); }
    Rows lock(const Table& table, std::string_view column, std::span<const Value> keys) override {
        return behind_.lock(table, column, keys);
    }
    Rows find(const Table& table, std::string_view column, std::span<const Value> keys) override {
        return behind_.find(table, column, keys);
    }
    void never_wait_for_rows() override { behind_.never_wait_for_rows(); }
    void insert(const Table& table, std::span<const Values> rows) override {
        behind_.insert(table, rows);
    }
    void put(const Table& table, std::span<const Values> rows) override {
        behind_.put(table, rows);
    }
    Rows query(std::string_view sql, std::span<const Value> parameters) override {
        return behind_.query(sql, parameters);
    }
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
        return behind_.execute(sql, parameters);
    }
    Instant now() override { return behind_.now(); }

  private:
    Connection& behind_;
};

}  // namespace viaja::test
