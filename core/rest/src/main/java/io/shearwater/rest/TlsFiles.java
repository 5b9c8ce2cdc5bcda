package io.shearwater.rest;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;

/**
 * A certificate with its chain, and its key, both in PEM.
 *
 * @param certificate the chain
 * @param key the key, in PKCS#8 and without a password
 */
public record TlsFiles(Path certificate, Path key) {
    Tls load() {
        Keys keys = Keys.builder()
                .pem(pem -> pem.key(Resource.create(key)).certChain(Resource.create(certificate)))
                .build();
        return Tls.builder()
                .privateKey(keys)
                .privateKeyCertChain(keys)
                .addEnabledProtocol("TLSv1.3")
                .addEnabledProtocol("TLSv1.2")
                .build();
    }
}
