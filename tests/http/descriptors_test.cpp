// How the limit of file descriptors bounds the connections of clients.

#include "common/runtime/descriptors.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <nlohmann/json.hpp>

#include "tests/http/client.hpp"
#include "tests/http/drive.hpp"

namespace viaja::http::testing {
namespace {

/// The soft limit of this process, and back.
class SoftLimit {
  public:
    explicit SoftLimit(rlim_t soft) {
        getrlimit(RLIMIT_NOFILE, &before_);
        auto limit = before_;
        limit.rlim_cur = soft;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    ~SoftLimit() { setrlimit(RLIMIT_NOFILE, &before_); }
    SoftLimit(const SoftLimit&) = delete;
    SoftLimit& operator=(const SoftLimit&) = delete;

    rlim_t hard() const { return before_.rlim_max; }

  private:
    rlimit before_ = {};
};

TEST(Descriptors, ClientsLeaveAReserve) {
    EXPECT_EQ(runtime::connections_within(65'536), 65'152U);
    EXPECT_EQ(runtime::connections_within(1'024), 640U);
    EXPECT_EQ(runtime::connections_within(512), 128U);
    EXPECT_EQ(runtime::connections_within(100), 25U);
}

TEST(Descriptors, TheSoftLimitIsRaisedToTheHardOne) {
    const SoftLimit limit(256);
    EXPECT_EQ(runtime::descriptor_limit(), 256U);
    const auto raised = runtime::raise_descriptor_limit();
    EXPECT_EQ(raised, std::min<std::size_t>(limit.hard(), 65'536));
    EXPECT_EQ(runtime::descriptor_limit(), raised);
}

TEST(Descriptors, WithFewOfThemFewerConnectionsAreTakenAndTheOthersAreRefused) {
    const SoftLimit limit(100);
    RunningServer running([](const Request& request, const Respond& respond) {
        respond(text_response(200, request.target));
    });
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 25; ++i)
        clients.push_back(std::make_unique<Client>(running.port()));
    running.await_connections(25);
    Client refused(running.port());
    const auto answer = refused.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(nlohmann::json::parse(answer.body).at("code"), "overloaded");
    clients.front()->send(get("/served"));
    EXPECT_EQ(clients.front()->receive().body, "/served");
}

}  // namespace
}  // namespace viaja::http::testing
