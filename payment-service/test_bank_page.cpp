#include "payment-service/test_bank_page.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/contract/money.hpp"
#include "common/http/problem.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::payment {
namespace {

using nlohmann::json;

std::string stem_of(const http::PathParameters& path) {
    return path.at("session") + "/" + path.at("attempt");
}

bool wants_json(const http::Request& request) {
    const auto accept = request.headers.joined("Accept");
    return accept.find("application/json") != std::string::npos &&
           accept.find("text/html") == std::string::npos;
}

json money(std::int64_t amount, const BankCharge& charge) {
    return {{"amount", amount}, {"currency", charge.amount.currency}};
}

json to_json(const BankCharge& charge) {
    json receipts = json::array();
    for (const auto& receipt : charge.receipts) {
        receipts.push_back({{"id", receipt.id},
                            {"amount", money(receipt.amount, charge)},
                            {"returned", money(receipt.returned, charge)}});
    }
    return {{"amount", money(charge.amount.amount, charge)},
            {"expires_at", rfc3339(charge.pay_until)},
            {"withdrawn", charge.withdrawn},
            {"receipts", std::move(receipts)}};
}

std::string price_in_words(std::int64_t centavos) {
    const auto rest = std::to_string(centavos % 100);
    return "R$ " + std::to_string(centavos / 100) + "," + (rest.size() < 2 ? "0" : "") + rest;
}

std::string button(const std::string& words, std::int64_t amount) {
    return "<form method=\"post\"><input type=\"hidden\" name=\"amount\" value=\"" +
           std::to_string(amount) + "\"><button>" + words + " (" + price_in_words(amount) +
           ")</button></form>\n";
}

/// In Portuguese and English; nothing in it comes from a client.
std::string page_of(const BankCharge& charge) {
    const auto amount = charge.amount.amount;
    std::string page =
        "<!doctype html><html lang=\"pt-BR\"><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<title>Banco de teste / Test bank</title>"
        "<style>body{font:1.1em sans-serif;max-width:34em;margin:2em auto;padding:0 1em}"
        "button{font:inherit;margin:.3em 0;padding:.6em 1em}</style>"
        "<h1>Banco de teste / Test bank</h1>\n";
    page += "<p>Pix: <strong>" + price_in_words(amount) + "</strong></p>\n";
    page += "<p>Pagar até / pay until: " + rfc3339(charge.pay_until) + "</p>\n";
    if (charge.withdrawn) page += "<p>Cobrança cancelada / charge withdrawn</p>\n";
    page += button("Pagar / Pay", amount);
    if (amount > 1) page += button("Um centavo a menos / One centavo less", amount - 1);
    page += button("Um centavo a mais / One centavo more", amount + 1);
    page += "<h2>Pagamentos / Payments</h2><ul>\n";
    for (const auto& receipt : charge.receipts) {
        page += "<li>" + receipt.id + ": " + price_in_words(receipt.amount);
        if (receipt.returned > 0)
            page += ", devolvido / returned " + price_in_words(receipt.returned);
        page += "</li>\n";
    }
    return page + "</ul></html>\n";
}

http::Response shown(const http::Request& request, const BankCharge& charge, int status) {
    if (wants_json(request)) return http::json_response(status, to_json(charge).dump());
    return {.status = status,
            .headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"}},
            .body = page_of(charge)};
}

http::Response no_charge(const http::Request& request) {
    return http::problem_response(request,
                                  http::refusal("not_found", "The test bank has no such charge."));
}

/// By a form or as JSON; `otherwise` for an empty body, nullopt for what cannot be paid.
std::optional<std::int64_t> amount_in(const std::string& body, std::int64_t otherwise) {
    constexpr std::string_view kField = "amount=";
    if (body.empty()) return otherwise;
    std::optional<std::int64_t> amount;
    if (body.starts_with(kField)) {
        amount = whole_number<std::int64_t>(std::string_view(body).substr(kField.size()));
    } else {
        const auto read = json::parse(body, nullptr, false);
        if (!read.is_object()) return std::nullopt;
        if (!read.contains("amount")) return otherwise;
        if (read["amount"].is_number_integer()) amount = read["amount"].get<std::int64_t>();
    }
    const bool payable = amount && *amount > 0 && *amount <= kAmountMax;
    return payable ? amount : std::nullopt;
}

}  // namespace

void TestBankPage::add_routes(http::Router& router) {
    router.add("GET", "/test/bank/{session}/{attempt}",
               [this](const http::Request& request, const http::PathParameters& path,
                      http::Respond respond) { show(request, path, std::move(respond)); });
    for (const char* pattern :
         {"/test/bank/{session}/{attempt}", "/test/bank/{session}/{attempt}/receipts"}) {
        router.add("POST", pattern,
                   [this](const http::Request& request, const http::PathParameters& path,
                          http::Respond respond) { pay(request, path, std::move(respond)); });
    }
}

void TestBankPage::hand_over(const http::Request& request, const http::Respond& respond,
                             std::function<http::Response(const http::Request&)> answer) {
    const bool taken = executor_.submit([request, respond, answer = std::move(answer)] {
        try {
            respond(answer(request));
        } catch (const std::exception&) {
            respond(http::problem_response(
                request, http::unavailable("The test bank cannot be reached at present.", 1)));
        }
    });
    if (!taken) {
        respond(http::problem_response(
            request, http::unavailable("The test bank has too much to do; try again.", 1)));
    }
}

void TestBankPage::show(const http::Request& request, const http::PathParameters& path,
                        http::Respond respond) {
    hand_over(request, respond, [this, stem = stem_of(path)](const http::Request& asked) {
        const auto charge = bank_.find(stem);
        const bool there = charge && !charge->code.empty();
        return there ? shown(asked, *charge, 200) : no_charge(asked);
    });
}

void TestBankPage::pay(const http::Request& request, const http::PathParameters& path,
                       http::Respond respond) {
    hand_over(request, respond, [this, stem = stem_of(path)](const http::Request& asked) {
        auto charge = bank_.find(stem);
        if (!charge || charge->code.empty()) return no_charge(asked);
        const auto amount = amount_in(asked.body, charge->amount.amount);
        if (!amount) {
            return http::problem_response(
                asked, http::invalid_fields("The amount cannot be paid: see errors.",
                                            {{"/amount",
                                              "must be a whole number of centavos "
                                              "above zero"}}));
        }
        bank_.pay(stem, *amount);
        charge = bank_.find(stem);
        if (wants_json(asked)) return shown(asked, *charge, 201);
        // A reload of the page does not pay again.
        return http::Response{.status = 303,
                              .headers = {{"Location", "/test/bank/" + stem},
                                          {"Content-Type", "text/plain; charset=utf-8"}},
                              .body = ""};
    });
}

}  // namespace viaja::payment
