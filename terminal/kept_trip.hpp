#pragma once
// What is kept of a trip between two calls of `viaja`: where it is, its token, and the call that
// may not have been answered. Files of the traveller alone (0600), written beside and renamed,
// synced before a call is made. One thread; a lock keeps two programs from changing one trip at
// once.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "terminal/command_table.hpp"
#include "terminal/json.hpp"

namespace viaja::terminal {

/// A call as it was made, to be repeated word for word under its key.
struct PendingCall {
    Command command = Command::hold;
    std::string method;
    std::string path;  ///< behind that of the session, such as "/holds"
    std::string key;   ///< its Idempotency-Key
    Json body;         ///< null for none; that of a payment has the card's token
    /// Of a cancellation: the holds that are given back; all where there is none.
    std::vector<std::string> holds = {};
};

struct KeptTrip {
    std::vector<std::string> addresses;
    std::string id;  ///< empty while the session is not open yet
    std::string token;
    std::optional<PendingCall> pending;
};

class TripFiles {
  public:
    /// `folder` is made, for the traveller alone, when something is written.
    explicit TripFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~TripFiles();
    TripFiles(const TripFiles&) = delete;
    TripFiles& operator=(const TripFiles&) = delete;

    /// Until the end of this object. Throws Stop with Exit::open if another program has it.
    void lock(Language language);

    /// Nothing where no trip is kept. Throws Stop with Exit::fault for a file that cannot be read.
    std::optional<KeptTrip> load(Language language) const;
    /// The error in words, or nothing: it is on the disk.
    std::optional<std::string> save(const KeptTrip& trip) const;
    /// The error in words if nothing could be saved now.
    std::optional<std::string> try_to_write() const;
    /// Keeps the trip with its pending call under its id too, before another one is saved in its
    /// place. The error in words, or nothing; nothing is kept of a trip without an id.
    std::optional<std::string> set_aside(const KeptTrip& trip) const;
    /// The trip that was set aside under this id; nothing where there is none. Throws as load does.
    std::optional<KeptTrip> load_set_aside(Language language, std::string_view id) const;
    /// What was set aside under this id is kept no more; without an id, the present trip.
    std::optional<std::string> remove(std::string_view id) const;

    /// What the numbers of the last search stand for.
    Json load_choices() const;
    std::optional<std::string> save_choices(const Json& choices) const;

    std::filesystem::path trip_file() const { return folder_ / "trip.json"; }

  private:
    std::filesystem::path file_of(std::string_view id) const;
    std::optional<std::string> write(const std::filesystem::path& path,
                                     const std::string& text) const;

    std::filesystem::path folder_;
    int lock_ = -1;
};

/// $XDG_STATE_HOME/viaja, else ~/.local/state/viaja; empty where neither is known.
std::filesystem::path state_folder();

}  // namespace viaja::terminal
