// Writes what shells and `man` know about `viaja` into a folder, while it is built:
// write_pages FOLDER

#include <cstdio>
#include <fstream>

#include "terminal/pages.hpp"

int main(int argc, char** argv) {
    using namespace viaja::terminal;
    if (argc != 2) {
        std::fputs("write_pages FOLDER\n", stderr);
        return 2;
    }
    const std::pair<const char*, std::string> pages[] = {
        {"viaja.bash", bash_completion()},
        {"_viaja", zsh_completion()},
        {"viaja.fish", fish_completion()},
        {"viaja.1", manual_page(Language::english)},
        {"viaja.pt.1", manual_page(Language::portuguese)},
    };
    for (const auto& [name, text] : pages) {
        std::ofstream file(std::string(argv[1]) + '/' + name, std::ios::binary);
        file << text;
        if (!file.flush()) {
            std::fprintf(stderr, "write_pages: %s cannot be written\n", name);
            return 1;
        }
    }
    return 0;
}
