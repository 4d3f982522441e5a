#include "common/supplier/test_items.hpp"

namespace viaja::supplier {
namespace {

constexpr Duration kSlowConfirm = std::chrono::seconds(8);
constexpr int kUndoAsksIgnored = 3;

}  // namespace

bool stays_silent(HoldRow& row, const SupplierCommand& command, Instant now) {
    if (row.behaviour == Behaviour::confirms_after_8_s) {
        // Only the confirm that would take effect is slow; what is decided is answered at once.
        const bool would_confirm = command.command == Command::confirm &&
                                   row.hold.state == HoldState::held &&
                                   command.attempt > row.hold.attempt;
        if (!would_confirm) return false;
        const bool set_back = row.confirm_asked_at && now < *row.confirm_asked_at;
        if (!row.confirm_asked_at || set_back) row.confirm_asked_at = now;
        return now < *row.confirm_asked_at + kSlowConfirm;
    }
    if (row.behaviour == Behaviour::undo_fails_three_times) {
        const bool undo =
            command.command == Command::unconfirm || command.command == Command::cancel;
        if (!undo || row.undo_asks >= kUndoAsksIgnored) return false;
        ++row.undo_asks;
        return true;
    }
    return false;
}

std::string refusal_to_confirm(const HoldRow& row) {
    return row.behaviour == Behaviour::refuses_confirm ? "test_refused" : "";
}

int copies_of_answers(const HoldRow& row) {
    return row.behaviour == Behaviour::answers_twice ? 2 : 1;
}

}  // namespace viaja::supplier
