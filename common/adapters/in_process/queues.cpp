#include "common/adapters/in_process/queues.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

bool Queues::send(const std::string& key, const std::string& body) {
    {
        const std::lock_guard guard(mutex_);
        const auto bound = bindings_.find(key);
        if (bound == bindings_.end()) return false;
        put_into_queues(bound->second, body);
    }
    // Without the mutex, which the dispatcher would wake up to wait for.
    wake_.notify_one();
    return true;
}

void Queues::put_into_queues(const std::set<std::string>& names, const std::string& body) {
    for (const std::string& name : names) {
        Queue& queue = queues_.at(name);
        if (queue.waiting.size() >= waiting_max_) {
            ++overflowed_;
            continue;
        }
        queue.waiting.emplace(++last_sequence_, QueuedMessage{body});
    }
}

Queues::TakerId Queues::subscribe(Subscription subscription) {
    const bool durable = subscription.kind == Kind::durable;
    check(!durable || subscription.prefetch > 0, "a consumer needs a prefetch of at least one");
    check(static_cast<bool>(subscription.handler), "a consumer needs a handler");
    const std::lock_guard guard(mutex_);
    Queue& queue = queues_[subscription.queue];
    queue.kind = subscription.kind;
    for (const std::string& key : subscription.keys)
        bindings_[key].insert(subscription.queue);

    const TakerId id = ++last_taker_;
    queue.takers.push_back(id);
    Taker& taker = takers_[id];
    taker.queue = std::move(subscription.queue);
    taker.kind = subscription.kind;
    taker.prefetch = subscription.prefetch;
    taker.handler = std::make_shared<const Bus::Handler>(std::move(subscription.handler));
    wake_.notify_all();
    return id;
}

void Queues::unsubscribe(TakerId id) {
    std::unique_lock guard(mutex_);
    Taker& taker = taker_with(id);
    Queue& queue = queues_.at(taker.queue);
    for (auto& [token, outstanding] : taker.outstanding) {
        outstanding.message.redelivered = true;
        queue.waiting.emplace(outstanding.sequence, std::move(outstanding.message));
    }
    std::erase(queue.takers, id);
    queue.next_taker = 0;
    if (queue.kind == Kind::passing) {
        for (auto& [key, names] : bindings_)
            names.erase(taker.queue);
        std::erase_if(bindings_, [](const auto& binding) { return binding.second.empty(); });
        queues_.erase(taker.queue);
    }
    takers_.erase(id);
    wake_.notify_all();

    if (called_ == id && caller_ == std::this_thread::get_id()) return;
    handler_returned_.wait(guard, [&] { return called_ != id; });
}

void Queues::acknowledge(TakerId id, std::uint64_t token) {
    bool was_full = false;
    {
        const std::lock_guard guard(mutex_);
        Taker& taker = taker_with(id);
        if (taker.kind == Kind::passing) return;
        was_full = taker.outstanding.size() >= taker.prefetch;
        check(taker.outstanding.erase(token) == 1,
              "a delivery was acknowledged twice, or by another consumer");
    }
    if (was_full) wake_.notify_one();
}

void Queues::dead_letter(TakerId id, const std::string& text, const std::string& reason) {
    const std::lock_guard guard(mutex_);
    const Taker& taker = taker_with(id);
    check(taker.kind == Kind::durable, "a private queue has no dead queue");
    auto& dead = dead_[taker.queue];
    if (dead.size() >= waiting_max_)
        throw Unavailable("the dead queue of " + taker.queue + " is full");
    dead.push_back({std::to_string(++last_dead_), taker.queue, reason, text, clock_.now()});
}

bool Queues::deliver_one() {
    std::unique_lock guard(mutex_);
    check(called_ == 0, "a handler may not deliver messages itself");
    Queue* queue = next_queue();
    if (queue == nullptr) return false;
    call_handler_of_next(*queue, guard);
    return true;
}

void Queues::run() {
    std::unique_lock guard(mutex_);
    while (true) {
        Queue* queue = nullptr;
        wake_.wait(guard, [&] { return stopping_ || (queue = next_queue()) != nullptr; });
        if (stopping_) return;
        call_handler_of_next(*queue, guard);
    }
}

void Queues::stop() {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
    wake_.notify_all();
}

std::size_t Queues::pending() const {
    const std::lock_guard guard(mutex_);
    std::size_t count = 0;
    for (const auto& [name, queue] : queues_)
        count += queue.waiting.size();
    return count;
}

std::vector<DeadLetter> Queues::dead_letters(const std::string& queue) const {
    const std::lock_guard guard(mutex_);
    const auto found = dead_.find(queue);
    if (found == dead_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

std::deque<DeadLetter>::iterator Queues::dead_with(std::deque<DeadLetter>& dead,
                                                   const std::string& id) {
    return std::find_if(dead.begin(), dead.end(),
                        [&](const DeadLetter& letter) { return letter.id == id; });
}

bool Queues::requeue(const std::string& queue, const std::string& id, const std::string& key) {
    const std::lock_guard guard(mutex_);
    auto& dead = dead_[queue];
    const auto letter = dead_with(dead, id);
    if (letter == dead.end()) return false;
    const auto bound = bindings_.find(key);
    if (bound == bindings_.end()) throw Unavailable("no queue takes messages to " + queue);
    for (const std::string& name : bound->second) {
        const bool full = queues_.at(name).waiting.size() >= waiting_max_;
        if (full) throw Unavailable("the queue " + name + " is full");
    }
    put_into_queues(bound->second, letter->text);
    dead.erase(letter);
    wake_.notify_one();
    return true;
}

bool Queues::remove_dead(const std::string& queue, const std::string& id) {
    const std::lock_guard guard(mutex_);
    auto& dead = dead_[queue];
    const auto letter = dead_with(dead, id);
    if (letter == dead.end()) return false;
    dead.erase(letter);
    return true;
}

std::uint64_t Queues::overflowed() const {
    const std::lock_guard guard(mutex_);
    return overflowed_;
}

Queues::Taker& Queues::taker_with(TakerId id) {
    const auto found = takers_.find(id);
    check(found != takers_.end(), "there is no such consumer");
    return found->second;
}

/// 0 for none. Durable queues only deliver as much as a taker may have open.
Queues::TakerId Queues::taker_with_room(Queue& queue) const {
    for (std::size_t tried = 0; tried < queue.takers.size(); ++tried) {
        const std::size_t index = (queue.next_taker + tried) % queue.takers.size();
        const Taker& taker = takers_.at(queue.takers[index]);
        if (taker.kind == Kind::passing || taker.outstanding.size() < taker.prefetch) {
            return queue.takers[index];
        }
    }
    return 0;
}

Queues::Queue* Queues::next_queue() {
    Queue* oldest = nullptr;
    for (auto& [name, queue] : queues_) {
        if (queue.waiting.empty() || taker_with_room(queue) == 0) continue;
        const bool older =
            oldest == nullptr || queue.waiting.begin()->first < oldest->waiting.begin()->first;
        if (older) oldest = &queue;
    }
    return oldest;
}

void Queues::call_handler_of_next(Queue& queue, std::unique_lock<std::mutex>& guard) {
    const TakerId id = taker_with_room(queue);
    Taker& taker = takers_.at(id);
    const auto place = std::find(queue.takers.begin(), queue.takers.end(), id);
    queue.next_taker = static_cast<std::size_t>(place - queue.takers.begin() + 1);

    auto first = queue.waiting.extract(queue.waiting.begin());
    Delivery delivery{first.mapped().body, first.mapped().redelivered, ++last_token_};
    if (taker.kind == Kind::durable) {
        taker.outstanding.emplace(delivery.token,
                                  Outstanding{first.key(), std::move(first.mapped())});
    }
    const auto handler = taker.handler;  // the taker may end while its handler runs
    called_ = id;
    caller_ = std::this_thread::get_id();
    guard.unlock();
    // A handler must not throw. Should one do so in the simulation, the queues stay usable.
    struct Returned {
        Queues& queues;
        std::unique_lock<std::mutex>& guard;
        ~Returned() {
            guard.lock();
            queues.called_ = 0;
            queues.handler_returned_.notify_all();
        }
    } returned{*this, guard};
    (*handler)(std::move(delivery));
}

}  // namespace viaja
