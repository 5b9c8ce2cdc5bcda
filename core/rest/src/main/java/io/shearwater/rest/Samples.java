package io.shearwater.rest;

import io.shearwater.api.SkewSample;

/** How many vectors a check looks at. */
final class Samples {
    private Samples() {}

    static SkewSample of(Call call) {
        return SkewSample.newest(
                call.queryNumber("most", 1, 1_000_000).orElse(1000L).intValue());
    }
}
