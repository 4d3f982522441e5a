#pragma once
// A RabbitMQ server of the test program's own, started when first asked for, gone with the program.
// Or a server that is there already, with its management plugin, named by
// VIAJA_TEST_RABBITMQ_HOST, _PORT, _CONSOLE_PORT, _USER and _PASSWORD (an administrator): so the
// suites run on other versions. That one is not disturbed.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "tests/ports/child_process.hpp"
#include "tests/ports/fixtures.hpp"
#include "tests/ports/temporary_folder.hpp"

namespace viaja::test {

/// An answer of the console.
struct ConsoleAnswer {
    long status = 0;
    std::string body;
};

class PrivateRabbitmq {
  public:
    /// False: the tests that need it cannot run here.
    static bool there_is_one();
    /// The one of this program. The main thread calls it first.
    static PrivateRabbitmq& instance();

    /// A virtual host that does not exist yet in the server, made now.
    std::string make_vhost();
    void drop_vhost(const std::string& name);
    void drop_user(const std::string& name);
    RabbitmqSettings settings(const std::string& vhost) const;

    /// A request to the HTTP API of the console, "/queues/%2f/hotel". Throws std::runtime_error
    /// if there is no answer.
    ConsoleAnswer console(const std::string& method, const std::string& path,
                          const std::string& json = {}) const;
    /// Runs rabbitmqctl. Only with a server of the program's own.
    void control(const std::vector<std::string>& arguments);

    std::optional<std::string> cannot_be_disturbed() const;
    void disturb(Disturbance disturbance);
    void restore();

  private:
    PrivateRabbitmq();
    void start();
    void wait_until_queues_are_on_disk();
    std::vector<std::string> in_environment(const std::string& program) const;

    TemporaryFolder folder_;
    RabbitmqSettings settings_;
    int console_port_ = 0;
    int distribution_port_ = 0;
    int names_port_ = 0;
    bool private_ = true;
    int last_vhost_ = 0;
    std::unique_ptr<ChildProcess> names_;  ///< epmd, which a node would otherwise leave behind
    std::unique_ptr<ChildProcess> process_;
};

}  // namespace viaja::test
