package io.shearwater.gate;

import java.net.URI;
import java.util.Map;

/**
 * Where what requests did is told, by the protocol of OpenTelemetry over HTTP. Immutable.
 *
 * @param endpoint of the collector, {@code http://127.0.0.1:4318/v1/traces}
 * @param headers sent along, such as a token of the collector
 * @param share of the requests that begin here, from 0 to 1; one that came with a trace follows what that says
 */
public record TraceOptions(URI endpoint, Map<String, String> headers, double share) {
    public TraceOptions {
        headers = Map.copyOf(headers);
        String scheme = String.valueOf(endpoint.getScheme());
        if (!(scheme.equals("http") || scheme.equals("https")) || endpoint.getHost() == null) {
            throw GateError.BAD_TRACES.because("Traces cannot be sent to '" + endpoint
                    + "'; name an address of http or https, such as http://127.0.0.1:4318/v1/traces.");
        }
        if (!(share >= 0 && share <= 1)) {
            throw GateError.BAD_TRACES.because("The share of traced requests is " + share + "; it is from 0 to 1.");
        }
    }

    /** Every request. */
    public static TraceOptions to(URI endpoint) {
        return new TraceOptions(endpoint, Map.of(), 1);
    }

    public TraceOptions withShare(double part) {
        return new TraceOptions(endpoint, headers, part);
    }

    /** They may be secrets, and are in no text. */
    @Override
    public String toString() {
        return "traces of " + share + " of the requests to " + endpoint;
    }
}
