package org.yardmaster.protocol.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.Tls;

/// A farm's CA and certificates signed by it, made in memory for one test.
public final class FarmCertificates {
  private static final char[] PASSWORD = "test".toCharArray();
  private static final KeyPair ONE_KEY_FOR_ALL_MASTERS = newKey();

  private final KeyPair caKey = newKey();
  private final X509Certificate ca;

  public FarmCertificates() {
    this("test farm");
  }

  /// @param name of the CA
  public FarmCertificates(String name) {
    this.ca =
        sign(
            "CN=" + name,
            caKey,
            "CN=" + name,
            caKey.getPrivate(),
            true,
            KeyPurposeId.id_kp_serverAuth,
            Instant.now().plus(Duration.ofDays(10)));
  }

  /// What slaves and consoles know the farm by.
  public Fingerprint fingerprint() {
    return Fingerprint.of(ca);
  }

  /// The CA's own certificate.
  public X509Certificate ca() {
    return ca;
  }

  /// A master's side of TLS with a sound certificate.
  public SSLContext server() {
    return serverShowing(master(Instant.now().plus(Duration.ofDays(1))), ca);
  }

  /// A slave's or console's side that trusts this farm.
  public SSLContext client() {
    return Tls.client(fingerprint());
  }

  /// A certificate for a master that is valid until then (and has been for two days before).
  public X509Certificate master(Instant until) {
    return sign(
        "CN=master",
        ONE_KEY_FOR_ALL_MASTERS,
        "CN=test farm",
        caKey.getPrivate(),
        false,
        KeyPurposeId.id_kp_serverAuth,
        until);
  }

  /// A certificate of the farm that is not for servers.
  public X509Certificate notForServers() {
    return sign(
        "CN=user",
        ONE_KEY_FOR_ALL_MASTERS,
        "CN=test farm",
        caKey.getPrivate(),
        false,
        KeyPurposeId.id_kp_clientAuth,
        Instant.now().plus(Duration.ofDays(1)));
  }

  /// A master's side of TLS that shows just these certificates, sound or not.
  public static SSLContext serverShowing(X509Certificate... chain) {
    try {
      return Tls.server(keyStore(chain), PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore keyStore(X509Certificate... chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry("master", ONE_KEY_FOR_ALL_MASTERS.getPrivate(), PASSWORD, chain);
      return store;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(
      String subject,
      KeyPair key,
      String issuer,
      PrivateKey issuerKey,
      boolean isCa,
      KeyPurposeId use,
      Instant until) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(until.minus(Duration.ofDays(20))),
              Date.from(until),
              new X500Name(subject),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
      if (!isCa) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
    } catch (Exception e) {
      throw new IllegalStateException("certificate for " + subject, e);
    }
  }
}
