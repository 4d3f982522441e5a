#include "common/supplier/questions.hpp"

#include <exception>
#include <optional>
#include <utility>

namespace viaja::supplier {

Questions::Questions(Connection& connection, Inventory& inventory, Bus& bus, const Clock& clock,
                     std::string address, Report report)
    : connection_(connection),
      inventory_(inventory),
      bus_(bus),
      clock_(clock),
      address_(std::move(address)),
      report_(std::move(report)) {}

void Questions::ask(Question question) {
    const std::lock_guard guard(mutex_);
    if (waiting_.size() >= kWaitingMax) {
        counters_.count(&QuestionCounters::full);
        return;
    }
    const auto until = clock_.moment() + question.wait;
    waiting_.push_back({std::move(question), until});
    wake_.notify_one();
}

bool Questions::answer_one() {
    std::optional<Question> question;
    {
        const std::lock_guard guard(mutex_);
        while (!question && !waiting_.empty()) {
            if (clock_.moment() < waiting_.front().until) {
                question = std::move(waiting_.front().question);
            } else {
                counters_.count(&QuestionCounters::late);
            }
            waiting_.pop_front();
        }
    }
    if (!question) return false;
    counters_.count(answer(*question) ? &QuestionCounters::answered : &QuestionCounters::failed);
    return true;
}

bool Questions::answer(const Question& question) {
    try {
        auto answer = inventory_.answer(connection_, question, connection_.now());
        answer.id = question.id;
        answer.from = address_;
        bus_.publish({Outgoing{.address = question.reply_to, .message = std::move(answer)}});
        return true;
    } catch (const std::exception& error) {
        // Whatever it was, silence is an answer here, and the next question may fare better.
        if (report_) report_(std::string("a question was not answered: ") + error.what());
        return false;
    }
}

bool Questions::wait() {
    std::unique_lock guard(mutex_);
    wake_.wait(guard, [this] { return stopping_ || !waiting_.empty(); });
    return !stopping_;
}

void Questions::stop() {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
    waiting_.clear();
    wake_.notify_all();
}

bool Questions::waiting() const {
    const std::lock_guard guard(mutex_);
    return !waiting_.empty();
}

}  // namespace viaja::supplier
