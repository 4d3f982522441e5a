#include "terminal/kept_trip.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "common/text/json_text.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kUnreadable{
    "O arquivo {} não pode ser lido. Nada foi pedido ao servidor; corrija-o ou mova-o.",
    "The file {} cannot be read. Nothing was asked of the server; mend it or move it."};
constexpr Phrase kLocked{
    "Outro viaja está mudando esta viagem. Nada foi pedido; espere que ele termine.",
    "Another viaja is changing this trip. Nothing was asked for; wait until it has ended."};

/// More than a trip takes.
constexpr std::size_t kProbeBytes = 8192;

/// Closes what it has.
class File {
  public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() { close(); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool is_open() const { return descriptor_ >= 0; }
    bool sync() const { return fsync(descriptor_) == 0; }
    bool close() {
        const int descriptor = std::exchange(descriptor_, -1);
        return descriptor < 0 || ::close(descriptor) == 0;
    }
    bool write(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t written = ::write(descriptor_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

  private:
    int descriptor_;
};

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Json json_of(const PendingCall& call) {
    return {{"command", row_of(call.command).english},
            {"method", call.method},
            {"path", call.path},
            {"key", call.key},
            {"body", call.body},
            {"holds", call.holds}};
}

std::optional<PendingCall> pending_of(const Json& json) {
    const auto command = command_named(text_at(json, "command"));
    if (!command) return std::nullopt;
    PendingCall call{*command, text_at(json, "method"), text_at(json, "path"), text_at(json, "key"),
                     member(json, "body")};
    for (const Json& hold : list_at(json, "holds"))
        if (hold.is_string()) call.holds.push_back(hold.get<std::string>());
    return call;
}

Json json_of(const KeptTrip& trip) {
    return {{"addresses", trip.addresses},
            {"id", trip.id},
            {"token", trip.token},
            {"pending", trip.pending ? json_of(*trip.pending) : Json()}};
}

std::optional<KeptTrip> read_trip(Language language, const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return std::nullopt;
    const Json json = parse_object(text_of(path));
    KeptTrip trip{{}, text_at(json, "id"), text_at(json, "token"), {}};
    for (const Json& address : list_at(json, "addresses"))
        if (address.is_string()) trip.addresses.push_back(address.get<std::string>());
    const Json& pending = member(json, "pending");
    if (!pending.is_null()) trip.pending = pending_of(pending);
    const bool is_whole = !json.is_null() && trip.id.empty() == trip.token.empty() &&
                          pending.is_null() == !trip.pending.has_value();
    if (!is_whole)
        throw Stop(Exit::fault, "unreadable_state", say(language, kUnreadable, path.string()));
    return trip;
}

}  // namespace

TripFiles::~TripFiles() {
    if (lock_ >= 0) close(lock_);
}

void TripFiles::lock(Language language) {
    std::error_code ignored;  // what cannot be written is said when the trip is saved
    std::filesystem::create_directories(folder_, ignored);
    chmod(folder_.c_str(), 0700);
    lock_ = open((folder_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ >= 0 && flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        throw Stop(Exit::open, "trip_in_use", std::string(kLocked.in(language)));
}

std::optional<KeptTrip> TripFiles::load(Language language) const {
    return read_trip(language, trip_file());
}

std::optional<KeptTrip> TripFiles::load_set_aside(Language language, std::string_view id) const {
    if (id.find('/') != std::string_view::npos) return std::nullopt;
    return read_trip(language, file_of(id));
}

std::filesystem::path TripFiles::file_of(std::string_view id) const {
    return folder_ / fmt::format("trip-{}.json", id);
}

std::optional<std::string> TripFiles::save(const KeptTrip& trip) const {
    return write(trip_file(), json_of(trip).dump(1) + '\n');
}

std::optional<std::string> TripFiles::try_to_write() const {
    const auto path = folder_ / "probe";
    auto error = write(path, std::string(kProbeBytes, ' '));
    unlink(path.c_str());
    return error;
}

std::optional<std::string> TripFiles::set_aside(const KeptTrip& trip) const {
    if (trip.id.empty()) return std::nullopt;
    return write(file_of(trip.id), json_of(trip).dump(1) + '\n');
}

std::optional<std::string> TripFiles::remove(std::string_view id) const {
    std::error_code error;
    std::filesystem::remove(id.empty() ? trip_file() : file_of(id), error);
    return error ? std::optional(error.message()) : std::nullopt;
}

Json TripFiles::load_choices() const {
    return list_at(parse_object(text_of(folder_ / "choices.json")), "choices");
}

std::optional<std::string> TripFiles::save_choices(const Json& choices) const {
    return write(folder_ / "choices.json", json_text(Json{{"choices", choices}}) + '\n');
}

std::optional<std::string> TripFiles::write(const std::filesystem::path& path,
                                            const std::string& text) const {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (error) return error.message();
    const auto beside = path.string() + ".new";
    const auto failed = [&] {
        const int reason = errno;
        unlink(beside.c_str());
        return std::string(std::strerror(reason));
    };
    unlink(beside.c_str());
    File file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.is_open() || !file.write(text) || !file.sync() || !file.close()) return failed();
    if (std::rename(beside.c_str(), path.c_str()) != 0) return failed();
    const File folder(open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open() || !folder.sync()) return std::string(std::strerror(errno));
    return std::nullopt;
}

std::filesystem::path state_folder() {
    const char* const state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && *state == '/') return std::filesystem::path(state) / "viaja";
    const char* const home = std::getenv("HOME");
    if (home == nullptr || *home != '/') return {};
    return std::filesystem::path(home) / ".local/state/viaja";
}

}  // namespace viaja::terminal
