#pragma once
// How large the batches of a pipeline are, how long each of their stages takes, and what waits.

#include <array>
#include <cstddef>
#include <string_view>

#include "common/counters/histogram.hpp"

namespace viaja {

/// The stages of a batch, in their order (pipeline.hpp).
enum class Stage { lock, load, decide, save, commit, publish };
inline constexpr std::array<std::string_view, 6> kStageNames{"lock", "load",   "decide",
                                                             "save", "commit", "publish"};

inline constexpr std::array kBatchSizes{1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 512.0};

/// A stage counts when it ended without an exception, also where its batch was decided again. A
/// value.
struct PipelineTimes {
    Histogram inputs{kBatchSizes};  ///< of a committed batch
    std::array<Histogram, kStageNames.size()> stages;
    std::size_t waiting = 0;  ///< inputs that wait now

    void add(const PipelineTimes& more) {
        inputs.add(more.inputs);
        for (std::size_t i = 0; i < stages.size(); ++i)
            stages[i].add(more.stages[i]);
        waiting += more.waiting;
    }
};

}  // namespace viaja
