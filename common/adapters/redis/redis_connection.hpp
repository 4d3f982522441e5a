#pragma once
// One connection to a Redis server. Every failure is Unavailable, and the end of the connection.
// hiredis 0.14 knows no TLS: with it, hiredis only connects, formats and parses.
// Internal to the adapter. One thread at a time.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/adapters/redis/redis_lock.hpp"
#include "common/tls/tls_stream.hpp"

struct redisContext;
struct redisReply;

namespace viaja {

class RedisConnection {
  public:
    /// Connects, logs in and loads `script`.
    RedisConnection(const RedisSettings& settings, const std::string& script);
    ~RedisConnection();
    RedisConnection(const RedisConnection&) = delete;
    RedisConnection& operator=(const RedisConnection&) = delete;

    /// Puts a command among those that are sent with the next `answers`.
    void add(const std::vector<std::string>& command);

    /// Sends what was added. Its answers come first among those of the next `answers`.
    void send();

    struct Answer {
        enum class Kind { nothing, error, other } kind = Kind::other;
        std::string text;
    };
    /// Sends what was added and takes all answers that are still to come, within the patience of
    /// the settings.
    std::vector<Answer> answers();

    const std::string& script_hash() const { return script_hash_; }

  private:
    struct Free {
        void operator()(redisContext* context) const;
    };

    void connect(const RedisSettings& settings);
    void log_in(const RedisSettings& settings, const std::string& script);
    /// The next answer.
    redisReply* take();
    void receive();
    std::vector<Answer> first_answers();
    void guarded(const std::string& what, const std::function<void()>& work) const;
    [[noreturn]] void fail(const std::string& what) const;

    const std::string where_;
    const std::chrono::milliseconds patience_;
    std::unique_ptr<redisContext, Free> context_;
    std::unique_ptr<tls::Stream> tls_;  ///< null: plain
    std::string unsent_;
    std::size_t expected_ = 0;
    std::string script_hash_;
};

/// The first that is an error, thrown as Unavailable.
void refuse_errors(const std::vector<RedisConnection::Answer>& answers);

}  // namespace viaja
