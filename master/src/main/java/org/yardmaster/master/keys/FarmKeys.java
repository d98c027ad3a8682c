package org.yardmaster.master.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The farm's certificate authority and the master's TLS key with a certificate from it, kept in
/// the folder `keys` of the data folder. Peers know the farm by the fingerprint of the authority,
/// which never changes; the master's own certificate is made anew whenever that is due.
public final class FarmKeys {
  private static final Logger LOG = LoggerFactory.getLogger(FarmKeys.class);
  private static final Duration RENEW_BEFORE_END = Duration.ofDays(60);
  private static final String FOLDER = "keys";
  private static final String AUTHORITY = "ca.p12";
  private static final String MASTER = "master.p12";
  private static final String PASSWORD = "password";

  private final Identity master;
  private final String password;
  private final String fingerprint;

  private FarmKeys(Identity master, String password, String fingerprint) {
    this.master = master;
    this.password = password;
    this.fingerprint = fingerprint;
  }

  /// Makes the keys of a new farm in `dir`, which exists. Keys that are there are never replaced:
  /// every slave and console would have to be told the new fingerprint.
  public static FarmKeys create(Path dir, Collection<String> hosts, Instant now)
      throws IOException {
    Path folder = dir.resolve(FOLDER);
    if (Files.exists(folder.resolve(AUTHORITY))) {
      throw new IOException("farm keys: there are some in " + folder + " already; they stay");
    }
    try {
      PrivateFile.createFolder(folder);
      String password = RandomText.hex();
      PrivateFile.write(folder.resolve(PASSWORD), password.getBytes(StandardCharsets.US_ASCII));
      Authority.create(now).identity().save(folder.resolve(AUTHORITY), password.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("farm keys: cannot be made in " + folder, e);
    }
    return open(dir, hosts, now);
  }

  /// Opens the keys of the farm in `dir`. The master gets a new certificate if it has none yet, if
  /// there are less than 60 days left of it, or if it does not name all `hosts`.
  public static FarmKeys open(Path dir, Collection<String> hosts, Instant now) throws IOException {
    Path folder = dir.resolve(FOLDER);
    if (!Files.exists(folder.resolve(AUTHORITY))) {
      throw new IOException(
          "farm keys: there are none in " + folder + "; run 'yardmaster init " + dir + "'");
    }
    try {
      return open(folder, Hosts.plain(hosts), now);
    } catch (GeneralSecurityException e) {
      throw new IOException("farm keys: those in " + folder + " cannot be read", e);
    }
  }

  private static FarmKeys open(Path folder, SortedSet<String> hosts, Instant now)
      throws IOException, GeneralSecurityException {
    String password = Files.readString(folder.resolve(PASSWORD), StandardCharsets.US_ASCII).strip();
    Identity authority = Identity.load(folder.resolve(AUTHORITY), password.toCharArray());
    X509Certificate ca = authority.certificate();
    Path file = folder.resolve(MASTER);
    Optional<Identity> present =
        Files.exists(file)
            ? Optional.of(Identity.load(file, password.toCharArray()))
            : Optional.empty();
    Optional<String> due = whyDue(present, ca, hosts, now);
    if (due.isEmpty()) {
      return new FarmKeys(present.orElseThrow(), password, fingerprint(ca));
    }
    Identity master = new Authority(authority).issue(hosts, now);
    master.save(file, password.toCharArray());
    LOG.info(
        "farm keys: new certificate for the master, because {}; it ends at {}",
        due.get(),
        end(master.certificate()));
    return new FarmKeys(master, password, fingerprint(ca));
  }

  /// Why the master needs a new certificate; empty if it does not.
  private static Optional<String> whyDue(
      Optional<Identity> present, X509Certificate ca, SortedSet<String> hosts, Instant now)
      throws GeneralSecurityException {
    if (present.isEmpty()) {
      return Optional.of("there was none");
    }
    List<X509Certificate> chain = present.get().chain();
    if (!chain.getLast().equals(ca)) {
      return Optional.of("the old one is from another authority");
    }
    Instant end = end(chain.getFirst());
    if (now.plus(RENEW_BEFORE_END).isAfter(end)) {
      return Optional.of("the old one ends at " + end);
    }
    return hostsOf(chain.getFirst()).containsAll(hosts)
        ? Optional.empty()
        : Optional.of("the old one does not name all of " + hosts);
  }

  private static SortedSet<String> hostsOf(X509Certificate certificate)
      throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return Hosts.plain(
        names == null
            ? List.of()
            : names.stream().map(name -> String.valueOf(name.getLast())).toList());
  }

  /// The JDK gives no newer kind of date.
  @SuppressWarnings("JavaUtilDate")
  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  /// How the farm is recognised: the SHA-256 of a certificate, in lowercase hexadecimal digits.
  public static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }

  /// The master's key with its certificate and that of the authority, for a TLS context.
  public KeyStore keyStore() {
    try {
      return master.store(password());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("farm keys: cannot be put into a key store", e);
    }
  }

  /// Opens the key in [#keyStore()].
  public char[] password() {
    return password.toCharArray();
  }

  /// The authority's fingerprint.
  public String fingerprint() {
    return fingerprint;
  }
}
