package io.shearwater.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where a server is. */
final class Address {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final int PORT = 7373;

    private Address() {}

    /**
     * The address in full: TLS is meant where nothing else is said, but for this machine.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_ADDRESS, NOT_SAFE
     */
    static URI of(String text, ConnectOptions.PlainHttp plainHttp) {
        String given = text.strip();
        boolean hasScheme = given.contains("://");
        URI uri = parsed(text, hasScheme ? given : "any://" + given);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean isHere = THIS_MACHINE.contains(host);
        String scheme =
                hasScheme ? String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT) : isHere ? "http" : "https";
        if (host.isEmpty()
                || !Set.of("http", "https").contains(scheme)
                || uri.getRawQuery() != null
                || uri.getRawUserInfo() != null) {
            throw ClientError.BAD_ADDRESS.because(bad(text));
        }
        if (scheme.equals("http") && !isHere && plainHttp == ConnectOptions.PlainHttp.REFUSED) {
            throw ClientError.NOT_SAFE.because("The API key would go to " + host
                    + " over http, where all between can read it. Use https, or allow it with withPlainHttp().");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : usual(hasScheme && !isHere, scheme);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return parsed(text, scheme + "://" + host + ":" + port + path);
    }

    private static int usual(boolean ofScheme, String scheme) {
        return ofScheme ? scheme.equals("http") ? 80 : 443 : PORT;
    }

    private static URI parsed(String text, String full) {
        try {
            return new URI(full);
        } catch (URISyntaxException odd) {
            throw ClientError.BAD_ADDRESS.because(bad(text), odd);
        }
    }

    private static String bad(String text) {
        return "'" + text + "' is no address of a server; write it as"
                + " https://features.example.com or features.example.com:7373.";
    }
}
