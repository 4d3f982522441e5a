#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"

#include <algorithm>

#include "common/adapters/rabbitmq/dead_queue_reader.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {

// For a whole call; a dead queue of 100,000 letters is looked through in less.
constexpr std::chrono::seconds kWithin{20};
constexpr std::size_t kLettersAtOnce = 200;

amqp::Time deadline() {
    return std::chrono::steady_clock::now() + kWithin;
}

}  // namespace

std::vector<DeadLetter> RabbitmqDeadLetters::list(std::size_t limit) {
    const std::lock_guard guard(one_at_a_time_);
    amqp::DeadQueueReader reader(settings_, deadline());
    std::vector<DeadLetter> result;
    for (const std::string& address : addresses_) {
        reader.open(address);
        std::size_t found = 0;
        while (found < limit) {
            const std::size_t wanted = std::min(limit - found, kLettersAtOnce);
            std::vector<amqp::TakenLetter> taken = reader.take(wanted);
            for (amqp::TakenLetter& letter : taken)
                result.push_back(std::move(letter.letter));
            found += taken.size();
            if (taken.size() < wanted) break;
        }
        reader.put_back();
    }
    return result;
}

bool RabbitmqDeadLetters::requeue(const std::string& address, const std::string& id) {
    if (!knows(address)) return false;
    const std::lock_guard guard(one_at_a_time_);
    amqp::DeadQueueReader reader(settings_, deadline());
    reader.open(address);
    const std::optional<amqp::TakenLetter> found = reader.find(id, kLettersAtOnce);
    if (!found) {
        reader.put_back();
        return false;
    }
    const std::string problem = reader.publish(*found, clock_.now());
    if (problem.empty()) reader.let_go(*found);
    reader.put_back();
    if (!problem.empty()) throw Unavailable(problem);
    return true;
}

bool RabbitmqDeadLetters::remove(const std::string& address, const std::string& id) {
    if (!knows(address)) return false;
    const std::lock_guard guard(one_at_a_time_);
    amqp::DeadQueueReader reader(settings_, deadline());
    reader.open(address);
    const std::optional<amqp::TakenLetter> found = reader.find(id, kLettersAtOnce);
    if (found) reader.let_go(*found);
    reader.put_back();
    return found.has_value();
}

bool RabbitmqDeadLetters::knows(const std::string& address) const {
    return std::find(addresses_.begin(), addresses_.end(), address) != addresses_.end();
}

}  // namespace viaja
