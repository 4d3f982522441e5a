#pragma once
// The overview of `viaja ops topo`, row by row: stuck and running sagas, breakers, processes and
// dead letters, from documents of the API. Pure; any thread.

#include <cstdint>
#include <string>
#include <vector>

#include "terminal/json.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// The last answers of the server; null where there is none yet, or it was a problem.
struct TopoDocuments {
    Json services;
    Json breakers;
    Json stuck;
    Json running;
    Json dead_letters;
    Json session;                   ///< the one that is open
    std::string address;            ///< of the server that answered
    std::int64_t silent_for_s = 0;  ///< since the last answer; 0 while it answers
};

enum class Tone { plain, faint, heading, alarm, selected };

struct TopoRow {
    std::string text;
    Tone tone = Tone::plain;
    std::string session = {};  ///< Enter opens it
};

/// Headings, and under each the rows that have the filter's text in them, in either case of ASCII
/// letters.
std::vector<TopoRow> overview_of(const TopoDocuments& documents, Language language,
                                 const std::string& filter);

/// The number as text; "–" where the document is missing.
std::string number_or_none(const Json& document, std::size_t number);
/// That the server has not answered a question.
std::string nothing_answered(Language language);

}  // namespace viaja::terminal
