#include "conformance/rules.hpp"

#include <algorithm>

namespace viaja::conformance {

Finding found_by(Participant& participant, const char* rule, const char* sentence,
                 const std::function<void()>& work) {
    Finding finding{rule, sentence, Verdict::holds, {}, {}};
    participant.take_sent();
    try {
        work();
    } catch (const Broken& broken) {
        finding.verdict = Verdict::broken;
        finding.reason = broken.what();
    } catch (const NotExamined& not_examined) {
        finding.verdict = Verdict::not_examined;
        finding.reason = not_examined.what();
    }
    finding.sent = participant.take_sent();
    return finding;
}

bool is_wanted(const Options& options, const std::string& rule) {
    return options.only.empty() || std::ranges::find(options.only, rule) != options.only.end();
}

void expect(bool holds, const std::string& otherwise) {
    if (!holds) throw Broken(otherwise);
}

}  // namespace viaja::conformance
