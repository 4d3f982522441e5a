#include "conformance/participant.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "common/contract/session_shard.hpp"
#include "common/contract/topology.hpp"
#include "common/ports/errors.hpp"

namespace viaja::conformance {
namespace {

/// Of what was sent for one rule, so that a report stays readable.
constexpr std::size_t kSentMax = 50;
constexpr std::size_t kDeadLettersMax = 1'000;
constexpr std::size_t kSessionPrefetch = 1'000;
constexpr std::chrono::seconds kRestartWithin{60};
constexpr std::chrono::seconds kAskAgainAfter{2};
/// A heartbeat that was asked for comes within 200 ms, and a busy machine may take longer.
constexpr std::chrono::seconds kHeartbeatWithin{3};
constexpr std::chrono::milliseconds kLookAgain{100};

bool answers(const SupplierReply& reply, const SupplierCommand& command) {
    return reply.command == command.command && reply.hold == command.hold &&
           reply.attempt == command.attempt && reply.session_id == command.session_id;
}

bool answers(const PaymentReply& reply, const PaymentCommand& command) {
    return reply.command == command.command && reply.session_id == command.session_id &&
           reply.attempt == command.attempt;
}

std::string silence(const std::string& what, const std::string& unusable) {
    std::string text = "no answer under the key of " + what;
    if (!unusable.empty()) text += "; one came that cannot be used: " + unusable;
    return text;
}

}  // namespace

Participant::Participant(const Wire& wire, std::string address, std::chrono::milliseconds patience)
    : wire_(wire), address_(std::move(address)), patience_(patience) {
    answers_consumer_ = wire_.bus.consume_private(
        reply_to_, [this](const Delivery& delivery) { take(delivery.body, reply_to_); });
    heartbeats_consumer_ = wire_.bus.listen(std::string(topology::kServiceAlive),
                                            [this](const std::string&, const std::string& body) {
                                                const auto alive = service_alive_from(body);
                                                if (!alive || alive->address != address_) return;
                                                const std::lock_guard guard(mutex_);
                                                heartbeats_.push_back(*alive);
                                                arrived_.notify_all();
                                            });
}

void Participant::play_session() {
    play(topology::session(0));
    play(topology::session(kOtherShard));
}

void Participant::play(const std::string& session_address) {
    session_consumers_[session_address] = wire_.bus.consume(
        session_address, {}, kSessionPrefetch, [this, session_address](const Delivery& delivery) {
            take(delivery.body, session_address);
            const std::lock_guard guard(mutex_);
            read_as_session_[session_address].push_back(delivery.token);
        });
}

SessionCheck Participant::session_check(const SessionId& session_id) {
    auto check = wait_for<SessionCheck>(
        [&](const Message& message) -> const SessionCheck* {
            const auto* one = std::get_if<SessionCheck>(&message);
            return one && one->session_id == session_id ? one : nullptr;
        },
        patience_, "timeout");
    std::unique_lock lock(mutex_);
    const auto read = std::exchange(read_as_session_, {});
    lock.unlock();
    for (const auto& [address, tokens] : read) {
        for (const auto token : tokens)
            session_consumers_.at(address)->acknowledge(token);
    }
    return check;
}

Participant::~Participant() {
    session_consumers_.clear();
    answers_consumer_.reset();
    heartbeats_consumer_.reset();
}

void Participant::take(const std::string& body, const std::string& to) {
    for (auto& item : decode(body)) {
        const std::lock_guard guard(mutex_);
        auto* message = std::get_if<Message>(&item.item);
        const auto* check = message ? std::get_if<SessionCheck>(message) : nullptr;
        if (!message) {
            unusable_ = std::get<Unreadable>(item.item).reason;
        } else if (check && to != session_address(check->session_id)) {
            unusable_ = "a check-session went to " + to + ", and its session is at " +
                        session_address(check->session_id);
        } else {
            // That question alone is the session's own.
            if (to == topology::kSession && !check) answered_session_ = true;
            answers_.push_back(std::move(*message));
        }
        arrived_.notify_all();
    }
}

void Participant::forget_answers() {
    const std::lock_guard guard(mutex_);
    answers_.clear();
    unusable_.clear();
    answered_session_ = false;
}

bool Participant::answered_session() {
    const std::lock_guard guard(mutex_);
    return answered_session_;
}

std::string Participant::text_of(const Message& message) {
    return encode(message, new_id());
}

void Participant::send_text(const std::string& text) {
    if (sent_.size() < kSentMax) sent_.push_back(text);
    wire_.send(address_, text);
}

std::vector<std::string> Participant::take_sent() {
    return std::exchange(sent_, {});
}

template <class Found>
Found Participant::wait_for(const std::function<const Found*(const Message&)>& find,
                            std::chrono::milliseconds patience, const std::string& what) {
    std::unique_lock lock(mutex_);
    std::optional<Found> found;
    arrived_.wait_for(lock, patience, [&] {
        for (auto place = answers_.begin(); place != answers_.end() && !found; ++place) {
            if (const auto* one = find(*place)) {
                found = *one;
                answers_.erase(place);
                break;
            }
        }
        return found.has_value();
    });
    if (!found) throw Broken(silence(what, unusable_));
    return *std::move(found);
}

SupplierReply Participant::answer_to(const SupplierCommand& command) {
    return wait_for<SupplierReply>(
        [&](const Message& message) -> const SupplierReply* {
            const auto* reply = std::get_if<SupplierReply>(&message);
            return reply && answers(*reply, command) ? reply : nullptr;
        },
        patience_, std::string(name_of(command.command)));
}

PaymentReply Participant::answer_to(const PaymentCommand& command) {
    return wait_for<PaymentReply>(
        [&](const Message& message) -> const PaymentReply* {
            const auto* reply = std::get_if<PaymentReply>(&message);
            return reply && answers(*reply, command) ? reply : nullptr;
        },
        patience_, std::string(name_of(command.command)));
}

SupplierReply Participant::ask(const SupplierCommand& command) {
    forget_answers();
    send(command);
    return answer_to(command);
}

PaymentReply Participant::ask(const PaymentCommand& command) {
    forget_answers();
    send(command);
    return answer_to(command);
}

QuestionAnswer Participant::ask(const About& about) {
    forget_answers();
    const Question question{.id = new_id(),
                            .wait = patience_,
                            .deadline = now() + patience_,
                            .reply_to = reply_to_,
                            .about = about};
    send(question);
    const auto answer = wait_for<QuestionAnswer>(
        [&](const Message& message) -> const QuestionAnswer* {
            const auto* one = std::get_if<QuestionAnswer>(&message);
            return one && one->id == question.id ? one : nullptr;
        },
        patience_, type_of(question));
    if (answer.from != address_) {
        throw Broken("the answer to " + type_of(question) + " is from \"" + answer.from +
                     "\", not from " + address_);
    }
    return answer;
}

template <class Command, class Reply>
Reply Participant::ask_again(const Command& command) {
    const auto end = wire_.clock.moment() + kRestartWithin;
    forget_answers();
    while (true) {
        send(command);
        try {
            return wait_for<Reply>(
                [&](const Message& message) -> const Reply* {
                    const auto* reply = std::get_if<Reply>(&message);
                    return reply && answers(*reply, command) ? reply : nullptr;
                },
                kAskAgainAfter, std::string(name_of(command.command)));
        } catch (const Broken&) {
            if (wire_.clock.moment() >= end) throw;
        }
    }
}

SupplierReply Participant::ask_until_answered(const SupplierCommand& command) {
    return ask_again<SupplierCommand, SupplierReply>(command);
}

PaymentReply Participant::ask_until_answered(const PaymentCommand& command) {
    return ask_again<PaymentCommand, PaymentReply>(command);
}

void Participant::wait_for_acknowledgement(const Uuid& schedule) {
    wait_for<TimeoutAcknowledged>(
        [&](const Message& message) -> const TimeoutAcknowledged* {
            const auto* one = std::get_if<TimeoutAcknowledged>(&message);
            return one && one->schedule == schedule ? one : nullptr;
        },
        patience_, "timeout");
}

ServiceAlive Participant::heartbeat() {
    {
        const std::lock_guard guard(mutex_);
        heartbeats_.clear();
    }
    sent_.push_back(std::string(topology::kServiceWho) + " {}");
    request_heartbeats(wire_.bus);
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, kHeartbeatWithin, [&] { return !heartbeats_.empty(); })) {
        throw Broken("no service.alive for " + address_ + " within " +
                     std::to_string(kHeartbeatWithin.count()) + " s of service.who");
    }
    return heartbeats_.front();
}

std::vector<DeadLetter> Participant::dead_letters() {
    try {
        return wire_.dead_letters.list(kDeadLettersMax);
    } catch (const Unavailable& error) {
        throw NotExamined(std::string("the dead letters cannot be read: ") + error.what());
    }
}

std::vector<DeadLetter> Participant::new_dead_letters(const std::vector<DeadLetter>& before,
                                                      std::size_t count) {
    std::set<std::string> known;
    for (const auto& letter : before)
        known.insert(letter.id);
    const auto end = wire_.clock.moment() + patience_;
    std::vector<DeadLetter> fresh;
    while (true) {
        fresh = dead_letters();
        std::erase_if(fresh, [&](const auto& letter) { return known.contains(letter.id); });
        if (fresh.size() >= count || wire_.clock.moment() >= end) break;
        std::unique_lock lock(mutex_);
        arrived_.wait_for(lock, kLookAgain);
    }
    for (const auto& letter : fresh)
        wire_.dead_letters.remove(letter.address, letter.id);
    return fresh;
}

}  // namespace viaja::conformance
