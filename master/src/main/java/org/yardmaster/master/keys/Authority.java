package org.yardmaster.master.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.SortedSet;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The farm's certificate authority: signs the master's certificates, and nothing else. Keys are on
/// curve P-256, signatures are SHA256withECDSA.
record Authority(Identity identity) {
  static final Duration LIFETIME = Duration.ofDays(20 * 365L + 5);
  static final Duration LEAF_LIFETIME = Duration.ofDays(2 * 365L);

  /// Peers' clocks may be behind ours by this much.
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 127;
  private static final X500Principal NAME = new X500Principal("CN=Yardmaster farm CA");
  private static final X500Principal LEAF_NAME = new X500Principal("CN=Yardmaster master");

  /// A new authority with a new key.
  static Authority create(Instant now) throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    JcaX509v3CertificateBuilder certificate =
        certificate(NAME, NAME, keys, now, now.plus(LIFETIME));
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    certificate.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    certificate.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
    return new Authority(
        new Identity(keys.getPrivate(), List.of(signed(certificate, keys.getPrivate()))));
  }

  /// A new key and certificate for a master that is reached by these hosts.
  Identity issue(SortedSet<String> hosts, Instant now)
      throws GeneralSecurityException, IOException {
    X509Certificate ca = identity.certificate();
    KeyPair keys = newKeys();
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    JcaX509v3CertificateBuilder certificate = certificate(NAME, LEAF_NAME, keys, now, leafEnd(now));
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    certificate.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    certificate.addExtension(Extension.subjectAlternativeName, false, names(hosts));
    certificate.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
    certificate.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        ids.createAuthorityKeyIdentifier(ca.getPublicKey()));
    return new Identity(keys.getPrivate(), List.of(signed(certificate, identity.key()), ca));
  }

  private Instant leafEnd(Instant now) {
    Instant end = now.plus(LEAF_LIFETIME);
    Instant last = identity.certificate().getNotAfter().toInstant();
    return end.isBefore(last) ? end : last;
  }

  private static GeneralNames names(SortedSet<String> hosts) {
    return new GeneralNames(
        hosts.stream().map(host -> new GeneralName(kind(host), host)).toArray(GeneralName[]::new));
  }

  private static int kind(String host) {
    return Hosts.address(host).isPresent() ? GeneralName.iPAddress : GeneralName.dNSName;
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE));
    return generator.generateKeyPair();
  }

  /// The library takes no newer kind of date.
  @SuppressWarnings("JavaUtilDate")
  private static JcaX509v3CertificateBuilder certificate(
      X500Principal issuer, X500Principal subject, KeyPair keys, Instant now, Instant end) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
        Date.from(now.minus(CLOCKS_APART)),
        Date.from(end),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder certificate, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("certificate: cannot be signed with " + SIGNATURE, e);
    }
  }
}
