#include "session-service/session_metrics.hpp"

#include <string>
#include <utility>

namespace viaja::session {
namespace {

using Labels = std::map<std::string, std::string>;

std::string text(std::string_view word) {
    return std::string(word);
}

/// One sample for each counted key, with the labels that `labels_of` gives it.
template <class Counts, class LabelsOf>
http::Metric counts_metric(std::string name, std::string help, const Counts& counts,
                           LabelsOf labels_of) {
    http::Metric metric{.name = std::move(name), .help = std::move(help), .samples = {}};
    for (const auto& [what, count] : counts)
        metric.samples.push_back({labels_of(what), static_cast<double>(count)});
    return metric;
}

struct StepEntry {
    std::string_view type;
    bool of_hold;
    std::string_view step;
    std::string_view result;
};

/// The entries of a timeline that say how a step ended, or that it stayed unanswered.
constexpr StepEntry kStepEntries[] = {
    {"step.authorized", false, "authorize", "done"},
    {"step.declined", false, "authorize", "refused"},
    {"step.silent", false, "authorize", "silent"},
    {"step.confirmed", true, "confirm", "done"},
    {"step.refused", true, "confirm", "refused"},
    {"step.silent", true, "confirm", "silent"},
    {"step.captured", false, "capture", "done"},
    {"step.capture_refused", false, "capture", "refused"},
    {"step.refunded", false, "refund", "done"},
    {"undo.unconfirmed", true, "unconfirm", "done"},
    {"undo.voided", false, "void", "done"},
    {"step.paid", false, "charge", "done"},
    {"payment.expired", false, "charge", "silent"},
    {"undo.refunded", false, "void", "refunded"},
};

http::Metric steps_metric(const SessionNumbers::Totals& totals) {
    http::Metric metric{.name = "viaja_saga_steps_total",
                        .help = "Steps of sagas and undos of steps, by how they ended",
                        .samples = {}};
    for (const auto& entry : kStepEntries) {
        const auto found = totals.entries.find({text(entry.type), entry.of_hold});
        const auto count = found == totals.entries.end() ? 0 : found->second;
        metric.samples.push_back({{{"step", text(entry.step)}, {"result", text(entry.result)}},
                                  static_cast<double>(count)});
    }
    return metric;
}

http::Metric duration_metric(const SessionNumbers::Totals& totals) {
    http::Metric metric{.name = "viaja_saga_duration_seconds",
                        .help =
                            "From the start of a saga to its end, of those that did both at "
                            "this process",
                        .kind = http::Metric::Kind::histogram,
                        .samples = {}};
    for (const auto& [outcome, seconds] : totals.saga_seconds)
        metric.samples.push_back({.labels = {{"outcome", outcome}}, .histogram = seconds});
    return metric;
}

http::Metric entries_metric(const SessionNumbers::Totals& totals) {
    std::map<std::string, std::uint64_t> by_type;
    for (const auto& [kind, count] : totals.entries)
        by_type[kind.first] += count;
    return counts_metric("viaja_session_entries_total", "Entries of timelines, by type", by_type,
                         [](const std::string& type) {
                             return Labels{{"type", type}};
                         });
}

}  // namespace

http::Metric ignored_answers_metric(const IgnoredAnswers::Counts& counts) {
    http::Metric metric;
    metric.name = "viaja_session_ignored_answers_total";
    metric.help = "Answers of suppliers and of payment that were not waited for any more";
    for (const auto& [kind, count] : counts) {
        metric.samples.push_back(
            {{{"answer", kind.first}, {"why", std::string(name_of(kind.second))}},
             static_cast<double>(count)});
    }
    return metric;
}

std::vector<http::Metric> session_metrics(const SessionNumbers::Totals& totals) {
    return {
        counts_metric("viaja_sagas_total", "Sagas that ended, by outcome", totals.sagas,
                      [](const std::string& outcome) {
                          return Labels{{"outcome", outcome}};
                      }),
        duration_metric(totals),
        steps_metric(totals),
        counts_metric("viaja_session_transitions_total", "Changes of a session's state",
                      totals.transitions,
                      [](const auto& states) {
                          return Labels{{"from", text(name_of(states.first))},
                                        {"to", text(name_of(states.second))}};
                      }),
        entries_metric(totals),
        counts_metric("viaja_session_requests_total",
                      "Requests of travellers and operators that were decided, by answer",
                      totals.requests,
                      [](const auto& request) {
                          return Labels{{"request", text(request.first)},
                                        {"code", text(name_of(request.second))}};
                      }),
        counts_metric("viaja_session_commands_total",
                      "Commands to suppliers and payment, by whether they had been sent before",
                      totals.commands,
                      [](const auto& command) {
                          return Labels{{"command", text(viaja::name_of(command.first))},
                                        {"try", command.second ? "again" : "first"}};
                      }),
    };
}

}  // namespace viaja::session
