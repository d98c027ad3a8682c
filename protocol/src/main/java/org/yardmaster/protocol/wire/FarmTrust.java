package org.yardmaster.protocol.wire;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a master by the CA of its farm: the chain must end in that CA's own certificate, be
/// validly signed by it, and be valid today. Host names are not looked at: masters move, and stand
/// behind tunnels and proxies.
final class FarmTrust extends X509ExtendedTrustManager {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USE = "2.5.29.37.0";

  private final Optional<Fingerprint> expected;

  /// @param expected the farm's fingerprint; empty to refuse every farm, telling its fingerprint
  FarmTrust(Optional<Fingerprint> expected) {
    this.expected = expected;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length < 2) {
      throw new CertificateException(
          "the master shows no certificate of a farm CA beside its own: it is no Yardmaster");
    }
    X509Certificate ca = chain[chain.length - 1];
    checkCa(ca);
    checkSigned(Arrays.asList(chain).subList(0, chain.length - 1), ca);
    checkUse(chain[0]);
    Fingerprint presented = Fingerprint.of(ca);
    if (!expected.equals(Optional.of(presented))) {
      throw new UnknownFarm(presented, expected);
    }
  }

  private static void checkCa(X509Certificate ca) throws CertificateException {
    if (ca.getBasicConstraints() < 0) {
      throw new CertificateException("the master's chain does not end in a CA certificate");
    }
    ca.checkValidity();
    try {
      ca.verify(ca.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the farm's CA certificate is not signed by itself", e);
    }
  }

  private static void checkSigned(List<X509Certificate> path, X509Certificate ca)
      throws CertificateException {
    try {
      PKIXParameters rules = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
      rules.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), rules);
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the master's certificate is not sound: " + e.getMessage(), e);
    }
  }

  private static void checkUse(X509Certificate master) throws CertificateException {
    List<String> uses = master.getExtendedKeyUsage();
    if (uses != null && !uses.contains(SERVER_AUTH) && !uses.contains(ANY_USE)) {
      throw new CertificateException("the master's certificate is not one for servers");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("clients show no certificates here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
