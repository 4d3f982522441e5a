#pragma once
// Sends spans to a receiver of OTLP over HTTP, on a thread of its own. What records a span never
// waits for it: spans that do not fit into the queue, or that the receiver does not take, are
// dropped and counted.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/adapters/otlp/otlp_settings.hpp"
#include "common/adapters/otlp/span_counters.hpp"
#include "common/ports/report.hpp"
#include "common/ports/tracer.hpp"

namespace viaja {

/// Construct and destroy it on one thread; it outlives the services that record. The other calls:
/// any thread.
class SpanExporter : public SpanSink {
  public:
    struct Limits {
        std::size_t waiting_max = 8'192;
        std::size_t batch_max = 512;
        /// Spans wait so long for others to be sent with.
        std::chrono::milliseconds pause{1'000};
        std::chrono::milliseconds answer_within{10'000};
        /// What waits when it is destroyed has so long to be sent.
        std::chrono::milliseconds last_words{1'000};
    };

    SpanExporter(OtlpSettings settings, Random& random, Report report, Limits limits);
    SpanExporter(OtlpSettings settings, Random& random, Report report)
        : SpanExporter(std::move(settings), random, std::move(report), Limits{}) {}
    ~SpanExporter() override;
    SpanExporter(const SpanExporter&) = delete;
    SpanExporter& operator=(const SpanExporter&) = delete;

    SpanId new_id() override;
    void record(Span span) noexcept override;
    SpanCounters counters() const { return counters_.sum(); }

  private:
    class Post;

    void run();
    std::vector<Span> next_batch();
    void send(Post& post, const std::vector<Span>& batch);
    bool gives_up() const;

    const OtlpSettings settings_;
    const Limits limits_;
    Random& random_;
    const Report report_;
    const std::string instance_;
    bool failing_ = false;  // of the thread

    SharedCounters<SpanCounters> counters_;
    std::atomic<std::chrono::steady_clock::time_point> stop_by_{
        std::chrono::steady_clock::time_point::max()};
    std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    std::vector<Span> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace viaja
