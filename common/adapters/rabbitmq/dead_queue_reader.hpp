#pragma once
// Reads dead queues: one connection for one call, with blocking requests. Internal to the adapter.
// One thread.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/adapters/rabbitmq/amqp_connection.hpp"
#include "common/adapters/rabbitmq/outgoing_bodies.hpp"
#include "common/ports/dead_letters.hpp"

namespace viaja::amqp {

/// A letter that this reader has taken out, and the broker's number for it.
struct TakenLetter {
    DeadLetter letter;
    std::uint64_t number = 0;
    Body body;  ///< to send it again as it was
};

/// All calls block until the broker has answered, and throw Unavailable when the connection is lost
/// or the deadline is past. What was taken and not let go is in its place again afterwards. To
/// others the queues would be as good as empty meanwhile, so readers take turns, whatever their
/// processes: from the first `open` to its end a reader is the only one of its virtual host.
class DeadQueueReader : private Receiver {
  public:
    DeadQueueReader(const RabbitmqSettings& settings, Time deadline);
    ~DeadQueueReader() override;
    DeadQueueReader(const DeadQueueReader&) = delete;
    DeadQueueReader& operator=(const DeadQueueReader&) = delete;

    /// The dead queue of `address`; a missing one is empty. The first call waits for the turn.
    void open(const std::string& address);
    /// The next ones, oldest first. Fewer: there are no more.
    std::vector<TakenLetter> take(std::size_t count);
    /// The first with that id among those not taken yet.
    std::optional<TakenLetter> find(const std::string& id, std::size_t at_once);
    /// Sends it to its address; why that failed, or nothing.
    std::string publish(const TakenLetter& letter, Instant now);
    /// It is out of its queue for good.
    void let_go(const TakenLetter& letter);
    void put_back();

  private:
    enum class Turn { unknown, of_another, ours };

    void on_method(std::uint16_t channel, const amqp_method_t& method) override;
    void on_content(Content& content) override;

    void on_channel_closed(std::uint16_t channel, const amqp_channel_close_t& close);

    void wait_for_turn();
    void ask_for_turn();
    /// `done` is looked at after whatever came from the broker, and at least every `tick`.
    void wait_until(const std::function<bool()>& done, std::chrono::milliseconds tick);
    void wait_until(const std::function<bool()>& done);
    std::string too_late() const;

    const RabbitmqSettings& settings_;
    const Time deadline_;
    Connection connection_;
    Turn turn_ = Turn::unknown;
    std::string address_;
    std::uint16_t channel_ = 0;  ///< of the open queue; each has one of its own
    bool missing_ = false;       ///< the queue does not exist, so the broker closed the channel
    bool closed_ = false;        ///< the channel, by us
    std::size_t unanswered_ = 0;
    std::vector<TakenLetter> taken_;

    std::optional<bool> confirmed_;
    bool returned_ = false;
};

}  // namespace viaja::amqp
