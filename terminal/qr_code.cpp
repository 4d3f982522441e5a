#include "terminal/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace viaja::terminal {

namespace {

/// The standard asks for four modules; readers do with two, and a terminal has few lines.
constexpr int kBorder = 2;

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

class Modules {
  public:
    explicit Modules(const QRcode& code) : code_(code) {}

    int width() const { return code_.width + 2 * kBorder; }
    /// Of the border too; below the last row, which a last line may reach, nothing is drawn.
    bool is_light(int x, int y) const {
        if (y >= width()) return false;
        const int column = x - kBorder;
        const int row = y - kBorder;
        const bool inside = column >= 0 && column < code_.width && row >= 0 && row < code_.width;
        return !inside || (code_.data[row * code_.width + column] & 1U) == 0;
    }

  private:
    const QRcode& code_;
};

std::string_view character(bool above, bool below) {
    if (above && below) return "█";
    if (above) return "▀";
    return below ? "▄" : " ";
}

}  // namespace

std::vector<std::string> qr_code_lines(std::string_view text) {
    const std::string bytes(text);
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeData(static_cast<int>(bytes.size()),
                          reinterpret_cast<const unsigned char*>(bytes.data()), 0, QR_ECLEVEL_L));
    if (!code) return {};
    const Modules modules(*code);
    std::vector<std::string> lines;
    for (int y = 0; y < modules.width(); y += 2) {
        std::string line;
        for (int x = 0; x < modules.width(); ++x)
            line += character(modules.is_light(x, y), modules.is_light(x, y + 1));
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace viaja::terminal
