#include "conformance/report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "common/text/json_text.hpp"

namespace viaja::conformance {
namespace {

using nlohmann::ordered_json;

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::holds:
            return "holds";
        case Verdict::broken:
            return "broken";
        case Verdict::not_examined:
            return "not examined";
    }
    return {};
}

std::size_t count(const std::vector<Finding>& findings, Verdict verdict) {
    return static_cast<std::size_t>(std::ranges::count(findings, verdict, &Finding::verdict));
}

/// Text as it may stand in XML 1.0, which has no place for most control characters.
std::string in_xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += static_cast<unsigned char>(c) < ' ' && c != '\n' ? ' ' : c;
        }
    }
    return escaped;
}

std::string sent_text(const Finding& finding) {
    std::string text;
    for (const auto& sent : finding.sent)
        text += "    sent: " + sent + "\n";
    return text;
}

}  // namespace

std::string to_lines(const Finding& finding) {
    std::string text = std::string(name_of(finding.verdict)) + "  " + finding.rule + ": " +
                       finding.sentence + "\n";
    if (finding.verdict == Verdict::holds) return text;
    text += "    " + finding.reason + "\n";
    return finding.verdict == Verdict::broken ? text + sent_text(finding) : text;
}

std::string summary(const std::vector<Finding>& findings) {
    return std::to_string(findings.size()) +
           " rules: " + std::to_string(count(findings, Verdict::holds)) + " hold, " +
           std::to_string(count(findings, Verdict::broken)) + " broken, " +
           std::to_string(count(findings, Verdict::not_examined)) + " not examined.\n";
}

std::string to_json(const std::string& address, const std::vector<Finding>& findings) {
    ordered_json body = {{"address", address},
                         {"holds", count(findings, Verdict::holds)},
                         {"broken", count(findings, Verdict::broken)},
                         {"not_examined", count(findings, Verdict::not_examined)}};
    auto& rules = body["rules"] = ordered_json::array();
    for (const auto& finding : findings) {
        rules.push_back({{"rule", finding.rule},
                         {"sentence", finding.sentence},
                         {"verdict", name_of(finding.verdict)},
                         {"reason", finding.reason},
                         {"sent", finding.sent}});
    }
    return json_text(body) + "\n";
}

std::string to_junit(const std::string& address, const std::vector<Finding>& findings) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" +
                      in_xml(address) + "\" tests=\"" + std::to_string(findings.size()) +
                      "\" failures=\"" + std::to_string(count(findings, Verdict::broken)) +
                      "\" skipped=\"" + std::to_string(count(findings, Verdict::not_examined)) +
                      "\">\n";
    for (const auto& finding : findings) {
        xml += "  <testcase classname=\"" + in_xml(address) + "\" name=\"" + in_xml(finding.rule) +
               "\"";
        if (finding.verdict == Verdict::holds) {
            xml += "/>\n";
            continue;
        }
        const bool broken = finding.verdict == Verdict::broken;
        const std::string element = broken ? "failure" : "skipped";
        xml += ">\n    <" + element + " message=\"" + in_xml(finding.reason) + "\">" +
               in_xml(broken ? finding.sentence + "\n" + sent_text(finding) : "") + "</" + element +
               ">\n  </testcase>\n";
    }
    return xml + "</testsuite>\n";
}

}  // namespace viaja::conformance
