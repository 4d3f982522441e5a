#pragma once
// The commands of a story, carried out on a world; every event says a line.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "session-service/core/commands.hpp"
#include "tests/transcripts/world.hpp"

namespace viaja::story {

class Stage {
  public:
    explicit Stage(World& world) : world_(world) {}

    World& world() { return world_; }
    const session::Session& session() const;
    Supplier& supplier(const std::string& letter);
    static Health health_named(const std::string& word);

    void open();
    template <class Input>
    void request(const Input& input) {
        event("session", [&] { note_refusal(act(world_, input)); });
    }
    /// A quote and its confirmation; nothing named: of all.
    void cancel_trip(std::vector<HoldId> holds);
    void quote(const std::string& name, std::vector<HoldId> holds);
    void swap(const HoldId& old, const HoldId& fresh);
    void by_hand(const std::string& state);

    void deliver_named(const std::string& name);
    void lose(const std::string& name);
    void settle();

    void tick();
    void silence();
    void wait(Duration length);
    void clock(Duration length);
    void clock_to_deadline(Duration offset);

    void want_told(const std::string& who, const std::string& name, const std::string& whom);
    void bank_pays(std::int64_t amount);
    void expire_by_hand(const std::string& letter, const HoldId& id);

    void say(std::string line) { lines_.push_back(std::move(line)); }
    void say_actions();
    void say_timeline();
    void say_table_by_hand();

    const std::vector<std::string>& lines() const { return lines_; }

  private:
    void note_refusal(const session::Outcome& outcome);
    void arrive(const Letter& letter);
    /// Does it and says "who: what changed; sends what".
    void event(const std::string& who, const std::function<void()>& what, bool quiet = false);

    World& world_;
    std::vector<std::string> lines_;
    std::string note_;
};

}  // namespace viaja::story
