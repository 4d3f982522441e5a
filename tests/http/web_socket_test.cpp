// Frames in, frames out: whole, and cut at every byte.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/http/stream_drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

struct Case {
    std::string name;
    std::string sent;
    std::string answered;  // as `described` says it, the reasons of 1002, 1007 and 1009 left out
    Ending ending = Ending::open;
};

const FrameShape kFragment{.final = false};
const std::string kLetters = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";  // 1 to 4 bytes each

WebSocketOptions roomy() {
    return {.message_bytes_max = 100'000, .unsent_bytes_max = 1'000'000};
}

std::string text(std::string_view payload) {
    return client_frame(kText, payload);
}

// The reason in a close frame of wslay's own is its own matter.
std::string without_reason(std::string frames) {
    for (const char* code : {"close 1002", "close 1007", "close 1009"}) {
        const auto at = frames.find(code);
        if (at != std::string::npos) frames.erase(at + 10);
    }
    return frames;
}

void check(const Case& tried, std::size_t piece) {
    SocketDrive drive(roomy());
    drive.drive.receive_in_pieces(tried.sent, piece);
    EXPECT_EQ(without_reason(drive.frames()), tried.answered) << tried.name << ", in " << piece;
    EXPECT_EQ(drive.ending(), tried.ending) << tried.name << ", in " << piece;
    EXPECT_EQ(drive.told.gone, tried.ending == Ending::open ? 0 : 1) << tried.name;
}

void check(const std::vector<Case>& table) {
    for (const Case& tried : table) {
        check(tried, tried.sent.size());
        check(tried, 1);
        // Two reads, cut at each byte; long payloads near their ends alone.
        for (std::size_t cut = 1; cut < tried.sent.size(); ++cut) {
            if (cut > 300 && cut + 20 < tried.sent.size()) continue;
            SocketDrive drive(roomy());
            drive.receive(tried.sent.substr(0, cut));
            drive.receive(tried.sent.substr(cut));
            EXPECT_EQ(without_reason(drive.frames()), tried.answered)
                << tried.name << ", cut at " << cut;
        }
    }
}

TEST(WebSocketFrames, EchoesMessagesOfEverySize) {
    for (const std::size_t size :
         std::vector<std::size_t>{0, 1, 124, 125, 126, 127, 4096, 65535, 65536, 100'000}) {
        const std::string payload(size, 'x');
        SocketDrive drive(roomy());
        drive.drive.receive_in_pieces(client_frame(kBinary, payload), 1000);
        EXPECT_EQ(drive.frames(), described(ServerFrame{kBinary, payload})) << size;
    }
}

TEST(WebSocketFrames, ReadsWhatTheStandardAllows) {
    check({
        {"text", text("hello"), "text hello"},
        {"an empty text", text(""), "text "},
        {"letters of one to four bytes", text(kLetters), "text " + kLetters},
        {"a mask of zeros", client_frame(kText, "hello", {.mask = 0}), "text hello"},
        {"binary", client_frame(kBinary, "\xff\xfe"), "binary \xff\xfe"},
        {"126 bytes", text(std::string(126, 'x')), "text 126 bytes"},
        {"two messages", text("a") + text("b"), "text a, text b"},
        {"two fragments", client_frame(kText, "hel", kFragment) + client_frame(kContinuation, "lo"),
         "text hello"},
        {"empty fragments",
         client_frame(kText, "", kFragment) + client_frame(kContinuation, "", kFragment) +
             client_frame(kContinuation, "x"),
         "text x"},
        {"a ping", client_frame(kPing, "are you there"), "pong are you there"},
        {"a ping of 125 bytes", client_frame(kPing, std::string(125, 'p')), "pong 125 bytes"},
        {"a pong that was not asked for", client_frame(kPong, "here"), ""},
        {"a ping between fragments",
         client_frame(kText, "a", kFragment) + client_frame(kPing, "p") +
             client_frame(kContinuation, "b"),
         "pong p, text ab"},
        {"a close without a code", client_frame(kClose, ""), "close", Ending::after_output},
        {"a close between fragments",
         client_frame(kText, "a", kFragment) + client_close(1000) +
             client_frame(kContinuation, "b"),
         "close 1000 ", Ending::after_output},
        {"a reason of letters of one to four bytes", client_close(1000, kLetters),
         "close 1000 " + kLetters, Ending::after_output},
        {"messages before a close", text("a") + client_close(1001, "going") + text("late"),
         "text a, close 1001 going", Ending::after_output},
    });
}

TEST(WebSocketFrames, RefusesWhatTheStandardForbids) {
    const auto broken = [](std::string name, std::string sent) {
        return Case{std::move(name), std::move(sent), "close 1002", Ending::after_output};
    };
    std::vector<Case> table = {
        broken("no mask", client_frame(kText, "hello", {.masked = false})),
        broken("a fragmented ping", client_frame(kPing, "", kFragment)),
        broken("a ping of 126 bytes", client_frame(kPing, std::string(126, 'p'))),
        {"a close of one byte", client_frame(kClose, "\x03"), "close", Ending::after_output},
        broken("a continuation of nothing", client_frame(kContinuation, "x")),
        broken("a new text between fragments", client_frame(kText, "a", kFragment) + text("b")),
        broken("5 bytes in a length of two", client_frame(kText, "hello", {.length_bytes = 2})),
        broken("5 bytes in a length of eight", client_frame(kText, "hello", {.length_bytes = 8})),
        broken("a length above 63 bits",
               client_frame(kText, "", {.length = std::uint64_t{1} << 63})),
    };
    for (const unsigned reserved : {1U, 2U, 3U, 4U, 5U, 6U, 7U}) {
        table.push_back(broken("RSV " + std::to_string(reserved),
                               client_frame(kText, "x", {.reserved = reserved})));
    }
    for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
        table.push_back(broken("opcode " + std::to_string(opcode), client_frame(opcode, "")));
    }
    check(table);
}

TEST(WebSocketFrames, WantsTextInUtf8WhereverItIsCut) {
    const std::vector<std::string> broken = {
        "\x80",         "\xc0\x80",         "\xc3",
        "\xc3\x28",     "\xe2\x82",         "\xed\xa0\x80",
        "\xf0\x9f\x98", "\xf5\x80\x80\x80", "\xf4\x90\x80\x80",
        "\xff",
    };
    std::vector<Case> table;
    for (const std::string& bytes : broken) {
        for (const std::string& payload : {bytes, "ab" + bytes, kLetters + bytes}) {
            table.push_back({"text", text(payload), "close 1007", Ending::after_output});
        }
        table.push_back({"reason", client_close(1000, bytes), "close 1007", Ending::after_output});
    }
    for (std::size_t cut = 0; cut <= kLetters.size(); ++cut) {
        table.push_back({"fragments at " + std::to_string(cut),
                         client_frame(kText, kLetters.substr(0, cut), kFragment) +
                             client_frame(kContinuation, kLetters.substr(cut)),
                         "text " + kLetters});
    }
    check(table);
}

TEST(WebSocketFrames, AnswersEachCloseCodeThatMayBeSent) {
    for (const int code :
         {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4404, 4999}) {
        SocketDrive drive;
        drive.receive(client_close(code));
        EXPECT_EQ(drive.frames(), "close " + std::to_string(code) + " ");
        EXPECT_EQ(drive.ending(), Ending::after_output);
    }
    for (const int code :
         {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
        SocketDrive drive;
        drive.receive(client_close(code));
        EXPECT_EQ(without_reason(drive.frames()), "close 1002") << code;
        EXPECT_EQ(drive.ending(), Ending::after_output);
    }
}

TEST(WebSocketFrames, TakesNoMessageAboveItsLimit) {
    SocketDrive exact;
    exact.receive(text(std::string(4096, 'x')));
    EXPECT_EQ(exact.frames(), "text 4096 bytes");
    SocketDrive whole;
    whole.receive(text(std::string(4097, 'x')));
    EXPECT_EQ(without_reason(whole.frames()), "close 1009");
    SocketDrive fragments;
    fragments.receive(client_frame(kText, std::string(4000, 'x'), kFragment) +
                      client_frame(kContinuation, std::string(97, 'x')));
    EXPECT_EQ(without_reason(fragments.frames()), "close 1009");
    // The length alone is enough; nothing is kept for it.
    SocketDrive announced;
    announced.receive(client_frame(kText, "x", {.length = std::uint64_t{1} << 40}));
    EXPECT_EQ(without_reason(announced.frames()), "close 1009");
    EXPECT_EQ(announced.ending(), Ending::after_output);
}

TEST(WebSocket, ClosesWith1003WhenAMessageComesThatIsNotExpected) {
    SocketDrive drive({}, false);
    drive.receive(client_frame(kPing, "p") + text("hello") + text("again"));
    EXPECT_EQ(drive.frames(), "pong p, close 1003 no message is expected");
    EXPECT_EQ(drive.ending(), Ending::open);  // until the peer's close frame
    EXPECT_FALSE(drive.socket->send("", "late"));
    EXPECT_EQ(drive.told.gone, 1);
    drive.receive(client_close(1003));
    EXPECT_EQ(drive.frames(), "");
    EXPECT_EQ(drive.ending(), Ending::after_output);
}

TEST(WebSocket, PingsAndEndsAfterSilence) {
    SocketDrive drive;
    drive.drive.pass(19'999ms);
    EXPECT_EQ(drive.frames(), "");
    drive.drive.pass(1ms);
    EXPECT_EQ(drive.frames(), "ping ");
    drive.receive(client_frame(kPong, ""));
    drive.drive.pass(20s);
    EXPECT_EQ(drive.frames(), "ping ");
    drive.drive.pass(24'999ms);
    EXPECT_EQ(drive.ending(), Ending::open);
    EXPECT_EQ(drive.told.gone, 0);
    drive.drive.pass(1ms);
    EXPECT_EQ(drive.ending(), Ending::now);
    EXPECT_EQ(drive.told.gone, 1);
}

TEST(WebSocket, OutlivesTheTimeoutsOfHttp) {
    SocketDrive drive;
    for (int minute = 0; minute < 10; ++minute) {
        for (int i = 0; i < 3; ++i) {
            drive.drive.pass(20s);
            drive.receive(client_frame(kPong, ""));
        }
    }
    EXPECT_EQ(drive.ending(), Ending::open);
    EXPECT_EQ(drive.told.gone, 0);
}

TEST(WebSocket, WaitsFiveSecondsForTheAnswerToItsCloseFrame) {
    SocketDrive drive;
    drive.socket->close(4404, "the session is gone");
    EXPECT_EQ(drive.frames(), "close 4404 the session is gone");
    drive.drive.pass(1s);
    drive.drive.pass(4'999ms);
    EXPECT_EQ(drive.ending(), Ending::open);
    EXPECT_EQ(drive.told.gone, 1);
    drive.drive.pass(1ms);
    EXPECT_EQ(drive.ending(), Ending::after_output);
    EXPECT_EQ(drive.frames(), "");
    EXPECT_EQ(drive.told.gone, 1);
}

TEST(WebSocket, CutsAReasonThatIsTooLongAtACharacter) {
    SocketDrive drive;
    std::string reason = "x";
    for (int i = 0; i < 100; ++i)
        reason += "\xc3\xa9";
    drive.socket->close(4000, reason);
    EXPECT_EQ(drive.frames(), "close 4000 " + reason.substr(0, 123));
    SocketDrive odd;
    odd.socket->close(4000, "x" + reason);
    EXPECT_EQ(odd.frames(), "close 4000 " + ("x" + reason).substr(0, 122));
}

TEST(WebSocket, IsGoneWhenItsPeerEndsWithoutAClose) {
    SocketDrive drive;
    drive.drive.receive_end();
    EXPECT_EQ(drive.ending(), Ending::now);
    EXPECT_EQ(drive.told.gone, 1);
    EXPECT_FALSE(drive.socket->send("", "late"));
}

TEST(WebSocket, AnswersACloseFrameBehindWhichThePeerEnds) {
    SocketDrive drive;
    drive.receive(client_close(1000));
    drive.drive.receive_end();
    EXPECT_EQ(drive.ending(), Ending::after_output);
    EXPECT_EQ(drive.frames(), "close 1000 ");
    EXPECT_EQ(drive.told.gone, 1);
}

TEST(WebSocket, SaysThatTheProcessIsDraining) {
    SocketDrive drive;
    drive.drive.connection->drain(drive.drive.now);
    EXPECT_EQ(drive.frames(), "close 1001 draining");
    EXPECT_EQ(drive.ending(), Ending::open);
    EXPECT_EQ(drive.told.gone, 1);
    drive.receive(client_close(1001, "draining"));
    EXPECT_EQ(drive.ending(), Ending::after_output);
    EXPECT_EQ(drive.frames(), "");
}

}  // namespace
}  // namespace viaja::http::testing
