#pragma once
// The RabbitMQ server of the test program (test_servers.hpp). Or one that exists already, with its
// management plugin, named by VIAJA_TEST_RABBITMQ_HOST, _PORT, _CONSOLE_PORT, _USER and _PASSWORD
// (an administrator): so the suites run on other versions. That one is not disturbed.

#include <optional>
#include <string>
#include <vector>

#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

/// An answer of the console.
struct ConsoleAnswer {
    long status = 0;
    std::string body;
};

class RabbitmqServer {
  public:
    /// The one of this program.
    static RabbitmqServer& instance();

    /// A virtual host that does not exist yet in the server, made now.
    std::string make_vhost();
    /// For destructors: what cannot be dropped is named and left behind.
    void drop_vhost(const std::string& name) noexcept;
    void drop_user(const std::string& name) noexcept;
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
    RabbitmqServer();
    void drop(const std::string& path) noexcept;

    RabbitmqSettings settings_;
    int console_port_ = 0;
    bool private_ = true;
    int last_vhost_ = 0;
};

}  // namespace viaja::test
