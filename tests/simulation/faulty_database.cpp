#include "tests/simulation/faulty_database.hpp"

#include <utility>

#include "tests/ports/forwarding_connection.hpp"

namespace viaja::simulation {

class FaultyDatabase::FaultyConnection : public test::ForwardingConnection {
  public:
    FaultyConnection(FaultyDatabase& database, std::unique_ptr<Connection> inner)
        : ForwardingConnection(*inner), database_(database), inner_(std::move(inner)) {}

    void begin() override {
        if (happens(database_.faults_.away)) throw Unavailable("the database is unavailable");
        ForwardingConnection::begin();
    }

    void commit() override {
        const auto& faults = database_.faults_;
        if (happens(faults.conflict)) throw Conflict("deadlock");
        if (happens(faults.uncertain_not_done)) uncertain();
        if (database_.crashes_ && happens(faults.crash_before_commit)) crash();
        ForwardingConnection::commit();
        if (happens(faults.uncertain_done)) uncertain();
        if (database_.crashes_ && happens(faults.crash_after_commit)) crash();
    }

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
    const std::unique_ptr<Connection> inner_;
};

std::unique_ptr<Connection> FaultyDatabase::connect() {
    return std::make_unique<FaultyConnection>(*this, inner_.connect());
}

}  // namespace viaja::simulation
