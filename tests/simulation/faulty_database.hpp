#pragma once
// A database that is unavailable, refuses, forgets to say whether it committed, and in whose
// commits processes die. Below it works SQLite in memory.

#include <memory>

#include "common/ports/database.hpp"
#include "common/ports/errors.hpp"
#include "tests/simulation/agenda.hpp"
#include "tests/simulation/faults.hpp"

namespace viaja::simulation {

class FaultyDatabase : public Database {
  public:
    /// `crashes`: whether the process of this database may die in a commit.
    FaultyDatabase(Database& inner, Chance& chance, const Faults& faults, Sightings& sightings,
                   bool crashes)
        : inner_(inner),
          chance_(chance),
          faults_(faults),
          sightings_(sightings),
          crashes_(crashes) {}

    std::unique_ptr<Connection> connect() override;

  private:
    class FaultyConnection;

    Database& inner_;
    Chance& chance_;
    const Faults& faults_;
    Sightings& sightings_;
    const bool crashes_;
};

}  // namespace viaja::simulation
