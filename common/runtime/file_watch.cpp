#include "common/runtime/file_watch.hpp"

#include <uv.h>

#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

namespace viaja::runtime {

struct FileWatch::State {
    uv_fs_event_t event = {};
    std::function<void()> on_written;

    static void close(State* state) {
        uv_close(reinterpret_cast<uv_handle_t*>(&state->event),
                 [](uv_handle_t* handle) { delete static_cast<State*>(handle->data); });
    }

    static void on_event(uv_fs_event_t* event, const char*, int, int status) noexcept {
        if (status == 0) static_cast<State*>(event->data)->on_written();
    }
};

FileWatch::FileWatch(Loop& loop, const std::filesystem::path& file,
                     std::function<void()> on_written) {
    const auto failed = [&](int error, const char* what) {
        return std::system_error(error, std::generic_category(), what + file.string());
    };
    errno = 0;
    if (!std::ofstream(file, std::ios::app)) throw failed(errno, "cannot write ");
    auto state = std::make_unique<State>();
    state->on_written = std::move(on_written);
    if (const int error = uv_fs_event_init(loop.native(), &state->event); error < 0)
        throw failed(-error, "cannot watch ");
    state->event.data = state.get();
    state_ = state.release();
    const int error = uv_fs_event_start(&state_->event, &State::on_event, file.c_str(), 0);
    if (error < 0) {
        State::close(state_);
        throw failed(-error, "cannot watch ");
    }
}

FileWatch::~FileWatch() {
    State::close(state_);
}

}  // namespace viaja::runtime
