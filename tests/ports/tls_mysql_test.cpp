// Connections to a MySQL server that takes none without TLS.

#include "tests/ports/mysql_server.hpp"
#include "tests/ports/tls_files.hpp"

namespace viaja::test {
namespace {

class TlsMysql : public testing::Test {
  protected:
    ~TlsMysql() override { server_.drop_database(name_); }

    std::unique_ptr<Connection> connect(const TlsSettings& tls,
                                        const std::string& host = "127.0.0.1") const {
        MysqlSettings settings = server_.settings(name_);
        settings.tls = tls;
        settings.host = host;
        return MysqlDatabase(settings).connect();
    }
    std::string refusal(const TlsSettings& tls, const std::string& host = "127.0.0.1") const {
        return refusal_of([&] { connect(tls, host); });
    }

    MysqlServer& server_ = MysqlServer::instance();
    const std::string name_ = server_.make_database();
    const TlsFiles files_{server_.settings(name_).tls.authorities};
};

TEST_F(TlsMysql, IsEncryptedByTls12OrNewer) {
    const auto connection = connect(files_.trusting());
    const Rows rows = connection->query("SHOW STATUS LIKE 'Ssl_version'");
    RowReader row(rows.at(0));
    row.text();
    const std::string version = row.text();
    EXPECT_TRUE(version == "TLSv1.3" || version == "TLSv1.2") << version;
}

TEST_F(TlsMysql, TheNameOrTheAddressHasToStandInTheCertificate) {
    EXPECT_EQ(refusal(files_.trusting(), "127.0.0.1"), "");
    EXPECT_EQ(refusal(files_.trusting(), "localhost"), "");
    EXPECT_TRUE(says(refusal(files_.trusting(), kUnnamedHost),
                     "Validation of SSL server certificate failed"));
}

TEST_F(TlsMysql, AnAuthorityThatIsNotTrustedIsRefused) {
    EXPECT_TRUE(says(refusal(files_.trusting_strangers()), "self-signed certificate"));
}

TEST_F(TlsMysql, TheAuthoritiesAreReadForEachConnection) {
    files_.change_to(files_.trusting());
    EXPECT_EQ(refusal(files_.changing()), "");
    files_.change_to(files_.trusting_strangers());
    EXPECT_TRUE(says(refusal(files_.changing()), "self-signed certificate"));
    files_.change_to(files_.trusting());
    EXPECT_EQ(refusal(files_.changing()), "");
}

TEST_F(TlsMysql, WithoutTlsTheErrorSaysSo) {
    EXPECT_TRUE(says(refusal({}), "without TLS"));
}

TEST_F(TlsMysql, ShowsItsCertificateToAServerThatAsksForOne) {
    server_.administrator()->execute("ALTER USER 'contract'@'%' REQUIRE X509");
    const std::string without = refusal(files_.trusting());
    const std::string with = refusal(files_.with_certificate());
    connect(files_.with_certificate())->execute("ALTER USER 'contract'@'%' REQUIRE NONE");
    EXPECT_TRUE(says(without, "Access denied"));
    EXPECT_EQ(with, "");
}

}  // namespace
}  // namespace viaja::test
