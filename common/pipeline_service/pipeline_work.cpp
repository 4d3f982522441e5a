#include "common/pipeline_service/pipeline_work.hpp"

namespace viaja {

runtime::Work work_of(Pipeline& pipeline, std::chrono::milliseconds grace) {
    return {
        .wait = [&pipeline] { return pipeline.wait(); },
        .step = [&pipeline] { return pipeline.step(); },
        .stop = [&pipeline, grace] { pipeline.stop(grace); },
    };
}

}  // namespace viaja
