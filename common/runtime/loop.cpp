#include "common/runtime/loop.hpp"

#include <uv.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace viaja::runtime {
namespace {

void require(int result, const char* what) {
    if (result < 0) {
        throw std::runtime_error(std::string(what) + ": " + uv_strerror(result));
    }
}

// Functions run inside libuv, which is C and cannot pass an exception on; noexcept turns one into
// an immediate end of the process with the place of the throw still on the stack.
void call(const std::function<void()>& function) noexcept {
    function();
}

}  // namespace

// Owned by the loop from its start to its close callback, and by its handle for as long as that
// lives. `loop_timers` is null when there is nothing left to cancel.
struct TimerHandle::State : std::enable_shared_from_this<TimerHandle::State> {
    using Timers = std::set<std::shared_ptr<State>>;

    uv_timer_t timer = {};
    std::function<void()> function;
    Timers* loop_timers = nullptr;

    void close() {
        if (loop_timers == nullptr) return;
        loop_timers = nullptr;
        uv_close(reinterpret_cast<uv_handle_t*>(&timer), [](uv_handle_t* handle) {
            auto* state = static_cast<State*>(handle->data);
            static_cast<Timers*>(handle->loop->data)->erase(state->shared_from_this());
        });
    }

    static void fire(uv_timer_t* timer) {
        // The function may destroy the handle, and with it the last reference but this one.
        const auto state = static_cast<State*>(timer->data)->shared_from_this();
        if (uv_timer_get_repeat(timer) == 0) state->close();
        call(state->function);
    }
};

TimerHandle::TimerHandle(std::shared_ptr<State> state) : state_(std::move(state)) {}

TimerHandle& TimerHandle::operator=(TimerHandle&& other) noexcept {
    if (this != &other) {
        cancel();
        state_ = std::move(other.state_);
    }
    return *this;
}

TimerHandle::~TimerHandle() {
    cancel();
}

void TimerHandle::cancel() {
    if (state_ == nullptr) return;
    state_->close();
    state_.reset();
}

bool TimerHandle::pending() const {
    return state_ != nullptr && state_->loop_timers != nullptr;
}

struct Loop::Inside {
    struct Signal {
        uv_signal_t handle = {};
        std::function<void()> function;
    };

    uv_loop_t loop = {};
    uv_async_t wake = {};
    TimerHandle::State::Timers timers;
    std::map<int, std::unique_ptr<Signal>> signals;
    std::atomic<bool> stop_asked = false;

    std::mutex mutex;
    std::vector<std::function<void()>> posted;  // guarded by mutex
    bool accepts_posts = true;                  // guarded by mutex

    std::vector<std::function<void()>> take_posted() {
        const std::lock_guard lock(mutex);
        return std::exchange(posted, {});
    }

    static void on_wake(uv_async_t* handle) {
        auto* inside = static_cast<Inside*>(handle->data);
        for (const auto& function : inside->take_posted())
            call(function);
        if (inside->stop_asked.exchange(false)) uv_stop(&inside->loop);
    }

    TimerHandle start_timer(std::chrono::milliseconds delay, std::chrono::milliseconds repeat,
                            std::function<void()> function) {
        auto state = std::make_shared<TimerHandle::State>();
        state->function = std::move(function);
        require(uv_timer_init(&loop, &state->timer), "uv_timer_init");
        state->timer.data = state.get();
        state->loop_timers = &timers;
        timers.insert(state);
        // libuv counts from the time that it noted when this turn began, which may be long ago.
        uv_update_time(&loop);
        const auto count = [](std::chrono::milliseconds time) {
            return static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
        };
        require(
            uv_timer_start(&state->timer, &TimerHandle::State::fire, count(delay), count(repeat)),
            "uv_timer_start");
        return TimerHandle(std::move(state));
    }
};

Loop::Loop() : inside_(std::make_unique<Inside>()) {
    std::signal(SIGPIPE, SIG_IGN);
    require(uv_loop_init(&inside_->loop), "uv_loop_init");
    inside_->loop.data = &inside_->timers;
    require(uv_async_init(&inside_->loop, &inside_->wake, &Inside::on_wake), "uv_async_init");
    inside_->wake.data = inside_.get();
}

Loop::~Loop() {
    {
        const std::lock_guard lock(inside_->mutex);
        inside_->accepts_posts = false;
    }
    // What was posted may own timers or sockets: it goes while the loop can still close them.
    inside_->take_posted().clear();
    const auto timers = inside_->timers;
    for (const auto& timer : timers)
        timer->close();
    for (const auto& [number, signal] : inside_->signals) {
        uv_close(reinterpret_cast<uv_handle_t*>(&signal->handle), nullptr);
    }
    uv_close(reinterpret_cast<uv_handle_t*>(&inside_->wake), nullptr);
    // A handle that a user of the loop forgot would keep this from returning, so it must not wait.
    while (uv_run(&inside_->loop, UV_RUN_NOWAIT) != 0) {
        if (uv_backend_timeout(&inside_->loop) != 0) break;
    }
    if (uv_loop_close(&inside_->loop) != 0) {
        std::fputs("The loop was destroyed while handles on it were open:\n", stderr);
        uv_print_all_handles(&inside_->loop, stderr);
        std::abort();
    }
}

void Loop::post(std::function<void()> function) {
    {
        const std::lock_guard lock(inside_->mutex);
        if (!inside_->accepts_posts) return;
        inside_->posted.push_back(std::move(function));
        if (inside_->posted.size() > 1) return;  // the first one has woken the loop
    }
    uv_async_send(&inside_->wake);
}

void Loop::run() {
    uv_run(&inside_->loop, UV_RUN_DEFAULT);
}

void Loop::stop() {
    inside_->stop_asked = true;
    uv_async_send(&inside_->wake);
}

TimerHandle Loop::call_after(std::chrono::milliseconds delay, std::function<void()> function) {
    return inside_->start_timer(delay, std::chrono::milliseconds(0), std::move(function));
}

TimerHandle Loop::call_every(std::chrono::milliseconds period, std::function<void()> function) {
    const auto at_least = std::max(period, std::chrono::milliseconds(1));
    return inside_->start_timer(at_least, at_least, std::move(function));
}

void Loop::on_signal(int number, std::function<void()> function) {
    auto& signal = inside_->signals[number];
    if (signal != nullptr) {
        signal->function = std::move(function);
        return;
    }
    signal = std::make_unique<Inside::Signal>();
    signal->function = std::move(function);
    require(uv_signal_init(&inside_->loop, &signal->handle), "uv_signal_init");
    signal->handle.data = signal.get();
    const auto on_signal = [](uv_signal_t* handle, int) {
        call(static_cast<Inside::Signal*>(handle->data)->function);
    };
    require(uv_signal_start(&signal->handle, on_signal, number), "uv_signal_start");
}

std::chrono::milliseconds Loop::now() const {
    return std::chrono::milliseconds(uv_now(&inside_->loop));
}

uv_loop_s* Loop::native() {
    return &inside_->loop;
}

}  // namespace viaja::runtime
