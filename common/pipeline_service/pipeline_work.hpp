#pragma once
// A pipeline as the work of a worker thread.

#include <chrono>

#include "common/pipeline/pipeline.hpp"
#include "common/runtime/workers.hpp"

namespace viaja {

/// `pipeline` outlives the work. What waits when the worker is stopped has `grace` to be decided.
runtime::Work work_of(Pipeline& pipeline, std::chrono::milliseconds grace);

}  // namespace viaja
