#pragma once
// Items that misbehave on purpose, so that people and tests can see what the saga does then: a
// participant around a supplier, present only in test mode. It stands around the machine, never
// inside it: an ask that is left unanswered changes nothing of the hold. What it has to remember
// stands in a table of its own. Used on the threads of the supplier's workers.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/supplier/supplier.hpp"

namespace viaja::supplier {

/// The inventory of a supplier in test mode: an item that refuses to be confirmed does.
class TestInventory : public Inventory {
  public:
    explicit TestInventory(Inventory& inner) : inner_(inner) {}

    std::vector<std::variant<Quote, NoQuote>> quote(Connection& connection,
                                                    std::span<const HoldRequest> requests,
                                                    Instant now) override {
        return inner_.quote(connection, requests, now);
    }
    std::string after_sale() const override { return inner_.after_sale(); }
    QuestionAnswer answer(Connection& connection, const Question& question, Instant now) override {
        return inner_.answer(connection, question, now);
    }
    void few_left(const std::vector<UnitLeft>& units) override { inner_.few_left(units); }
    Behaviour behaviour_of(const Item& item) const override { return inner_.behaviour_of(item); }
    std::string refusal_to_confirm(const Item& item) const override;
    const EditableTable* editable() const override { return inner_.editable(); }
    void catalogue_changed() override { inner_.catalogue_changed(); }

  private:
    Inventory& inner_;
};

/// Any thread; each of its batches is used by one. Both must outlive it.
class TestItems : public Participant {
  public:
    TestItems(Supplier& supplier, const Inventory& inventory)
        : supplier_(supplier), inventory_(inventory) {}

    std::unique_ptr<Batch> start_batch() override;
    Due find_due(Connection& connection, std::size_t limit) override {
        return supplier_.find_due(connection, limit);
    }

  private:
    Supplier& supplier_;
    const Inventory& inventory_;
};

}  // namespace viaja::supplier
