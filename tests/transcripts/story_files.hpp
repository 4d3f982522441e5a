#pragma once
// The files of tests/transcripts/stories. The tests run in the project's root.

#include <string>
#include <vector>

namespace viaja::story {

/// "happy_trip", … in alphabetical order.
std::vector<std::string> story_names();
std::string story_path(const std::string& name);
/// The file's whole text. Throws std::runtime_error if it cannot be read.
std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

}  // namespace viaja::story
