package org.yardmaster.master.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/// A private key and the certificates that say whose it is, the key's own first.
record Identity(PrivateKey key, List<X509Certificate> chain) {
  private static final String TYPE = "PKCS12";
  private static final String ALIAS = "yardmaster";

  Identity {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  KeyStore store(char[] password) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    store.setKeyEntry(ALIAS, key, password, chain.toArray(Certificate[]::new));
    return store;
  }

  void save(Path file, char[] password) throws GeneralSecurityException, IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    store(password).store(content, password);
    PrivateFile.write(file, content.toByteArray());
  }

  static Identity load(Path file, char[] password) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
    if (store.getEntry(ALIAS, new KeyStore.PasswordProtection(password))
        instanceof KeyStore.PrivateKeyEntry entry) {
      return new Identity(
          entry.getPrivateKey(),
          Arrays.stream(entry.getCertificateChain()).map(X509Certificate.class::cast).toList());
    }
    throw new IOException(file + ": has no key named '" + ALIAS + "'");
  }

  /// Never the key.
  @Override
  public String toString() {
    return "Identity[" + certificate().getSubjectX500Principal() + "]";
  }
}
