#include "common/service_host/service_main.hpp"

#include <CLI/CLI.hpp>

#include "common/runtime/log.hpp"
#include "common/service_host/start.hpp"

namespace viaja::service_host {

int service_main(int argc, char** argv, const std::string& service,
                 const std::function<void()>& serve, const std::function<void()>& migrate) {
    CLI::App app{service + ", a service of Viaja; its settings are in the environment."};
    bool only_migrate = false;
    app.add_flag("--migrate", only_migrate, kMigrateHelp);
    CLI11_PARSE(app, argc, argv);
    return exit_code_of(service, [&] {
        if (only_migrate) {
            run_migration(service, migrate);
        } else {
            serve();
        }
    });
}

void run_migration(const std::string& name, const std::function<void()>& migrate) {
    runtime::open_log(name);
    end_at_once_on_signals();
    migrate();
    runtime::log_info("schema is up to date");
}

}  // namespace viaja::service_host
