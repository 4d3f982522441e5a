#include "common/adapters/redis/redis_lock.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "common/adapters/redis/redis_connection.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {

using Kind = RedisConnection::Answer::Kind;

/// A lock that has another owner by now is left alone.
const std::string kUnlock =
    "for _, key in ipairs(KEYS) do "
    "if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end "
    "end return true";

/// More calls than these are not left open: only the pauses between failures make them.
constexpr std::size_t kLeftoversMax = 64;

std::vector<std::string> unlock_command(const std::string& command, const std::string& script,
                                        std::span<const std::string> names,
                                        const std::string& owner) {
    std::vector<std::string> parts{command, script, std::to_string(names.size())};
    parts.insert(parts.end(), names.begin(), names.end());
    parts.push_back(owner);
    return parts;
}

std::vector<std::string> names_of(const std::string& prefix, std::span<const std::string> keys) {
    std::vector<std::string> names;
    for (const std::string& key : keys)
        names.push_back(prefix + key);
    return names;
}

std::chrono::milliseconds at_random_up_to(std::chrono::milliseconds longest) {
    thread_local std::minstd_rand chance(std::random_device{}());
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::int64_t>(0, longest.count())(chance));
}

}  // namespace

RedisLock::RedisLock(RedisSettings settings) : settings_(std::move(settings)) {
    ping();
}

RedisLock::~RedisLock() = default;

std::vector<bool> RedisLock::try_lock(std::span<const std::string> keys, const std::string& owner,
                                      std::chrono::milliseconds lease) {
    check(lease.count() > 0, "a lease must last");
    if (keys.empty()) return {};
    const std::lock_guard guard(mutex_);
    longest_lease_ = std::max(longest_lease_, lease);
    bool sent = false;
    try {
        RedisConnection& server = connection();
        sent = true;
        auto granted = lock_on(server, keys, owner, lease);
        answered();
        return granted;
    } catch (const Unavailable& error) {
        if (sent) remember(keys, owner, lease);
        failed(error);
        throw;
    }
}

void RedisLock::unlock(std::span<const std::string> keys, const std::string& owner) noexcept {
    if (keys.empty()) return;
    const std::lock_guard guard(mutex_);
    if (!settings_.waits_for_unlock) return unlock_soon(keys, owner);
    try {
        unlock_on(connection(), keys, owner);
        answered();
    } catch (const std::exception& error) {
        remember(keys, owner, longest_lease_);
        failed(error);
    }
}

void RedisLock::forget(std::span<const std::string> keys) noexcept {
    if (keys.empty()) return;
    const std::lock_guard guard(mutex_);
    try {
        RedisConnection& server = connection();
        for (const std::string& name : names_of(settings_.prefix, keys))
            server.add({"DEL", name});
        refuse_errors(server.answers());
        answered();
    } catch (const std::exception& error) {
        failed(error);
    }
}

bool RedisLock::ping() noexcept {
    const std::lock_guard guard(mutex_);
    try {
        RedisConnection& server = connection();
        send_leftovers(server);
        // PING alone is answered by a server that takes no lock: a replica, or one without memory.
        server.add({"SET", settings_.prefix + "ping", "", "PX", "1000"});
        refuse_errors(server.answers());
        leftovers_.clear();
        answered();
    } catch (const std::exception& error) {
        failed(error);
    }
    return available_;
}

RedisConnection& RedisLock::connection() {
    if (std::chrono::steady_clock::now() < paused_until_) {
        throw Unavailable("Redis failed recently and is not asked again yet: " + failure_);
    }
    if (connection_ == nullptr) {
        connection_ = std::make_unique<RedisConnection>(settings_, kUnlock);
    }
    return *connection_;
}

/// They precede the next commands in the same round trip. The whole script is sent, since a
/// restarted server may not have it.
void RedisLock::send_leftovers(RedisConnection& connection) {
    const Moment now = std::chrono::steady_clock::now();
    std::erase_if(leftovers_, [now](const Leftover& one) { return one.until <= now; });
    for (const Leftover& one : leftovers_)
        connection.add(unlock_command("EVAL", kUnlock, one.keys, one.owner));
}

std::vector<bool> RedisLock::lock_on(RedisConnection& connection, std::span<const std::string> keys,
                                     const std::string& owner, std::chrono::milliseconds lease) {
    send_leftovers(connection);
    const std::string milliseconds = std::to_string(lease.count());
    for (const std::string& name : names_of(settings_.prefix, keys))
        connection.add({"SET", name, owner, "NX", "PX", milliseconds});
    const auto answers = connection.answers();
    refuse_errors(answers);
    leftovers_.clear();

    std::vector<bool> granted;
    for (const auto& answer : std::span(answers).last(keys.size()))
        granted.push_back(answer.kind == Kind::other);
    return granted;
}

void RedisLock::unlock_on(RedisConnection& connection, std::span<const std::string> keys,
                          const std::string& owner) {
    const auto names = names_of(settings_.prefix, keys);
    connection.add(unlock_command("EVALSHA", connection.script_hash(), names, owner));
    auto answers = connection.answers();
    if (answers.back().kind == Kind::error && answers.back().text.starts_with("NOSCRIPT")) {
        connection.add(unlock_command("EVAL", kUnlock, names, owner));
        answers = connection.answers();
    }
    refuse_errors(answers);
}

void RedisLock::unlock_soon(std::span<const std::string> keys, const std::string& owner) {
    const auto until = std::chrono::steady_clock::now() + longest_lease_;
    unanswered_.push_back({names_of(settings_.prefix, keys), owner, until});
    try {
        RedisConnection& server = connection();
        // The whole script: that it is unknown would be learnt only with the next call.
        server.add(unlock_command("EVAL", kUnlock, unanswered_.back().keys, owner));
        server.send();
    } catch (const std::exception& error) {
        failed(error);
    }
}

void RedisLock::remember(std::span<const std::string> keys, const std::string& owner,
                         std::chrono::milliseconds lease) {
    leave_over({names_of(settings_.prefix, keys), owner, std::chrono::steady_clock::now() + lease});
}

void RedisLock::leave_over(Leftover one) {
    if (leftovers_.size() == kLeftoversMax) leftovers_.pop_front();
    leftovers_.push_back(std::move(one));
}

void RedisLock::answered() {
    unanswered_.clear();
    available_ = true;
}

/// Begins a pause, unless this happened within one.
void RedisLock::failed(const std::exception& error) {
    available_ = false;
    connection_.reset();
    for (auto& one : std::exchange(unanswered_, {}))
        leave_over(std::move(one));
    const Moment now = std::chrono::steady_clock::now();
    if (now < paused_until_) return;
    failure_ = error.what();
    paused_until_ = now + settings_.pause + at_random_up_to(settings_.pause / 4);
}

}  // namespace viaja
