#include "common/adapters/in_process/in_process_dead_letters.hpp"

#include <algorithm>

namespace viaja {

std::vector<DeadLetter> InProcessDeadLetters::list(std::size_t limit) {
    std::vector<DeadLetter> result;
    for (const std::string& address : addresses_) {
        std::vector<DeadLetter> letters = bus_.dead_letters(address);
        letters.resize(std::min(letters.size(), limit));
        result.insert(result.end(), letters.begin(), letters.end());
    }
    return result;
}

bool InProcessDeadLetters::requeue(const std::string& address, const std::string& id) {
    return knows(address) && bus_.requeue_dead_letter(address, id);
}

bool InProcessDeadLetters::remove(const std::string& address, const std::string& id) {
    return knows(address) && bus_.remove_dead_letter(address, id);
}

bool InProcessDeadLetters::knows(const std::string& address) const {
    return std::find(addresses_.begin(), addresses_.end(), address) != addresses_.end();
}

}  // namespace viaja
