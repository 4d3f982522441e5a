#pragma once
// The traveller's side of a trip: each call that changes something is kept on the disk before it is
// made, and repeated under its key until it is decided. One thread.

#include <chrono>
#include <string>

#include "terminal/exit_code.hpp"
#include "terminal/kept_trip.hpp"
#include "terminal/screen.hpp"
#include "terminal/server.hpp"
#include "terminal/waiting.hpp"

namespace viaja::terminal {

/// What every command works with.
class Client {
  public:
    /// Addresses of the options or the environment count before those kept with the trip. Where the
    /// two share none, the trip is at another server: its token and calls are not sent.
    explicit Client(const Arguments& arguments);

    const Arguments& arguments() const { return arguments_; }
    Language language() const { return screen_.language(); }
    Screen& screen() { return screen_; }
    TripFiles& files() { return files_; }
    Server& server() { return server_; }

    /// Before something is changed: takes the lock, and reads what another program may have kept
    /// meanwhile.
    void lock();

    bool has_trip() const { return trip_.has_value() && (!trip_->id.empty() || trip_->pending); }
    const KeptTrip& trip() const { return *trip_; }
    /// The call that an earlier run left without an answer.
    const std::optional<PendingCall>& pending() const {
        static const std::optional<PendingCall> none;
        return trip_ ? trip_->pending : none;
    }
    /// Throws Stop with Exit::no_trip where none is kept, with Exit::usage where it is elsewhere.
    void require_trip();
    /// Throws the former, or the latter Stop alone.
    void require_kept_trip() const;
    void refuse_trip_elsewhere() const;

    /// A trip that has ended is set aside, and a new one begun; it is opened with its first call.
    void begin_trip();
    /// Throws Stop with Exit::fault if nothing could be kept now.
    void require_space();
    /// Takes the place of the present trip, which is set aside. Kept before it returns.
    void take_trip(const std::string& id, const std::string& token);

    /// The same for a trip that was set aside, with its pending call; false where there is none.
    bool bring_back(const std::string& id);
    /// Sets the trip aside with its pending call, so that none is present.
    void abandon();

    /// With an end by --wait from now on.
    Request bounded(Request request) const;

    /// The session as it is now; throws Stop for a problem.
    Json session();

    /// Keeps the call, makes it, and waits until it is decided. Throws Stop: Exit::fault if it
    /// could not be kept, and then it is not made; Exit::open if it is not decided in time. The
    /// call stays pending where the answer is no outcome. `holds`: of a cancellation, those that
    /// are given back; all of them where there is none.
    Answer perform(Command command, const std::string& method, const std::string& path, Json body,
                   std::vector<std::string> holds = {});
    /// The same for the call that is pending.
    Answer finish();

    /// Which entries of a timeline are shown: those of the present payment or cancellation, or all.
    enum class Shown { latest_attempt, all };
    /// Shows what happens until `until` is true of the session, and returns the last one seen; an
    /// earlier one if the time for waiting is over. `before` is how the session was: a Pix is
    /// waited for as long as it can be paid, unless --wait or --json say otherwise.
    Json follow(Shown shown, const std::function<bool(const Json& session)>& until,
                const Json& before = nullptr);

    /// Shows the session and names what can be done next, or prints it as JSON.
    Exit show(const Json& session, const Json& document);

  private:
    bool is_elsewhere() const;
    void use_token_of_trip();
    bool knows_trip();
    void open_session();
    void keep();
    void refuse_unless_kept(const std::optional<std::string>& error) const;
    Answer repeat_until_decided();
    Answer send(const PendingCall& call);
    void show_frame(Shown shown, const Json& frame);
    void wait_for_a_person(bool by_pix);

    const Arguments& arguments_;
    Screen screen_;
    TripFiles files_;
    std::optional<KeptTrip> trip_;
    Server server_;
    std::chrono::steady_clock::time_point deadline_;
    std::int64_t last_seq_ = 0;
    Waiting waiting_;
};

/// Throws Stop with the exit code and the words of a problem; returns what is none.
const Answer& require_success(Language language, const Answer& answer);

/// What the state of a session says: Exit::too_late when it has expired, Exit::open while it is not
/// decided.
Exit exit_of_session(const Json& session);

}  // namespace viaja::terminal
