#pragma once
// How the pipeline tells an input that it ended without a decision. Part of the pipeline.

#include <utility>

#include "common/pipeline/participant.hpp"

namespace viaja {

/// After a commit of unknown outcome the failure never implies that nothing happened.
inline void fail(Input& input, Failure why) {
    if (input.outcome_unknown) why = Failure::maybe_done;
    if (input.on_failure) std::exchange(input.on_failure, nullptr)(why);
}

}  // namespace viaja
