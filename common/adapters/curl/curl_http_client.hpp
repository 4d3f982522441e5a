#pragma once
// The HttpClient port on libcurl: http and https, certificates checked against those of the system.

#include <atomic>
#include <memory>

#include "common/ports/http_client.hpp"

namespace viaja {

class CurlHttpClient : public HttpClient {
  public:
    CurlHttpClient();
    ~CurlHttpClient() override;
    CurlHttpClient(const CurlHttpClient&) = delete;
    CurlHttpClient& operator=(const CurlHttpClient&) = delete;

    IncomingAnswer call(const OutgoingRequest& request) override;
    void stop() noexcept override;

  private:
    struct Handles;

    const std::unique_ptr<Handles> handles_;
    std::atomic<bool> stopped_ = false;
};

/// Makes clients of this kind.
MakeHttpClient curl_clients();

}  // namespace viaja
