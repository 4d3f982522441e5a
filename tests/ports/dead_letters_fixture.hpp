#pragma once
// What the contract suite of the DeadLetters port runs on: a broker with a bus, and its dead
// letters at "hotel", "payment" and "unknown".

#include "common/ports/dead_letters.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

/// The bus has no queues at the start.
class DeadLettersFixture {
  public:
    virtual ~DeadLettersFixture() = default;
    virtual BusFixture& broker() = 0;
    virtual DeadLetters& dead_letters() = 0;
};

std::vector<Factory<DeadLettersFixture>> dead_letters_factories();

}  // namespace viaja::test
