#include "tests/simulation/faulty_database.hpp"

#include <utility>

namespace viaja::simulation {

class FaultyDatabase::FaultyConnection : public Connection {
  public:
    FaultyConnection(FaultyDatabase& database, std::unique_ptr<Connection> inner)
        : database_(database), inner_(std::move(inner)) {}

    void begin() override {
        if (happens(database_.faults_.away)) throw Unavailable("the database is away");
        inner_->begin();
    }

    void commit() override {
        const auto& faults = database_.faults_;
        if (happens(faults.conflict)) throw Conflict("deadlock");
        if (happens(faults.uncertain_not_done)) uncertain();
        if (database_.crashes_ && happens(faults.crash_before_commit)) crash();
        inner_->commit();
        if (happens(faults.uncertain_done)) uncertain();
        if (database_.crashes_ && happens(faults.crash_after_commit)) crash();
    }

    void rollback() noexcept override { inner_->rollback(); }
    Rows lock(const Table& table, std::string_view column, std::span<const Value> keys) override {
        return inner_->lock(table, column, keys);
    }
    Rows find(const Table& table, std::string_view column, std::span<const Value> keys) override {
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
    bool happens(unsigned times) {
        return database_.faults_.on && database_.chance_.in_ten_thousand(times);
    }
    [[noreturn]] void uncertain() {
        ++database_.sightings_.uncertain_commits;
        throw Uncertain("the connection was lost in the commit");
    }
    [[noreturn]] void crash() {
        ++database_.sightings_.crashes;
        throw Crash{};
    }

    FaultyDatabase& database_;
    std::unique_ptr<Connection> inner_;
};

std::unique_ptr<Connection> FaultyDatabase::connect() {
    return std::make_unique<FaultyConnection>(*this, inner_.connect());
}

}  // namespace viaja::simulation
