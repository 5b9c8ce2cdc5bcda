package io.shearwater.client;

import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that broke, or never came to be: whether there is any use in another, and what the caller is told. Immutable.
 *
 * @param root where the server is said to be
 */
record BrokenConnection(String root, IOException failure) {
    /** What Java's client says of an answer that begins with something else than {@code HTTP/}. */
    private static final Pattern NO_STATUS_LINE = Pattern.compile("status line, receiving \\[[^H\\]]");

    /** Whether nothing of the request has left. */
    boolean neverLeft() {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLHandshakeException
                || isLasting();
    }

    /** Whether the next connection would end in the same way. */
    boolean isLasting() {
        return isNotTrusted() || isOtherProtocol();
    }

    private boolean isNotTrusted() {
        return failure instanceof SSLException && has(CertificateException.class);
    }

    private boolean isOtherProtocol() {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof SSLException
                ? message.contains("unrecognized SSL message")
                : NO_STATUS_LINE.matcher(message).find();
    }

    private boolean has(Class<? extends Throwable> type) {
        return find(type) != null;
    }

    private <T extends Throwable> @Nullable T find(Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /**
     * What the caller is told.
     *
     * @param tries how often it was tried
     */
    ShearwaterException told(Ask ask, int tries) {
        if (isNotTrusted()) {
            return ClientError.NOT_TRUSTED.because(
                    "The certificate of the server at " + root + " is not trusted: " + distrust()
                            + " Nothing was sent.",
                    failure);
        }
        if (isOtherProtocol()) {
            return ClientError.BAD_ADDRESS.because(otherProtocol(), failure);
        }
        String times = tries == 1 ? "" : ", " + tries + " times";
        if (neverLeft()) {
            return ClientError.UNREACHABLE.because(
                    "The server at " + root + " cannot be reached" + times + ": " + reason()
                            + ". Nothing of this was done: " + ask.what() + ".",
                    failure);
        }
        return ClientError.CONNECTION_LOST.because(
                "The connection to " + root + " was lost" + times + " before this was answered: " + ask.what() + " ("
                        + reason() + ")." + next(ask),
                failure);
    }

    private String otherProtocol() {
        return failure instanceof SSLException
                ? "What listens at " + root + " does not speak TLS. Write the address with http:// if it is meant to be"
                        + " so, or ask who runs the server for its address with TLS."
                : "What listens at " + root + " does not speak plain HTTP. Write the address with https:// if it speaks"
                        + " TLS, and look at the port: that of gRPC is another one.";
    }

    private String distrust() {
        String host = String.valueOf(URI.create(root).getHost());
        if (has(CertificateExpiredException.class)) {
            return "it has expired. Who runs the server has to renew it.";
        }
        if (has(CertificateNotYetValidException.class)) {
            return "it is not valid yet. Look at the clock of this machine.";
        }
        if (has(CertPathBuilderException.class)) {
            return "nobody vouches for it whom this Java trusts. If you know that it is the server's, trust it with"
                    + " ConnectOptions.withTrust, or with -Djavax.net.ssl.trustStore in the whole program.";
        }
        String message = String.valueOf(failure.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("subject alternative") || lower.contains("no name matching")) {
            return "it is for other names than " + host + ". Name the server as its certificate does.";
        }
        return message + ". Ask who runs the server.";
    }

    private String reason() {
        if (has(UnresolvedAddressException.class) || has(UnknownHostException.class)) {
            return "no machine of this name is known";
        }
        if (failure instanceof SSLHandshakeException
                && String.valueOf(failure.getMessage()).contains("terminated the handshake")) {
            return "it broke off when TLS was begun, as what does not speak TLS does; if it is one of these, write its address"
                    + " with http://";
        }
        return failure instanceof ConnectException && failure.getMessage() == null
                ? "nothing listens there"
                : IoReason.of(failure);
    }

    private static String next(Ask ask) {
        return ask.nature()
                .key()
                .map(key -> " Whether it was done is not known. Do it again with the idempotency key '" + key
                        + "': what was written then is not written twice.")
                .orElse(
                        ask.nature().repeat()
                                ? " Ask again."
                                : " Whether it was done is not known; look before you do it again.");
    }
}
