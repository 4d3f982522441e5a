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

Decoded failed(std::string_view text, std::string reason, Origin origin = {}) {
    return {Unreadable{std::move(reason), std::string(text)}, std::string(text), std::move(origin)};
}

/// `type=timeout&sessaoUUID=<uuid>`: the two parameters in any order, each once. Others are
/// ignored, as unknown members of an object are.
Message read_legacy_text(std::string_view text, Origin& origin) {
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
    origin.session_id = id;
    return TimeoutNotice{*id};
}

std::string text_of(const nlohmann::json& object, const char* name) {
    const auto member = object.find(name);
    const bool is_text = member != object.end() && member->is_string();
    return is_text ? member->get<std::string>() : std::string();
}

/// Bytes of a type that is named in the log; ours are shorter.
constexpr std::size_t kTypeBytesMax = 64;

/// What cannot be read is left out: it says where a message comes from, and not what it asks for.
Origin origin_of(const nlohmann::json& object) {
    Origin origin;
    auto type = text_of(object, "type");
    if (is_visible_ascii(type, kTypeBytesMax)) origin.input = std::move(type);
    if (auto context = read_traceparent(text_of(object, "traceparent"))) {
        origin.context = *std::move(context);
    }
    auto request_id = text_of(object, "request_id");
    if (is_request_id(request_id)) origin.context.request_id = std::move(request_id);
    origin.session_id = SessionId::parse(text_of(object, "session"));
    origin.message_id = Uuid::parse(text_of(object, "id"));
    return origin;
}

Message read_json(std::string_view text, Origin& origin) {
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
    origin = origin_of(json);
    return read_message(JsonReader(json, ""));
}

bool is_legacy_text(std::string_view body) {
    const bool json = body.starts_with('{') || body.starts_with('[') || body.starts_with('"');
    return !json && body.find('=') != std::string_view::npos;
}

Decoded read(std::string_view text, Message (*reader)(std::string_view, Origin&)) {
    Origin origin;
    try {
        auto message = reader(text, origin);
        return {std::move(message), std::string(text), std::move(origin)};
    } catch (const Misread& misread) {
        return failed(text, misread.what(), std::move(origin));
    } catch (const std::exception& error) {
        // A bug of this reader. It would end the thread of the bus, and so the process, each time.
        return failed(text, std::string("could not be read: ") + error.what(), std::move(origin));
    }
}

Message read_item(std::string_view text, Origin& origin) {
    if (text.empty()) throw Misread("an item of the list is empty");
    if (text.starts_with('[')) throw Misread("a list inside of a list is not read");
    return read_json(text, origin);
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
