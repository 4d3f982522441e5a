#include "common/adapters/otlp/span_exporter.hpp"

#include <curl/curl.h>
#include <pthread.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "common/adapters/otlp/span_json.hpp"

namespace viaja {
namespace {

constexpr std::chrono::milliseconds kConnectWithin{3'000};

SpanId random_id(Random& random) {
    SpanId id;
    do {
        random.fill(id.bytes);
    } while (!id.is_set());
    return id;
}

struct FreeCurl {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t drop_body(char*, std::size_t, std::size_t size, void*) {
    return size;
}

}  // namespace

/// One connection to the receiver, kept for the next batch.
class SpanExporter::Post {
  public:
    explicit Post(const SpanExporter& exporter) : curl_(curl_easy_init()) {
        if (!curl_) throw std::bad_alloc();
        list_.reset(curl_slist_append(nullptr, "Content-Type: application/json"));
        set(CURLOPT_HTTPHEADER, list_.get());
        set(CURLOPT_URL, exporter.settings_.url.c_str());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(kConnectWithin.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(exporter.limits_.answer_within.count()));
        set(CURLOPT_WRITEFUNCTION, drop_body);
        set(CURLOPT_XFERINFOFUNCTION, on_progress);
        set(CURLOPT_XFERINFODATA, &exporter);
        set(CURLOPT_NOPROGRESS, 0L);
    }

    /// Empty: the receiver took it; else why not.
    std::string send(const std::string& body) {
        set(CURLOPT_POSTFIELDS, body.c_str());
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        if (const auto code = curl_easy_perform(curl_.get()); code != CURLE_OK) {
            return curl_easy_strerror(code);
        }
        long status = 0;
        curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
        return status / 100 == 2 ? "" : "status " + std::to_string(status);
    }

  private:
    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(curl_.get(), option, value);
    }

    /// Called about once a second while the receiver is silent; another result than 0 ends the
    /// call.
    static int on_progress(void* exporter, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<const SpanExporter*>(exporter)->gives_up() ? 1 : 0;
    }

    std::unique_ptr<CURL, FreeCurl> curl_;
    std::unique_ptr<curl_slist, FreeList> list_;
};

SpanExporter::SpanExporter(OtlpSettings settings, Random& random, Report report, Limits limits)
    : settings_(std::move(settings)),
      limits_(limits),
      random_(random),
      report_(std::move(report)),
      instance_(random_id(random).text()) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    thread_ = std::thread([this] { run(); });
    pthread_setname_np(thread_.native_handle(), "spans");
}

SpanExporter::~SpanExporter() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        stop_by_ = std::chrono::steady_clock::now() + limits_.last_words;
        wake_.notify_all();
    }
    thread_.join();
}

SpanId SpanExporter::new_id() {
    return random_id(random_);
}

void SpanExporter::record(Span span) noexcept {
    try {
        const std::lock_guard guard(mutex_);
        if (waiting_.size() < limits_.waiting_max && !stopping_) {
            waiting_.push_back(std::move(span));
            if (waiting_.size() == limits_.batch_max) wake_.notify_one();
            return;
        }
    } catch (const std::bad_alloc&) {
        // Counted as dropped, as where there is no room.
    }
    counters_.count(&SpanCounters::dropped);
}

void SpanExporter::run() {
    Post post(*this);
    for (;;) {
        const auto batch = next_batch();
        if (batch.empty()) return;
        send(post, batch);
    }
}

/// Empty when the exporter is being destroyed and nothing waits.
std::vector<Span> SpanExporter::next_batch() {
    std::unique_lock guard(mutex_);
    do {
        wake_.wait_for(guard, limits_.pause,
                       [this] { return stopping_ || waiting_.size() >= limits_.batch_max; });
    } while (waiting_.empty() && !stopping_);
    const auto size = std::min(waiting_.size(), limits_.batch_max);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(size);
    std::vector<Span> batch(std::make_move_iterator(waiting_.begin()),
                            std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
}

void SpanExporter::send(Post& post, const std::vector<Span>& batch) {
    std::string error = "the process ends";
    if (!gives_up()) error = post.send(spans_json(batch, settings_, instance_));
    counters_.count(error.empty() ? &SpanCounters::exported : &SpanCounters::dropped, batch.size());
    if (error.empty()) {
        failing_ = false;
    } else if (!std::exchange(failing_, true) && report_) {
        report_({Severity::warning,
                 "spans dropped, the receiver does not take them",
                 {{"error", error}}});
    }
}

bool SpanExporter::gives_up() const {
    return std::chrono::steady_clock::now() >= stop_by_.load();
}

}  // namespace viaja
