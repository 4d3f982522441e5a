// Makes each request of the adapter for Stripe once at the server that the first argument names,
// and prints a line for each: its name, and the status of the answer. The ids stand for themselves:
// stripe-mock looks at the shape of requests and keeps nothing.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "common/adapters/curl/curl_http_client.hpp"
#include "payment-service/stripe/stripe_api.hpp"

namespace {

using namespace viaja;
using namespace viaja::payment;

template <class Object>
void print(const char* name, const StripeReply<Object>& reply) {
    std::printf("%s %d %s %s\n", name, reply.status, reply.object ? "read" : "not-read",
                reply.reason.c_str());
}

void make_all(StripeApi& api) {
    const std::string intent = "pi_3PXYZ12eZvKYlo2C0abcdefg";
    print("method", api.make_method("tok_visa", "key/method"));
    print("create", api.create("01980000-0000-7000-8000-000000000001/1",
                               {.amount = 103190, .currency = "BRL"}, "pm_card_visa", "key"));
    print("create", api.create("01980000-0000-7000-8000-000000000001/2",
                               {.amount = 1031, .currency = "JPY"}, "pm_card_visa", "key#1"));
    print("retrieve", api.retrieve(intent));
    print("search", api.search("01980000-0000-7000-8000-000000000001/1"));
    print("confirm", api.confirm(intent, "key"));
    print("capture", api.capture(intent, 103190, "key"));
    print("cancel", api.cancel(intent, "key"));
    print("refund", api.refund(intent, 40000, "a/1/refund/40000", "key"));
    print("refunds", api.refunds(intent));
    print("look", api.look());
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return EXIT_FAILURE;
    CurlHttpClient client;
    StripeApi api(client, {.url = arguments[1], .key = "sk_test_123"});
    make_all(api);
    return EXIT_SUCCESS;
}
