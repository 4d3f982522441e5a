#include "common/catalogue/load.hpp"

#include <utility>

#include "common/contract/check.hpp"

namespace viaja::catalogue {

Load::Load(Connection& connection, const std::filesystem::path& folder, std::string name,
           std::vector<std::string> files, Progress progress, const std::string& circumstances)
    : connection_(connection),
      name_(std::move(name)),
      progress_(std::move(progress)),
      today_(utc_date(connection.now())) {
    const auto airports_path = folder / "airports.csv";
    const std::string airports = csv::read_file(airports_path);
    fingerprint_ = fingerprint(airports);
    for (auto& file : files) {
        const auto path = folder / file;
        File read{path.string(), csv::read_file(path)};
        fingerprint_ += "/" + fingerprint(read.content);
        files_.emplace(std::move(file), std::move(read));
    }
    if (!circumstances.empty()) fingerprint_ += "/" + circumstances;
    done_ = is_loaded(connection_, name_, fingerprint_);
    if (done_) {
        read_zones_of_airports(connection_);
        return;
    }
    for (auto& airport : read_airports(airports_path.string(), airports)) {
        std::string code = airport.iata;
        airports_.emplace(std::move(code), std::move(airport));
    }
}

csv::Reader Load::reader(const std::string& file, std::vector<std::string> columns,
                         std::vector<std::string> optional_columns) const {
    const auto& [path, content] = files_.at(file);
    return csv::Reader(path, content, std::move(columns), std::move(optional_columns));
}

const Airport& Load::airport(const csv::Reader& reader, const char* column) const {
    const std::string& code = reader.text(column, 3, 3);
    const auto found = airports_.find(code);
    if (found != airports_.end()) return found->second;
    reader.fail(column, "the airport " + code + " is not in airports.csv");
}

std::vector<Written> Load::write(const std::vector<TableRows>& tables, const AtChange& at_change) {
    check(!done_, "a catalogue that is loaded is not written again");
    std::vector<Values> airports;
    for (const auto& [code, airport] : airports_)
        airports.push_back(to_row(airport));
    std::size_t total = airports.size();
    for (const auto& one : tables)
        total += one.rows.size();
    std::vector<Written> written = {
        write_rows(connection_, airports_table(), airports, progress_, 0, total, at_change)};
    std::size_t before = airports.size();
    for (const auto& [table, rows, amend] : tables) {
        written.push_back(
            write_rows(connection_, table, rows, progress_, before, total, at_change, amend));
        before += rows.size();
    }
    return written;
}

void Load::finish() {
    remember_loaded(connection_, name_, fingerprint_);
    read_zones_of_airports(connection_);
}

std::vector<Migration> with_catalogue_migrations(std::span<const Migration> own) {
    const auto shared = catalogue_migrations();
    std::vector<Migration> all(shared.begin(), shared.end());
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

}  // namespace viaja::catalogue
