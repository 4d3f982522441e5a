#include "common/adapters/mysql/mysql_driver.hpp"

#include <cppconn/driver.h>

namespace viaja::mysql {

namespace {

class KnownThread {
  public:
    KnownThread() { driver().threadInit(); }
    ~KnownThread() { driver().threadEnd(); }
    KnownThread(const KnownThread&) = delete;
    KnownThread& operator=(const KnownThread&) = delete;
};

}  // namespace

sql::Driver& driver() {
    static sql::Driver* const only = get_driver_instance();
    return *only;
}

void enter_thread() {
    thread_local const KnownThread known;
}

}  // namespace viaja::mysql
