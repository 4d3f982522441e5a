#include "common/runtime/database_look.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "common/runtime/log.hpp"

namespace viaja::runtime {
namespace {

using std::chrono::steady_clock;

constexpr int kLooksPerWrite = 5;
constexpr std::chrono::minutes kReportEvery{1};

class DatabaseLook {
  public:
    DatabaseLook(Database& database, std::function<void(Connection&)> write, DatabaseTime& time)
        : database_(database), write_(std::move(write)), time_(time) {}

    bool look() {
        try {
            if (!connection_) connection_ = database_.connect();
            if (looks_ == 0) write_(*connection_);
            time_.read(*connection_);
            looks_ = (looks_ + 1) % kLooksPerWrite;
            if (std::exchange(reported_, std::nullopt)) log_info("database writable again");
            return true;
        } catch (const std::exception& error) {
            looks_ = 0;
            report(error.what());
            return false;
        }
    }

  private:
    void report(const char* problem) {
        const auto now = steady_clock::now();
        if (reported_ && now - *reported_ < kReportEvery) return;
        reported_ = now;
        log_warning("database not writable", {{"error", problem}});
    }

    Database& database_;
    const std::function<void(Connection&)> write_;
    DatabaseTime& time_;
    std::unique_ptr<Connection> connection_;
    int looks_ = 0;
    std::optional<steady_clock::time_point> reported_;
};

}  // namespace

std::function<bool()> look_at(Database& database, std::function<void(Connection&)> write,
                              DatabaseTime& time) {
    return [look = std::make_shared<DatabaseLook>(database, std::move(write), time)] {
        return look->look();
    };
}

}  // namespace viaja::runtime
