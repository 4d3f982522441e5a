// The spans of a batch: one for each input, from its arrival until all that follows from it has
// left, and in it one for the transaction that it was decided in, which it shares with its batch.

#include <string>
#include <string_view>
#include <utility>

#include "common/pipeline/failing.hpp"
#include "common/pipeline/pipeline.hpp"

namespace viaja {
namespace {

std::string_view reason_of(Failure why) {
    switch (why) {
        case Failure::busy:
            return "session or row busy";
        case Failure::maybe_done:
            return "commit of unknown outcome";
        case Failure::unavailable:
            return "database unavailable";
        case Failure::overloaded:
            return "too many inputs wait";
        case Failure::stopping:
            return "the process ends";
        case Failure::bug:
            return "it can never be decided";
    }
    return "";
}

}  // namespace

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

/// Its span says what its sender is told.
void Pipeline::end_undecided(Input& input, Failure why) const {
    record_failed(input, std::string(reason_of(failure_of(input, why))));
    fail(input, why);
}

}  // namespace viaja
