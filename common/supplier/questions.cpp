#include "common/supplier/questions.hpp"

#include <exception>
#include <optional>
#include <utility>

#include "common/supplier/catalogue_changes.hpp"
#include "common/supplier/store.hpp"

namespace viaja::supplier {

Questions::Questions(Connection& connection, Inventory& inventory, Bus& bus, const Clock& clock,
                     std::string address, Report report, Tracer tracer)
    : connection_(connection),
      inventory_(inventory),
      bus_(bus),
      clock_(clock),
      address_(std::move(address)),
      report_(std::move(report)),
      tracer_(std::move(tracer)) {}

void Questions::ask(Question question, Origin origin) {
    const auto span = tracer_.begin(origin);
    const auto until = clock_.moment() + question.wait;
    Waiting waiting{std::move(question), std::move(origin), span, until};
    std::unique_lock guard(mutex_);
    if (!stopping_ && waiting_.size() < kWaitingMax) {
        waiting_.push_back(std::move(waiting));
        wake_.notify_one();
        return;
    }
    const bool full = !stopping_;
    guard.unlock();
    if (full) counters_.count(&QuestionCounters::full);
    end_dropped(waiting, full ? "too many questions wait" : "the process ends");
}

std::optional<Questions::Waiting> Questions::take_oldest() {
    const std::lock_guard guard(mutex_);
    if (waiting_.empty()) return std::nullopt;
    auto oldest = std::move(waiting_.front());
    waiting_.pop_front();
    return oldest;
}

bool Questions::answer_one() {
    while (const auto oldest = take_oldest()) {
        if (clock_.moment() < oldest->until) {
            counters_.count(answer(*oldest) ? &QuestionCounters::answered
                                            : &QuestionCounters::failed);
            return true;
        }
        counters_.count(&QuestionCounters::late);
        end_dropped(*oldest, "its asker waits no longer");
    }
    return false;
}

void Questions::end_dropped(const Waiting& waiting, const char* why) const {
    if (waiting.span) tracer_.end(waiting.origin, *waiting.span, {}, why);
}

bool Questions::answer(const Waiting& waiting) {
    const auto& [question, origin, span, until] = waiting;
    try {
        auto answer = answer_to(question);
        answer.id = question.id;
        answer.from = address_;
        bus_.publish({Outgoing{.address = question.reply_to,
                               .message = std::move(answer),
                               .context = origin.context}});
        if (span) {
            tracer_.end(origin, *span);
        } else if (origin.context.sampled && report_) {
            report_(event_of(origin, Severity::info, "question answered"));
        }
        return true;
    } catch (const std::exception& error) {
        // A question may stay unanswered, and the next one may succeed.
        if (report_) {
            report_(event_of(origin, severity_of(error), "question not answered",
                             {{"error", error.what()}}));
        }
        if (span) tracer_.end(origin, *span, {}, "not answered");
        return false;
    }
}

/// Units, present prices and changes of the catalogue are the same for all kinds of suppliers.
QuestionAnswer Questions::answer_to(const Question& question) {
    if (const auto* about = std::get_if<UnitQuestion>(&question.about)) return units(*about);
    if (const auto* about = std::get_if<PricesQuestion>(&question.about)) return prices(*about);
    if (const auto* change = std::get_if<CatalogueChange>(&question.about)) return changed(*change);
    return inventory_.answer(connection_, question, connection_.now());
}

QuestionAnswer Questions::units(const UnitQuestion& about) {
    const auto limit = static_cast<std::size_t>(about.limit);
    auto units = find_units(connection_, about.prefix, about.after, limit + 1);
    QuestionAnswer answer;
    answer.more = units.size() > limit;
    if (answer.more) units.pop_back();
    UnitCounts counts;
    for (const auto& unit : units)
        counts.push_back({unit.id, unit.capacity, unit.free(), unit.held, unit.confirmed});
    answer.offers = std::move(counts);
    return answer;
}

/// What a hold would cost now, by the same rule as a hold.
QuestionAnswer Questions::prices(const PricesQuestion& about) {
    std::vector<HoldRequest> requests;
    for (const auto& [item, quantity] : about.items)
        requests.push_back({.item = item, .quantity = quantity, .travellers = {}});
    ItemPrices prices;
    for (const auto& result : inventory_.quote(connection_, requests, connection_.now())) {
        const auto* none = std::get_if<NoQuote>(&result);
        prices.items.push_back(none ? ItemPrice{.reason = none->reason}
                                    : ItemPrice{.price = std::get<Quote>(result).price});
    }
    QuestionAnswer answer;
    answer.offers = std::move(prices);
    return answer;
}

QuestionAnswer Questions::changed(const CatalogueChange& change) {
    auto outcome = make_change(connection_, inventory_, change);
    if (report_) report_(event_of_change(change, outcome.problem));
    QuestionAnswer answer;
    answer.problem = std::move(outcome.problem);
    answer.offers = std::move(outcome.changed);
    return answer;
}

bool Questions::wait() {
    std::unique_lock guard(mutex_);
    wake_.wait(guard, [this] { return stopping_ || !waiting_.empty(); });
    return !stopping_;
}

void Questions::stop() {
    std::deque<Waiting> dropped;
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        dropped.swap(waiting_);
        wake_.notify_all();
    }
    for (const auto& waiting : dropped)
        end_dropped(waiting, "the process ends");
}

bool Questions::waiting() const {
    const std::lock_guard guard(mutex_);
    return !waiting_.empty();
}

}  // namespace viaja::supplier
