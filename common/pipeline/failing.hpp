#pragma once
// How the pipeline tells an input that it ended without a decision. Part of the pipeline.

#include <utility>

#include "common/pipeline/participant.hpp"

namespace viaja {

/// After a commit of unknown outcome the failure never implies that nothing happened.
inline Failure failure_of(const Input& input, Failure why) {
    return input.outcome_unknown ? Failure::maybe_done : why;
}

inline void fail(Input& input, Failure why) {
    if (input.on_failure) std::exchange(input.on_failure, nullptr)(failure_of(input, why));
}

}  // namespace viaja
