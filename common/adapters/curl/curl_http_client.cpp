#include "common/adapters/curl/curl_http_client.hpp"

#include <curl/curl.h>

#include <new>
#include <optional>
#include <string_view>

namespace viaja {
namespace {

constexpr std::size_t kBodyMax = 1U << 20U;
constexpr std::chrono::milliseconds kConnectWithin{3'000};
/// libcurl wakes up by itself at its own timeouts, which are sooner.
constexpr int kPollMilliseconds = 60'000;

struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void add_line(HeaderList& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

HeaderList header_list(const OutgoingRequest& request) {
    HeaderList list;
    for (const auto& [name, value] : request.headers)
        add_line(list, name + ": " + value);
    add_line(list, "Expect:");  // no pause before a body
    return list;
}

/// Another result than `size` ends the call.
std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* data) {
    auto& body = *static_cast<std::string*>(data);
    if (body.size() + size > kBodyMax) return 0;
    try {
        body.append(bytes, size);
    } catch (const std::bad_alloc&) {
        return 0;
    }
    return size;
}

template <class Setting>
void set(CURL* easy, CURLoption option, Setting value) {
    curl_easy_setopt(easy, option, value);
}

void describe(CURL* easy, const OutgoingRequest& request, const HeaderList& headers,
              std::string& body) {
    curl_easy_reset(easy);
    set(easy, CURLOPT_URL, request.url.c_str());
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_HTTPHEADER, headers.get());
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_QUICK_EXIT, 1L);  // `stop` does not wait for a name server
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(kConnectWithin.count()));
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.within.count()));
    if (request.method != "GET") {
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    set(easy, CURLOPT_WRITEFUNCTION, take_body);
    set(easy, CURLOPT_WRITEDATA, &body);
}

IncomingAnswer without_answer(std::string error) {
    return {.status = 0, .body = {}, .error = std::move(error)};
}

}  // namespace

struct CurlHttpClient::Handles {
    std::unique_ptr<CURLM, FreeMulti> multi;  // the connections are its own
    std::unique_ptr<CURL, FreeEasy> easy;

    /// Runs the transfer that was added. Nothing: it was stopped.
    std::optional<CURLcode> run(const std::atomic<bool>& stopped) const {
        int running = 1;
        while (!stopped) {
            if (curl_multi_perform(multi.get(), &running) != CURLM_OK) return CURLE_FAILED_INIT;
            if (running == 0) return result();
            curl_multi_poll(multi.get(), nullptr, 0, kPollMilliseconds, nullptr);
        }
        return std::nullopt;
    }
    CURLcode result() const {
        int waiting = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &waiting))
            if (message->msg == CURLMSG_DONE) return message->data.result;
        return CURLE_FAILED_INIT;
    }
};

CurlHttpClient::CurlHttpClient() : handles_(std::make_unique<Handles>()) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    handles_->multi.reset(curl_multi_init());
    handles_->easy.reset(curl_easy_init());
    if (!handles_->multi || !handles_->easy) throw std::bad_alloc();
}

CurlHttpClient::~CurlHttpClient() = default;

IncomingAnswer CurlHttpClient::call(const OutgoingRequest& request) {
    CURL* const easy = handles_->easy.get();
    const auto headers = header_list(request);
    IncomingAnswer answer;
    describe(easy, request, headers, answer.body);
    if (curl_multi_add_handle(handles_->multi.get(), easy) != CURLM_OK) {
        return without_answer("libcurl cannot begin");
    }
    const auto result = handles_->run(stopped_);
    curl_multi_remove_handle(handles_->multi.get(), easy);
    if (!result) return without_answer("stopped");
    if (*result != CURLE_OK) return without_answer(curl_easy_strerror(*result));
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

void CurlHttpClient::stop() noexcept {
    stopped_ = true;
    curl_multi_wakeup(handles_->multi.get());
}

MakeHttpClient curl_clients() {
    return [] { return std::make_unique<CurlHttpClient>(); };
}

}  // namespace viaja
