#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/contract/body_items.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/json_reader.hpp"
#include "common/contract/message_reader.hpp"
#include "common/text/blanks.hpp"
#include "common/text/percent.hpp"

namespace viaja {
namespace {

Decoded failed(std::string_view text, std::string reason) {
    return {Unreadable{std::move(reason), std::string(text)}, std::string(text)};
}

/// `type=timeout&sessaoUUID=<uuid>`: the two parameters in any order, each once. Others are
/// ignored, as unknown members of an object are.
Message read_legacy_text(std::string_view text) {
    std::optional<std::string> type;
    std::optional<std::string> session_id;
    while (!text.empty()) {
        const std::string_view parameter = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), parameter.size() + 1));
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        const auto name = percent_decoded(parameter.substr(0, equals));
        const auto value =
            percent_decoded(parameter.substr(std::min(parameter.size(), equals + 1)));
        if (!name || !value) throw Misread("a % must stand before two hexadecimal digits");
        auto* wanted = *name == "type" ? &type : *name == "sessaoUUID" ? &session_id : nullptr;
        if (wanted == nullptr) continue;
        if (*wanted) throw Misread(*name + " must stand once");
        *wanted = std::string(trimmed(*value, kJsonBlanks));
    }
    if (!type) throw Misread("type is missing");
    if (*type != "timeout") throw Misread("type must be timeout in a body that is not JSON");
    if (!session_id) throw Misread("sessaoUUID is missing");
    const auto id = SessionId::parse(*session_id);
    if (!id) throw Misread("sessaoUUID must be a UUID");
    return TimeoutNotice{*id};
}

Message read_json(std::string_view text) {
    nlohmann::json json;
    try {
        json = nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        // The library's own text repeats what came, valid UTF-8 or not.
        throw Misread("not JSON (at byte " + std::to_string(error.byte) + ")");
    } catch (const nlohmann::json::out_of_range&) {
        throw Misread("a number is too large");
    }
    if (!json.is_object()) throw Misread("a message must be an object");
    return read_message(JsonReader(json, ""));
}

bool is_legacy_text(std::string_view body) {
    const bool json = body.starts_with('{') || body.starts_with('[') || body.starts_with('"');
    return !json && body.find('=') != std::string_view::npos;
}

Decoded read(std::string_view text, Message (*reader)(std::string_view)) {
    try {
        return {reader(text), std::string(text)};
    } catch (const Misread& misread) {
        return failed(text, misread.what());
    }
}

Message read_item(std::string_view text) {
    if (text.empty()) throw Misread("an item of the list is empty");
    if (text.starts_with('[')) throw Misread("a list inside of a list is not read");
    return read_json(text);
}

}  // namespace

std::vector<Decoded> decode(std::string_view body) {
    if (body.size() > kBodyBytesMax) {
        return {
            failed(body, "the body is larger than " + std::to_string(kBodyBytesMax) + " bytes")};
    }
    const std::string_view text = trimmed(body, kJsonBlanks);
    if (text.empty()) return {failed(body, "the body is empty")};
    if (is_legacy_text(text)) return {read(text, read_legacy_text)};
    const BodyItems split = split_body(text);
    if (!split.problem.empty()) return {failed(body, split.problem)};
    std::vector<Decoded> decoded;
    decoded.reserve(split.items.size());
    for (const std::string_view item : split.items)
        decoded.push_back(read(item, read_item));
    return decoded;
}

}  // namespace viaja
