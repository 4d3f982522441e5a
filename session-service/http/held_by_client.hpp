#pragma once
// How many seats and rooms each client holds without having paid for them, as far as this replica
// has seen: sessions of other replicas are counted where it hears of them. Loop thread only.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "session-service/core/session.hpp"

namespace viaja::session {

class HeldByClient {
  public:
    /// `held_max` seats and rooms of a client at once; 0: no limit, and nothing is counted. Of at
    /// most `clients_max` clients; of more than that, some are forgotten.
    HeldByClient(int held_max, std::size_t clients_max);

    struct Replaced {
        SessionId session_id;
        std::vector<HoldId> holds;
    };
    /// nullopt: the client may ask for so many more, which count until `decided`. Else it may not,
    /// and may again after so long at the latest. What is replaced by it does not count beside it.
    std::optional<Duration> ask(const std::string& client, int quantity, Instant now,
                                const Replaced& replaced = {});
    /// What was asked for was decided: `session` is the session after it, null where nothing is
    /// held because of it.
    void decided(const std::string& client, int quantity, const Session* session);
    /// A session is in a newer state; one that no client holds by is not looked at.
    void changed(const Session& session);
    bool counts(const SessionId& session_id) const { return owners_.contains(session_id); }

    int held_max() const { return held_max_; }

  private:
    struct Held {
        int quantity = 0;
        Instant until{};  ///< the session has ended by then, or nearly so
        std::map<HoldId, int> holds{};
    };
    struct Client {
        int asked = 0;
        std::map<SessionId, Held> sessions;
    };

    static int quantity_of(const Client& client, const Replaced& replaced);
    void forget(const SessionId& session_id);
    void forget_what_has_ended(Client& client, Instant now);
    void make_room();

    const int held_max_;
    const std::size_t clients_max_;
    std::map<std::string, Client> clients_;
    std::map<SessionId, std::string> owners_;
};

}  // namespace viaja::session
