#pragma once
// The consuming connection: one channel per subscription.
// Internal to the adapter.

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "common/adapters/rabbitmq/bus_counters.hpp"
#include "common/adapters/rabbitmq/reconnecting_connection.hpp"
#include "common/adapters/rabbitmq/subscription.hpp"

namespace viaja::amqp {

/// Keeps every subscription alive until it ends: declares its queue and consumes it, again after
/// each loss of the connection, of the channel or of the queue. AMQP thread, but for `add`.
class Consumers : private Receiver {
  public:
    /// The references must outlive it.
    Consumers(const RabbitmqSettings& settings, Random& random, BusCounters& counters,
              const Report& report)
        : settings_(settings),
          random_(random),
          counters_(counters),
          report_(report),
          reconnecting_(settings, "consuming", random, report) {}

    /// Any thread; the AMQP thread sees it at its next turn.
    void add(std::shared_ptr<Subscription> subscription);

    /// Does what there is to do: connects if it is time to, reads and delivers, subscribes,
    /// acknowledges, lets ended subscriptions go.
    void turn(bool readable, Time now);

    ReconnectingConnection& link() { return reconnecting_; }
    bool more_to_read() const { return more_to_read_; }
    std::uint64_t times_lost() const { return times_lost_; }

    /// Connected, and every subscription active.
    bool available() const;
    /// Wakes the threads that wait for newly active subscriptions.
    void tell_active();
    /// When `turn` has something to try again; max for never.
    Time next_try() const;
    /// Handlers are not called any more.
    void mute();

  private:
    using Channels = std::map<std::uint16_t, std::shared_ptr<Subscription>>;

    void on_method(std::uint16_t channel, const amqp_method_t& method) override;
    void on_content(Content& content) override;

    void take_new();
    void subscribe_due(Time now);
    void subscribe(const std::shared_ptr<Subscription>& subscription, Time now);
    void bind_again(Time now);
    void notice_silence(Time now);
    void replace_silent(const std::shared_ptr<Subscription>& subscription, Time now);
    bool has_channel(const Subscription& subscription) const;
    std::uint16_t free_channel() const;
    bool counts_rounds(const Subscription& subscription) const;
    void send_round(std::uint16_t channel, const Subscription& subscription, std::uint64_t number);
    void acknowledge();
    void deliver_waiting();
    void let_ended_go();
    void leave(Channels::iterator entry);
    void channel_was_closed(std::uint16_t channel, const amqp_channel_close_t& close);
    void report_once(Subscription& subscription, const LogEvent& event);
    void lose(const std::string& why, Time now);

    const RabbitmqSettings& settings_;
    Random& random_;
    BusCounters& counters_;
    const Report& report_;

    std::mutex mutex_;
    std::vector<std::shared_ptr<Subscription>> new_;  ///< protected by the mutex

    ReconnectingConnection reconnecting_;
    bool more_to_read_ = false;
    std::uint64_t times_lost_ = 0;
    std::vector<std::shared_ptr<Subscription>> subscriptions_;
    std::vector<std::shared_ptr<Subscription>> newly_active_;
    Channels channels_;
    std::set<std::uint16_t> closing_;  ///< channels that wait for the broker's close-ok
};

}  // namespace viaja::amqp
