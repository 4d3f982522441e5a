#include "common/adapters/rabbitmq/bus_core.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "common/adapters/rabbitmq/header_text.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {

// For both connections to close in order.
constexpr std::chrono::milliseconds kCloseWithin{500};

/// A poll entry that poll ignores where there is no connection.
pollfd entry_of(amqp::Connection* connection) {
    if (connection == nullptr) return {-1, 0, 0};
    const int events = connection->unsent() > 0 ? POLLIN | POLLOUT : POLLIN;
    return {connection->descriptor(), static_cast<short>(events), 0};
}

bool has_unsent(const amqp::Connection* connection) {
    return connection != nullptr && connection->unsent() > 0;
}

}  // namespace

RabbitmqBus::Core::Core(RabbitmqSettings the_settings, const Clock& the_clock, Random& the_random,
                        Report the_report)
    : settings(std::move(the_settings)),
      clock(the_clock),
      random(the_random),
      report(the_report ? std::move(the_report) : Report([](const LogEvent&) {})),
      waiting(settings.waiting_messages_max, settings.waiting_bytes_max),
      publisher(settings, waiting, clock, random, counters, report),
      consumers(settings, random, counters, report) {}

void RabbitmqBus::Core::run() {
    thread_id.store(std::this_thread::get_id());
    bool muted = false;
    while (true) {
        const amqp::Time now = std::chrono::steady_clock::now();
        publisher.turn(publisher_readable_, now);
        consumers.turn(consumers_readable_, now);
        note_availability(now);
        consumers.tell_active();
        if (!go_on(now, muted)) break;
        wait_for_work(now);
    }
    publisher.give_up("the bus has ended");
    const amqp::Time deadline = std::chrono::steady_clock::now() + kCloseWithin;
    consumers.link().close(deadline);
    publisher.link().close(deadline);
}

bool RabbitmqBus::Core::go_on(amqp::Time now, bool& muted) {
    {
        const std::lock_guard guard(mutex);
        if (!stopping) return true;
        if (now >= stop_by) return false;
    }
    // One more turn without handlers, so that what their last calls published is sent too.
    if (!std::exchange(muted, true)) {
        consumers.mute();
        wakeup.wake();
        return true;
    }
    return !publisher.idle() || has_unsent(publisher.link().connection()) ||
           has_unsent(consumers.link().connection());
}

void RabbitmqBus::Core::wait_for_work(amqp::Time now) {
    std::array entries{pollfd{wakeup.descriptor(), POLLIN, 0},
                       entry_of(publisher.link().connection()),
                       entry_of(consumers.link().connection())};
    const auto pause = std::chrono::ceil<std::chrono::milliseconds>(next_attention(now) - now);
    poll(entries.data(), entries.size(), static_cast<int>(std::max<long>(pause.count(), 0)));
    if (entries[0].revents != 0) wakeup.take();
    constexpr int kWorthReading = POLLIN | POLLERR | POLLHUP;
    publisher_readable_ = (entries[1].revents & kWorthReading) != 0;
    consumers_readable_ = (entries[2].revents & kWorthReading) != 0;
}

amqp::Time RabbitmqBus::Core::next_attention(amqp::Time now) {
    if (publisher.more_to_read() || consumers.more_to_read()) return now;
    amqp::Time next = std::min(now + amqp::kHeartbeatPause, consumers.next_try());
    if (publisher.link().connection() == nullptr) {
        next = std::min(next, publisher.link().next_try());
    }
    const std::lock_guard guard(mutex);
    return stopping ? std::min(next, stop_by) : next;
}

void RabbitmqBus::Core::note_availability(amqp::Time now) {
    const bool is_available = publisher.available(now) && consumers.available();
    {
        const std::lock_guard guard(mutex);
        if (available != is_available) available_changed.notify_all();
        available = is_available;
    }
    // After the state: a reader that sees the loss counted must not see the state from before it.
    counters.set(&RabbitmqCounters::reconnects, publisher.times_lost() + consumers.times_lost());
}

void RabbitmqBus::Core::stop() {
    {
        const std::lock_guard guard(mutex);
        stopping = true;
        stop_by = std::chrono::steady_clock::now() + settings.farewell;
    }
    wakeup.wake();
}

void RabbitmqBus::Core::dead_letter(const std::string& address, const std::string& text,
                                    const std::string& reason) {
    check(!on_amqp_thread(), "a handler may not dead-letter: it would wait for its own thread");
    const auto dead_letter = std::make_shared<amqp::DeadLetterPublish>();
    dead_letter->reason = amqp::header_text(reason);
    std::future<std::string> outcome = dead_letter->outcome.get_future();
    amqp::Body body;
    body.address = address;
    body.text = text;
    body.id = new_uuid(clock, random).text();
    body.dead_letter = dead_letter;
    waiting.add_dead_letter(std::move(body));
    wakeup.wake();
    if (outcome.wait_for(settings.patience) != std::future_status::ready) {
        dead_letter->abandoned.store(true);
        throw Unavailable("RabbitMQ has not confirmed a dead letter of " + address);
    }
    const std::string problem = outcome.get();
    if (!problem.empty()) throw Unavailable(problem);
}

}  // namespace viaja
