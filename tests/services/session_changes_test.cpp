// In which order a replica hears of its own commits.

#include "session-service/coordinator/session_changes.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

/// Delivers announcements as the bus of one process does: at once, to the loop.
class AnnouncingBus : public Bus {
  public:
    AnnouncingBus(runtime::Loop& loop, std::vector<std::string>& heard)
        : loop_(loop), heard_(heard) {}
    void publish(std::vector<Outgoing> /*messages*/) override {}
    std::unique_ptr<Consumer> consume(const std::string& /*address*/,
                                      std::span<const std::string> /*extra_keys*/,
                                      std::size_t /*prefetch*/, Handler /*handler*/) override {
        return nullptr;
    }
    std::unique_ptr<Consumer> consume_private(std::string& /*address*/,
                                              Handler /*handler*/) override {
        return nullptr;
    }
    void announce(const std::string& /*topic*/, const std::string& /*body*/) override {
        loop_.post([this] { heard_.push_back("announcement"); });
    }
    std::unique_ptr<Consumer> listen(const std::string& /*topic*/, Listener /*listener*/) override {
        return nullptr;
    }
    bool available() const override { return true; }

  private:
    runtime::Loop& loop_;
    std::vector<std::string>& heard_;
};

TEST(SessionChanges, TheListenerGetsACommitBeforeItsAnnouncementComesBack) {
    runtime::Loop loop;
    std::vector<std::string> heard;
    AnnouncingBus bus(loop, heard);
    SessionChanges changes(loop, bus);
    changes.listen([&](const SessionChanges::Committed& committed) {
        heard.push_back("commit of " + std::to_string(committed.with_outcome.size()));
    });
    changes.publish({{std::make_shared<const Session>(held_session(1)), true}}, kStart);
    loop.post([&] { loop.stop(); });
    loop.run();
    EXPECT_EQ(heard, (std::vector<std::string>{"commit of 1", "announcement"}));
}

TEST(SessionChanges, AreNotAnnouncedWhereThereIsNoOtherReplica) {
    runtime::Loop loop;
    std::vector<std::string> heard;
    AnnouncingBus bus(loop, heard);
    SessionChanges changes(loop, bus);
    changes.listen([&](const SessionChanges::Committed&) { heard.push_back("commit"); });
    const std::vector<Changed> changed = {{std::make_shared<const Session>(held_session(1)), true}};
    changes.set_alone(true);
    changes.publish(changed, kStart);
    changes.set_alone(false);
    changes.publish(changed, kStart);
    loop.post([&] { loop.stop(); });
    loop.run();
    EXPECT_EQ(heard, (std::vector<std::string>{"commit", "commit", "announcement"}));
}

}  // namespace
}  // namespace viaja::session
