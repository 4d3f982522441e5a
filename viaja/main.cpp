// The command `viaja`: the traveller's commands, every service in one process, and the import of
// data.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/contract/carrier_code.hpp"
#include "common/runtime/configuration.hpp"
#include "common/runtime/descriptors.hpp"
#include "common/runtime/log.hpp"
#include "conformance/run.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/import_routes.hpp"
#include "terminal/run.hpp"
#include "viaja/data_folder.hpp"
#include "viaja/embedded.hpp"
#include "viaja/embedded_suppliers.hpp"
#include "viaja/import_notice.hpp"

namespace {

using namespace viaja;

/// Progress on a terminal: one line that is written again and again.
catalogue::Progress bar() {
    return [](std::size_t done, std::size_t total) {
        std::fprintf(stderr, "\r%zu of %zu flights", done, total);
        if (done == total) std::fprintf(stderr, "\n");
    };
}

flight::ImportResult import_into(const std::filesystem::path& path, const std::string& file,
                                 const std::string& carrier, const EmbeddedSettings& settings) {
    const SystemClock clock;
    SqliteDatabase database(path, clock);
    prepare_carrier(database, carrier, settings.catalogue);
    const auto connection = database.connect();
    return flight::import_routes(*connection, file, carrier, bar());
}

/// A carrier that has nothing to sell would be asked by every search.
void remove_database(const std::filesystem::path& path) {
    for (const char* part : {"", "-wal", "-shm"})
        std::filesystem::remove(path.string() + part);
}

int import_routes(const EmbeddedSettings& settings, const std::string& file,
                  const std::string& carrier) {
    if (!is_carrier_code(carrier)) {
        std::fprintf(stderr, "viaja: \"%s\" is no carrier's code; it has two of A-Z and 0-9.\n",
                     carrier.c_str());
        return 2;
    }
    runtime::open_log("viaja");
    std::filesystem::create_directories(settings.data);
    const auto path = database_file(settings.data, flight::database_name(carrier));
    const bool is_new = !std::filesystem::exists(path);
    const auto result = import_into(path, file, carrier, settings);
    std::fputs(flight::text_of(result).c_str(), stdout);
    std::fflush(stdout);
    if (result.nothing()) {
        if (is_new) remove_database(path);
        std::fprintf(stderr,
                     "viaja: %s has no route of %s that can be flown: nothing is imported.\n",
                     file.c_str(), carrier.c_str());
        return 1;
    }
    give_import_notice(settings.data);
    if (is_new) {
        std::printf(
            "%s is a new carrier: it is on sale from the next start on "
            "(./run stop, then ./run).\n",
            carrier.c_str());
    }
    return 0;
}

int run_all(EmbeddedSettings settings) {
    runtime::open_log("viaja");
    runtime::raise_descriptor_limit();
    const DataFolder folder(settings.data);
    settings.carriers = carriers_of(settings);
    Embedded embedded(std::move(settings));
    embedded.run();
    return 0;
}

int run_services(int argc, char** argv) {
    CLI::App app{"Viaja sells whole trips: all or nothing, paid once."};
    app.require_subcommand(1);
    try {
        auto settings = embedded_settings(runtime::Configuration::from_environment());

        auto* all = app.add_subcommand("all", "every service in one process, on SQLite");
        all->add_option("--port", settings.port, "HTTP port; 0 picks one")
            ->check(CLI::Range(0, 65535))
            ->capture_default_str();
        all->add_option("--host", settings.host, "address to listen on")->capture_default_str();
        all->add_option("--data", settings.data, "folder of the databases")->capture_default_str();
        all->add_option("--catalogue", settings.catalogue, "folder of the catalogue's CSV files")
            ->capture_default_str();

        std::string file;
        std::string carrier;
        auto* import = app.add_subcommand("import", "brings data into a running system");
        import->require_subcommand(1);
        auto* routes = import->add_subcommand("routes", "a carrier's routes from a CSV file");
        routes->add_option("FILE", file, "CSV with carrier, from, to, distance_km, equipment")
            ->required()
            ->check(CLI::ExistingFile);
        routes->add_option("--carrier", carrier, "the carrier's code, such as G3")->required();
        routes->add_option("--data", settings.data, "folder of the databases")
            ->capture_default_str();

        CLI11_PARSE(app, argc, argv);
        if (routes->parsed()) return import_routes(settings, file, carrier);
        return run_all(std::move(settings));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "viaja: %s\n", error.what());
        return 1;
    }
}

int run_conformance(int argc, char** argv) {
    CLI::App app{"Examines a participant on RabbitMQ against the contract (docs/supplier.md)."};
    conformance::CommandLine line;
    app.add_option("--address", line.address, "flight.X9, hotel, event, other.cars or payment")
        ->required();
    app.add_option("--near", line.near, "airports near which something to hold is searched")
        ->delimiter(',')
        ->capture_default_str();
    app.add_option("--only", line.only, "only these rules")->delimiter(',');
    app.add_option("--patience-ms", line.patience_ms, "how long an answer may take")
        ->check(CLI::Range(100, 60'000))
        ->capture_default_str();
    app.add_option("--restart", line.restart, "a shell command that restarts the participant");
    app.add_flag("--alone", line.alone, "no session-service runs: the kit reads its queue");
    app.add_option("--card", line.good_card, "a card that payment authorizes and captures")
        ->capture_default_str();
    app.add_option("--declined-card", line.declined_card, "a card that payment declines")
        ->capture_default_str();
    app.add_flag("--json", line.json, "prints one JSON object");
    app.add_option("--junit", line.junit, "a file to write as JUnit XML");
    try {
        app.parse(argc, argv);
        return conformance::run(line);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "viaja: %s\n", error.what());
        return 1;
    }
}

int print_version() {
    std::puts("viaja " VIAJA_VERSION);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words == std::vector<std::string>{"--version"}) return print_version();
    if (!words.empty() && words[0] == "conformance") return run_conformance(argc - 1, argv + 1);
    const bool of_services = !words.empty() && (words[0] == "all" || words[0] == "import");
    return of_services ? run_services(argc, argv) : viaja::terminal::run(words);
}
