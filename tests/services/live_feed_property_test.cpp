// Whatever changes a session, whatever becomes of the news of it, and whenever a listener loses its
// connection and comes back at the other replica: it sees each entry of the timeline once and in
// order, and in the end the session as GET shows it.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <deque>
#include <nlohmann/json.hpp>
#include <ostream>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/http/event_frames.hpp"
#include "session-service/http/live_feed.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/store/store.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::size_t kReplicas = 2;
constexpr std::size_t kListeners = 3;
constexpr milliseconds kTick{250};

/// One step of a run. `choice` picks among what is there: a replica, a listener, an answer, …
struct Step {
    enum Kind {
        ask,
        answer,
        pay,
        drop_or_cancel,
        pass_time,
        hear,         // a notice arrives at a replica; it may arrive again
        lose_notice,  // or it never does
        begin_reads,
        read,     // the oldest read that a replica has begun sees the database
        deliver,  // and what it saw arrives
        tick,
        poll,
        connect_again,
        fill,  // a listener stops reading, or goes on
        kinds
    };
    Kind kind{};
    std::size_t choice = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    static constexpr std::array<const char*, Step::kinds> kNames = {
        "ask",         "answer", "pay",     "drop or cancel", "pass time", "hear",          "lose",
        "begin reads", "read",   "deliver", "tick",           "poll",      "connect again", "fill"};
    return out << kNames[step.kind] << " " << step.choice;
}

/// A client that keeps what it has seen over its connections.
struct Client {
    std::size_t replica = 0;
    ListenerId id = 0;
    bool reads = true;
    std::vector<int> seen;
    json session;

    int last() const { return seen.empty() ? 0 : seen.back(); }

    void take(const json& frame) {
        RC_ASSERT(frame["after"] == last());
        for (const auto& entry : frame["entries"])
            seen.push_back(entry["seq"]);
        if (!session.is_null()) RC_ASSERT(frame["session"]["version"] >= session["version"]);
        session = frame["session"];
    }
};

/// One replica: its feed, and a reader that answers in the order of the questions.
struct ReplicaOfFeed {
    struct UnderWay {
        LiveFeed::Read read;
        std::optional<SessionView> view;
    };

    explicit ReplicaOfFeed(std::function<bool(ListenerId)> has_room)
        : feed(FeedPace{}, std::move(has_room)) {}

    LiveFeed feed;
    std::deque<UnderWay> under_way;
    std::vector<SessionId> to_poll;
};

class Run {
  public:
    Run() {
        session_ = world_.open();
        world_.on_changed = [this](const std::vector<Changed>& changed, Instant) {
            for (const auto& [session, has_outcome] : changed)
                notices_.push_back(session->version);
        };
        for (std::size_t i = 0; i < kReplicas; ++i) {
            replicas_.push_back(
                std::make_unique<ReplicaOfFeed>([this](ListenerId id) { return has_room(id); }));
        }
        for (std::size_t i = 0; i < kListeners; ++i)
            connect(clients_[i], i % kReplicas);
    }

    void take(const Step& step) {
        auto& replica = *replicas_[step.choice % kReplicas];
        auto& client = clients_[step.choice % kListeners];
        switch (step.kind) {
            case Step::hear:
                if (notices_.empty()) return;
                return replica.feed.heard(session_, notices_[step.choice % notices_.size()]);
            case Step::lose_notice:
                if (!notices_.empty()) notices_.erase(notices_.begin());
                return;
            case Step::begin_reads:
                return begin_reads(replica);
            case Step::read:
                return read(replica);
            case Step::deliver:
                return deliver(replica);
            case Step::tick:
                return tick(replica);
            case Step::poll:
                return poll(replica);
            case Step::connect_again:
                replicas_[client.replica]->feed.remove(client.id);
                return connect(client, step.choice / kListeners % kReplicas);
            case Step::fill:
                client.reads = !client.reads;
                return;
            default:
                return change(step);
        }
    }

    /// No notice comes any more, all listeners read, and the time of the slower poll passes.
    void come_to_rest() {
        for (auto& client : clients_)
            client.reads = true;
        for (milliseconds passed{0}; passed <= 2 * FeedPace{}.slow_poll; passed += kTick) {
            for (auto& replica : replicas_) {
                tick(*replica);
                poll(*replica);
                begin_reads(*replica);
                while (!replica->under_way.empty()) {
                    read(*replica);
                    deliver(*replica);
                    begin_reads(*replica);
                }
            }
        }
    }

    void check_listeners() {
        std::vector<int> all;
        for (const auto& entry : read_timeline(world_.reader(), session_, 0, 10'000))
            all.push_back(entry.sequence);
        auto shown = session_json(world_.session(session_), world_.reader().now());
        for (auto& client : clients_) {
            RC_ASSERT(client.seen == all);
            client.session["server_time"] = shown["server_time"];
            RC_ASSERT(client.session == shown);
        }
    }

  private:
    bool has_room(ListenerId id) const {
        return std::ranges::any_of(
            clients_, [id](const Client& client) { return client.id == id && client.reads; });
    }

    void connect(Client& client, std::size_t replica) {
        client.replica = replica;
        client.id = ++last_id_;
        replicas_[replica]->feed.add(client.id, session_, client.last(), now_);
    }

    void change(const Step& step) {
        const auto session = world_.session(session_);
        switch (step.kind) {
            case Step::ask:
                world_.request(
                    session_,
                    AskHold{HoldId{new_uuid(world_.clock, world_.random)}, a_flight(), {}});
                return;
            case Step::answer:
                if (session.holds.empty()) return;  // nothing was asked yet
                return world_.answer(answers_[step.choice % answers_.size()]);
            case Step::pay:
                world_.request(session_, Pay{"card", "tok_ok", total(session)});
                return;
            case Step::drop_or_cancel:
                if (step.choice % 8 == 0) {
                    world_.request(session_, QuoteCancellation{session_.value, {}});
                    world_.request(session_, ConfirmCancellation{session_.value});
                } else if (!session.holds.empty()) {
                    world_.request(session_,
                                   DropHold{session.holds[step.choice % session.holds.size()].id});
                }
                return;
            default:
                return world_.wait(std::chrono::seconds(step.choice % 20));
        }
    }

    void begin_reads(ReplicaOfFeed& replica) {
        for (const auto& read : replica.feed.take_reads())
            replica.under_way.push_back({read, {}});
    }

    void read(ReplicaOfFeed& replica) {
        for (auto& [read, view] : replica.under_way) {
            if (view) continue;
            const std::array ids = {session_};
            auto session = find_sessions(world_.reader(), ids).at(session_);
            view =
                SessionView{std::make_shared<const Session>(std::move(session)),
                            read_timeline(world_.reader(), session_, read.after, kFrameEntriesMax),
                            world_.reader().now()};
            return;
        }
    }

    void deliver(ReplicaOfFeed& replica) {
        if (replica.under_way.empty() || !replica.under_way.front().view) return;
        const auto [read, view] = std::move(replica.under_way.front());
        replica.under_way.pop_front();
        const auto delivery = replica.feed.delivered(read, &*view, now_);
        RC_ASSERT(delivery.gone.empty());
        const auto frame = json::parse(state_frame(read.after, *view));
        for (const auto id : delivery.frame) {
            for (auto& client : clients_) {
                if (client.id == id) client.take(frame);
            }
        }
    }

    void tick(ReplicaOfFeed& replica) {
        now_ += kTick;
        const auto due = replica.feed.tick(now_);
        if (!due.poll.empty()) replica.to_poll = due.poll;
        for (const auto id : due.too_slow) {
            for (auto& client : clients_) {
                if (client.id != id) continue;
                replica.feed.remove(id);
                connect(client, client.replica);
            }
        }
    }

    void poll(ReplicaOfFeed& replica) {
        if (replica.to_poll.empty()) return;
        const auto asked = std::exchange(replica.to_poll, {});
        replica.feed.polled(asked, find_versions(world_.reader(), asked));
    }

    static HoldRequest a_flight() {
        HoldRequest request;
        request.item = FlightItem{"I0", "I01370", parse_date("2027-02-01").value()};
        request.travellers = {"Ana Souza"};
        return request;
    }

    static constexpr std::array answers_ = {
        Answer::held,    Answer::authorized,  Answer::confirmed, Answer::captured,
        Answer::refused, Answer::declined,    Answer::cancelled, Answer::expired,
        Answer::voided,  Answer::unconfirmed, Answer::refunded};

    SessionWorld world_;
    SessionId session_;
    std::vector<std::int64_t> notices_;
    std::vector<std::unique_ptr<ReplicaOfFeed>> replicas_;
    std::array<Client, kListeners> clients_;
    ListenerId last_id_ = 0;
    milliseconds now_{1'000'000};
};

rc::Gen<Step> any_step() {
    return rc::gen::construct<Step>(
        rc::gen::map(rc::gen::inRange<int>(0, Step::kinds),
                     [](int kind) { return static_cast<Step::Kind>(kind); }),
        rc::gen::inRange<std::size_t>(0, 1'000));
}

RC_GTEST_PROP(LiveFeedProperty, EachListenerSeesEachEntryOnceAndInTheEndWhatGetShows, ()) {
    const auto steps = *rc::gen::container<std::vector<Step>>(any_step());
    Run run;
    for (const auto& step : steps)
        run.take(step);
    run.come_to_rest();
    run.check_listeners();
}

}  // namespace
}  // namespace viaja::session
