#include "common/adapters/redis/redis_connection.hpp"

#include <hiredis.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <ctime>
#include <new>
#include <utility>

#include "common/ports/errors.hpp"

namespace viaja {

namespace {

/// hiredis and OpenSSL write in a way that raises SIGPIPE when the server is gone, and a program
/// that has not ignored that would end. Here it is blocked on this thread, and a pending one is
/// consumed.
class NoBrokenPipe {
  public:
    NoBrokenPipe() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        sigset_t waiting;
        sigpending(&waiting);
        was_waiting_ = sigismember(&waiting, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~NoBrokenPipe() {
        const timespec at_once{0, 0};
        if (!was_waiting_) sigtimedwait(&pipe_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    NoBrokenPipe(const NoBrokenPipe&) = delete;
    NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;

  private:
    sigset_t pipe_{};
    sigset_t before_{};
    bool was_waiting_ = false;
};

timeval to_timeval(std::chrono::milliseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
    return {seconds.count(), std::chrono::microseconds(time - seconds).count()};
}

struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

RedisConnection::Answer answer_of(const redisReply& reply) {
    using Kind = RedisConnection::Answer::Kind;
    switch (reply.type) {
        case REDIS_REPLY_NIL:
            return {Kind::nothing, ""};
        case REDIS_REPLY_ERROR:
            return {Kind::error, std::string(reply.str, reply.len)};
        case REDIS_REPLY_STATUS:
        case REDIS_REPLY_STRING:
            return {Kind::other, std::string(reply.str, reply.len)};
        default:
            return {Kind::other, ""};
    }
}

}  // namespace

void RedisConnection::Free::operator()(redisContext* context) const {
    redisFree(context);
}

RedisConnection::RedisConnection(const RedisSettings& settings, const std::string& script)
    : where_("Redis at " + settings.host + ":" + std::to_string(settings.port) + ": "),
      patience_(settings.patience) {
    connect(settings);
    log_in(settings, script);
}

void RedisConnection::connect(const RedisSettings& settings) {
    const timeval patience = to_timeval(patience_);
    context_.reset(redisConnectWithTimeout(settings.host.c_str(), settings.port, patience));
    if (context_ == nullptr) throw Unavailable(where_ + "no memory to connect");
    if (context_->err != 0) fail("cannot connect");
    if (redisSetTimeout(context_.get(), patience) != REDIS_OK) fail("cannot set a timeout");
    if (!settings.tls.wanted()) return;
    const NoBrokenPipe no_broken_pipe;
    guarded("cannot connect with TLS", [&] {
        tls_ = std::make_unique<tls::Stream>(context_->fd, settings.tls, settings.host);
    });
}

void RedisConnection::log_in(const RedisSettings& settings, const std::string& script) {
    if (!settings.password.empty()) {
        std::vector<std::string> login{"AUTH"};
        if (!settings.user.empty()) login.push_back(settings.user);
        login.push_back(settings.password);
        add(login);
    }
    add({"SCRIPT", "LOAD", script});
    const auto replies = first_answers();
    refuse_errors(replies);
    script_hash_ = replies.back().text;
}

/// A server that wants TLS ends the connection, and gives no reason.
std::vector<RedisConnection::Answer> RedisConnection::first_answers() {
    try {
        return answers();
    } catch (const Unavailable& error) {
        if (tls_) throw;
        throw Unavailable(error.what() + std::string(kWithoutTls));
    }
}

RedisConnection::~RedisConnection() = default;

void RedisConnection::add(const std::vector<std::string>& command) {
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const std::string& part : command) {
        texts.push_back(part.data());
        sizes.push_back(part.size());
    }
    const auto count = static_cast<int>(command.size());
    char* text = nullptr;
    const int size = redisFormatCommandArgv(&text, count, texts.data(), sizes.data());
    if (size < 0) throw std::bad_alloc();
    const std::unique_ptr<char, void (*)(char*)> owned(text, redisFreeCommand);
    unsent_.append(text, static_cast<std::size_t>(size));
    ++expected_;
}

void RedisConnection::send() {
    const NoBrokenPipe no_broken_pipe;
    const std::string bytes = std::exchange(unsent_, {});
    if (tls_) {
        guarded("cannot send", [&] { tls_->write(bytes); });
        return;
    }
    if (redisAppendFormattedCommand(context_.get(), bytes.data(), bytes.size()) != REDIS_OK) {
        fail("cannot write a command");
    }
    int all_sent = 0;
    while (all_sent == 0) {
        if (redisBufferWrite(context_.get(), &all_sent) != REDIS_OK) fail("cannot send");
    }
}

std::vector<RedisConnection::Answer> RedisConnection::answers() {
    send();
    const NoBrokenPipe no_broken_pipe;
    const auto give_up = std::chrono::steady_clock::now() + patience_;
    std::vector<Answer> result;
    while (result.size() < expected_) {
        const std::unique_ptr<redisReply, FreeReply> reply(take());
        result.push_back(answer_of(*reply));
        // The timeout of the socket begins anew with each byte.
        if (std::chrono::steady_clock::now() > give_up && result.size() < expected_) {
            throw Unavailable(where_ + "its answers take too long");
        }
    }
    expected_ = 0;
    return result;
}

redisReply* RedisConnection::take() {
    while (true) {
        void* taken = nullptr;
        if (redisGetReplyFromReader(context_.get(), &taken) != REDIS_OK) fail("no answer");
        if (taken != nullptr) return static_cast<redisReply*>(taken);
        receive();
    }
}

void RedisConnection::receive() {
    if (!tls_) {
        if (redisBufferRead(context_.get()) != REDIS_OK) fail("no answer");
        return;
    }
    std::array<char, 16 * 1024> room;
    std::size_t taken = 0;
    guarded("no answer", [&] { taken = tls_->read(room); });
    if (redisReaderFeed(context_->reader, room.data(), taken) != REDIS_OK) {
        throw Unavailable(where_ + "no answer (" + context_->reader->errstr + ")");
    }
}

/// Names the server in what the stream says.
void RedisConnection::guarded(const std::string& what, const std::function<void()>& work) const {
    try {
        work();
    } catch (const Unavailable& error) {
        throw Unavailable(where_ + what + " (" + error.what() + ")");
    }
}

void RedisConnection::fail(const std::string& what) const {
    const std::string why = context_->err != 0 ? std::string(" (") + context_->errstr + ")" : "";
    throw Unavailable(where_ + what + why);
}

void refuse_errors(const std::vector<RedisConnection::Answer>& answers) {
    const auto error = std::ranges::find(answers, RedisConnection::Answer::Kind::error,
                                         &RedisConnection::Answer::kind);
    if (error != answers.end()) throw Unavailable("Redis refuses: " + error->text);
}

}  // namespace viaja
