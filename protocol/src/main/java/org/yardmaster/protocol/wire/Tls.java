package org.yardmaster.protocol.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Makes the TLS contexts of both sides: TLS 1.3, the master known by the fingerprint of its farm's
/// CA.
public final class Tls {
  private static final String TLS_1_3 = "TLSv1.3";

  private Tls() {}

  /// A master's side. The store holds its key with a chain that ends in the farm's CA certificate.
  ///
  /// @throws GeneralSecurityException if the store or its key cannot be used
  public static SSLContext server(KeyStore store, char[] password) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance(TLS_1_3);
    context.init(keys.getKeyManagers(), new TrustManager[0], null);
    return context;
  }

  /// A master's side, from a PKCS12 file.
  ///
  /// @throws IOException if the file cannot be read, or the password is wrong
  /// @throws GeneralSecurityException if the store or its key cannot be used
  public static SSLContext server(Path store, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    return server(keys, password);
  }

  /// The other side, trusting the farm of this fingerprint only.
  public static SSLContext client(Fingerprint farm) {
    return client(Optional.of(farm));
  }

  /// The other side before anybody has confirmed a fingerprint: every connection fails with an
  /// [UnknownFarm] that tells what the master showed.
  public static SSLContext asking() {
    return client(Optional.empty());
  }

  private static SSLContext client(Optional<Fingerprint> farm) {
    try {
      SSLContext context = SSLContext.getInstance(TLS_1_3);
      context.init(new KeyManager[0], new TrustManager[] {new FarmTrust(farm)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS 1.3", e);
    }
  }
}
