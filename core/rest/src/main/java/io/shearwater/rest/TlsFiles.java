package io.shearwater.rest;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/**
 * A certificate with its chain, and its key, both in PEM.
 *
 * @param certificate the chain
 * @param key the key, in PKCS#8 and without a password
 */
public record TlsFiles(Path certificate, Path key) {
    /**
     * What to speak TLS with.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CERTIFICATE
     */
    Tls load() {
        try {
            return loaded();
        } catch (RuntimeException unusable) {
            // Helidon has an exception for each of the many ways in which a file is not what it should be.
            throw RestError.BAD_CERTIFICATE.because(
                    "The certificate " + certificate + " with the key " + key + " cannot be used: "
                            + unusable.getMessage() + ". Both are PEM, the key in PKCS#8 and without a password.",
                    unusable);
        }
    }

    private Tls loaded() {
        Keys keys = Keys.builder()
                .pem(pem -> pem.key(Resource.create(key)).certChain(Resource.create(certificate)))
                .build();
        requirePair(keys.privateKey().orElseThrow(), keys.certChain().getFirst().getPublicKey());
        return Tls.builder()
                .privateKey(keys)
                .privateKeyCertChain(keys)
                .addEnabledProtocol("TLSv1.3")
                .addEnabledProtocol("TLSv1.2")
                .build();
    }

    /** A key that is not that of the certificate would be noticed by callers alone, whose handshakes all fail. */
    private static void requirePair(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        boolean fits;
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            byte[] signed = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certified);
            checking.update(text);
            fits = checking.verify(signed);
        } catch (GeneralSecurityException other) {
            throw new IllegalArgumentException("the key is not that of the certificate", other);
        }
        if (!fits) {
            throw new IllegalArgumentException("the key is not that of the certificate");
        }
    }
}
