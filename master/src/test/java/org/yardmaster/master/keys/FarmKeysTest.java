package org.yardmaster.master.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FarmKeysTest {
  private static final Instant NOW = Instant.now();
  private static final List<String> HOSTS =
      List.of("localhost", "127.0.0.1", "::1", "Yard.Example.org", "no name", "fe80::1%eth0");

  @TempDir private Path dir;

  private static List<X509Certificate> chain(FarmKeys keys) throws Exception {
    return Arrays.stream(keys.keyStore().getCertificateChain("yardmaster"))
        .map(X509Certificate.class::cast)
        .toList();
  }

  @Test
  void certificateNamesTheHostsAndIsSignedByTheAuthority() throws Exception {
    FarmKeys keys = FarmKeys.create(dir, HOSTS, NOW);
    X509Certificate leaf = chain(keys).getFirst();
    X509Certificate ca = chain(keys).getLast();
    leaf.verify(ca.getPublicKey());
    ca.verify(ca.getPublicKey());
    assertThat(keys.fingerprint()).isEqualTo(FarmKeys.fingerprint(ca)).matches("[0-9a-f]{64}");
    assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(ca.getBasicConstraints()).isZero();
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "localhost"),
            List.of(2, "yard.example.org"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"),
            List.of(7, "fe80:0:0:0:0:0:0:1"));
    leaf.checkValidity();
    ca.checkValidity();
  }

  @Test
  void keysStayTheSame() throws Exception {
    FarmKeys made = FarmKeys.create(dir, HOSTS, NOW);
    FarmKeys opened = FarmKeys.open(dir, List.of("localhost"), NOW.plus(Duration.ofDays(600)));
    assertThat(chain(opened)).isEqualTo(chain(made));
    assertThat(opened.fingerprint()).isEqualTo(made.fingerprint());
    assertThatThrownBy(() -> FarmKeys.create(dir, HOSTS, NOW))
        .isInstanceOf(IOException.class)
        .hasMessage("farm keys: there are some in " + dir.resolve("keys") + " already; they stay");
  }

  @Test
  void certificateIsRenewedSixtyDaysBeforeItsEnd() throws Exception {
    FarmKeys made = FarmKeys.create(dir, HOSTS, NOW);
    Instant end = NOW.plus(Authority.LEAF_LIFETIME);
    FarmKeys early = FarmKeys.open(dir, HOSTS, end.minus(Duration.ofDays(61)));
    assertThat(chain(early)).isEqualTo(chain(made));
    Instant due = end.minus(Duration.ofDays(59));
    FarmKeys renewed = FarmKeys.open(dir, HOSTS, due);
    assertThat(chain(renewed).getFirst()).isNotEqualTo(chain(made).getFirst());
    assertThat(chain(renewed).getLast()).isEqualTo(chain(made).getLast());
    assertThat(renewed.fingerprint()).isEqualTo(made.fingerprint());
    assertThat(chain(FarmKeys.open(dir, HOSTS, due))).isEqualTo(chain(renewed));
  }

  @Test
  void certificateIsRenewedForANewHost() throws Exception {
    FarmKeys made = FarmKeys.create(dir, List.of("localhost"), NOW);
    FarmKeys renewed = FarmKeys.open(dir, List.of("localhost", "10.1.2.3"), NOW);
    assertThat(chain(renewed).getFirst()).isNotEqualTo(chain(made).getFirst());
    assertThat(renewed.fingerprint()).isEqualTo(made.fingerprint());
  }

  @Test
  void lostCertificateOfTheMasterIsMadeAnew() throws Exception {
    FarmKeys made = FarmKeys.create(dir, HOSTS, NOW);
    Files.delete(dir.resolve("keys/master.p12"));
    assertThat(FarmKeys.open(dir, HOSTS, NOW).fingerprint()).isEqualTo(made.fingerprint());
  }

  @Test
  void farmWithoutKeysSaysHowToMakeThem() {
    assertThatThrownBy(() -> FarmKeys.open(dir, HOSTS, NOW))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "farm keys: there are none in %s; run 'yardmaster init %s'"
                .formatted(dir.resolve("keys"), dir));
  }

  @Test
  void onlyTheOwnerMayReadThem() throws Exception {
    FarmKeys.create(dir, HOSTS, NOW);
    Map<String, String> permissions = new TreeMap<>();
    try (Stream<Path> files = Files.walk(dir.resolve("keys"))) {
      for (Path file : files.toList()) {
        permissions.put(
            dir.relativize(file).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    assertThat(permissions)
        .containsExactly(
            Map.entry("keys", "rwx------"),
            Map.entry("keys/ca.p12", "rw-------"),
            Map.entry("keys/master.p12", "rw-------"),
            Map.entry("keys/password", "rw-------"));
  }

  @Test
  void thisMachineHasItsLocalNames() {
    assertThat(Hosts.ofThisMachine()).contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  /// A real handshake: the client trusts the farm's authority alone, and checks the name.
  @Test
  void tls13IsSpokenWithTheseKeys() throws Exception {
    FarmKeys keys = FarmKeys.create(dir, Hosts.ofThisMachine(), NOW);
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        SSLServerSocket server =
            (SSLServerSocket)
                serverContext(keys)
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<Integer> heard =
          threads.submit(() -> {
            try (SSLSocket session = (SSLSocket) server.accept()) {
              return session.getInputStream().read();
            }
          });
      try (SSLSocket client =
          (SSLSocket)
              clientContext(chain(keys).getLast())
                  .getSocketFactory()
                  .createSocket("localhost", server.getLocalPort())) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        client.getOutputStream().write(42);
        assertThat(heard.get()).isEqualTo(42);
        assertThat(client.getSession().getPeerCertificates())
            .containsExactlyElementsOf(chain(keys));
      }
    }
  }

  private static SSLContext serverContext(FarmKeys keys) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys.keyStore(), keys.password());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext clientContext(X509Certificate authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("farm", authority);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
