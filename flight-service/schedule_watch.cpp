#include "flight-service/schedule_watch.hpp"

#include <exception>
#include <memory>
#include <optional>
#include <utility>

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
            if (version == last_) return true;
            last_ = std::move(version);
        } catch (const std::exception&) {
            // The watch of the database says why; the last version stays announced until then.
            return false;
        }
        on_changed_(*last_);
        return true;
    }

  private:
    Database& database_;
    SchedulePages& schedule_;
    const std::function<void(const ScheduleVersion&)> on_changed_;
    std::unique_ptr<Connection> connection_;
    std::optional<ScheduleVersion> last_;
};

}  // namespace

std::function<bool()> look_at_schedule(Database& database, SchedulePages& schedule,
                                       std::function<void(const ScheduleVersion&)> on_changed) {
    return [look = std::make_shared<ScheduleLook>(database, schedule, std::move(on_changed))] {
        return look->look();
    };
}

}  // namespace viaja::flight
