#pragma once
// When an index over changed schedules is built. The first change after a while is built at once;
// those that follow gather, so that building takes a bounded share of one thread however often
// schedules change. Pure: the caller gives the time. One thread.

#include <optional>

#include "common/contract/time.hpp"

namespace viaja::routes {

class BuildPace {
  public:
    /// A build is followed by a pause of this many times what it took.
    static constexpr int kPauseShare = 3;

    /// `least`: from the beginning of one build to that of the next.
    explicit BuildPace(Duration least) : least_(least) {}

    /// There is something to build.
    void changed() { changed_ = true; }
    bool building() const { return building_; }
    /// True if a build is to begin now; it is of all changes so far. One at a time.
    bool begin(Moment now);
    void ended(Moment now);
    /// When the next build is to begin. Nothing without a change, and while one is under way.
    std::optional<Moment> due() const;

  private:
    const Duration least_;
    bool changed_ = false;
    bool building_ = false;
    Moment began_{};
    Moment not_before_{};  ///< of the next one
};

}  // namespace viaja::routes
