#include "flight-service/schedule_watch.hpp"

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/runtime/log.hpp"

namespace viaja::flight {
namespace {

class ScheduleLook {
  public:
    ScheduleLook(Database& database, SchedulePages& schedule,
                 std::function<void(const ScheduleVersion&)> on_changed)
        : database_(database), schedule_(schedule), on_changed_(std::move(on_changed)) {}

    bool look() {
        try {
            if (!connection_) connection_ = database_.connect();
            auto version = schedule_.version(*connection_);
            if (version == last_) {
                log("");
                return true;
            }
            last_ = std::move(version);
        } catch (const std::exception& error) {
            log(error.what());
            return false;
        }
        log("");
        on_changed_(*last_);
        return true;
    }

    /// Each problem once, until it is over or another one. The last version stays announced.
    void log(const std::string& problem) {
        if (std::exchange(problem_, problem) == problem || problem.empty()) return;
        runtime::log_warning("schedule not read, its last version stays announced",
                             {{"error", problem}});
    }

  private:
    Database& database_;
    SchedulePages& schedule_;
    const std::function<void(const ScheduleVersion&)> on_changed_;
    std::unique_ptr<Connection> connection_;
    std::optional<ScheduleVersion> last_;
    std::string problem_;  // the one that was logged last
};

}  // namespace

std::function<bool()> look_at_schedule(Database& database, SchedulePages& schedule,
                                       std::function<void(const ScheduleVersion&)> on_changed) {
    return [look = std::make_shared<ScheduleLook>(database, schedule, std::move(on_changed))] {
        return look->look();
    };
}

}  // namespace viaja::flight
