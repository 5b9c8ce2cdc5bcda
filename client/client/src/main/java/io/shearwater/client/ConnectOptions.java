package io.shearwater.client;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to reach a server. Immutable.
 *
 * @param address as {@code https://features.example.com}, or a name with or without a port, which means TLS unless it is this machine
 * @param project its name; empty for the only one that the key is a member of
 * @param apiKey proves who asks
 * @param timeouts how long to wait
 * @param retries how often what does no harm when it is done twice is asked again, where the server is busy or a connection broke
 * @param trust the certificates to trust; empty for those of this Java
 * @param plainHttp whether a key may go to another machine without TLS
 */
public record ConnectOptions(
        String address,
        Optional<String> project,
        String apiKey,
        Timeouts timeouts,
        int retries,
        Optional<SSLContext> trust,
        PlainHttp plainHttp) {
    private static final int USUAL_RETRIES = 4;

    /** Whether a key may go to another machine without TLS, where all between can read it. */
    public enum PlainHttp {
        REFUSED,
        ALLOWED
    }

    /** The only project of the key, usual timeouts, four retries, TLS that is verified. */
    public static ConnectOptions of(String address, String apiKey) {
        return new ConnectOptions(
                address,
                Optional.empty(),
                apiKey,
                Timeouts.defaults(),
                USUAL_RETRIES,
                Optional.empty(),
                PlainHttp.REFUSED);
    }

    public ConnectOptions withProject(String name) {
        return new ConnectOptions(address, Optional.of(name), apiKey, timeouts, retries, trust, plainHttp);
    }

    public ConnectOptions withTimeouts(Timeouts times) {
        return new ConnectOptions(address, project, apiKey, times, retries, trust, plainHttp);
    }

    public ConnectOptions withRetries(int most) {
        return new ConnectOptions(address, project, apiKey, timeouts, most, trust, plainHttp);
    }

    /** Trusts these certificates instead of those of this Java. */
    public ConnectOptions withTrust(SSLContext certificates) {
        return new ConnectOptions(address, project, apiKey, timeouts, retries, Optional.of(certificates), plainHttp);
    }

    /** Lets the key go over a network without TLS, such as one that is encrypted below. */
    public ConnectOptions withPlainHttp() {
        return new ConnectOptions(address, project, apiKey, timeouts, retries, trust, PlainHttp.ALLOWED);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ConnectOptions[" + address
                + project.map(name -> ", project " + name).orElse("") + "]";
    }
}
