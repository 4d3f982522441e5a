// The spans of a batch: one for each input, from its arrival until all that follows from it has
// left, and in it one for the transaction that it was decided in, which it shares with its batch.

#include "common/pipeline/pipeline.hpp"

namespace viaja {

void Pipeline::record_spans(const Decided& decided) const {
    const auto inputs = static_cast<std::int64_t>(decided.batch.size());
    for (const auto& waiting : decided.batch) {
        const auto& input = waiting.input;
        if (!input.span) continue;
        tracer_.record({.service = {},
                        .name = "transaction",
                        .trace_id = input.origin.context.trace_id,
                        .id = tracer_.new_id(),
                        .parent = input.origin.context.span_id,
                        .begun = decided.transacted.begun,
                        .ended = decided.transacted.committed,
                        .attributes = {{"viaja.batch.inputs", inputs}}});
        tracer_.end(input.origin, *input.span);
    }
}

void Pipeline::record_failed(const Input& input, std::string error) const {
    if (input.span) tracer_.end(input.origin, *input.span, {}, std::move(error));
}

}  // namespace viaja
