#pragma once
// A sink that keeps spans for a test to look at. Ids count from 1. One thread.

#include <cstdint>
#include <utility>
#include <vector>

#include "common/ports/tracer.hpp"

namespace viaja::test {

class KeptSpans : public SpanSink {
  public:
    SpanId new_id() override {
        SpanId id;
        id.bytes.back() = ++last_;
        return id;
    }
    void record(Span span) noexcept override { spans.push_back(std::move(span)); }

    std::vector<Span> spans;

  private:
    std::uint8_t last_ = 0;
};

}  // namespace viaja::test
