#include "common/adapters/rabbitmq/consumers.hpp"

#include <algorithm>

#include "common/adapters/rabbitmq/declarations.hpp"
#include "common/adapters/rabbitmq/message_properties.hpp"
#include "common/ports/errors.hpp"

namespace viaja::amqp {

namespace {

// Retry interval after errors that need an operator's action.
constexpr std::chrono::seconds kRefusedPause{5};
// A subscription that the broker has not answered after this time is reported.
constexpr std::chrono::seconds kAnswerWithin{10};
// A durable queue that is silent for so long is deleted and declared anew.
constexpr std::chrono::seconds kReplacedAfter{20};
constexpr std::chrono::seconds kAfterDeletion{1};
// The broker does not notify clients when a binding or an exchange is deleted, so both are declared
// again at this interval.
constexpr std::chrono::seconds kBindAgainAfter{10};

/// The declaration or the permissions are refused: a retry succeeds only after an operator's
/// change.
bool needs_an_operator(std::uint16_t code) {
    return code == AMQP_ACCESS_REFUSED || code == AMQP_PRECONDITION_FAILED;
}

/// `was_active`: the queue was consumed until now, so that nothing is wrong with its declaration.
/// A delivery may have waited for longer than the broker's consumer_timeout, for example.
LogEvent refusal(const Subscription& subscription, const amqp_channel_close_t& close,
                 bool was_active) {
    const std::string& queue = subscription.spec().queue;
    LogFields fields{{"queue", queue}, {"error", reason_of(close)}};
    if (was_active) {
        return {Severity::warning, "consumer cancelled, subscribing again", std::move(fields)};
    }
    if (close.reply_code == AMQP_PRECONDITION_FAILED) {
        fields.emplace_back(
            "action",
            "If the queue exists with other arguments (from an older version, or made by hand), "
            "move its messages and delete it (rabbitmqctl delete_queue " +
                queue + "); it is then declared again");
    } else if (close.reply_code == AMQP_ACCESS_REFUSED) {
        fields.emplace_back("action",
                            "Give the user the permissions configure, write and read on the queue "
                            "and on the exchanges (rabbitmqctl set_permissions)");
    }
    const auto severity = needs_an_operator(close.reply_code) ? Severity::error : Severity::warning;
    return {severity, "consumer refused, retrying", std::move(fields)};
}

}  // namespace

void Consumers::add(std::shared_ptr<Subscription> subscription) {
    const std::lock_guard guard(mutex_);
    new_.push_back(std::move(subscription));
}

void Consumers::turn(bool readable, Time now) {
    take_new();
    try {
        if (reconnecting_.connection() == nullptr) {
            if (reconnecting_.open_if_due(now)) reconnecting_.works();
        } else if (readable || more_to_read_) {
            more_to_read_ = reconnecting_.connection()->receive(*this);
        }
        if (reconnecting_.connection() == nullptr) {
            std::erase_if(subscriptions_, [](const auto& one) { return one->ended(); });
            return;
        }
        acknowledge();
        let_ended_go();
        subscribe_due(now);
        bind_again(now);
        notice_silence(now);
        reconnecting_.connection()->keep_alive(now);
        reconnecting_.connection()->flush();
        deliver_waiting();
    } catch (const Unavailable& error) {
        lose(error.what(), now);
    }
}

void Consumers::take_new() {
    const std::lock_guard guard(mutex_);
    subscriptions_.insert(subscriptions_.end(), new_.begin(), new_.end());
    new_.clear();
}

void Consumers::subscribe_due(Time now) {
    for (const auto& subscription : subscriptions_) {
        if (has_channel(*subscription) || now < subscription->trying.next) continue;
        subscribe(subscription, now);
    }
}

bool Consumers::has_channel(const Subscription& subscription) const {
    return std::any_of(channels_.begin(), channels_.end(),
                       [&](const auto& entry) { return entry.second.get() == &subscription; });
}

/// Asks for everything at once; `basic.consume-ok` says that all of it was done.
void Consumers::subscribe(const std::shared_ptr<Subscription>& subscription, Time now) {
    subscription->trying.asked = now;
    const Subscription::Spec& spec = subscription->spec();
    Connection& connection = *reconnecting_.connection();
    const std::uint16_t channel = free_channel();
    channels_.emplace(channel, subscription);
    open_channel(connection, channel);
    declare_exchanges(connection, channel, settings_);
    switch (spec.kind) {
        case Subscription::Kind::durable:
            declare_address(connection, channel, settings_, spec.queue, spec.keys);
            break;
        case Subscription::Kind::own:
            declare_own_queue(connection, channel, spec.queue, settings_.exchange, spec.queue);
            break;
        case Subscription::Kind::listener:
            declare_own_queue(connection, channel, spec.queue,
                              topology::events_exchange(settings_.exchange), spec.keys.front());
            break;
    }
    start_consuming(connection, channel, spec.queue, spec.prefetch);
}

/// Not the queues: one without a leader would never answer, and one that is gone says so itself.
void Consumers::bind_again(Time now) {
    for (const auto& [channel, subscription] : channels_) {
        if (!subscription->active() || now < subscription->trying.bind_at) continue;
        subscription->trying.bind_at = now + kBindAgainAfter;
        const Subscription::Spec& spec = subscription->spec();
        Connection& connection = *reconnecting_.connection();
        declare_exchanges(connection, channel, settings_);
        switch (spec.kind) {
            case Subscription::Kind::durable:
                bind_address(connection, channel, settings_, spec.queue, spec.keys);
                break;
            case Subscription::Kind::own:
                bind_queue(connection, channel, spec.queue, settings_.exchange, spec.queue);
                break;
            case Subscription::Kind::listener:
                bind_queue(connection, channel, spec.queue,
                           topology::events_exchange(settings_.exchange), spec.keys.front());
                break;
        }
    }
}

/// A quorum queue without a leader neither refuses nor delivers.
void Consumers::notice_silence(Time now) {
    std::vector<std::shared_ptr<Subscription>> silent;
    for (const auto& [channel, subscription] : channels_) {
        if (subscription->active() || now - subscription->trying.asked < kAnswerWithin) continue;
        const std::string& queue = subscription->spec().queue;
        report_once(*subscription,
                    {Severity::warning,
                     "queue does not answer, waiting",
                     {{"queue", queue},
                      {"action",
                       "See whether it has a leader (rabbitmqctl list_queues name leader "
                       "online); it is redeclared if this lasts"}}});
        const bool lasts = now - subscription->trying.asked >= kReplacedAfter;
        if (lasts && subscription->spec().kind == Subscription::Kind::durable) {
            silent.push_back(subscription);
        }
    }
    for (const auto& subscription : silent)
        replace_silent(subscription, now);
}

/// A broker that was killed within half a second of the queue's creation may have lost its leader
/// for ever. What the queue held is sent again by the rows that it followed from. Where the queue
/// has other members that only cannot be reached now, the broker refuses to delete it.
void Consumers::replace_silent(const std::shared_ptr<Subscription>& subscription, Time now) {
    const auto entry = std::find_if(channels_.begin(), channels_.end(),
                                    [&](const auto& one) { return one.second == subscription; });
    leave(entry);
    Connection& connection = *reconnecting_.connection();
    const std::uint16_t channel = free_channel();
    open_channel(connection, channel);
    delete_queue(connection, channel, subscription->spec().queue);
    close_channel(connection, channel);
    closing_.insert(channel);
    report_({Severity::warning,
             "queue unresponsive, deleting and redeclaring",
             {{"queue", subscription->spec().queue}}});
    subscription->trying.next = now + kAfterDeletion;
}

std::uint16_t Consumers::free_channel() const {
    std::uint16_t channel = 1;
    while (channels_.contains(channel) || closing_.contains(channel))
        ++channel;
    return channel;
}

void Consumers::acknowledge() {
    const auto send_ack = [this](std::uint16_t channel, std::uint64_t number, bool multiple) {
        const amqp_basic_ack_t ack{number, multiple ? 1 : 0};
        reconnecting_.connection()->send(channel, AMQP_BASIC_ACK_METHOD, &ack);
    };
    for (const auto& [channel, subscription] : channels_) {
        const auto acknowledgements = subscription->take_acknowledgements();
        if (acknowledgements.up_to) send_ack(channel, *acknowledgements.up_to, true);
        for (const std::uint64_t number : acknowledgements.single)
            send_ack(channel, number, false);
        counters_.count(&RabbitmqCounters::acknowledged, acknowledgements.count);
    }
}

/// Only when all acknowledgements have left: a delivery that ends this process must not find the
/// one before it unsettled again.
void Consumers::deliver_waiting() {
    if (reconnecting_.connection()->unsent() > 0) return;
    for (const auto& [channel, subscription] : channels_)
        subscription->deliver_waiting();
}

void Consumers::let_ended_go() {
    for (auto entry = channels_.begin(); entry != channels_.end();) {
        const auto this_one = entry++;
        if (this_one->second->ended()) leave(this_one);
    }
    std::erase_if(subscriptions_, [](const auto& one) { return one->ended(); });
}

/// The broker takes back what was not acknowledged.
void Consumers::leave(Channels::iterator entry) {
    close_channel(*reconnecting_.connection(), entry->first);
    closing_.insert(entry->first);
    entry->second->lost();
    channels_.erase(entry);
}

void Consumers::on_method(std::uint16_t channel, const amqp_method_t& method) {
    if (method.id == AMQP_CHANNEL_CLOSE_OK_METHOD) {
        closing_.erase(channel);
        return;
    }
    const auto entry = channels_.find(channel);
    if (entry == channels_.end()) return;
    const std::shared_ptr<Subscription> subscription = entry->second;
    switch (method.id) {
        case AMQP_BASIC_CONSUME_OK_METHOD:
            if (!subscription->trying.last_said.empty()) {
                report_({Severity::info,
                         "queue consumed again",
                         {{"queue", subscription->spec().queue}}});
            }
            subscription->trying = {};
            subscription->trying.bind_at = std::chrono::steady_clock::now() + kBindAgainAfter;
            subscription->activated();
            newly_active_.push_back(subscription);
            return;
        case AMQP_BASIC_CANCEL_METHOD:
            report_once(*subscription, {Severity::warning,
                                        "queue deleted, declaring it anew",
                                        {{"queue", subscription->spec().queue}}});
            leave(entry);
            return;
        case AMQP_CHANNEL_CLOSE_METHOD:
            channel_was_closed(channel, *static_cast<const amqp_channel_close_t*>(method.decoded));
            return;
        default:
            return;
    }
}

void Consumers::channel_was_closed(std::uint16_t channel, const amqp_channel_close_t& close) {
    const auto entry = channels_.find(channel);
    const std::shared_ptr<Subscription> subscription = entry->second;
    const bool was_active = subscription->active();
    channels_.erase(entry);
    subscription->lost();
    Subscription::Trying& trying = subscription->trying;
    const auto pause = needs_an_operator(close.reply_code) && !was_active
                           ? std::chrono::milliseconds(kRefusedPause)
                           : pause_before(trying.tries++, settings_, random_);
    trying.next = std::chrono::steady_clock::now() + pause;
    report_once(*subscription, refusal(*subscription, close, was_active));
}

void Consumers::on_content(Content& content) {
    if (content.method.id != AMQP_BASIC_DELIVER_METHOD) return;
    const auto entry = channels_.find(content.channel);
    if (entry == channels_.end()) return;
    const auto& deliver = *static_cast<const amqp_basic_deliver_t*>(content.method.decoded);
    counters_.count(&RabbitmqCounters::delivered);
    const std::shared_ptr<Subscription> subscription = entry->second;
    Subscription::Arrival arrival{.number = deliver.delivery_tag,
                                  .redelivered = deliver.redelivered != 0};
    if (counts_rounds(*subscription)) {
        if (arrival.redelivered) return send_round(content.channel, *subscription, arrival.number);
        const auto rounds = times_rejected(content.properties, subscription->spec().queue);
        arrival.redelivered = rounds > 0;
        arrival.is_over_limit = rounds >= kDeliveriesMax;
    }
    subscription->deliver(arrival, std::move(content.body));
}

/// A quorum queue counts its deliveries by itself.
bool Consumers::counts_rounds(const Subscription& subscription) const {
    return settings_.queue_type == QueueType::classic &&
           subscription.spec().kind == Subscription::Kind::durable;
}

/// Before anything reads it, so that what ends this process is counted whatever it is.
void Consumers::send_round(std::uint16_t channel, const Subscription& subscription,
                           std::uint64_t number) {
    if (subscription.ended()) return;
    const amqp_basic_reject_t reject{number, 0};
    reconnecting_.connection()->send(channel, AMQP_BASIC_REJECT_METHOD, &reject);
}

void Consumers::report_once(Subscription& subscription, const LogEvent& event) {
    const auto text = text_of(event);
    if (subscription.trying.last_said == text) return;
    subscription.trying.last_said = text;
    report_(event);
}

void Consumers::lose(const std::string& why, Time now) {
    for (const auto& [channel, subscription] : channels_)
        subscription->lost();
    for (const auto& subscription : subscriptions_)
        subscription->trying.next = Time::min();
    channels_.clear();
    closing_.clear();
    more_to_read_ = false;
    ++times_lost_;
    reconnecting_.lost(why, now);
}

bool Consumers::available() const {
    return reconnecting_.connection() != nullptr &&
           std::all_of(subscriptions_.begin(), subscriptions_.end(),
                       [](const auto& one) { return one->active(); });
}

void Consumers::tell_active() {
    for (const auto& subscription : newly_active_) {
        if (subscription->active()) subscription->tell_active();
    }
    newly_active_.clear();
}

Time Consumers::next_try() const {
    if (reconnecting_.connection() == nullptr) return reconnecting_.next_try();
    Time next = Time::max();
    for (const auto& subscription : subscriptions_) {
        if (!has_channel(*subscription)) next = std::min(next, subscription->trying.next);
    }
    return next;
}

void Consumers::mute() {
    take_new();
    for (const auto& subscription : subscriptions_)
        subscription->mute();
}

}  // namespace viaja::amqp
