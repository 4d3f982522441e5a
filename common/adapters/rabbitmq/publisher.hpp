#pragma once
// The publishing connection: one channel with confirms for messages and dead letters, one without
// for announcements. Internal to the adapter. AMQP thread.

#include <deque>
#include <map>

#include "common/adapters/rabbitmq/bus_counters.hpp"
#include "common/adapters/rabbitmq/outgoing_bodies.hpp"
#include "common/adapters/rabbitmq/reconnecting_connection.hpp"

namespace viaja::amqp {

/// A body counts as sent when the broker has confirmed it and did not return it before. What was
/// not confirmed when the connection was lost is sent again, in its order, on the next one.
class Publisher : private Receiver {
  public:
    /// The references must outlive it.
    Publisher(const RabbitmqSettings& settings, OutgoingBodies& waiting, const Clock& clock,
              Random& random, BusCounters& counters, const Report& report)
        : settings_(settings),
          waiting_(waiting),
          clock_(clock),
          counters_(counters),
          report_(report),
          reconnecting_(settings, "publishing", random, report) {}

    /// Does what there is to do: connects if it is time to, reads, sends what waits.
    void turn(bool readable, Time now);

    ReconnectingConnection& link() { return reconnecting_; }
    /// There may be more to read, whatever the socket says.
    bool more_to_read() const { return more_to_read_; }
    std::uint64_t times_lost() const { return times_lost_; }

    /// Set up, not blocked, and the broker confirms.
    bool available(Time now) const;
    /// Nothing is on its way.
    bool idle() const;

    /// Drops unsent messages; threads that wait for a dead letter get `why`.
    void give_up(const std::string& why);

  private:
    struct Unconfirmed {
        Body body;
        bool returned = false;
    };
    using InFlight = std::map<std::uint64_t, Unconfirmed>;  ///< by the number of the confirm

    void on_method(std::uint16_t channel, const amqp_method_t& method) override;
    void on_content(Content& content) override;

    void set_up();
    void open_messages();
    void send_waiting(Time now);
    void send_body(Body body, Time now);
    void send_announcements();
    bool window_is_full() const;
    bool confirming(Time now) const;
    void report_confirming(Time now);
    void confirm(std::uint64_t number, bool multiple, bool positive);
    void settle(const Unconfirmed& unconfirmed, bool positive);
    void report_unroutable(const std::string& address, const std::string& reason);
    bool may_report(const std::string& address);
    void channel_was_closed(std::uint16_t channel, const amqp_channel_close_t& close);
    void drop_the_refused(const std::string& reason);
    void put_back(const std::string& why);
    void lose(const std::string& why, Time now);

    const RabbitmqSettings& settings_;
    OutgoingBodies& waiting_;
    const Clock& clock_;
    BusCounters& counters_;
    const Report& report_;

    ReconnectingConnection reconnecting_;
    bool ready_ = false;
    bool blocked_was_reported_ = false;
    bool silence_was_reported_ = false;
    bool more_to_read_ = false;
    std::uint64_t times_lost_ = 0;
    std::uint64_t last_number_ = 0;
    InFlight in_flight_;
    std::size_t bytes_in_flight_ = 0;
    Time last_progress_;
    std::deque<Body> again_;  ///< were on their way on a lost connection
    /// One of `again_` was refused; which one shows when each waits for the one before.
    bool one_by_one_ = false;
    std::map<std::string, Time> reported_;  ///< by address, when it was last reported
};

}  // namespace viaja::amqp
