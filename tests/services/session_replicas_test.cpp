// A replica that falls silent: when it is noticed, what is freed, and how its sagas go on at
// another one although the broker goes on giving it answers.

#include <gtest/gtest.h>

#include <array>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/topology.hpp"
#include "session-service/coordinator/replica_watch.hpp"
#include "session-service/core/queries.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

const Uuid kOwn = *Uuid::parse("0198c0de-0000-7000-8000-000000000001");
const ReplicaAlive kMe{.replica = kOwn, .connections = {1}};
const ReplicaAlive kOther{.replica = *Uuid::parse("0198c0de-0000-7000-8000-000000000002"),
                          .connections = {7, 8}};
using Silent = std::vector<ReplicaAlive>;

TEST(SiblingReplicas, AreSilentAfterFiveOwnAnnouncementsWithoutOneOfTheirs) {
    SiblingReplicas siblings(kOwn);
    siblings.hear(kOther);
    for (int round = 0; round < 3; ++round) {
        for (int missed = 1; missed < SiblingReplicas::kMissedMax; ++missed)
            EXPECT_EQ(siblings.hear(kMe), Silent{});
        EXPECT_FALSE(siblings.has_silent());
        siblings.hear(kOther);
    }
    for (int missed = 1; missed < SiblingReplicas::kMissedMax; ++missed)
        siblings.hear(kMe);
    EXPECT_EQ(siblings.hear(kMe), Silent{kOther});
    EXPECT_TRUE(siblings.has_silent());
    EXPECT_EQ(siblings.hear(kMe), Silent{}) << "it is reported once";
    siblings.hear(kOther);
    EXPECT_FALSE(siblings.has_silent());
}

TEST(SiblingReplicas, AreNotSilentWhileNoOwnAnnouncementComesBack) {
    SiblingReplicas siblings(kOwn);
    siblings.hear(kOther);
    const ReplicaAlive third{.replica = *Uuid::parse("0198c0de-0000-7000-8000-000000000003"),
                             .connections = {}};
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(siblings.hear(third), Silent{});
    EXPECT_FALSE(siblings.has_silent());
}

TEST(SiblingReplicas, ThereAreNoneAfterFiveOwnAnnouncementsAlone) {
    SiblingReplicas siblings(kOwn);
    for (int heard = 0; heard < SiblingReplicas::kMissedMax; ++heard) {
        EXPECT_FALSE(siblings.is_alone()) << heard;
        siblings.hear(kMe);
    }
    EXPECT_TRUE(siblings.is_alone());
    siblings.hear(kOther);
    EXPECT_FALSE(siblings.is_alone());
    auto last = kOther;
    last.ends = true;
    siblings.hear(last);
    EXPECT_TRUE(siblings.is_alone());
}

TEST(SiblingReplicas, AreThereUntilTheyAreForgotten) {
    SiblingReplicas siblings(kOwn);
    siblings.hear(kOther);
    for (int missed = 1; missed < SiblingReplicas::kForgottenAfter; ++missed) {
        siblings.hear(kMe);
        ASSERT_FALSE(siblings.is_alone()) << missed;
    }
    siblings.hear(kMe);
    EXPECT_TRUE(siblings.is_alone());
}

TEST(SiblingReplicas, ThatEndInOrderAreNotSilent) {
    SiblingReplicas siblings(kOwn);
    siblings.hear(kOther);
    siblings.hear({.replica = kOther.replica, .connections = {}, .ends = true});
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(siblings.hear(kMe), Silent{});
}

TEST(SiblingReplicas, AreForgottenWhenTheBrokerHasClosedTheirConnection) {
    SiblingReplicas siblings(kOwn);
    siblings.hear(kOther);
    for (int i = 1; i < SiblingReplicas::kForgottenAfter; ++i)
        siblings.hear(kMe);
    EXPECT_TRUE(siblings.has_silent());
    siblings.hear(kMe);
    EXPECT_FALSE(siblings.has_silent());
}

TEST(SiblingReplicas, ReadTheirOwnTextAndNothingElse) {
    for (const auto& alive : {kMe, kOther, ReplicaAlive{kOwn, {}, true}})
        EXPECT_EQ(replica_alive_from(to_text(alive)), alive);
    const std::string named = R"({"replica":")" + kOwn.text() + "\"";
    const std::vector<std::string> wrong = {"{}",
                                            "[]",
                                            "x",
                                            named + "}",
                                            R"({"replica":"x","connections":[]})",
                                            named + R"(,"connections":7})",
                                            named + R"(,"connections":[0]})",
                                            named + R"(,"connections":["1; DROP TABLE x"]})"};
    for (const auto& body : wrong)
        EXPECT_EQ(replica_alive_from(body), std::nullopt) << body;
}

constexpr std::array kAnswers = {Answer::authorized, Answer::confirmed, Answer::captured};

/// A trip that is being paid, with so many answers taken.
SessionId paying_session(SessionWorld& world, std::size_t answers) {
    const auto session_id = world.held_session();
    world.request(session_id, Pay{"card", "tok_ok", total(world.session(session_id))});
    for (const auto answer : std::span(kAnswers).first(answers)) {
        world.answer(answer);
        world.run();
    }
    return session_id;
}

TEST(SessionReplicas, AskAgainAtOnceAndTakeTheAnswersOfTheirOwnQueue) {
    for (std::size_t point = 0; point < 3; ++point) {
        SessionWorld world;
        world.coordinator().open_own_queue(world.bus);
        const auto session_id = paying_session(world, point);
        EXPECT_EQ(topology::is_private(world.reply_to()), point < 2) << "the charge is written";
        const auto version = world.session(session_id).version;

        // The answer to what was asked went to a replica that is frozen: it is not sent here.
        world.coordinator().take_answers_alone(true);
        const std::array sessions = {session_id};
        world.coordinator().ask_again(sessions);
        world.run();
        EXPECT_TRUE(topology::is_private(world.reply_to())) << "point " << point;
        const auto session = world.session(session_id);
        const auto& confirm = session.holds[0].retry;
        const auto& asked = confirm.next_attempt_at ? confirm : session.saga->retry;
        EXPECT_EQ(asked.tries, 1) << "no further try";
        const bool progress = point == 1;
        EXPECT_EQ(session.version, progress ? version + 1 : version)
            << "to ask again changes nothing that is shown, but writes what was not";
        for (auto answer : {Answer::authorized, Answer::confirmed, Answer::captured}) {
            if (static_cast<std::size_t>(answer == Answer::authorized  ? 0
                                         : answer == Answer::confirmed ? 1
                                                                       : 2) < point) {
                continue;
            }
            world.answer(answer);
            world.run();
        }
        EXPECT_EQ(world.session(session_id).state, SessionState::confirmed) << "point " << point;
    }
}

TEST(SessionReplicas, ShareTheQueueAgainWhenNoneIsSilent) {
    SessionWorld world;
    world.coordinator().open_own_queue(world.bus);
    world.coordinator().take_answers_alone(true);
    paying_session(world, 0);
    EXPECT_TRUE(topology::is_private(world.reply_to()));
    world.coordinator().take_answers_alone(false);
    world.answer(Answer::authorized);
    world.answer(Answer::confirmed);
    EXPECT_EQ(world.types("payment"), (std::vector<std::string>{"authorize", "capture"}));
    EXPECT_EQ(world.reply_to(), topology::kSession);
}

TEST(SessionReplicas, AskNothingOfASessionThatWaitsForNothing) {
    SessionWorld world;
    const auto session_id = world.held_session();
    const auto before = world.session(session_id);
    const std::array sessions = {session_id, SessionId{kOwn}};
    world.coordinator().ask_again(sessions);
    world.run();
    EXPECT_EQ(world.session(session_id), before);
    EXPECT_TRUE(world.types("flight.I0").empty());
}

/// A replica's watch, on a loop of its own, and what it asked its servers for.
class Watched {
  public:
    Watched(SessionWorld& world, Bus& bus, Database& database, std::vector<std::int64_t> numbers)
        : changes_(loop_, bus),
          watch_({loop_, bus, database, clock_, random_},
                 {.connections = [numbers] { return numbers; },
                  .end_connections =
                      [this](auto ended) {
                          const std::lock_guard guard(mutex_);
                          ended_.insert(ended.begin(), ended.end());
                      },
                  .forget_locks =
                      [this](auto keys) {
                          const std::lock_guard guard(mutex_);
                          forgotten_.insert(keys.begin(), keys.end());
                          locks_forgotten_ = true;
                          changed_.notify_all();
                      }},
                 world.coordinator(), changes_),
          thread_([this] {
              watch_.start();
              loop_.run();
          }) {}
    ~Watched() { freeze(); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    /// Nothing runs any more, and nothing is said.
    void freeze() {
        loop_.stop();
        if (thread_.joinable()) thread_.join();
    }
    bool wait_until_locks_are_forgotten() {
        std::unique_lock guard(mutex_);
        return changed_.wait_for(guard, 30s, [&] { return locks_forgotten_; });
    }
    std::set<std::int64_t> ended() const {
        const std::lock_guard guard(mutex_);
        return ended_;
    }
    std::set<std::string> forgotten() const {
        const std::lock_guard guard(mutex_);
        return forgotten_;
    }

  private:
    const SystemClock clock_;
    SystemRandom random_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::int64_t> ended_;
    std::set<std::string> forgotten_;
    bool locks_forgotten_ = false;
    runtime::Loop loop_;
    SessionChanges changes_;
    ReplicaWatch watch_;
    std::thread thread_;
};

TEST(ReplicaWatch, FreesWhatASilentReplicaHoldsAndAsksAgain) {
    SessionWorld world;
    SessionWorld elsewhere;
    const auto session_id = paying_session(world, 1);
    const SystemClock clock;
    SystemRandom random;
    InProcessBus bus(clock, random);
    Watched frozen(elsewhere, bus, elsewhere.database(), {17, 18});
    std::optional<Watched> other;
    other.emplace(world, bus, world.database(), std::vector<std::int64_t>{21});
    std::promise<void> heard;
    const auto listener = bus.listen(topology::session_replica(0),
                                     [&, once = false](const auto&, const auto& body) mutable {
                                         const auto alive = replica_alive_from(body);
                                         if (once || !alive || alive->connections.front() != 17) {
                                             return;
                                         }
                                         once = true;
                                         heard.set_value();
                                     });
    heard.get_future().wait();
    world.received("flight.I0");
    frozen.freeze();
    ASSERT_TRUE(other->wait_until_locks_are_forgotten());
    EXPECT_EQ(other->ended(), (std::set<std::int64_t>{17, 18}));
    EXPECT_EQ(other->forgotten(), (std::set{lock_key_of(session_id)}));
    other.reset();  // ends once the takeover under way has asked again
    world.run();
    EXPECT_TRUE(topology::is_private(world.reply_to()));
    EXPECT_EQ(world.types("flight.I0"), std::vector<std::string>{"confirm"}) << "asked again";
}

}  // namespace
}  // namespace viaja::session
