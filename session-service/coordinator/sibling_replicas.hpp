#pragma once
// The other replicas of session-service, as their announcements show them. Pure; one thread.
//
// Time is counted in this replica's own announcements, which come back to it over the same broker:
// while the broker or this process stands still there are none, and no sibling is taken for silent.
// One that is slower to connect again after a restart of the broker may be, without harm
// (replica_watch.hpp).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/contract/ids.hpp"

namespace viaja::session {

/// One announcement: this replica runs.
struct ReplicaAlive {
    Uuid replica;  ///< new for each start of a process
    /// The database's numbers of the connections on which it decides.
    std::vector<std::int64_t> connections;
    bool ends = false;  ///< its last one
    bool operator==(const ReplicaAlive&) const = default;
};

/// {"replica":"…","connections":[17,18]}; with "ends":true where it ends.
std::string to_text(const ReplicaAlive& alive);
/// nullopt for anything else.
std::optional<ReplicaAlive> replica_alive_from(const std::string& body);

class SiblingReplicas {
  public:
    /// So many own announcements without one of a sibling, and it is silent.
    static constexpr int kMissedMax = 5;
    /// A silent sibling is forgotten after so many: the broker has closed its connection by then.
    static constexpr int kForgottenAfter = 400;
    static constexpr std::size_t kSiblingsMax = 100;

    explicit SiblingReplicas(Uuid own) : own_(own) {}

    /// The siblings that have become silent, by their last announcements.
    std::vector<ReplicaAlive> hear(const ReplicaAlive& alive);
    /// Whether one of them is silent now.
    bool has_silent() const;
    /// Whether there is none: so many own announcements came back, and none of a sibling that has
    /// not ended or been forgotten.
    bool is_alone() const { return own_heard_ >= kMissedMax && siblings_.empty(); }

  private:
    struct Sibling {
        ReplicaAlive last;
        int missed = 0;
    };

    std::vector<ReplicaAlive> count_own();

    const Uuid own_;
    int own_heard_ = 0;  ///< kMissedMax at most
    std::map<Uuid, Sibling> siblings_;
};

}  // namespace viaja::session
