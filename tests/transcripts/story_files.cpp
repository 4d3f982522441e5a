#include "tests/transcripts/story_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace viaja::story {
namespace {

constexpr const char* kFolder = "tests/transcripts/stories";

}  // namespace

std::vector<std::string> story_names() {
    std::vector<std::string> names;
    if (!std::filesystem::is_directory(kFolder)) return names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
    }
    std::ranges::sort(names);
    return names;
}

std::string story_path(const std::string& name) {
    return std::string(kFolder) + "/" + name + ".txt";
}

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + " cannot be read; run this in the project's root");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_text(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) throw std::runtime_error(path + " cannot be written");
}

}  // namespace viaja::story
