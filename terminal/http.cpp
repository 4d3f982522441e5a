#include "terminal/http.hpp"

#include <curl/curl.h>

#include <stdexcept>

#include "terminal/interrupt.hpp"

namespace viaja::terminal {

namespace {

constexpr std::size_t kBodyMax = 8U << 20U;
constexpr long kConnectSeconds = 3;

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

HeaderList header_list(const Request& request) {
    HeaderList list;
    const auto add = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        list.release();
        list.reset(longer);
    };
    for (const auto& [name, value] : request.headers)
        add(name + ": " + value);
    if (!request.body.empty()) add("Content-Type: application/json");
    add("Expect:");
    return list;
}

/// Called about once a second; another result than 0 ends the call.
int on_progress(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto& request = *static_cast<const Request*>(data);
    if (request.tick) request.tick();
    return is_interrupted() || std::chrono::steady_clock::now() >= request.ends_at ? 1 : 0;
}

}  // namespace

/// What one exchange gathers while it runs.
struct Http::Exchange {
    void* curl = nullptr;
    std::string body;
    const std::function<bool(std::string_view)>* take = nullptr;
    bool ended_by_taker = false;

    std::size_t receive(std::string_view bytes) {
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        if (take != nullptr && status == 200) {
            ended_by_taker = !(*take)(bytes);
            return ended_by_taker ? 0 : bytes.size();
        }
        if (body.size() + bytes.size() > kBodyMax) return 0;
        body += bytes;
        return bytes.size();
    }

    static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* exchange) {
        return static_cast<Exchange*>(exchange)->receive({bytes, size});
    }
};

void Http::Free::operator()(void* handle) const {
    curl_easy_cleanup(handle);
}

Http::Http() {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl_.reset(curl_easy_init());
    if (!curl_) throw std::runtime_error("libcurl cannot be started");
}

Http::~Http() = default;

std::optional<Answer> Http::call(const std::string& address, const Request& request) {
    Exchange exchange;
    return run(address, request, exchange);
}

std::optional<Answer> Http::stream(const std::string& address, const Request& request,
                                   const std::function<bool(std::string_view)>& take) {
    Exchange exchange;
    exchange.take = &take;
    return run(address, request, exchange);
}

std::optional<Answer> Http::run(const std::string& address, const Request& request,
                                Exchange& exchange) {
    CURL* const curl = curl_.get();
    exchange.curl = curl;
    curl_easy_reset(curl);
    const HeaderList headers = header_list(request);
    const std::string url = address + request.path;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    if (exchange.take != nullptr) {
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, request.seconds);
    } else {
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, request.seconds);
    }
    if (!request.body.empty()) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Exchange::on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &request);
    const CURLcode result = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    long sent_bytes = 0;
    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent_bytes);
    was_sent_ = sent_bytes > 0;
    if (result != CURLE_OK && !exchange.ended_by_taker) return std::nullopt;
    return Answer{static_cast<int>(status), parse_object(exchange.body)};
}

}  // namespace viaja::terminal
