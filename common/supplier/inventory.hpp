#pragma once
// What a kind of supplier (flights, hotels, events) knows that the others do not: what there is to
// sell, what it costs, and which units with a capacity a hold takes. Holding, confirming and
// undoing are the same for all of them and stand in this library.

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "common/contract/messages.hpp"
#include "common/ports/database.hpp"
#include "common/supplier/core/units.hpp"

namespace viaja::supplier {

/// How a test item misbehaves (test_items.hpp). Only where VIAJA_TEST_MODE is 1.
enum class Behaviour {
    normal,
    refuses_confirm,
    confirms_after_8_s,
    answers_twice,
    undo_fails_three_times,  ///< the first three asks to unconfirm and to cancel stay unanswered
};

struct Quote {
    std::vector<Claim> claims{};  ///< all of them or none
    Money price{};                ///< of the whole quantity
    std::string description{};
    std::optional<HeldItem> item{};      ///< the same for programs
    Instant sale_ends = Instant::max();  ///< from then on it is neither held nor confirmed
};

/// Why there is nothing to hold: "unknown_item", "not_on_this_day", "departed", "too_far_ahead",
/// "test_item".
struct NoQuote {
    std::string reason;
};

/// A number that stays at this or above changes no answer: a hold takes at most 9.
constexpr int kManyLeft = 10;

/// What is left of a unit after a change.
struct UnitLeft {
    std::string id;
    int left = 0;
    bool operator==(const UnitLeft&) const = default;
};

struct EditableTable;

/// `quote` is called by the threads that decide and `answer` by the one that answers questions,
/// perhaps at the same time, each with the connection of its thread: what they read does not
/// change after construction, or is guarded.
class Inventory {
  public:
    virtual ~Inventory() = default;

    /// One result a request, in order, with few statements for all. `now` is the database's clock.
    virtual std::vector<std::variant<Quote, NoQuote>> quote(Connection& connection,
                                                            std::span<const HoldRequest> requests,
                                                            Instant now) = 0;

    /// Why something is refused when its sale has ended.
    virtual std::string after_sale() const { return "departed"; }

    /// Why an item that is held is not confirmed, beside the end of its sale; empty where it is.
    virtual std::string refusal_to_confirm(const Item&) const { return ""; }

    /// How an item misbehaves on purpose.
    virtual Behaviour behaviour_of(const Item&) const { return Behaviour::normal; }

    /// Called after a commit, on the thread that decided or changed the catalogue: changed units of
    /// which fewer than kManyLeft are left, or were before. May be lost. Never blocks.
    virtual void few_left(const std::vector<UnitLeft>&) {}

    /// What operators may change of its catalogue (catalogue_edits.hpp); null where nothing.
    virtual const EditableTable* editable() const { return nullptr; }

    /// Called after an operator's change was committed, on the thread that made it. May be lost.
    virtual void catalogue_changed() {}

    /// Answers a question about what is free. Reads only; outside of any transaction.
    virtual QuestionAnswer answer(Connection& connection, const Question& question,
                                  Instant now) = 0;
};

}  // namespace viaja::supplier
