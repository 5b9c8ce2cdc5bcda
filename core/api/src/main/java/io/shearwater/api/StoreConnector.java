package io.shearwater.api;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Reaches feature stores on servers; found among what is on the class path, as {@link FeatureStore#connect} looks for it.
 * Thread-safe.
 */
public interface StoreConnector {
    /**
     * A store on a server.
     *
     * @param server what is known of it
     * @throws ShearwaterException where it cannot be reached, or does not let the caller in
     */
    FeatureStore connect(Server server);

    /**
     * What is known of a server; what is not known is taken from the environment. Immutable.
     *
     * @param address as {@code https://features.example.com}; else SHEARWATER_HOST, else this machine
     * @param project else SHEARWATER_PROJECT, else the only one that the key is a member of
     * @param apiKey else SHEARWATER_API_KEY
     */
    record Server(Optional<String> address, Optional<String> project, Optional<String> apiKey) {
        /** Without the key. */
        @Override
        public String toString() {
            return "Server[" + address.orElse("")
                    + project.map(name -> ", project " + name).orElse("") + "]";
        }
    }

    /** What finding a connector fails with. */
    enum ConnectorError implements ErrorCode {
        /** No client is on the class path. */
        NO_CLIENT(ErrorKind.USER);

        private final ErrorKind kind;

        ConnectorError(ErrorKind kind) {
            this.kind = kind;
        }

        @Override
        public ErrorKind kind() {
            return kind;
        }
    }

    /**
     * The connector of the class path.
     *
     * @throws ShearwaterException NO_CLIENT
     */
    static StoreConnector find() {
        return ServiceLoader.load(StoreConnector.class)
                .findFirst()
                .orElseThrow(() -> new ShearwaterException(
                        ConnectorError.NO_CLIENT,
                        "To reach a store on a server, add io.shearwater:shearwater-client to the class path."));
    }
}
