#pragma once
// Files of certificates for tests of TLS, and what becomes of a connection that uses them.

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

#include "common/ports/errors.hpp"
#include "common/tls/tls_settings.hpp"
#include "tests/ports/temporary_folder.hpp"
#include "tests/processes/line_process.hpp"

namespace viaja::test {

/// Means 127.0.0.1 too, and stands in no certificate.
inline const std::string kUnnamedHost = "127.1";

/// A server that is trusted by a file, and authorities that no server belongs to.
class TlsFiles {
  public:
    /// `trusted`: the file of the servers' own authority. Its folder has a client's certificate.
    explicit TlsFiles(std::filesystem::path trusted) : trusted_(std::move(trusted)) {
        const auto key = (folder_.path() / "key.pem").string();
        EXPECT_EQ(run_program({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                               "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=a stranger",
                               "-keyout", key, "-out", strange()}),
                  0);
    }

    TlsSettings trusting() const { return {trusted_, {}, {}}; }
    TlsSettings trusting_strangers() const { return {strange(), {}, {}}; }
    TlsSettings with_certificate() const {
        return {trusted_, trusted_.parent_path() / "client.pem",
                trusted_.parent_path() / "client-key.pem"};
    }

    /// A file that holds what one of these does at the moment.
    TlsSettings changing() const { return {folder_.path() / "changing.pem", {}, {}}; }
    void change_to(const TlsSettings& one) const {
        std::filesystem::copy_file(one.authorities, changing().authorities,
                                   std::filesystem::copy_options::overwrite_existing);
    }

  private:
    std::string strange() const { return folder_.path() / "strange.pem"; }

    const std::filesystem::path trusted_;
    const TemporaryFolder folder_;
};

/// What a connection that cannot be made says; empty where it could be.
inline std::string refusal_of(const std::function<void()>& connect) {
    try {
        connect();
        return {};
    } catch (const Unavailable& error) {
        return error.what();
    }
}

inline testing::AssertionResult says(const std::string& text, const std::string& words) {
    if (text.find(words) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "without \"" << words << "\": " << text;
}

}  // namespace viaja::test
