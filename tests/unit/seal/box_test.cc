#include "foundation/seal/box.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "foundation/base/problem.h"
#include "foundation/seal/encoding.h"
#include "foundation/seal/signing.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

TEST(Box, OpensWithTheSameKeyAndContextOnly) {
  const auto master = seal::master_key::random();
  const auto key = seal::matter_key::random();
  const std::string text = "李女士 138…";
  const auto box = key.seal(text, "m-1/caller_name");
  EXPECT_EQ(key.open(box, "m-1/caller_name"), text);
  EXPECT_FALSE(key.open(box, "m-2/caller_name"));
  EXPECT_FALSE(key.open(box, "m-1/caller_phone"));
  EXPECT_FALSE(seal::matter_key::random().open(box, "m-1/caller_name"));
  EXPECT_EQ(box.find(text), std::string::npos);
  EXPECT_NE(box, key.seal(text, "m-1/caller_name"));  // another nonce
}

TEST(Box, AnyChangedByteKeepsItShut) {
  const auto key = seal::matter_key::random();
  const std::string bytes = seal::from_base64url(key.seal("text", "c")).value();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(key.open(seal::to_base64url(changed), "c")) << "byte " << i;
  }
  for (const char* bad : {"", "x", "AQ", "not base64 !"}) EXPECT_FALSE(key.open(bad, "c"));
  EXPECT_FALSE(key.open(seal::to_base64url(bytes.substr(0, bytes.size() - 1)), "c"));
}

TEST(Box, TheWrappedKeyBelongsToItsMatterAndMaster) {
  const auto master = seal::master_key::random();
  const auto key = seal::matter_key::random();
  const auto wrapped = key.wrap(master, "m-1");
  const auto box = key.seal("text", "m-1/note");
  const auto again = seal::matter_key::unwrap(master, wrapped, "m-1");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->open(box, "m-1/note"), "text");
  EXPECT_FALSE(seal::matter_key::unwrap(master, wrapped, "m-2"));
  EXPECT_FALSE(seal::matter_key::unwrap(seal::master_key::random(), wrapped, "m-1"));
  // The wrapped key destroyed: what is left, box and master key, does not open it.
  EXPECT_FALSE(seal::matter_key::unwrap(master, "", "m-1"));
  EXPECT_FALSE(seal::matter_key::unwrap(master, box, "m-1"));
}

TEST(Box, HidesHowLongAShortTextIs) {
  const auto key = seal::matter_key::random();
  EXPECT_EQ(key.seal("", "c").size(), key.seal("138 0000 0000", "c").size());
  for (const std::size_t n : {0U, 1U, 62U, 63U, 64U, 65U, 5'000U}) {
    const std::string text(n, '\0');  // zeros at the end survive the padding
    EXPECT_EQ(key.open(key.seal(text, "c"), "c"), text) << n;
  }
}

TEST(SecretFile, IsPrivateAndNeverOverwritten) {
  const test::folder folder;
  const auto path = folder.file("master.key");
  const auto master = seal::master_key::random();
  master.save(path);
  struct stat about {};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_THROW(seal::master_key::random().save(path), base::problem);
  const auto wrapped = seal::matter_key::random().wrap(master, "m-1");
  EXPECT_TRUE(seal::matter_key::unwrap(seal::master_key::load(path), wrapped, "m-1"));
}

TEST(SecretFile, SaysWhatIsWrongWithoutShowingIt) {
  const test::folder folder;
  EXPECT_THROW(seal::master_key::load(folder.file("none")), base::problem);
  EXPECT_THROW(seal::master_key::load(folder.path().string()), base::problem);
  const auto path = folder.file("short");
  std::ofstream(path) << "deadbeef\n";
  ::chmod(path.c_str(), 0600);
  try {
    seal::master_key::load(path);
    FAIL() << "a short key was taken";
  } catch (const base::problem& p) {
    EXPECT_EQ(p.code, "secret_file");
    EXPECT_EQ(std::string(p.what()).find("deadbeef"), std::string::npos);
    EXPECT_FALSE(p.remedy.empty());
  }
  const auto open_path = folder.file("open");
  seal::master_key::random().save(open_path);
  ::chmod(open_path.c_str(), 0644);
  EXPECT_THROW(seal::master_key::load(open_path), base::problem);
}

TEST(Signing, SignaturesHoldForTheMessageAndKeyOnly) {
  const test::folder folder;
  const auto key = seal::signing_key::random();
  key.save(folder.file("sign.key"));
  const auto same = seal::signing_key::load(folder.file("sign.key"));
  EXPECT_EQ(same.public_key(), key.public_key());
  const auto signature = key.sign("head 42");
  EXPECT_EQ(signature.size(), 64U);
  EXPECT_EQ(same.sign("head 42"), signature);
  EXPECT_TRUE(seal::verify_signature(key.public_key(), "head 42", signature));
  EXPECT_FALSE(seal::verify_signature(key.public_key(), "head 43", signature));
  EXPECT_FALSE(seal::verify_signature(seal::signing_key::random().public_key(), "head 42", signature));
  EXPECT_FALSE(seal::verify_signature(key.public_key(), "head 42", signature.substr(1)));
  EXPECT_FALSE(seal::verify_signature("", "head 42", signature));
  EXPECT_EQ(seal::key_name(key.public_key()).size(), 16U);
}

// RFC 8032 §7.1, test 1: the seed's file form, its public key and the signature of the empty message.
TEST(Signing, AgreesWithRfc8032) {
  const test::folder folder;
  const auto path = folder.file("rfc.key");
  std::ofstream(path) << "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n";
  ::chmod(path.c_str(), 0600);
  const auto key = seal::signing_key::load(path);
  EXPECT_EQ(seal::to_base64(key.public_key()), "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  EXPECT_EQ(seal::to_base64(key.sign("")), "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==");
}

TEST(Box, AFingerprintTellsTheSameTextToWhoHasTheKeyAlone) {
  const auto master = seal::master_key::random();
  const auto print = master.fingerprint("李女士 138…");
  EXPECT_EQ(print.size(), 64U);
  EXPECT_EQ(master.fingerprint("李女士 138…"), print);
  EXPECT_NE(master.fingerprint("李女士 139…"), print);
  EXPECT_NE(seal::master_key::random().fingerprint("李女士 138…"), print);
  EXPECT_EQ(master.fingerprint("").size(), 64U);
}
