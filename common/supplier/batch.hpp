#pragma once
// One transaction of a supplier: the rows of a batch of commands, decided one after the other. Used
// by Supplier (supplier.hpp) on the thread of its pipeline.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "common/supplier/store.hpp"
#include "common/supplier/supplier.hpp"

namespace viaja::supplier {

/// What a pipeline's Input holds for a supplier.
using SupplierInput = std::variant<SupplierCommand, TimeoutNotice>;

class SupplierBatch : public Batch {
  public:
    /// What the batch counted, and events for operators.
    struct Done {
        SupplierCounters counters;
        AnsweredCommands answered;
        std::vector<LogEvent> alarms;
    };
    /// Called once, after the commit.
    using Committed = std::function<void(const Done&)>;

    /// `price_guarantee` as in SupplierService::Options.
    SupplierBatch(Inventory& inventory, std::string address,
                  std::optional<Duration> price_guarantee, Committed committed);

    void load(Connection& connection, std::span<const Input* const> inputs) override;
    void decide(const Input& input, Instant now) override;
    void save(Connection& connection, Instant now) override;
    /// One answer a command, as it was decided: several commands of one hold in a batch were asked
    /// one after the other, and each gets what it would have got alone.
    Effects effects() override;
    Instant next_due() const override { return Instant::max(); }

    /// The hold as the last decision left it; nullptr where the batch has none with that id.
    const HoldRow* find(const HoldId& id) const;

  private:
    using QuoteResult = std::variant<Quote, NoQuote>;

    void load_holds(Connection& connection, std::set<HoldId> ids);
    void collect_requests(const std::vector<const SupplierCommand*>& commands);
    void load_quotes(Connection& connection);
    void lock_units_of_claims(Connection& connection);
    bool differs_from_quotes() const;
    void take_capacities();
    void decide_command(const SupplierCommand& command, const Origin& origin, Instant now);
    std::string refusal(const SupplierCommand& command, const HoldRow& row, Instant now) const;
    std::string refusal_to_hold(const SupplierCommand& command, const HoldRow& row,
                                Instant now) const;
    std::string refusal_to_confirm_now(const HoldRow& row, Instant now) const;
    std::optional<HoldId> lender_for(const SupplierCommand& command) const;
    std::optional<Instant> price_guaranteed_until(const HoldRow& row, Instant now) const;
    void fill_new_row(HoldRow& row, const SupplierCommand& command, Instant now);
    void borrow(HoldRow& row, HoldRow& lender);
    void end_lender_of(HoldRow& borrower);
    void end_swap_of(HoldRow& row, HoldState from);
    void take_or_give_back(HoldRow& row, HoldState from);
    void answer(const SupplierCommand& command, const HoldRow& row, const HoldDecision& decision,
                const TraceContext& context);
    void count(const SupplierCommand& command, const Hold& before, const HoldDecision& decision,
               const Origin& origin);
    void ask_session(const TimeoutNotice& notice, const Origin& origin);
    std::vector<UnitLeft> few_left() const;

    Inventory& inventory_;
    const std::string address_;
    const std::optional<Duration> price_guarantee_;
    const Committed committed_;

    std::map<HoldId, HoldRow> holds_;
    std::map<HoldId, HoldRequest> requests_;  // of the holds that have no row yet
    std::map<HoldId, QuoteResult> quotes_;    // of the same
    std::map<std::string, std::optional<int>>
        capacities_;  // as quoted; null: of older claims alone
    std::map<std::string, Unit> units_;
    std::set<std::string> fresh_units_;
    std::map<std::string, int> left_before_;  // of each unit
    std::vector<UnitLeft> few_left_;          // what Inventory::few_left gets after the commit
    std::map<SessionId, std::vector<HoldId>> held_by_session_;
    std::set<HoldId> changed_holds_;
    std::set<std::string> changed_units_;

    std::vector<Outgoing> messages_;
    Done done_;
};

}  // namespace viaja::supplier
