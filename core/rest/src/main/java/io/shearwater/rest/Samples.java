package io.shearwater.rest;

import io.shearwater.api.SkewSample;

/** How many vectors a check looks at. */
final class Samples {
    private Samples() {}

    static SkewSample of(Call call) {
        int most = call.queryNumber("most", 1, Integer.MAX_VALUE).orElse(1000L).intValue();
        return new SkewSample(
                Times.range(call), call.query("share").map(Samples::share).orElse(1.0), most);
    }

    private static double share(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException odd) {
            throw RestError.BAD_PARAMETER.because("'share' is '" + Texts.shown(text) + "', not a number.", odd);
        }
    }
}
