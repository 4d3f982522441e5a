#pragma once
// The floor of a supplier: for each batch of `hold` and `confirm` the statements and rows of
// common/supplier, in its order, without any decision. One worker thread.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bench/floor/incoming_messages.hpp"
#include "bench/floor/row_form.hpp"

namespace viaja::bench {

class SupplierPart {
  public:
    /// Reads of the catalogue what a quote needs, with as many statements.
    using Quote = std::function<void(Connection&, const std::vector<HoldRequest>&, Instant)>;

    SupplierPart(Connection& connection, Bus& bus, IncomingMessages& incoming, Quote quote);

    /// One batch, after at most `patience`.
    void step(std::chrono::milliseconds patience);

  private:
    struct Held {
        std::vector<std::string> units;
    };

    void take(const IncomingMessages::Taken& taken);
    void read(Instant& now);
    void write(Instant now);
    std::vector<Outgoing> answers() const;

    Connection& connection_;
    Bus& bus_;
    IncomingMessages& incoming_;
    const Quote quote_;
    RowForm hold_rows_;
    RowForm unit_rows_;
    std::map<HoldId, Held> held_;  ///< until they are confirmed

    std::map<HoldId, const SupplierCommand*> batch_;
    std::set<std::string> known_units_;
};

}  // namespace viaja::bench
