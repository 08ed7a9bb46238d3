#include "foundation/seal/one_time_code.h"

#include <gtest/gtest.h>

#include "foundation/seal/encoding.h"
#include "foundation/seal/hash.h"

namespace {

constexpr std::string_view seed = "12345678901234567890123456789012345678901234567890123456789012345678901234567890";

base::instant at_second(std::int64_t s) { return {s * 1'000'000}; }

}  // namespace

// RFC 6238, appendix B.
TEST(OneTimeCode, AgreesWithTheVectorsOfRfc6238) {
  struct row {
    std::int64_t at_s;
    const char* sha1;
    const char* sha256;
    const char* sha512;
  };
  const row rows[] = {{59, "94287082", "46119246", "90693936"},         {1111111109, "07081804", "68084774", "25091201"},
                      {1111111111, "14050471", "67062674", "99943326"}, {1234567890, "89005924", "91819424", "93441116"},
                      {2000000000, "69279037", "90698825", "38618901"}, {20000000000, "65353130", "77737706", "47863826"}};
  for (const row& r : rows) {
    EXPECT_EQ(seal::otp_code(seed.substr(0, 20), at_second(r.at_s), {.digits = 8, .hash = seal::otp_hash::sha1}), r.sha1);
    EXPECT_EQ(seal::otp_code(seed.substr(0, 32), at_second(r.at_s), {.digits = 8, .hash = seal::otp_hash::sha256}), r.sha256);
    EXPECT_EQ(seal::otp_code(seed.substr(0, 64), at_second(r.at_s), {.digits = 8, .hash = seal::otp_hash::sha512}), r.sha512);
  }
}

TEST(OneTimeCode, IsGoodOnceAndOneStepEarlyOrLate) {
  const auto secret = seal::random_otp_secret();
  const auto now = at_second(1'700'000'010);
  const std::int64_t step = 1'700'000'010 / 30;
  const auto code = seal::otp_code(secret, now);
  EXPECT_EQ(code.size(), 6U);
  EXPECT_EQ(seal::accept_otp(secret, code, now, 0), step);
  EXPECT_FALSE(seal::accept_otp(secret, code, now, step));  // used
  EXPECT_EQ(seal::accept_otp(secret, code, now + base::seconds(30), step - 1), step);
  EXPECT_EQ(seal::accept_otp(secret, code, now - base::seconds(30), step - 1), step);
  EXPECT_FALSE(seal::accept_otp(secret, code, now + base::seconds(60), step - 1));
  EXPECT_FALSE(seal::accept_otp(secret, code, now - base::seconds(60), step - 1));
  EXPECT_FALSE(seal::accept_otp(secret, "", now, 0));
  EXPECT_FALSE(seal::accept_otp(secret, code + "0", now, 0));
}

TEST(OneTimeCode, TheUriIsWhatAuthenticatorsRead) {
  EXPECT_EQ(seal::otp_uri("12345678901234567890", "守望", "li@town"),
            "otpauth://totp/"
            "%E5%AE%88%E6%9C%9B:li%40town?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E5%AE%88%E6%9C%9B&algorithm=SHA1&digits=6&period=30");
}

// RFC 4648 §10.
TEST(Encoding, AgreesWithRfc4648) {
  const std::pair<const char*, std::pair<const char*, const char*>> rows[] = {{"", {"", ""}},
                                                                              {"f", {"Zg==", "MY"}},
                                                                              {"fo", {"Zm8=", "MZXQ"}},
                                                                              {"foo", {"Zm9v", "MZXW6"}},
                                                                              {"foob", {"Zm9vYg==", "MZXW6YQ"}},
                                                                              {"fooba", {"Zm9vYmE=", "MZXW6YTB"}},
                                                                              {"foobar", {"Zm9vYmFy", "MZXW6YTBOI"}}};
  for (const auto& [bytes, texts] : rows) {
    EXPECT_EQ(seal::to_base64(bytes), texts.first);
    EXPECT_EQ(seal::from_base64(texts.first), bytes);
    EXPECT_EQ(seal::to_base32(bytes), texts.second);
    EXPECT_EQ(seal::from_base32(texts.second), bytes);
  }
  EXPECT_EQ(seal::from_base32("mzxw 6ytb-oi======"), "foobar");
  EXPECT_FALSE(seal::from_base32("MZXW1"));
  EXPECT_EQ(seal::to_base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(seal::from_base64url("-_8"), "\xfb\xff");
  for (const char* bad : {"Zg=", "Zg", "Z", "Zm9v\n", "Zm 9v"}) EXPECT_FALSE(seal::from_base64(bad)) << bad;
}

TEST(Hash, AgreesWithTheStandard) {
  EXPECT_EQ(seal::to_hex(seal::sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  seal::sha256_stream stream;
  for (int round = 0; round < 2; ++round) {
    stream.add("a");
    stream.add("bc");
    EXPECT_EQ(stream.finish(), seal::sha256("abc"));
  }
  EXPECT_EQ(seal::digest_from_hex(seal::to_hex(seal::sha256("abc"))), seal::sha256("abc"));
  EXPECT_FALSE(seal::digest_from_hex("ab"));
  EXPECT_FALSE(seal::digest_from_bytes(""));
}
