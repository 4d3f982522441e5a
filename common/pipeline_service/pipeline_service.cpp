#include "common/pipeline_service/pipeline_service.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/contract/check.hpp"
#include "common/runtime/workers.hpp"

namespace viaja {
namespace {

/// Of a session's id, whose last bytes are random (UUID version 7).
std::size_t share_of(const SessionId& session_id, std::size_t shares) {
    const auto& bytes = session_id.value.bytes();
    const std::size_t number = std::size_t{bytes[12]} << 24 | std::size_t{bytes[13]} << 16 |
                               std::size_t{bytes[14]} << 8 | std::size_t{bytes[15]};
    return number % shares;
}

/// The pause between two sweeps that find only rows of other workers.
constexpr Duration kOthersFirst = std::chrono::milliseconds(20);

/// The participant as one worker sees it: due rows of other workers' sessions are left out.
class Share : public Participant {
  public:
    Share(Participant& whole, std::size_t shares,
          const std::function<SessionId(const Input&)>& session_of, std::size_t mine,
          const Tracer& tracer)
        : whole_(whole), shares_(shares), session_of_(session_of), mine_(mine), tracer_(tracer) {}

    std::unique_ptr<Batch> start_batch() override { return whole_.start_batch(); }

    /// Asks for as many rows as all workers together take, so that rows which wait for another
    /// worker do not hide those of this one.
    Due find_due(Connection& connection, std::size_t limit) override {
        auto due = whole_.find_due(connection, limit * shares_);
        for (auto& input : due.inputs)
            input.origin.session_id = session_of_(input);
        if (shares_ > 1) leave_to_others(due, limit);
        for (auto& input : due.inputs)
            input.span = tracer_.begin(input.origin);
        return due;
    }

  private:
    void leave_to_others(Due& due, std::size_t limit) const {
        const bool more = due.inputs.size() >= limit * shares_;
        std::erase_if(due.inputs, [this](const Input& input) {
            return share_of(*input.origin.session_id, shares_) != mine_;
        });
        if (due.inputs.size() > limit) due.inputs.resize(limit);
        // A worker that finds no row of its own pauses, so that the others can take theirs.
        if (more) due.next_in = due.inputs.empty() ? kOthersFirst : Duration(0);
    }

    Participant& whole_;
    const std::size_t shares_;
    const std::function<SessionId(const Input&)>& session_of_;
    const std::size_t mine_;
    const Tracer& tracer_;
};

}  // namespace

class PipelineService::Worker {
  public:
    Worker(const Ports& ports, const Options& options, const Decisions& decisions, std::size_t mine)
        : connection_(ports.database.connect()),
          share_(decisions.participant, options.workers, decisions.session_of, mine,
                 options.tracer),
          pipeline_(share_, *connection_, ports.lock, ports.bus, ports.clock, ports.random,
                    options.limits, options.report, options.tracer) {}

    Pipeline& pipeline() { return pipeline_; }

    void start(const std::string& name, std::chrono::milliseconds grace) {
        thread_.emplace(name, runtime::Work{
                                  .wait = [this] { return pipeline_.wait(); },
                                  .step = [this] { return pipeline_.step(); },
                                  .stop = [this, grace] { pipeline_.stop(grace); },
                              });
    }
    bool runs() const { return thread_.has_value(); }
    void join() { thread_.reset(); }

  private:
    const std::unique_ptr<Connection> connection_;
    Share share_;
    Pipeline pipeline_;
    std::optional<runtime::Worker> thread_;
};

PipelineService::PipelineService(const Ports& ports, Decisions decisions, Options options)
    : decisions_(std::move(decisions)), options_(std::move(options)) {
    check(options_.workers >= 1, "a service has at least one worker");
    for (std::size_t i = 0; i < options_.workers; ++i) {
        workers_.push_back(std::make_unique<Worker>(ports, options_, decisions_, i));
    }
    consumer_ = std::make_unique<MessageConsumer>(
        ports.bus,
        MessageConsumer::Options{.address = options_.address,
                                 .extra_keys = options_.extra_keys,
                                 .prefetch = options_.prefetch},
        [this](Input input) { submit(std::move(input)); }, decisions_.reader);
}

PipelineService::~PipelineService() {
    stop();
}

/// An input that could not be read is about no session; any worker can dead-letter it.
void PipelineService::submit(Input input) {
    std::size_t worker = 0;
    if (input.rejected.empty()) {
        input.origin.session_id = decisions_.session_of(input);
        worker = share_of(*input.origin.session_id, options_.workers);
    }
    input.span = options_.tracer.begin(input.origin);
    workers_[worker]->pipeline().submit(std::move(input));
}

void PipelineService::start() {
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        const auto number = i == 0 ? "" : "/" + std::to_string(i + 1);
        workers_[i]->start(options_.address + number, options_.grace);
    }
}

/// All workers have the same grace. The consumer is closed last: what is still decided is still
/// acknowledged.
void PipelineService::stop() {
    for (auto& worker : workers_) {
        if (worker->runs()) worker->pipeline().stop(options_.grace);
    }
    for (auto& worker : workers_)
        worker->join();
    consumer_.reset();
}

bool PipelineService::step() {
    bool moved = false;
    for (auto& worker : workers_)
        moved = worker->pipeline().step() || moved;
    return moved;
}

Moment PipelineService::next_wake() const {
    auto earliest = Moment::max();
    for (const auto& worker : workers_)
        earliest = std::min(earliest, worker->pipeline().next_wake());
    return earliest;
}

PipelineCounters PipelineService::counters() const {
    PipelineCounters sum;
    for (const auto& worker : workers_)
        add_counters(sum, worker->pipeline().counters());
    return sum;
}

PipelineTimes PipelineService::times() const {
    PipelineTimes sum;
    for (const auto& worker : workers_)
        sum.add(worker->pipeline().times());
    return sum;
}

}  // namespace viaja
