#include "common/supplier/test_items.hpp"

#include <utility>

#include "common/contract/check.hpp"
#include "common/supplier/batch.hpp"

namespace viaja::supplier {
namespace {

constexpr Duration kSlowConfirm = std::chrono::seconds(8);
constexpr int kUndoAsksIgnored = 3;

constexpr std::string_view kColumns[] = {"id", "undo_asks", "confirm_asked_at"};
constexpr Table kTestHolds{.name = "test_holds", .columns = kColumns};

/// A row of `test_holds`: what a hold of a test item has left unanswered.
struct TestHold {
    int undo_asks = 0;                        ///< for Behaviour::undo_fails_three_times
    std::optional<Instant> confirm_asked_at;  ///< for Behaviour::confirms_after_8_s
};

class TestItemsBatch : public Batch {
  public:
    TestItemsBatch(std::unique_ptr<SupplierBatch> inner, const Inventory& inventory)
        : inner_(std::move(inner)), inventory_(inventory) {}

    void load(Connection& connection, std::span<const Input* const> inputs) override {
        inner_->load(connection, inputs);
        Values keys;
        for (const HoldId& id : holds_of(inputs)) {
            const auto behaviour = behaviour_of(id);
            const bool remembers = behaviour == Behaviour::confirms_after_8_s ||
                                   behaviour == Behaviour::undo_fails_three_times;
            if (remembers) keys.emplace_back(id.text());
        }
        if (keys.empty()) return;
        for (const auto& values : connection.lock(kTestHolds, "id", keys)) {
            RowReader read(values);
            const auto id = HoldId::parse(read.text());
            check(id.has_value(), "an id in test_holds is unreadable");
            auto& hold = holds_[*id];
            hold.undo_asks = static_cast<int>(read.integer());
            hold.confirm_asked_at = read.optional_instant();
        }
    }

    void decide(const Input& input, Instant now) override {
        const auto* command = std::get_if<SupplierCommand>(&input.as<SupplierInput>());
        if (!command || !stays_silent(*command, now)) inner_->decide(input, now);
    }

    void save(Connection& connection, Instant now) override {
        inner_->save(connection, now);
        Rows rows;
        for (const HoldId& id : changed_) {
            const TestHold& hold = holds_.at(id);
            rows.push_back(
                {id.text(), std::int64_t{hold.undo_asks}, to_value(hold.confirm_asked_at)});
        }
        if (!rows.empty()) connection.put(kTestHolds, rows);
    }

    Effects effects() override {
        Effects effects = inner_->effects();
        std::vector<Outgoing> messages;
        for (Outgoing& outgoing : effects.messages) {
            const auto* reply = std::get_if<SupplierReply>(&outgoing.message);
            const bool twice = reply && behaviour_of(reply->hold) == Behaviour::answers_twice;
            if (twice) messages.push_back(outgoing);
            messages.push_back(std::move(outgoing));
        }
        effects.messages = std::move(messages);
        return effects;
    }

    Instant next_due() const override { return inner_->next_due(); }

  private:
    static std::set<HoldId> holds_of(std::span<const Input* const> inputs) {
        std::set<HoldId> ids;
        for (const auto* input : inputs) {
            const auto* command = std::get_if<SupplierCommand>(&input->as<SupplierInput>());
            if (command) ids.insert(command->hold);
        }
        return ids;
    }

    Behaviour behaviour_of(const HoldId& id) const {
        const auto* row = inner_->find(id);
        if (!row || !row->item) return Behaviour::normal;
        return inventory_.behaviour_of(asked_item(*row->item));
    }

    /// Whether the item leaves this command unanswered; remembers that it was asked.
    bool stays_silent(const SupplierCommand& command, Instant now) {
        switch (behaviour_of(command.hold)) {
            case Behaviour::confirms_after_8_s:
                return confirms_later(command, now);
            case Behaviour::undo_fails_three_times:
                return ignores_undo(command);
            case Behaviour::normal:
            case Behaviour::refuses_confirm:
            case Behaviour::answers_twice:
                break;
        }
        return false;
    }

    /// Only the confirm that would take effect is slow; what is decided is answered at once.
    bool confirms_later(const SupplierCommand& command, Instant now) {
        const Hold& hold = inner_->find(command.hold)->hold;
        const bool would_confirm = command.command == Command::confirm &&
                                   hold.state == HoldState::held && command.attempt > hold.attempt;
        if (!would_confirm) return false;
        auto& asked_at = holds_[command.hold].confirm_asked_at;
        const bool set_back = asked_at && now < *asked_at;
        if (!asked_at || set_back) {
            asked_at = now;
            changed_.insert(command.hold);
        }
        return now < *asked_at + kSlowConfirm;
    }

    bool ignores_undo(const SupplierCommand& command) {
        const bool undo =
            command.command == Command::unconfirm || command.command == Command::cancel;
        auto& asks = holds_[command.hold].undo_asks;
        if (!undo || asks >= kUndoAsksIgnored) return false;
        ++asks;
        changed_.insert(command.hold);
        return true;
    }

    const std::unique_ptr<SupplierBatch> inner_;
    const Inventory& inventory_;
    std::map<HoldId, TestHold> holds_;
    std::set<HoldId> changed_;
};

}  // namespace

std::string TestInventory::refusal_to_confirm(const Item& item) const {
    return behaviour_of(item) == Behaviour::refuses_confirm ? "test_refused"
                                                            : inner_.refusal_to_confirm(item);
}

std::unique_ptr<Batch> TestItems::start_batch() {
    return std::make_unique<TestItemsBatch>(supplier_.start_supplier_batch(), inventory_);
}

}  // namespace viaja::supplier
