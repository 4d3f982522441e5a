#include "common/http/push_stream.hpp"

#include <utility>

namespace viaja::http {

void PushStream::begin(std::function<void()> on_output, Moment now) {
    on_output_ = std::move(on_output);
    begun_ = true;
    in_call_ = true;
    on_begin(now);
    if (const auto on_open = std::exchange(handlers_.on_open, {})) on_open(shared_from_this());
    tell_handlers();
}

void PushStream::receive(std::string_view bytes, Moment now) {
    if (ending_ != Ending::open) return;
    in_call_ = true;
    on_bytes(bytes, now);
    tell_handlers();
}

// A peer that has shut down its sending side is taken to be gone: nothing tells it apart from one
// that is. What was to be written before the end still is.
void PushStream::receive_end(Moment) {
    if (ending_ == Ending::open) end_with(Ending::now);
    tell_handlers();
}

void PushStream::tick(Moment now) {
    in_call_ = true;
    if (ending_ == Ending::open) on_tick(now);
    tell_handlers();
}

void PushStream::drain(Moment) {
    in_call_ = true;
    if (can_send()) on_drain();
    tell_handlers();
}

void PushStream::unwritten(std::size_t bytes) {
    unwritten_bytes_ = bytes;
    in_call_ = true;
    tell_handlers();
}

void PushStream::end() {
    on_output_ = {};
    end_with(Ending::now);
    tell_handlers();
}

std::vector<std::string> PushStream::take_output() {
    unwritten_bytes_ += output_.bytes();
    return output_.take();
}

void PushStream::append(std::string_view bytes) {
    output_.append(bytes);
    if (!has_room()) was_full_ = true;
}

void PushStream::announce_output() {
    if (in_call_ || !on_output_) return;
    in_push_ = true;
    on_output_();
    in_push_ = false;
}

void PushStream::end_with(Ending ending) {
    if (ending_ != Ending::now) ending_ = ending;
}

// The end of each call of the Connection. A handler may send; that is written when the call
// returns. A call that comes while something is pushed tells nothing: the next one does.
void PushStream::tell_handlers() {
    in_call_ = false;
    if (in_push_) return;
    in_call_ = true;
    if (was_full_ && can_send() && unsent_bytes() <= unsent_bytes_max_ / 2) {
        was_full_ = false;
        if (const auto on_room = handlers_.on_room) on_room();
    }
    if (!can_send()) {
        const auto on_gone = std::exchange(handlers_, {}).on_gone;
        if (on_gone) on_gone();
    }
    in_call_ = false;
}

}  // namespace viaja::http
