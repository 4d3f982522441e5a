#pragma once
// Answers on their way from any thread to the loop. Used by Server alone.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "common/http/message.hpp"

namespace viaja::http {

/// The answer to one request; without a response its handler has failed or forgotten it. `repeated`
/// says that it had been answered before.
struct Completion {
    std::uint64_t peer = 0;
    std::uint64_t slot = 0;
    std::optional<Response> response;
    bool repeated = false;
};

class CompletionQueue {
  public:
    /// `wake` makes the loop thread call `take` soon; it is called from any thread.
    explicit CompletionQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

    /// From any thread. After `close` completions are dropped.
    void put(Completion completion);

    /// Loop thread: promises to call `take` before it does other work, so that `put` need not wake
    /// it.
    void attend();
    /// Loop thread: all completions. An empty result ends the promise.
    std::vector<Completion> take();
    /// After this `wake` is not called any more, nor being called.
    void close();

  private:
    const std::function<void()> wake_;
    std::mutex mutex_;
    std::vector<Completion> completions_;  // guarded by mutex_, as are the two below
    bool attended_ = false;
    bool open_ = true;
};

/// The one answer to one request, shared by all copies of its Respond. If it was not given when
/// the last copy goes, it is given up.
class Responder {
  public:
    Responder(std::shared_ptr<CompletionQueue> completions, std::uint64_t peer, std::uint64_t slot)
        : completions_(std::move(completions)), peer_(peer), slot_(slot) {}
    ~Responder() { give_up(); }
    Responder(const Responder&) = delete;
    Responder& operator=(const Responder&) = delete;

    /// From any thread.
    void give(Response response);
    /// Does nothing if the answer was given.
    void give_up();

  private:
    const std::shared_ptr<CompletionQueue> completions_;
    const std::uint64_t peer_;
    const std::uint64_t slot_;
    std::atomic<bool> given_ = false;
};

}  // namespace viaja::http
