// Which frames listeners get and when sessions are looked at, by a clock that the test gives.

#include "session-service/http/live_feed.hpp"

#include <gtest/gtest.h>

#include <set>

#include "session-service/http/event_frames.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Ids = std::vector<ListenerId>;

const SessionId kSession = new_session().id;

/// A session with that many entries, as the reader sees it from behind `after`.
SessionView view_of(int entries, int after, std::int64_t version) {
    auto session = new_session();
    session.timeline_length = entries;
    session.version = version;
    SessionView view{std::make_shared<const Session>(std::move(session)), {}, kStart};
    for (int sequence = after + 1; sequence <= entries; ++sequence) {
        if (sequence > after + kFrameEntriesMax) break;
        Entry entry;
        entry.sequence = sequence;
        view.timeline.push_back(entry);
    }
    return view;
}

class LiveFeedTest : public testing::Test {
  protected:
    /// Reads what is due of a session with so many entries; the listeners that get a frame.
    Ids look(int entries, std::int64_t version) {
        Ids listeners;
        for (const auto& read : feed.take_reads()) {
            const auto view = view_of(entries, read.after, version);
            const auto delivery = feed.delivered(read, &view, now);
            listeners.insert(listeners.end(), delivery.frame.begin(), delivery.frame.end());
        }
        return listeners;
    }

    LiveFeed::Due pass(milliseconds time) {
        now += time;
        return feed.tick(now);
    }

    milliseconds now{1'000'000};
    std::set<ListenerId> full;
    LiveFeed feed{FeedPace{}, [this](ListenerId id) { return !full.contains(id); }};
};

TEST_F(LiveFeedTest, ANewListenerGetsAFrameAlsoIfItKnowsAllEntries) {
    feed.add(1, kSession, 3, now);
    EXPECT_EQ(look(3, 3), Ids{1});
    EXPECT_EQ(look(3, 3), Ids{}) << "and no second one";
}

TEST_F(LiveFeedTest, AnAnnouncementOnlyStartsARead) {
    feed.add(1, kSession, 0, now);
    look(3, 3);
    feed.heard(kSession, 3);
    EXPECT_TRUE(feed.take_reads().empty()) << "it was sent that version";
    feed.heard(kSession, 9);
    EXPECT_EQ(look(4, 4), Ids{1});
    EXPECT_TRUE(feed.take_reads().empty()) << "a version that is not there is looked for once";
    EXPECT_EQ(feed.sequence_of(1), 4);
}

TEST_F(LiveFeedTest, AVersionAnnouncedDuringAReadIsReadAgainUnlessItWasRead) {
    feed.add(1, kSession, 0, now);
    const auto reads = feed.take_reads();
    ASSERT_EQ(reads.size(), 1U);
    feed.heard(kSession, 5);
    EXPECT_TRUE(feed.take_reads().empty()) << "one read at a time";
    const auto old = view_of(4, 0, 4);
    feed.delivered(reads[0], &old, now);
    const auto again = feed.take_reads();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].after, 4);
    feed.heard(kSession, 5);
    const auto present = view_of(5, 4, 5);
    feed.delivered(again[0], &present, now);
    EXPECT_TRUE(feed.take_reads().empty());
}

TEST_F(LiveFeedTest, ManyEntriesComeInFramesOfTwoHundredAtOnce) {
    feed.add(1, kSession, 0, now);
    std::vector<int> last;
    for (auto reads = feed.take_reads(); !reads.empty(); reads = feed.take_reads()) {
        const auto view = view_of(450, reads[0].after, 7);
        ASSERT_EQ(feed.delivered(reads[0], &view, now).frame, Ids{1});
        last.push_back(feed.sequence_of(1));
    }
    EXPECT_EQ(last, (std::vector{200, 400, 450}));
}

TEST_F(LiveFeedTest, ListenersThatKnowTheSameShareARead) {
    feed.add(1, kSession, 2, now);
    feed.add(2, kSession, 2, now);
    feed.add(3, kSession, 0, now);
    const auto reads = feed.take_reads();
    ASSERT_EQ(reads.size(), 2U);
    std::map<int, Ids> got;
    for (const auto& read : reads) {
        const auto view = view_of(4, read.after, 4);
        got[read.after] = feed.delivered(read, &view, now).frame;
    }
    EXPECT_EQ(got, (std::map<int, Ids>{{0, {3}}, {2, {1, 2}}}));
}

TEST_F(LiveFeedTest, AListenerThatComesDuringAReadGetsOneOfItsOwn) {
    feed.add(1, kSession, 0, now);
    const auto first = feed.take_reads();
    feed.add(2, kSession, 0, now);
    const auto second = feed.take_reads();
    ASSERT_EQ(second.size(), 1U);
    const auto view = view_of(1, 0, 1);
    EXPECT_EQ(feed.delivered(first[0], &view, now).frame, Ids{1});
    EXPECT_EQ(feed.delivered(second[0], &view, now).frame, Ids{2});
}

TEST_F(LiveFeedTest, WithoutRoomNothingIsReadAndThenOneLargerFrameCatchesUp) {
    feed.add(1, kSession, 0, now);
    look(1, 1);
    full = {1};
    for (int version = 2; version <= 50; ++version) {
        feed.heard(kSession, version);
        EXPECT_TRUE(feed.take_reads().empty());
    }
    full = {};
    EXPECT_EQ(look(50, 50), Ids{1});
    EXPECT_EQ(feed.sequence_of(1), 50);
    EXPECT_TRUE(feed.take_reads().empty());
}

TEST_F(LiveFeedTest, RoomThatIsLostDuringTheReadLosesNoEntry) {
    feed.add(1, kSession, 0, now);
    const auto reads = feed.take_reads();
    full = {1};
    const auto view = view_of(3, 0, 3);
    EXPECT_TRUE(feed.delivered(reads[0], &view, now).frame.empty());
    full = {};
    EXPECT_EQ(look(3, 3), Ids{1});
    EXPECT_EQ(feed.sequence_of(1), 3);
}

TEST_F(LiveFeedTest, ThirtySecondsWithoutRoomAreTooSlow) {
    feed.add(1, kSession, 0, now);
    full = {1};
    EXPECT_TRUE(pass(milliseconds(0)).too_slow.empty());
    EXPECT_TRUE(pass(seconds(29)).too_slow.empty());
    full = {};
    EXPECT_TRUE(pass(seconds(2)).too_slow.empty()) << "there was room in between";
    full = {1};
    EXPECT_TRUE(pass(milliseconds(0)).too_slow.empty());
    EXPECT_EQ(pass(seconds(30)).too_slow, Ids{1});
}

TEST_F(LiveFeedTest, ABeatComesAfterFifteenSecondsWithoutAFrame) {
    feed.add(1, kSession, 0, now);
    look(3, 3);
    EXPECT_TRUE(pass(seconds(14)).beats.empty());
    feed.heard(kSession, 4);
    look(4, 4);
    EXPECT_TRUE(pass(seconds(14)).beats.empty()) << "a frame was sent";
    const auto due = pass(seconds(1));
    ASSERT_EQ(due.beats.size(), 1U);
    EXPECT_EQ(due.beats[0].listener, 1U);
    EXPECT_EQ(due.beats[0].sequence, 4);
    EXPECT_TRUE(pass(seconds(14)).beats.empty());
    EXPECT_EQ(pass(seconds(1)).beats.size(), 1U);
    full = {1};
    EXPECT_TRUE(pass(seconds(15)).beats.empty()) << "there is no room for one";
}

TEST_F(LiveFeedTest, SessionsThatMoveArePolledEightTimesAsOften) {
    auto paying = held_session(1);
    pay(paying);
    const SessionId other{Uuid::version7(kStart, {})};
    feed.add(1, kSession, 0, now);
    feed.add(2, other, 0, now);
    for (const auto& read : feed.take_reads()) {
        auto view = view_of(1, 0, 1);
        if (read.session_id == other) view.session = std::make_shared<const Session>(paying);
        feed.delivered(read, &view, now);
    }
    std::map<SessionId, int> polls;
    for (int tick = 0; tick < 80; ++tick) {
        for (const auto& session_id : pass(milliseconds(250)).poll)
            ++polls[session_id];
        feed.polled({}, LiveFeed::Versions());
    }
    EXPECT_EQ(polls, (std::map<SessionId, int>{{kSession, 10}, {other, 80}}));
}

TEST_F(LiveFeedTest, ThereIsOnePollAtATimeAndNoneWithoutListeners) {
    EXPECT_TRUE(pass(seconds(2)).poll.empty());
    feed.add(1, kSession, 0, now);
    EXPECT_EQ(pass(seconds(2)).poll, std::vector{kSession});
    EXPECT_TRUE(pass(seconds(2)).poll.empty()) << "the last one is not answered";
    feed.polled({kSession}, std::nullopt);
    EXPECT_EQ(pass(seconds(2)).poll, std::vector{kSession});
    feed.polled({kSession}, LiveFeed::Versions{{kSession, 1}});
    feed.remove(1);
    EXPECT_TRUE(feed.is_empty());
    EXPECT_TRUE(pass(seconds(2)).poll.empty());
}

TEST_F(LiveFeedTest, APollFindsAChangeWhoseNoticeWasLost) {
    feed.add(1, kSession, 0, now);
    look(3, 3);
    feed.polled({kSession}, LiveFeed::Versions{{kSession, 3}});
    EXPECT_TRUE(feed.take_reads().empty());
    feed.polled({kSession}, LiveFeed::Versions{{kSession, 4}});
    EXPECT_EQ(look(4, 4), Ids{1});
}

TEST_F(LiveFeedTest, ASessionThatIsNotThereAnyMoreEndsItsListeners) {
    feed.add(1, kSession, 0, now);
    look(3, 3);
    feed.polled({kSession}, LiveFeed::Versions());
    const auto reads = feed.take_reads();
    ASSERT_EQ(reads.size(), 1U);
    const SessionView nothing{nullptr, {}, kStart};
    const auto delivery = feed.delivered(reads[0], &nothing, now);
    EXPECT_EQ(delivery.gone, Ids{1});
    EXPECT_TRUE(delivery.frame.empty());
}

TEST_F(LiveFeedTest, WhileTheDatabaseIsUnavailableItIsReadOncePerTick) {
    feed.add(1, kSession, 0, now);
    const auto reads = feed.take_reads();
    ASSERT_EQ(reads.size(), 1U);
    feed.delivered(reads[0], nullptr, now);
    EXPECT_TRUE(feed.take_reads().empty());
    pass(milliseconds(250));
    EXPECT_EQ(look(3, 3), Ids{1});
}

TEST_F(LiveFeedTest, AReadWhoseListenerLeftMeanwhileIsDropped) {
    feed.add(1, kSession, 0, now);
    const auto reads = feed.take_reads();
    feed.remove(1);
    const auto view = view_of(1, 0, 1);
    EXPECT_TRUE(feed.delivered(reads[0], &view, now).frame.empty());
    feed.add(2, kSession, 0, now);
    EXPECT_TRUE(feed.delivered(reads[0], &view, now).frame.empty()) << "it was not asked for it";
    EXPECT_EQ(look(1, 1), Ids{2});
}

TEST(EventFrames, AStateFrameSaysWhereItBeginsAndWhetherThereIsMore) {
    const auto first = state_frame(0, view_of(201, 0, 7));
    EXPECT_TRUE(first.starts_with(R"({"type":"state","after":0,"entries":[{)")) << first;
    EXPECT_NE(first.find(R"("more":true)"), std::string::npos);
    const auto second = state_frame(200, view_of(201, 200, 7));
    EXPECT_NE(second.find(R"("more":false,"session":{)"), std::string::npos) << second;
    EXPECT_NE(state_frame(201, view_of(201, 201, 7)).find(R"("entries":[],"more":false)"),
              std::string::npos);
}

TEST(EventFrames, ABeatSaysTheTimeAndTheLastSequence) {
    EXPECT_EQ(beat_frame(kStart, 13),
              R"({"type":"beat","server_time":")" + rfc3339(kStart) + R"(","seq":13})");
}

}  // namespace
}  // namespace viaja::session
