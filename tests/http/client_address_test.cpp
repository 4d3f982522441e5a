// Whose request it is, behind proxies and without.

#include <gtest/gtest.h>

#include "common/http/client_address.hpp"

namespace viaja::http {
namespace {

Networks networks(const std::vector<std::string>& texts) {
    return Networks::parse(texts).value();
}

IpAddress ip(std::string_view text) {
    return parse_ip(text).value();
}

Request from(const std::string& peer, std::initializer_list<const char*> forwarded = {}) {
    Request request;
    request.peer = peer;
    for (const auto* field : forwarded)
        request.headers.add("X-Forwarded-For", field);
    return request;
}

TEST(ClientAddress, ANetworkHasTheAddressesThatBeginLikeIt) {
    const auto some = networks({"10.0.0.0/8", "192.168.4.128/25", "::1", "2001:db8::/33"});
    for (const char* inside :
         {"10.255.0.1", "192.168.4.129", "::1", "[::1]", "2001:db8:7fff::1", "::ffff:10.0.0.1"}) {
        EXPECT_TRUE(some.contains(ip(inside))) << inside;
    }
    for (const char* outside :
         {"11.0.0.1", "192.168.4.127", "::2", "2001:db8:8000::1", "127.0.0.1", "::"}) {
        EXPECT_FALSE(some.contains(ip(outside))) << outside;
    }
    EXPECT_TRUE(networks({"0.0.0.0/0"}).contains(ip("8.8.8.8")));
    EXPECT_FALSE(networks({"0.0.0.0/0"}).contains(ip("2001:db8::1")));
    EXPECT_FALSE(Networks().contains(ip("127.0.0.1")));
}

TEST(ClientAddress, WhatIsNoNetworkIsRefused) {
    for (const char* text :
         {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::1/129", "10.0.0/8", "10.0.0.0/8x", "host"}) {
        EXPECT_FALSE(Networks::parse(std::vector<std::string>{text})) << text;
    }
}

TEST(ClientAddress, IsThatOfTheConnectionUnlessAProxyIsTrusted) {
    EXPECT_EQ(client_address(from("[2001:db8::7]:50312"), {}), ip("2001:db8::7"));
    EXPECT_EQ(client_address(from("9.9.9.9:1", {"1.1.1.1"}), networks({"10.0.0.0/8"})),
              ip("9.9.9.9"));
    EXPECT_EQ(client_address(from("10.0.0.2:1", {"1.1.1.1"}), networks({"10.0.0.0/8"})),
              ip("1.1.1.1"));
}

TEST(ClientAddress, IsTheLastOneThatNoTrustedProxyHas) {
    const auto trusted = networks({"10.0.0.0/8"});
    EXPECT_EQ(client_address(from("10.0.0.2:1", {"6.6.6.6, 1.1.1.1 ,10.0.0.3"}), trusted),
              ip("1.1.1.1"))
        << "the first was said by the client itself";
    EXPECT_EQ(client_address(from("10.0.0.2:1", {"6.6.6.6", "1.1.1.1"}), trusted), ip("1.1.1.1"));
    for (const char* unreadable : {"", "unknown", "1.1.1.1, x"}) {
        EXPECT_EQ(client_address(from("10.0.0.2:1", {unreadable}), trusted), ip("10.0.0.2"))
            << unreadable;
    }
}

TEST(ClientAddress, AnIpv6NetworkOf64BitsIsOneClient) {
    EXPECT_EQ(network_of_client(ip("2001:db8:0:1::1")), network_of_client(ip("2001:db8:0:1:9::2")));
    EXPECT_NE(network_of_client(ip("2001:db8:0:1::1")), network_of_client(ip("2001:db8:0:2::1")));
    EXPECT_NE(network_of_client(ip("10.0.0.1")), network_of_client(ip("10.0.0.2")));
}

}  // namespace
}  // namespace viaja::http
