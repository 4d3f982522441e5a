#pragma once
// The one thread of a process that carries bytes: sockets, timers and signals, by libuv, whose uv.h
// this header does not include. Worker threads reach it by `post` and by nothing else.
//
// What runs on the loop must not block and must not throw: an exception that leaves a function
// given to the loop ends the process.

#include <chrono>
#include <functional>
#include <memory>

struct uv_loop_s;

namespace viaja::runtime {

/// Cancels its timer when it is destroyed, so keep it for as long as the call is wanted. Loop
/// thread only. May outlive the Loop; it does nothing then.
class [[nodiscard]] TimerHandle {
  public:
    struct State;

    TimerHandle() = default;
    explicit TimerHandle(std::shared_ptr<State> state);
    TimerHandle(TimerHandle&&) noexcept = default;
    TimerHandle& operator=(TimerHandle&& other) noexcept;
    TimerHandle(const TimerHandle&) = delete;
    TimerHandle& operator=(const TimerHandle&) = delete;
    ~TimerHandle();

    /// After this the function is not called any more. Harmless on an empty or spent handle.
    void cancel();

    /// Whether the call is still to come.
    bool pending() const;

  private:
    std::shared_ptr<State> state_;
};

/// Construct and destroy it while it does not run. SIGPIPE is ignored from its construction on, for
/// the whole process: a peer that hangs up is an error of the write, not the end of the process.
class Loop {
  public:
    Loop();
    /// Closes every handle that is still open, those of the loop's users too (their close
    /// callbacks run), and drops what was posted and did not run. Ends the process with a message
    /// if libuv still finds the loop busy after that: something was leaked.
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Runs `function` on the loop thread, in the order of the calls. From any thread, also before
    /// `run`, as long as the Loop lives. Functions posted by a posted function run in the next
    /// turn, so that sockets are not starved.
    void post(std::function<void()> function);

    /// Runs until `stop`; also with no handle open, waiting for posts. May be called again after.
    void run();

    /// Makes `run` return after its present turn. From any thread; before `run` it makes the next
    /// `run` return at once.
    void stop();

    /// Calls `function` once, not before `delay` has passed. Loop thread, or before `run`.
    TimerHandle call_after(std::chrono::milliseconds delay, std::function<void()> function);

    /// Calls `function` again and again, `period` (at least 1 ms) from one call to the next. Late
    /// calls are not made up for. Loop thread, or before `run`.
    TimerHandle call_every(std::chrono::milliseconds period, std::function<void()> function);

    /// Calls `function` on the loop whenever the process gets `signal`, until the Loop is
    /// destroyed. A second registration of the same signal replaces the first. Loop thread, or
    /// before `run`.
    void on_signal(int signal, std::function<void()> function);

    /// Monotonic time as of this turn of the loop; its zero has no meaning. Loop thread.
    std::chrono::milliseconds now() const;

    /// For the adapters of this process that speak libuv themselves (common/http).
    uv_loop_s* native();

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace viaja::runtime
